"""Labels beside points that do not overlap.

Where there is room for a label depends on the size of the axes, which changes with the layout,
the window and the resolution. Positions are therefore computed whenever the axes are drawn, from
the rendered size of the texts. The caller chooses texts and colors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._at_draw import AtDraw
from ._wrapping import wrap_name

Pixels = NDArray[np.float64]

# Directions around a point: right, left, above and below first, then those in between.
_ANGLES = np.pi / 8 * np.array([0, 8, 4, 12, 2, 14, 6, 10, 1, 15, 7, 9, 3, 13, 5, 11])
_DISTANCES = (0.0, 3.0, 7.0, 12.0, 18.0, 25.0, 33.0)  # points

# From this distance on (in points), a line connects a label with its point.
_FAR = 6.0

# Costs of a position, in points of distance: for each covered point, for each line that crosses
# another, and for positions to be avoided at all costs.
_COVERED, _CROSSED, _REFUSED = 9.0, 12.0, 1e4

# Sizes of the type to try, relative to the given one, if all labels have to be shown.
_SHRINKAGES = (1.0, 0.85, 0.7, 0.6)


class PointLabels(AtDraw):
    """Labels as close to their points as there is room, placed one by one in the given order.

    Parameters
    ----------
    ax : matplotlib Axes
        Axes of the points.

    xy : array-like of shape (n_labels, 2)
        The points, in data coordinates.

    texts : sequence of str of shape (n_labels,)
        The labels, the most important first.

    obstacles : array-like of shape (n_obstacles, 2), default=()
        Other points, in data coordinates, that labels should not cover.

    radius : float, default=3.0
        Radius of the markers, in points.

    marks : matplotlib PathCollection, default=None
        The markers; if given, those whose label is hidden are invisible, too.

    always : bool, default=False
        Whether to show labels for which there is no room: in smaller type, and if that does not
        help, at the position with the lowest cost. If False, they are hidden and listed in
        ``hidden``.

    **properties : dict
        Properties of the texts.

    Attributes
    ----------
    labels : list of matplotlib Annotation
        One per point.

    hidden : list of str
        The labels for which there was no room when the axes were last drawn.

    lines : matplotlib LineCollection
        Connections between points and labels that are far from them.
    """

    def __init__(
        self,
        ax: Any,
        xy: ArrayLike,
        texts: Sequence[str],
        *,
        obstacles: ArrayLike = (),
        radius: float = 3.0,
        marks: Any = None,
        always: bool = False,
        **properties: Any,
    ) -> None:
        super().__init__(ax)
        self.xy = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
        self.obstacles = np.asarray(obstacles, dtype=np.float64).reshape(-1, 2)
        self.radius, self.marks, self.always = radius, marks, always
        self.hidden: list[str] = []
        self._texts = list(texts)
        self._shown: list[bool] = []
        self._state: list[bytes] | None = None
        self._font_sizes: list[float] = []  # before any shrinkage
        self.lines = self.new_lines("0.55")
        given = {"ha": "center", "va": "center", "in_layout": False, "zorder": 4}
        given |= {"parse_math": False, **properties}  # words may contain dollar signs
        self.labels = [
            ax.annotate(wrap_name(text), point, (0, 0), textcoords="offset points", **given)
            for point, text in zip(self.xy, texts, strict=True)
        ]

    def arrange(self, renderer: Any) -> None:
        """Find a position for each label, unless nothing has moved since the last drawing."""
        scale = renderer.points_to_pixels(1.0)
        points: Pixels = self.ax.transData.transform(self.xy)
        obstacles = self.ax.transData.transform(self.obstacles)
        frame = np.array([*self.ax.bbox.min, *self.ax.bbox.max])
        state = [array.tobytes() for array in (points, obstacles, frame)] + [f"{scale}".encode()]
        if state != self._state:
            self._state = state
            for shrinkage in _SHRINKAGES if self.always else (1.0,):
                sizes = self._measure(renderer, shrinkage)
                around = _Around(np.vstack([points, obstacles]), frame, scale)
                if self._place(points, sizes, around):
                    break
        for label, is_shown in zip(self.labels, self._shown, strict=True):
            label.set_visible(is_shown)
        if self.marks is not None:
            self.marks.set_alpha([1.0 if is_shown else 0.0 for is_shown in self._shown])

    def _measure(self, renderer: Any, shrinkage: float) -> Pixels:
        """Set the size of the type and return the sizes of the labels, (n_labels, 2)."""
        self._font_sizes = self._font_sizes or [label.get_size() for label in self.labels]
        sizes = np.empty((len(self.labels), 2))
        for at, (label, size) in enumerate(zip(self.labels, self._font_sizes, strict=True)):
            label.set(visible=True, size=shrinkage * size)  # invisible texts have no size
            extent = label.get_window_extent(renderer)
            sizes[at] = extent.width, extent.height
        return sizes

    def _place(self, points: Pixels, sizes: Pixels, around: _Around) -> bool:
        """Place the labels, and return whether there was room for all of them."""
        has_room = True
        self.hidden.clear()
        self._shown.clear()
        for text, label, point, size in zip(self._texts, self.labels, points, sizes, strict=True):
            center, distance, cost = _nearest_place(point, size, self.radius, around)
            has_room &= cost < _REFUSED
            self._shown.append(self.always or cost < _REFUSED)
            if not self._shown[-1]:
                self.hidden.append(text)
                continue
            label.xyann = (center - point) / around.scale
            around.take(point, np.concatenate([center - size / 2, center + size / 2]), distance)
        self.lines.set_segments(list(around.lines))
        return has_room


class _Around:
    """The points, labels and lines placed so far, in pixels; computes costs of positions."""

    def __init__(self, crowd: Pixels, frame: Pixels, scale: float) -> None:
        self.crowd, self.frame, self.scale = crowd, frame, scale
        self.boxes = np.empty((0, 4))
        self.lines = np.empty((0, 2, 2))

    def take(self, point: Pixels, box: Pixels, distance: float) -> None:
        """Record a label at a box, with a line if it is far from its point."""
        self.boxes = np.vstack([self.boxes, box])
        if distance >= _FAR:
            line = np.stack([point, np.clip(point, box[:2], box[2:])])
            self.lines = np.concatenate([self.lines, line[None]])

    def costs(self, boxes: Pixels, point: Pixels, distance: float) -> NDArray[np.float64]:
        """Return the cost of each position, apart from its distance."""
        # Words side by side need a gap to be read as two; vertically, a small gap is enough to
        # allow for differences between renderers.
        gap = np.array([3.0, 1.0]) * self.scale
        low, high = boxes[:, None, :2], boxes[:, None, 2:]
        meets = (low < self.boxes[:, 2:] + gap) & (high > self.boxes[:, :2] - gap)
        refused = np.asarray(meets.all(axis=2)).any(axis=1)
        refused |= _inside(self.lines, boxes).any(axis=0)
        outside = (boxes[:, :2] < self.frame[:2]) | (boxes[:, 2:] > self.frame[2:])
        covered = (low - self.scale < self.crowd) & (high + self.scale > self.crowd)
        costs = _COVERED * covered.all(axis=2).sum(axis=1)
        if distance >= _FAR:
            ends = np.clip(point, boxes[:, :2], boxes[:, 2:])
            lines = np.stack([np.broadcast_to(point, ends.shape), ends], axis=1)
            refused |= _inside(lines, self.boxes).any(axis=1)
            costs = costs + _CROSSED * _cross(lines, self.lines).sum(axis=1)
        return np.asarray(costs + _REFUSED * (refused + 10.0 * outside.any(axis=1)))


def _inside(lines: Pixels, boxes: Pixels) -> NDArray[np.bool_]:
    """Return which lines intersect which boxes, of shape (n_lines, n_boxes)."""
    start, way = lines[:, None, 0], lines[:, None, 1] - lines[:, None, 0]
    way = np.where(way == 0, 1e-9, way)
    # Positions along the line (0 to 1) where it enters and leaves the x and y ranges of the box.
    one, other = (boxes[:, :2] - start) / way, (boxes[:, 2:] - start) / way
    enters = np.minimum(one, other).max(axis=2)
    leaves = np.maximum(one, other).min(axis=2)
    return np.asarray((enters < leaves) & (enters < 1) & (leaves > 0))


def _cross(lines: Pixels, others: Pixels) -> NDArray[np.bool_]:
    """Return which lines cross which others, of shape (n_lines, n_others)."""

    def apart(one: Pixels, two: Pixels) -> NDArray[np.bool_]:
        """Return whether the ends of the second line lie on different sides of the first."""
        along = one[:, 1] - one[:, 0]
        away = two[None] - one[:, None, :1]
        side = along[:, None, None, 0] * away[..., 1] - along[:, None, None, 1] * away[..., 0]
        return np.asarray(side[..., 0] * side[..., 1] < 0)

    return apart(lines, others) & apart(others, lines).T


def _nearest_place(
    point: Pixels, size: Pixels, radius: float, around: _Around
) -> tuple[Pixels, float, float]:
    """Return the center of the cheapest position around a point, its distance and its cost."""
    directions = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)
    # The label touches the point with the middle of a side or with a corner.
    start = point + np.clip(directions * np.sqrt(2), -1, 1) * size / 2
    # Ties are broken in favor of the first direction.
    preferences = 0.02 * np.arange(len(_ANGLES))
    found = (point, 0.0, np.inf)
    for distance in _DISTANCES:
        if found[2] <= distance:
            break  # positions further away cost more
        centers = start + directions * (radius + 1 + distance) * around.scale
        boxes = np.hstack([centers - size / 2, centers + size / 2])
        costs = distance + preferences + around.costs(boxes, point, distance)
        best = int(np.argmin(costs))
        if costs[best] < found[2]:
            found = (centers[best], distance, float(costs[best]))
    return found
