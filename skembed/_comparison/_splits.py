"""The folds and training set sizes of a comparison, the same for every candidate."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from operator import index
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold

from .._compat.sklearn import n_samples, rows_of
from ._identical import first_identical, joined_groups

Rows = NDArray[np.intp]


class Split(NamedTuple):
    """One cross-validation fold: the rows of the training set and of the test set."""

    train: Rows
    test: Rows


def keep_together(cv: Any, y: ArrayLike, groups: Any, texts: Any, *, classes: bool) -> Any:
    """Return folds that keep groups and identical texts together, or cv if there are none.

    Only a number (5 for None) is replaced: a splitter says itself what is in the same fold.
    ``texts`` is None if identical ones may be in different folds; columns (a dict) are not
    compared.
    """
    cv = 5 if cv is None else cv
    if not isinstance(cv, int):
        return cv
    rows = np.arange(n_samples(y))
    first = rows if texts is None or isinstance(texts, dict) else first_identical(texts)
    if groups is None and np.array_equal(first, rows):
        return cv
    together = joined_groups(first, groups)
    if (n_groups := len(np.unique(together))) < cv:
        raise ValueError(
            f"cv={cv} folds need at least as many groups of documents, got {n_groups}: documents "
            "of the same group, and identical documents, are in the same fold. An identical "
            "document in two groups joins them: leave such copies out, or set "
            "group_identical=False."
        )
    splitter = StratifiedGroupKFold(cv) if classes else GroupKFold(cv)
    folds = _folds(splitter, rows, y, {"groups": together})
    if groups is None and classes and any(_has_one_class(y, train) for train, _ in folds):
        return cv  # nothing could be learned; a warning counts the texts that are in both sets
    return folds


def _has_one_class(y: ArrayLike, rows: Rows) -> bool:
    labels = rows_of(y, rows)
    return len(set(np.asarray(labels).ravel().tolist())) < 2


def find_splits(splitter: Any, X: Any, y: ArrayLike, metadata: Mapping[str, Any]) -> list[Split]:
    """Return the same folds as scikit-learn's ``cross_validate``."""
    rows = np.arange(n_samples(X))  # a split may also be given as masks, lists or ranges
    splits = [
        Split(*(_chosen(rows, part, fold) for part in parts))
        for fold, parts in enumerate(_folds(splitter, X, y, metadata))
    ]
    if not splits:
        raise ValueError("cv yields no splits.")
    for fold, (train, test) in enumerate(splits):
        if n_both := len(np.intersect1d(train, test)):
            raise ValueError(
                f"Fold {fold} of cv has {n_both:,} documents in both its training set and its test "
                "set: their scores would reward learning by heart."
            )
    return splits


def _chosen(rows: Rows, part: Any, fold: int) -> Rows:
    """Return the rows of the training set or the test set of a fold."""
    part = np.asarray(part)
    if part.dtype.kind == "b" and len(part) == len(rows):
        part = np.flatnonzero(part)
    if not len(part) or part.dtype.kind == "b" or not np.isin(part, rows).all():
        raise ValueError(
            f"Fold {fold} of cv must have row numbers from 0 to {len(rows) - 1} in its training "
            f"set and its test set, got {part!r}."
        )
    return np.asarray(rows[part])


def _folds(
    splitter: Any, X: Any, y: ArrayLike, metadata: Mapping[str, Any]
) -> list[tuple[Any, Any]]:
    """Split without a warning of classes that have fewer documents than there are folds.

    `find_problems` reports them, by their names.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The least populated class", UserWarning)
        return list(splitter.split(X, y, **metadata))


def n_folds_of(splits: Sequence[Split], n_documents: int) -> int | None:
    """Return how many test sets the documents make up, if each is tested about once.

    None for test sets of single documents, which no class can fill.
    """
    n_tested = sum(len(split.test) for split in splits)
    if n_tested <= len(splits):
        return None
    return min(len(splits), len(splits) * n_documents // n_tested)


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
        if not (given.min() > 0 and given.max() <= 1):
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
        found = tuple(index(seed) for seed in seeds)
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
