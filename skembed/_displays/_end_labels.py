"""Labels at the right ends of lines that do not overlap.

As in `_labels`, positions are computed whenever the axes are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.isotonic import isotonic_regression

from ._at_draw import AtDraw
from ._wrapping import NAME_WIDTH, NARROW, wrap_name


class EndLabels(AtDraw):
    """Labels to the right of the axes, each at the height of the end of its line.

    Parameters
    ----------
    ax : matplotlib Axes
        Axes of the lines.

    ends : array-like of shape (n_lines, 2)
        The last point of each line, in data coordinates.

    texts : sequence of str of shape (n_lines,)
        The labels.

    colors : sequence of color of shape (n_lines,)
        The colors of the labels.

    **properties : dict
        Properties of the texts.

    Attributes
    ----------
    labels : list of matplotlib Annotation
        One per line, in smaller type in a narrow figure; the layout leaves room for them.

    lines : matplotlib LineCollection
        Connections to labels that are not at the end of their line.
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
        is_narrow = ax.figure.figure.get_figwidth() < NARROW
        size, columns = (8.0, 16) if is_narrow else (10.0, NAME_WIDTH)
        given = {"va": "center", "annotation_clip": False, "parse_math": False, "fontsize": size}
        given |= properties
        self.labels = [
            ax.annotate(
                wrap_name(text, columns),
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
        """Move the labels up and down so that they do not overlap."""
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
    """Move intervals so that they do not overlap, minimizing the sum of squared distances.

    Let the sorted intervals have midpoints :math:`m_i`, and let :math:`s_i` be the distance from
    the lower end of the first interval to the midpoint of the i-th if they were stacked without
    gaps. Then :math:`m_i - s_i` must be non-decreasing, which is an isotonic regression.

    Parameters
    ----------
    middles : ndarray of shape (n,)
        Preferred midpoints of the intervals.

    heights : ndarray of shape (n,)
        Lengths of the intervals.

    low, high : float
        Bounds of the intervals; exceeded if their total length is larger.

    Returns
    -------
    middles : ndarray of shape (n,)
        The new midpoints, in the order of the input.
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
