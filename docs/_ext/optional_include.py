"""A directive that includes a file which a tool writes, where that file is there.

``.. optional-include:: file`` is ``.. include:: file``; without the file, the content of
the directive stands in its place.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.directives.other import Include


class OptionalInclude(Include):
    """Include a file, or else the directive's own content."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the nodes of the file or of the content."""
        _, path = self.env.relfn2path(self.arguments[0])
        if Path(path).is_file():
            return list(super().run())
        self.env.note_dependency(path)
        return self.parse_content_to_nodes(allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("optional-include", OptionalInclude)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
