"""Formulas as MathML, made when the pages are built.

Browsers draw MathML themselves, so a page needs neither a script nor a network, and no
LaTeX is needed to build it.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from docutils import nodes
from latex2mathml.converter import convert_to_element
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

# Scripts go below and above these in a displayed formula; the browser puts them beside
# in a line.
WITH_LIMITS = {"\N{N-ARY SUMMATION}", "&#x02211;", "max", "min"}
LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}


def to_mathml(formula: str, display: str) -> str:
    """Convert a formula, and mend what the converter leaves unlike LaTeX."""
    math = convert_to_element(formula, display=display)
    for element in list(math.iter()):
        children = list(element)
        if element.tag in LIMITS and children[0].text in WITH_LIMITS:
            element.tag = LIMITS[element.tag]
            children[0].set("movablelimits", "true")
        if len(children) > 1 and all(c.get("mathvariant") == "normal" for c in children):
            _join(element, children)
        _space_functions(element)
    # The converter gives character references as text: "&#x02211;" must not be escaped again.
    return ET.tostring(math, encoding="unicode").replace("&amp;#x", "&#x")


def _join(element: ET.Element, letters: list[ET.Element]) -> None:
    """Make the upright letters of a name one word."""
    letters[0].text = "".join(letter.text or "" for letter in letters)
    for letter in letters[1:]:
        element.remove(letter)


def _space_functions(element: ET.Element) -> None:
    """Put a thin space between a function such as ln and what follows, unless a bracket."""
    children = list(element)
    for at in range(len(children) - 2, -1, -1):
        name, after = children[at], children[at + 1]
        if name.tag == "mi" and (name.text or "").isalpha() and len(name.text or "") > 1:
            if name.get("mathvariant") is None and after.get("stretchy") is None:
                element.insert(at + 1, ET.Element("mspace", width="0.167em"))


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    self.body.append(to_mathml(node.astext(), "inline"))
    raise nodes.SkipNode


def visit_displaymath(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own."""
    self.body.append(self.starttag(node, "div", CLASS="displaymath"))
    self.body.append(to_mathml(node.astext(), "block"))
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer under the name ``mathml``."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_displaymath, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
