"""Names of lines, at their right ends, none upon another.

As in `_labels`, they find their places each time that the axes are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.isotonic import isotonic_regression

from ._at_draw import AtDraw


class EndLabels(AtDraw):
    """The names of lines, to the right of the axes, each at the height of its line's end.

    Parameters
    ----------
    ax : matplotlib Axes
        Where the lines are drawn.

    ends : array-like of shape (n_lines, 2)
        The last point of each line, in data coordinates.

    texts : sequence of str of shape (n_lines,)
        The names.

    colors : sequence of color of shape (n_lines,)
        Of the names.

    **properties : dict
        Of the texts.

    Attributes
    ----------
    labels : list of matplotlib Annotation
        One for each line; the layout leaves room for them.

    lines : matplotlib LineCollection
        From labels that stand elsewhere than the end of their line.
    """

    def __init__(
        self,
        ax: Any,
        ends: ArrayLike,
        texts: Sequence[str],
        colors: Sequence[Any],
        **properties: Any,
    ) -> None:
        super().__init__(ax)
        self.ends = np.asarray(ends, dtype=np.float64).reshape(-1, 2)
        self.lines = self.new_lines("0.6")
        self.lines.set_clip_on(False)
        given = {"va": "center", "annotation_clip": False, "parse_math": False, **properties}
        self.labels = [
            ax.annotate(
                text,
                (1, 0.5),
                (10, 0),
                xycoords="axes fraction",
                textcoords="offset points",
                color=color,
                **given,
            )
            for text, color in zip(texts, colors, strict=True)
        ]

    def arrange(self, renderer: Any) -> None:
        """Move the labels up and down until none meets another."""
        scale, box = renderer.points_to_pixels(1.0), self.ax.bbox
        ends: NDArray[np.float64] = self.ax.transData.transform(self.ends)
        heights = [label.get_window_extent(renderer).height for label in self.labels]
        middles = spread(ends[:, 1], np.array(heights) + scale, box.y0, box.y1)
        lines = []
        for label, end, middle in zip(self.labels, ends, middles, strict=True):
            label.xy = (1, (middle - box.y0) / box.height)
            start = np.array([box.x1 + 8 * scale, middle])
            if abs(middle - end[1]) > scale or box.x1 - end[0] > 20 * scale:
                lines.append(np.array([(end[0] + 4 * scale, end[1]), start]))
        self.lines.set_segments(lines)


def spread(
    middles: NDArray[np.float64], heights: NDArray[np.float64], low: float, high: float
) -> NDArray[np.float64]:
    """Move intervals as little as possible, in squares, until none overlaps another.

    With the intervals in order and :math:`s_i` the sum of half the heights from the first to the
    i-th, :math:`m_i - s_i` must not fall: an isotonic regression.

    Parameters
    ----------
    middles : ndarray of shape (n,)
        Where the intervals would be.

    heights : ndarray of shape (n,)
        How long they are.

    low, high : float
        Where they shall stay; left if they are longer together.

    Returns
    -------
    middles : ndarray of shape (n,)
        In the order of the input.
    """
    if not len(middles):
        return middles
    order = np.argsort(middles, kind="stable")
    sorted_heights = heights[order]
    sums = np.cumsum(sorted_heights) - sorted_heights / 2
    too_long = max(float(heights.sum()) - (high - low), 0.0)
    low, high = low - too_long / 2, high + too_long / 2
    moved = np.empty_like(middles)
    last = high - float(heights.sum())
    moved[order] = sums + isotonic_regression(middles[order] - sums, y_min=low, y_max=last)
    return moved
