"""Checks, notes and logarithmic axes that both displays of a comparison share."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


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


def notes(bars: str, confidence: float | None, errors: Mapping[str, str]) -> str:
    """Describe the confidence intervals, if there are any, and list the failed vectorizers."""
    about = []
    if bars and confidence:
        about.append(f"{bars}: {confidence:.0%} confidence intervals of the mean score.")
    return "\n".join([*about, *failures(errors)])


def scale_times(ax: Any, times: NDArray[np.float64]) -> None:
    """Make the time axis logarithmic, with room for names and readable ticks."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    low, high = float(times.min()), float(times.max())
    room = max((high / low) ** 0.15, 1.6)
    low, high = low / room, high * room
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    decades = np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    steps = (1, 2, 5) if np.log10(high / low) < 2.2 else (1,)
    ticks = np.sort(np.outer(10.0**decades, steps).ravel())
    ax.xaxis.set_major_locator(FixedLocator(ticks[(ticks >= low) & (ticks <= high)]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


def scale_sizes(ax: Any, sizes: NDArray[np.float64]) -> None:
    """Make the axis of sizes logarithmic, with ticks at those sizes whose labels fit."""
    from matplotlib.ticker import FixedLocator, NullFormatter, NullLocator

    ax.set_xscale("log")
    texts = [f"{size:,.0f}" for size in sizes]
    width = 0.75 * ax.bbox.width * 72 / ax.figure.dpi  # the rest is for the labels beside the axes
    total = float(np.log(sizes.max() / sizes.min())) or 1.0
    kept: list[int] = []
    for at in np.argsort(-sizes, kind="stable"):  # always keep the largest size
        apart = (np.log(sizes[kept[-1]] / sizes[at]) / total * width) if kept else np.inf
        needed = 5.8 * (len(texts[at]) + len(texts[kept[-1]])) / 2 + 5 if kept else 0.0
        if apart >= needed:
            kept.append(int(at))
    ax.set_xticks(sizes[kept], [texts[at] for at in kept])
    ax.xaxis.set_minor_locator(FixedLocator(sizes.tolist()) if len(sizes) > 1 else NullLocator())
    ax.xaxis.set_minor_formatter(NullFormatter())
