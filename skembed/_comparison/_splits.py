"""The folds and training set sizes of a comparison, the same for every candidate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.model_selection import check_cv

from .._compat.sklearn import n_samples

Rows = NDArray[np.intp]


class Split(NamedTuple):
    """One cross-validation fold: the rows of the training set and of the test set."""

    train: Rows
    test: Rows


def find_splits(
    cv: Any, X: Any, y: ArrayLike, groups: ArrayLike | None, *, classes: bool
) -> list[Split]:
    """Return the same folds as scikit-learn's ``cross_validate``."""
    splitter = check_cv(cv, y, classifier=classes)
    rows = np.arange(n_samples(X))  # a split may also be given as masks, lists or ranges
    splits = [
        Split(rows[np.asarray(train)], rows[np.asarray(test)])
        for train, test in splitter.split(X, y, groups)
    ]
    if not splits:
        raise ValueError(f"cv={cv!r} yields no splits.")
    return splits


def find_train_sizes(
    train_sizes: ArrayLike | None, splits: list[Split]
) -> NDArray[np.int64] | None:
    """Return the numbers of labeled training documents in increasing order.

    Parameters
    ----------
    train_sizes : array-like of shape (n_sizes,) or None
        Absolute numbers, or fractions of the smallest training set; None for all documents.

    splits : list of Split
        The folds.

    Returns
    -------
    train_sizes : ndarray of shape (n_sizes,), dtype=int64, or None
        The numbers without duplicates.

    Raises
    ------
    ValueError
        If a size is out of range, or there is none.
    """
    if train_sizes is None:
        return None
    most = min(len(split.train) for split in splits)
    given = np.asarray(train_sizes)
    if given.ndim != 1 or not len(given) or given.dtype.kind not in "iuf":
        raise ValueError(f"train_sizes must be a list of numbers, got {train_sizes!r}.")
    if given.dtype.kind == "f":
        if given.min() <= 0 or given.max() > 1:
            raise ValueError(
                f"train_sizes given as floats are fractions and must lie in (0, 1], got "
                f"{train_sizes!r}."
            )
        given = np.maximum(given * most, 1)
    sizes = np.unique(given.astype(np.int64))
    if sizes[0] < 1 or sizes[-1] > most:
        raise ValueError(
            f"train_sizes must be between 1 and {most}, the number of documents in the smallest "
            f"training set, got {train_sizes!r}."
        )
    return sizes


def find_seeds(seeds: int | Iterable[int] | None) -> tuple[int | None, ...]:
    """Return the values of ``random_state``, one per repetition."""
    if seeds is None:
        return (None,)
    if isinstance(seeds, (int, np.integer)):
        found = tuple(range(seeds))
    else:
        found = tuple(int(seed) for seed in seeds)
    if not found or min(found) < 0 or len(set(found)) < len(found):
        raise ValueError(
            "seeds must be a positive number of seeds, or a list of distinct non-negative "
            f"integers, got {seeds!r}."
        )
    return found


def fair_order(rows: Rows, y: ArrayLike, seed: int, *, classes: bool) -> Rows:
    """Shuffle rows so that the first n of them are a stratified sample for any n.

    Parameters
    ----------
    rows : ndarray of shape (n_rows,)
        The rows of a training set.

    y : array-like of shape (n_documents, ...)
        The targets of all documents.

    seed : int
        The seed of the shuffling.

    classes : bool
        Whether y is a single column of class labels, by which to stratify.

    Returns
    -------
    rows : ndarray of shape (n_rows,)
        The same rows in the new order.
    """
    rows = np.random.default_rng(seed).permutation(rows)
    if not classes:
        return rows
    labels = np.unique(np.asarray(y)[rows].ravel(), return_inverse=True)[1]
    by_class = np.argsort(labels, kind="stable")
    counts = np.bincount(labels)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    # the i-th row of a class with n rows gets the relative position (i + 1/2) / n
    way = np.empty(len(rows))
    way[by_class] = (within + 0.5) / np.repeat(counts, counts)
    return rows[np.argsort(way, kind="stable")]
