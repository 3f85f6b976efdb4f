"""Formulas as MathML, made when the pages are built.

Browsers draw MathML themselves, so a page needs neither a script nor a network, and no
LaTeX is needed to build it. Tall brackets, roots and sums take a font with mathematical
tables, which few Linux machines have: one goes with the pages, cut down to what
formulas may hold.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import ziamath
from docutils import nodes
from fontTools import subset
from latex2mathml.converter import convert_to_element
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

# Scripts go below and above these in a displayed formula; the browser puts them beside
# in a line.
WITH_LIMITS = {"\N{N-ARY SUMMATION}", "&#x02211;", "max", "min"}
LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}


MINUS = {"\N{MINUS SIGN}", "&#x02212;"}
CLOSING = {")", "&#x00029;", "]", "&#x0005D;", "|", "&#x0007C;"}

# STIX Two Math (SIL Open Font License), which ziamath brings along.
FONT = Path(ziamath.__file__).parent / "fonts" / "STIXTwoMath-Regular.ttf"
# Latin, Greek, letterlike, arrows, operators, technical, brackets, italic letters.
CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *range(0x391, 0x3F7),
    *range(0x2010, 0x2060),
    *range(0x2100, 0x2320),
    *range(0x27E6, 0x27EC),
    *range(0x1D434, 0x1D468),
    *range(0x1D6E2, 0x1D71C),
]


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
        _mark_signs(element)
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
        name, text = children[at], children[at].text or ""
        is_function = name.tag == "mi" and len(text) > 1 and text.isalpha()
        is_upright = name.get("mathvariant") is not None
        if is_function and not is_upright and children[at + 1].get("stretchy") is None:
            element.insert(at + 1, ET.Element("mspace", width="0.167em"))


def _mark_signs(element: ET.Element) -> None:
    """Tell a sign from an operator, which has space on both sides."""
    children = list(element)
    for before, sign in zip([None, *children], children, strict=False):
        is_minus = sign.tag == "mo" and sign.text in MINUS
        if before is None:
            is_sign = is_minus
        else:
            is_sign = is_minus and before.tag == "mo" and before.text not in CLOSING
        if is_sign:
            sign.set("form", "prefix")


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


def write_font(app: Sphinx, exception: Exception | None) -> None:
    """Put the font beside the style sheet, which names it ``math.woff``."""
    target = Path(app.outdir) / "_static" / "math.woff"
    if exception is not None or app.builder.format != "html" or target.exists():
        return
    options = subset.Options(flavor="woff", layout_features=["ssty", "flac", "dtls"])
    font = subset.load_font(str(FONT), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    target.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(target), options)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer under the name ``mathml``."""
    app.connect("build-finished", write_font)
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_displaymath, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
