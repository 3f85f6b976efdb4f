"""A hook into the drawing of axes, for what depends on their final size.

What is done there is the subclass's.
"""

from __future__ import annotations

from typing import Any


class AtDraw:
    """Calls ``arrange`` when the axes are drawn, after the layout and before their texts.

    Parameters
    ----------
    ax : matplotlib Axes
        The axes.
    """

    def __init__(self, ax: Any) -> None:
        self.ax = ax
        # An empty text below all else asks for its coordinates as the first to be drawn.
        hook = ax.annotate("", (0, 0), xycoords=self._coordinates, annotation_clip=False)
        hook.set(zorder=-10, in_layout=False)

    def _coordinates(self, renderer: Any) -> Any:
        from matplotlib.transforms import IdentityTransform

        self.arrange(renderer)
        return IdentityTransform()

    def arrange(self, renderer: Any) -> None:
        """Put everything in its place; the renderer knows how large letters are."""
        raise NotImplementedError

    def new_lines(self, color: str) -> Any:
        """Add the lines from labels to what they name, in pixels."""
        from matplotlib.collections import LineCollection
        from matplotlib.transforms import IdentityTransform

        lines = LineCollection([], colors=color, linewidths=0.6, transform=IdentityTransform())
        lines.set(zorder=2.1, in_layout=False)
        return self.ax.add_collection(lines, autolim=False)
