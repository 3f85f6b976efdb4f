"""A picture of the gallery on another page, drawn when the examples ran; nothing without it.

.. gallery-figure:: plot_label_curve 1
    :alt: What can be seen.

    Caption, and legend, as of a figure.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.directives.patches import Figure


class GalleryFigure(Figure):
    """A figure whose file is a picture of an example, by its name and number."""

    required_arguments = 2
    final_argument_whitespace = False
    option_spec: ClassVar[dict[str, Any]] = dict(Figure.option_spec)

    def run(self) -> list[nodes.Node]:
        """Return the figure, which leads to its example, or nothing."""
        example, number = self.arguments
        picture = f"/auto_examples/images/sphx_glr_{example}_{int(number):03d}.png"
        env = self.state.document.settings.env
        _, path = env.relfn2path(picture)
        env.note_dependency(path)
        if not Path(path).is_file():  # examples are not run with -D plot_gallery=0
            return []
        self.arguments = [picture]
        return list(super().run())


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("gallery-figure", GalleryFigure)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
