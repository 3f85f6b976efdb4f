"""From y to the outputs of the head: numbers for the losses of `effects`. Nothing is learned."""

from __future__ import annotations

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


class Outputs(NamedTuple):
    """What the head predicts: ``values`` (n_rows, n_outputs) with the ``weights`` of the rows.

    The effects on the first ``n_plain`` outputs are components as they are; those on all others are
    reduced. ``most`` is the number of components that the outputs can fill.
    """

    loss: str
    values: NDArray[np.float64]
    weights: NDArray[np.float64]
    n_plain: int
    most: int

    def take(self, rows: NDArray[np.integer]) -> Self:
        """Return the outputs of some rows."""
        return self._replace(values=self.values[rows], weights=self.weights[rows])


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
    y: Any, target_type: str, weights: NDArray[np.float64], n_components: int
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


def _outputs_of_classes(y: Any, kind: Classes, weights: NDArray[np.float64]) -> Outputs:
    targets = kind.targets(y)
    if kind.multilabel:
        values = targets.values_of(np.arange(len(weights))).astype(np.float64)
        return Outputs("sigmoid", values, weights, 0, values.shape[1])
    if kind.is_binary:
        return Outputs("sigmoid", targets.labels[:, np.newaxis].astype(np.float64), weights, 1, 1)
    values = np.eye(len(kind.values))[targets.labels]
    return Outputs("softmax", values, weights, 0, values.shape[1] - 1)


def _outputs_of_numbers(y: Any, weights: NDArray[np.float64], n_components: int) -> Outputs:
    """Return the standardized numbers, and for one number its distribution.

    The effect of a category on one number fills a single component. More of them describe the
    distribution of y given the category: whether y is above each of its quantiles.
    """
    numbers = find_numbers(y, weights).targets(y).values_of(np.arange(len(weights)))
    values = _standardized(numbers.astype(np.float64), weights)
    if values.shape[1] > 1:
        return Outputs("squared", values, weights, 0, values.shape[1])
    order = np.argsort(values[:, 0])
    below = np.cumsum(weights[order])
    places = np.searchsorted(below, below[-1] * np.arange(1, n_components) / n_components)
    above = (values > np.unique(values[order[places]])).astype(np.float64)
    above = above[:, above[weights > 0].any(axis=0)]
    values = np.hstack([values, _standardized(above, weights)])
    return Outputs("squared", values, weights, 1, values.shape[1])


def _standardized(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return columns of mean 0 and standard deviation 1; constant ones are zero."""
    values = values - np.average(values, axis=0, weights=weights)
    std = np.sqrt(np.average(values**2, axis=0, weights=weights))
    return values / np.where(std > 0, std, 1)
