"""How far one curve over the number of labels is above the best of others, and with what error.

The draws are the same for all methods, so the error is that of the mean of paired differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from _supervised.curve import FROZEN, sizes_of
from _supervised.results import Results


class Gap(NamedTuple):
    """The mean difference at one point of a set's curve; the error of a single draw is NaN."""

    difference: float
    error: float
    n_draws: int
    n_labels: int
    name: str


def gaps(results: Results, method: str, others: Sequence[str]) -> list[Gap]:
    """Return all points of all sets, the worst first.

    At each point the method is compared with that of the others whose mean is the best.
    """
    found = []
    for name in results.sizes:
        ours = draws(results, method, name)
        theirs = np.array([draws(results, other, name) for other in others])
        best = theirs[np.nanmean(theirs, axis=1).argmax(axis=0), :, np.arange(ours.shape[1])].T
        for labels, column in zip(labels_of(results, name), (ours - best).T, strict=True):
            paired = column[~np.isnan(column)]
            n = len(paired)
            error = float(paired.std(ddof=1) / np.sqrt(n)) if n > 1 else float("nan")
            found.append(Gap(float(paired.mean()), error, n, labels, name))
    return sorted(found)


def draws(results: Results, method: str, name: str) -> NDArray[np.float64]:
    """Return the accuracies of all draws; "frozen" is the C with the best mean on the set."""
    return results.curves[better_frozen(results, name) if method == "frozen" else method, name]


def mean_curve(results: Results, method: str, name: str) -> NDArray[np.float64]:
    """Return the means over the draws."""
    means: NDArray[np.float64] = np.nanmean(draws(results, method, name), axis=0)
    return means


def better_frozen(results: Results, name: str) -> str:
    """Return the name of the logistic regression on frozen vectors that is better on a set."""
    return max(FROZEN.values(), key=lambda method: mean_curve(results, method, name).mean())


def labels_of(results: Results, name: str) -> list[int]:
    """Return the numbers of labels of a set's curve."""
    size = results.sizes[name]
    n_folds = results.options.folds
    return sizes_of(size.n_train if size.n_test else size.n_train * (n_folds - 1) // n_folds)
