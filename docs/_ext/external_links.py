"""Links to the documentation of the packages that skembed stands on, without a network.

intersphinx would have to download an inventory for each build. The addresses of these
pages follow from the names, so a rule for each package is enough. A name that no rule
knows stays unresolved, and a nitpicky build complains about it.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

# Package -> address of the page of one of its classes or functions.
PAGES = {
    "sklearn": "https://scikit-learn.org/stable/modules/generated/{name}.html",
    "joblib": "https://joblib.readthedocs.io/en/stable/generated/{name}.html",
    "unittest": "https://docs.python.org/3/library/unittest.html#{name}",
}


def resolve(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.Element
) -> nodes.reference | None:
    """Make a link of a Python name that belongs to one of the packages."""
    name = node.get("reftarget", "")
    package = name.partition(".")[0]
    if node.get("refdomain") != "py" or package not in PAGES or node["reftype"] == "mod":
        return None
    page, anchor = name, ""
    if node["reftype"] in {"meth", "attr"}:
        page, anchor = name.rpartition(".")[0], f"#{name}"
    address = PAGES[package].format(name=page) + anchor
    link = nodes.reference("", "", content, internal=False, refuri=address)
    link["reftitle"] = f"(in {package})"
    return link


def setup(app: Sphinx) -> dict[str, Any]:
    """Listen for references that nothing else resolves."""
    app.connect("missing-reference", resolve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
