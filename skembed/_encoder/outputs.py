"""From y to the outputs of the head: numbers for the losses of `effects`. Nothing is learned."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.multiclass import type_of_target

from .._core.targets import check_targets
from .._supervised.targets.classes import Classes, find_classes
from .._supervised.targets.numbers import find_numbers

CLASSES = ("binary", "multiclass", "multilabel-indicator")
NUMBERS = ("continuous", "continuous-multioutput")

Floats = NDArray[np.float64]


class Outputs(NamedTuple):
    """What the head predicts: ``values`` for each row, with the ``weights`` of the rows.

    Memory holds the ``targets``, an array of a few numbers or one label for each row; ``expand``
    makes the values of some rows from theirs. The effects on the first ``n_plain`` outputs are
    components as they are; those on all others are reduced. ``most`` is the number of components
    that the outputs can fill.
    """

    loss: str
    targets: NDArray[Any]
    expand: Callable[[NDArray[Any]], Floats]
    weights: Floats
    n_plain: int
    most: int

    @property
    def values(self) -> Floats:
        """The values, (n_rows, n_outputs)."""
        return self.expand(self.targets)

    @property
    def n_outputs(self) -> int:
        """Number of outputs."""
        return len(self.expand(self.targets[:1])[0])

    def take(self, rows: slice | NDArray[np.integer]) -> Self:
        """Return the outputs of some rows."""
        return self._replace(targets=self.targets[rows], weights=self.weights[rows])


def find_target_type(y: Any, target_type: str) -> str:
    """Return the type of the target: the given one, or that of y."""
    check_targets(y)
    if target_type != "auto":
        return target_type
    found = type_of_target(y, input_name="y", raise_unknown=True)
    if found not in (*CLASSES, *NUMBERS):
        raise ValueError(
            f"Unknown label type: Target type was inferred to be {found!r}. Only "
            f"{(*CLASSES, *NUMBERS)} are supported."
        )
    return str(found)


def find_outputs(
    y: Any, target_type: str, weights: Floats, n_components: int
) -> tuple[Outputs, NDArray[Any] | None]:
    """Return the outputs and the classes, which are None for numbers.

    ``n_components`` is the largest number of components that any column shall have.
    """
    y = y if sparse.issparse(y) else np.asarray(y)
    if target_type in NUMBERS:
        return _outputs_of_numbers(y, weights, n_components), None
    kind = find_classes(y, weights)
    if target_type == "binary" and len(kind.values) != 2:
        raise ValueError(f"target_type='binary', but y has {len(kind.values)} classes.")
    return _outputs_of_classes(y, kind, weights), kind.values


def _outputs_of_classes(y: Any, kind: Classes, weights: Floats) -> Outputs:
    targets, n_classes = kind.targets(y), len(kind.values)
    if kind.multilabel:
        values = targets.values_of(np.arange(len(weights)))
        return Outputs("sigmoid", values, _as_floats, weights, 0, n_classes)
    if kind.is_binary:
        return Outputs("sigmoid", targets.labels[:, np.newaxis], _as_floats, weights, 1, 1)
    expand = partial(_indicators, n_classes)
    return Outputs("softmax", targets.labels, expand, weights, 0, n_classes - 1)


def _as_floats(values: NDArray[Any]) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _indicators(n_classes: int, labels: NDArray[np.integer]) -> Floats:
    values: Floats = np.eye(n_classes)[labels]
    return values


def _outputs_of_numbers(y: Any, weights: Floats, n_components: int) -> Outputs:
    """Return the standardized numbers, and for one number its distribution.

    The effect of a category on one number fills a single component. More of them describe the
    distribution of y given the category: whether y is above each of its quantiles.
    """
    numbers = find_numbers(y, weights).targets(y).values_of(np.arange(len(weights)))
    values = _standardized(numbers.astype(np.float64), weights)
    if values.shape[1] > 1:
        return Outputs("squared", values, _as_floats, weights, 0, values.shape[1])
    order = np.argsort(values[:, 0])
    below = np.cumsum(weights[order])
    places = np.searchsorted(below, below[-1] * np.arange(1, n_components) / n_components)
    quantiles = np.unique(values[order[places]])
    quantiles = quantiles[quantiles < values[weights > 0].max()]
    shares = np.array(
        [np.average(values[:, 0] > quantile, weights=weights) for quantile in quantiles]
    )
    low, high = -np.sqrt(shares / (1 - shares)), np.sqrt((1 - shares) / shares)
    expand = partial(_with_distribution, quantiles, low, high)
    return Outputs("squared", values, expand, weights, 1, 1 + len(quantiles))


def _standardized(values: Floats, weights: Floats) -> Floats:
    """Return columns of mean 0 and standard deviation 1; constant ones are zero."""
    values = values - np.average(values, axis=0, weights=weights)
    std = np.sqrt(np.average(values**2, axis=0, weights=weights))
    return values / np.where(std > 0, std, 1)


def _with_distribution(quantiles: Floats, low: Floats, high: Floats, values: Floats) -> Floats:
    """Add an output for each quantile: ``high`` if the value is above it, else ``low``."""
    return np.hstack([values, np.where(values > quantiles, high, low)])
