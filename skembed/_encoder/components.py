"""From effects to vectors: the best few components of each column. Nothing is trained here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .table import EncodedColumn

Floats = NDArray[np.float64]

# What n_components='auto' stands for, and up to how many categories a column with it is one-hot
# encoded as well; measured in docs/develop/measurements.
SUPERVISED, UNSUPERVISED = 4, 16
ONE_HOT = 20


def wanted_components(n_components: Any, columns: list[EncodedColumn], auto: int) -> list[int]:
    """Return the largest number of components of each column.

    Centered vectors of n categories fill n - 1 components.
    """
    wanted = []
    for column, given in zip(columns, _by_column(n_components, columns), strict=True):
        n = auto if given == "auto" else given
        if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
            raise ValueError(
                f"n_components[{column.name!r}] must be 'auto' or an int from 1 on: {n!r}."
            )
        wanted.append(max(1, min(int(n), len(column.terms) - 1)))
    return wanted


def one_hot_columns(
    max_cat_to_onehot: int | str, n_components: Any, columns: list[EncodedColumn], auto: int
) -> list[bool]:
    """Return which columns are one-hot encoded as well.

    The limit 'auto' is ``auto`` for columns with n_components='auto', and 0 for others.
    """
    each = _by_column(n_components, columns)
    limits = [auto if n == "auto" else 0 for n in each]
    if max_cat_to_onehot != "auto":
        limits = [int(max_cat_to_onehot)] * len(columns)
    return [len(c.terms) <= limit for c, limit in zip(columns, limits, strict=True)]


def _by_column(n_components: Any, columns: list[EncodedColumn]) -> list[Any]:
    """Return n_components of each column: 'auto' if it is not in a dict."""
    names = [column.name for column in columns]
    if not isinstance(n_components, Mapping):
        return [n_components] * len(names)
    if unknown := [name for name in n_components if name not in names]:
        raise ValueError(f"n_components names {unknown[0]!r}, which is not a column: {names}.")
    return [n_components.get(name, "auto") for name in names]


def with_one_hot(
    vectors: list[NDArray[np.float32]], is_one_hot: list[bool]
) -> list[NDArray[np.float32]]:
    """Put the one-hot vectors of some columns beside theirs; that of unknown values is zero."""
    return [
        np.hstack([mine, np.eye(len(mine), len(mine) - 1, dtype=np.float32)]) if also else mine
        for mine, also in zip(vectors, is_one_hot, strict=True)
    ]


def mean_of_cells(effects: Floats, counts: Floats) -> Floats:
    """Return the mean of the effects over the training cells, (n_outputs,)."""
    mean: Floats = counts @ effects / max(float(counts.sum()), np.finfo(np.float64).tiny)
    return mean


def find_projection(effects: Floats, counts: Floats, n_plain: int, n: int) -> Floats:
    """Return the (n_outputs, n) matrix that projects effects on their best components.

    The first ``n_plain`` components are the effects on these outputs as they are. The others are
    the principal components of the rest over the training cells, as many as there are up to n.
    """
    n_outputs = effects.shape[1]
    first = np.eye(n_outputs)[:, :n_plain]
    if n <= n_plain or n_outputs == n_plain:
        return first[:, :n]
    rest = (effects - mean_of_cells(effects, counts))[:, n_plain:]
    rest = rest * np.sqrt(counts)[:, np.newaxis]
    order = np.linalg.eigh(rest.T @ rest)[1][:, ::-1][:, : n - n_plain]
    largest = np.argmax(np.abs(order), axis=0)
    order = order * np.sign(order[largest, np.arange(order.shape[1])])
    return np.hstack([first, np.vstack([np.zeros((n_plain, order.shape[1])), order])])


def with_unknown(vectors: Floats) -> NDArray[np.float32]:
    """Add a row of zeros, for unknown values."""
    return np.vstack([vectors, np.zeros((1, vectors.shape[1]))]).astype(np.float32)
