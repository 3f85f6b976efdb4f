"""Draw documents as points, colored by class or by number. Nothing is computed or fitted here."""

from __future__ import annotations

from collections import Counter
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._comparison._task import task_of
from .._core.targets import check_targets
from ._axes import MOST_STYLES, PALE, POSITIVE, finish, legend_beside, new_axes, set_title, style
from ._projection import Plane, prepare


class DocumentPoints:
    """The part of `DocumentMapDisplay` that draws; see there for parameters and attributes."""

    def __init__(
        self,
        points: ArrayLike,
        y: ArrayLike | None = None,
        *,
        axis_labels: tuple[str, str] = ("", ""),
        is_metric: bool = False,
        data_name: str | None = None,
        about: str = "",
    ) -> None:
        self.points: NDArray[np.float64] = np.asarray(points, dtype=np.float64)
        if self.points.ndim != 2 or self.points.shape[1] != 2:
            raise ValueError(f"points must have shape (n_documents, 2), got {self.points.shape}.")
        self.y = None if y is None else as_targets(y, len(self.points))
        self.axis_labels = axis_labels
        self.is_metric = is_metric
        self.data_name = data_name
        self.about = about

    def plot(self, ax: Any = None) -> Self:
        """Plot the display.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        Returns
        -------
        display : DocumentMapDisplay
            This display.
        """
        ax = new_axes() if ax is None else ax
        # Marker areas range from 40 square points for few documents to 4 for thousands.
        look = {"s": float(np.clip(6000 / len(self.points), 4, 40)), "linewidths": 0, "alpha": 0.75}
        prepare(ax, Plane(self.points, self.axis_labels, self.is_metric))
        self.legend_: Any = None
        self.colorbar_: Any = None
        self.classes_: list[Any] = []
        x, y = self.points.T
        if self.y is None:
            self.points_ = [ax.scatter(x, y, color=POSITIVE, **look)]
        elif self.y.dtype.kind == "f":
            self.points_ = [ax.scatter(x, y, c=self.y, cmap="viridis", **look)]
            self.colorbar_ = ax.figure.colorbar(self.points_[0], ax=ax)
            self.colorbar_.solids.set_alpha(1)
        else:
            self._plot_classes(ax, look)
        set_title(ax, "Document map", self.data_name, self.about)
        self.ax_, self.figure_ = ax, ax.figure
        finish(ax)
        return self

    def _plot_classes(self, ax: Any, look: dict[str, Any]) -> None:
        """Plot each class in its own style, and the less frequent classes below them in gray."""
        targets = np.asarray(self.y)
        counts = Counter(targets.tolist())
        frequent = {name for name, _ in counts.most_common(MOST_STYLES)}
        self.classes_ = sorted(frequent)
        self.points_, names = [], [str(name) for name in self.classes_]
        for number, name in enumerate(self.classes_):
            color, marker = style(number)
            points = self.points[targets == name].T
            self.points_.append(ax.scatter(*points, color=color, marker=marker, **look))
        if n_others := len(counts) - len(frequent):
            points = self.points[~np.isin(targets, self.classes_)].T
            self.points_.append(ax.scatter(*points, color=PALE, zorder=0.5, **look))
            names.append(f"{n_others} other classes")
        self.legend_ = legend_beside(ax, self.points_, names)
        for handle in self.legend_.legend_handles:
            handle.set_sizes([24])


def as_targets(y: ArrayLike, n_documents: int) -> NDArray[Any]:
    """Convert y to floats if it holds numbers, as `compare_embeddings` decides, else to classes."""
    check_targets(y)
    targets = np.asarray(y)
    if targets.shape != (n_documents,):
        raise ValueError(
            f"y must contain one value for each of the {n_documents} documents, got shape "
            f"{targets.shape}."
        )
    if task_of(y) == "regression":
        return targets.astype(np.float64)
    if targets.dtype.kind == "f":
        return targets.astype(np.int64)
    return targets
