"""Checks, notes and axes that both displays of a comparison share."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._at_draw import AtDraw

# Scorers of scikit-learn with values from 0 to 1, by how their names begin.
_UNIT_INTERVAL = (
    *("accuracy", "balanced_accuracy", "top_k_accuracy", "f1", "precision", "recall", "jaccard"),
    *("roc_auc", "average_precision"),
)
_AT_MOST_1 = {"r2", "explained_variance", "matthews_corrcoef", "d2_absolute_error_score"}


def as_column(values: ArrayLike, name: str, n: int) -> NDArray[np.float64]:
    """Convert values to float64 and check that there is one for each of n vectorizers."""
    column = np.asarray(values, dtype=np.float64)
    if len(column) != n:
        raise ValueError(
            f"{name} must contain one entry for each of the {n} names, got {len(column)}."
        )
    return column


def failures(errors: Mapping[str, str]) -> list[str]:
    """Return one line per failed vectorizer, with its error."""
    lines = []
    for name, message in errors.items():
        first = (message.strip().splitlines() or ["no message"])[0]
        lines.append(f"Failed: {name} ({textwrap.shorten(first, 100, placeholder=' ...')})")
    return lines


def refuse_nothing(scores: NDArray[np.float64], errors: Mapping[str, str]) -> None:
    """Raise a ValueError if no vectorizer has a score."""
    if not np.isfinite(scores).any():
        why = "; ".join(failures(errors)) or "all of them are NaN"
        raise ValueError(f"There is no score to plot. {why}.")


def notes(about: str, errors: Mapping[str, str]) -> str:
    """Return the note below the plot: what the error bars are, and the failed vectorizers."""
    return "\n".join([*([about] if about else []), *failures(errors)])


def bounds_of(score_name: str) -> tuple[float, float]:
    """Return the smallest and largest possible value of a score, by the name of the scorer."""
    if score_name.startswith("neg_"):
        return -np.inf, 0.0
    if score_name.startswith(_UNIT_INTERVAL):
        return 0.0, 1.0
    return (-np.inf, 1.0) if score_name in _AT_MOST_1 else (-np.inf, np.inf)


def scale_scores(ax: Any, values: NDArray[np.float64], score_name: str) -> None:
    """Scale the axis of scores so that its ticks cover the values, within the score's bounds.

    Parameters
    ----------
    ax : matplotlib Axes
        The axes.

    values : ndarray of any shape
        The values to cover; NaN are ignored.

    score_name : str
        Name of the scorer.
    """
    from matplotlib.ticker import FixedLocator, MaxNLocator

    least, most = bounds_of(score_name)
    low, high = np.clip([np.nanmin(values), np.nanmax(values)], least, most)
    if high - low < 1e-9 * max(1.0, abs(high)):
        low, high = low - 0.05 * max(1.0, abs(low)), high + 0.05 * max(1.0, abs(high))
    room = 0.04 * (high - low)
    locator = MaxNLocator(6, steps=[1, 2, 2.5, 5, 10])
    ticks = np.unique(np.clip(locator.tick_values(low - room, high + room), least, most))
    ax.set_ylim(ticks[0], ticks[-1])
    ax.yaxis.set_major_locator(FixedLocator(ticks.tolist()))


def scale_times(ax: Any, times: NDArray[np.float64]) -> None:
    """Make the time axis logarithmic, with room for names and readable ticks."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    low, high = float(times.min()), float(times.max())
    steps = (1, 2, 5) if np.log10(high / low) < 2.2 else (1,)
    room = max((high / low) ** 0.15, 1.6)
    low, high = low / room, high * room
    ax.set_xscale("log")
    decades = np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    ticks = np.sort(np.outer(10.0**decades, steps).ravel())
    low, high = ticks[ticks <= low].max(initial=ticks[0]), ticks[ticks >= high].min()
    ax.set_xlim(low, high)
    ax.xaxis.set_major_locator(FixedLocator(ticks[(ticks >= low) & (ticks <= high)]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


class SizeTicks(AtDraw):
    """A logarithmic axis of sizes, with ticks at those sizes whose labels fit when it is drawn.

    Parameters
    ----------
    ax : matplotlib Axes
        The axes.

    sizes : ndarray of shape (n_sizes,)
        The sizes.
    """

    def __init__(self, ax: Any, sizes: NDArray[np.float64]) -> None:
        from matplotlib.ticker import FixedLocator, NullFormatter, NullLocator

        super().__init__(ax)
        self.sizes = sizes
        ax.set_xscale("log")
        several = len(sizes) > 1
        ax.xaxis.set_minor_locator(FixedLocator(sizes.tolist()) if several else NullLocator())
        ax.xaxis.set_minor_formatter(NullFormatter())
        self._set(list(range(len(sizes))))

    def arrange(self, renderer: Any) -> None:
        """Label the largest size, and then each one that has room beside the last."""
        places = self.ax.transData.transform([(size, 0) for size in self.sizes])[:, 0]
        character = renderer.points_to_pixels(5.8)
        kept: list[int] = []
        for at in np.argsort(-self.sizes, kind="stable").tolist():
            texts = [f"{self.sizes[i]:,.0f}" for i in (at, *kept[-1:])]
            needed = character * (sum(map(len, texts)) / 2 + 1)
            if not kept or places[kept[-1]] - places[at] >= needed:
                kept.append(at)
        self._set(kept)

    def _set(self, kept: list[int]) -> None:
        self.ax.set_xticks(self.sizes[kept], [f"{size:,.0f}" for size in self.sizes[kept]])
