"""Which documents are learned from and which are scored: the same for every candidate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.model_selection import check_cv

from .._compat.sklearn import n_samples

Rows = NDArray[np.intp]


class Split(NamedTuple):
    """One fold: rows to learn from and rows to score."""

    train: Rows
    test: Rows


def find_splits(
    cv: Any, X: Any, y: ArrayLike, groups: ArrayLike | None, *, classes: bool
) -> list[Split]:
    """Return the folds, as scikit-learn's cross_validate would make them."""
    splitter = check_cv(cv, y, classifier=classes)
    rows = np.arange(n_samples(X))  # of masks, lists and ranges too
    splits = [
        Split(rows[np.asarray(train)], rows[np.asarray(test)])
        for train, test in splitter.split(X, y, groups)
    ]
    if not splits:
        raise ValueError(f"cv={cv!r} makes no split.")
    return splits


def find_train_sizes(
    train_sizes: ArrayLike | None, splits: list[Split]
) -> NDArray[np.int64] | None:
    """Return numbers of documents with a label, rising.

    Parameters
    ----------
    train_sizes : array-like of shape (n_sizes,) or None
        Numbers, or shares of the smallest training part; None for all of each part.

    splits : list of Split
        The folds.

    Returns
    -------
    train_sizes : ndarray of shape (n_sizes,), dtype=int64, or None
        Each once.

    Raises
    ------
    ValueError
        If one is out of range, or there is none.
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
                f"train_sizes that are float are shares, above 0 and up to 1, got {train_sizes!r}."
            )
        given = np.maximum(given * most, 1)
    sizes = np.unique(given.astype(np.int64))
    if sizes[0] < 1 or sizes[-1] > most:
        raise ValueError(
            f"train_sizes must lie between 1 and {most}, the documents of the smallest training "
            f"part, got {train_sizes!r}."
        )
    return sizes


def find_seeds(seeds: int | Iterable[int] | None) -> tuple[int | None, ...]:
    """Return the values that ``random_state`` is set to, one after the other."""
    if seeds is None:
        return (None,)
    if isinstance(seeds, (int, np.integer)):
        found = tuple(range(seeds))
    else:
        found = tuple(int(seed) for seed in seeds)
    if not found or min(found) < 0 or len(set(found)) < len(found):
        raise ValueError(
            "seeds must be a number of seeds, at least 1, or a list of different ones from 0, got "
            f"{seeds!r}."
        )
    return found


def fair_order(rows: Rows, y: ArrayLike, seed: int, *, classes: bool) -> Rows:
    """Order rows so that the first n of them, for any n, are a fair sample.

    Parameters
    ----------
    rows : ndarray of shape (n_rows,)
        The rows of a training part.

    y : array-like of shape (n_documents, ...)
        The targets of all documents.

    seed : int
        Of the shuffling.

    classes : bool
        Whether y is one column of classes: then each has its share among the first n.

    Returns
    -------
    rows : ndarray of shape (n_rows,)
        The same in another order.
    """
    rows = np.random.default_rng(seed).permutation(rows)
    if not classes:
        return rows
    labels = np.unique(np.asarray(y)[rows].ravel(), return_inverse=True)[1]
    by_class = np.argsort(labels, kind="stable")
    counts = np.bincount(labels)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    # the i-th of a class of n stands at (i + 1/2) / n of the way
    way = np.empty(len(rows))
    way[by_class] = (within + 0.5) / np.repeat(counts, counts)
    return rows[np.argsort(way, kind="stable")]
