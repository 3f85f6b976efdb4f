"""A hook that runs when axes are drawn, for layout that depends on their final size.

Subclasses implement the layout.
"""

from __future__ import annotations

from typing import Any


class AtDraw:
    """Calls ``arrange`` whenever the axes are drawn, after the layout and before their texts.

    Parameters
    ----------
    ax : matplotlib Axes
        The axes.
    """

    def __init__(self, ax: Any) -> None:
        self.ax = ax
        # An empty annotation with the lowest zorder is drawn first, and asks for its coordinates.
        hook = ax.annotate("", (0, 0), xycoords=self._coordinates, annotation_clip=False)
        hook.set(zorder=-10, in_layout=False)

    def _coordinates(self, renderer: Any) -> Any:
        from matplotlib.transforms import IdentityTransform

        self.arrange(renderer)
        return IdentityTransform()

    def arrange(self, renderer: Any) -> None:
        """Position the artists; the renderer provides the size of texts."""
        raise NotImplementedError

    def new_lines(self, color: str) -> Any:
        """Add a collection for the lines from labels to their points, in pixel coordinates."""
        from matplotlib.collections import LineCollection
        from matplotlib.transforms import IdentityTransform

        lines = LineCollection([], colors=color, linewidths=0.6, transform=IdentityTransform())
        lines.set(zorder=2.1, in_layout=False)
        return self.ax.add_collection(lines, autolim=False)
