"""Features of the training documents from models that have not seen their targets.

Each fold's model starts where the full one starts, and its features are then rotated into the
space of the full one: folds left in spaces of their own would be worse than the leak (see
docs/user_guide/supervised). Nothing here knows an estimator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.model_selection import check_cv

from .._compat.jobs import run_in_threads, stopping
from .._core.embedding import Embedding
from .._core.linalg import find_rotation, rotated
from .prediction import features_of
from .train import InitialModel, TrainingParameters, train
from .training_data import TrainingData

Rows = NDArray[np.integer]
Fold = tuple[Rows, Rows]  # documents to train on, documents left out


def find_folds(
    cv: Any, data: TrainingData, metadata: Mapping[str, Any], *, is_classifier: bool
) -> list[Fold]:
    """Return the folds of ``cv``.

    Parameters
    ----------
    cv : int, cross-validation generator or iterable
        The parameter of the estimator.

    data : TrainingData
        The documents to split.

    metadata : mapping of str to object
        For the splitter, such as ``groups``.

    is_classifier : bool
        Whether an int stands for folds of equal shares of each class.

    Returns
    -------
    folds : list of (train, test)
        Rows of documents.

    Raises
    ------
    ValueError
        If a document is not in the test part of exactly one fold, or all documents to train on
        have weight zero.
    """
    splitter = check_cv(cv, data.y, classifier=is_classifier)
    rows = np.arange(data.n_documents)
    folds = check_folds(splitter.split(rows, data.y, **metadata), len(rows))
    for i, (train_rows, _) in enumerate(folds):
        if not data.targets.sample_weight[train_rows].any():
            raise ValueError(
                f"Fold {i} of cv has no document of a weight above zero to train on. Give weights "
                "to more documents, or choose another cv, or cv=None."
            )
    return folds


def check_folds(folds: Iterable[tuple[ArrayLike, ArrayLike]], n_documents: int) -> list[Fold]:
    """Refuse folds that do not have each document in exactly one test part.

    Parameters
    ----------
    folds : iterable of (train, test)
        Rows of documents, as a splitter yields them.

    n_documents : int
        Number of documents.

    Returns
    -------
    folds : list of (train, test)
        As arrays.

    Raises
    ------
    ValueError
        Naming a document that is in none, or in several.
    """
    checked = [(as_rows(train), as_rows(test)) for train, test in folds]
    times = np.zeros(n_documents, dtype=np.int64)
    for _, test in checked:
        np.add.at(times, test, 1)
    if np.any(times != 1):
        row = int(np.argmax(times != 1))
        raise ValueError(
            f"cv must have each document in the test part of exactly one fold; row {row} is in "
            f"{times[row]}. Use a splitter such as KFold or StratifiedKFold, or cv=None."
        )
    return checked


def as_rows(rows: ArrayLike) -> Rows:
    """Return rows of documents as an array, from numbers or from a mask."""
    rows = np.asarray(rows, dtype=None if np.size(rows) else np.intp)
    return np.flatnonzero(rows) if rows.dtype == bool else rows


def cross_fit(
    data: TrainingData,
    parameters: TrainingParameters,
    start: InitialModel,
    embedding: Embedding,
    folds: list[Fold],
) -> NDArray[np.float32]:
    """Return features of each document by a model that has not seen its target.

    Parameters
    ----------
    data : TrainingData
        All documents.

    parameters : TrainingParameters
        How to train. As many folds at a time as it has threads.

    start : InitialModel
        Where the training of each fold starts: vectors that have not seen the targets.

    embedding : Embedding
        The vectors learned from all documents, whose space the features are rotated into.

    folds : list of (train, test)
        Rows of documents.

    Returns
    -------
    features : ndarray of shape (n_documents, n_components), dtype=float32
        Before the norm.
    """
    common = features_of(data.weights, embedding.vectors)
    features = np.empty_like(common)
    shared = data, parameters.for_one_thread(), start, common
    with stopping() as stop:
        tasks = ((*shared, stop, *fold) for fold in folds)
        with closing(run_in_threads(fold_features, tasks, parameters.model.n_threads)) as parts:
            for (_, test), part in zip(folds, parts, strict=True):
                features[test] = part
    return features


def fold_features(
    data: TrainingData,
    parameters: TrainingParameters,
    start: InitialModel,
    common: NDArray[np.float32],
    stop: NDArray[np.bool_],
    train_rows: Rows,
    test_rows: Rows,
) -> NDArray[np.float32]:
    """Train on a fold and return the features of the documents left out; a task for joblib.

    Parameters
    ----------
    data : TrainingData
        All documents.

    parameters : TrainingParameters
        How to train.

    start : InitialModel
        Where training starts.

    common : ndarray of shape (n_documents, n_components), dtype=float32
        Features of all documents in the space that these are rotated into.

    stop : ndarray of shape (1,), dtype=bool
        Set by the caller when nobody wants the result any more.

    train_rows, test_rows : ndarray
        Rows of documents.

    Returns
    -------
    features : ndarray of shape (n_test, n_components), dtype=float32
        Before the norm.
    """
    state = train(data, parameters, start, None, documents=train_rows, stop=stop)
    vectors = state["_model"].vectors
    own = features_of(data.weights[train_rows], vectors)
    rotation = find_rotation(own, common[train_rows])
    return rotated(features_of(data.weights[test_rows], vectors), rotation)
