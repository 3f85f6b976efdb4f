"""Features of the training documents from models that have not seen their targets.

The model of each fold has the same initial vectors as the model of all documents, and its features
are then rotated into the space of that model. Leaving each fold in its own space would be worse
than the leak (see docs/user_guide/supervised). Nothing here depends on estimators.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.model_selection import check_cv

from .._compat.jobs import run_in_threads, stopping
from .._core.linalg import find_rotation, rotated
from .initial_model import InitialModel
from .prediction import features_of
from .train import TrainingParameters, train
from .training_data import TrainingData

Rows = NDArray[np.integer]
Fold = tuple[Rows, Rows]  # documents to train on, documents left out


def find_folds(
    cv: Any, data: TrainingData, metadata: Mapping[str, Any], *, is_classifier: bool
) -> list[Fold]:
    """Return the folds of ``cv``; each has a training document with a weight above zero."""
    splitter = check_cv(cv, data.y, classifier=is_classifier)
    rows = np.arange(data.n_documents)
    try:
        splits = [*splitter.split(rows, data.y, **metadata)]
    except ValueError as error:
        message = f"fit_transform cannot split the documents for cross-fitting (cv={cv!r}): {error}"
        raise ValueError(f"{message} Choose fewer folds, or set cv=None.") from error
    folds = check_folds(splits, len(rows))
    for i, (train_rows, _) in enumerate(folds):
        if not data.targets.sample_weight[train_rows].any():
            raise ValueError(
                f"Fold {i} of cv has no training document with a weight above zero. Give positive "
                "weights to more documents, choose another cv, or set cv=None."
            )
    return folds


def check_folds(folds: Iterable[tuple[ArrayLike, ArrayLike]], n_documents: int) -> list[Fold]:
    """Return the folds as arrays; each document must be in the test set of exactly one."""
    checked = [(as_rows(train), as_rows(test)) for train, test in folds]
    times = np.zeros(n_documents, dtype=np.int64)
    for _, test in checked:
        np.add.at(times, test, 1)
    if np.any(times != 1):
        row = int(np.argmax(times != 1))
        raise ValueError(
            f"cv must put each document into the test set of exactly one fold; row {row} is in "
            f"{times[row]}. Use a splitter such as KFold or StratifiedKFold, or cv=None."
        )
    return checked


def as_rows(rows: ArrayLike) -> Rows:
    """Return an array of document indices, from indices or from a mask."""
    rows = np.asarray(rows, dtype=None if np.size(rows) else np.intp)
    return np.flatnonzero(rows) if rows.dtype == bool else rows


def cross_fit(
    data: TrainingData,
    parameters: TrainingParameters,
    start: InitialModel,
    vectors: NDArray[np.float32],
    folds: list[Fold],
) -> NDArray[np.float32]:
    """Return features of each document, before normalization, by a model that has not seen its y.

    ``vectors`` (n_terms, n_components) were learned from all documents; the features are rotated
    into their space. As many folds are trained at a time as ``parameters`` allow threads.
    """
    common = features_of(data.weights, vectors)
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
    """Train on one fold and return the features of the documents left out; a joblib task.

    ``common`` holds the features of all documents in the space to rotate into; the caller sets
    ``stop`` when the result is no longer needed.
    """
    state = train(data, parameters, start, None, documents=train_rows, stop=stop)
    vectors = state["_model"].in_components().vectors
    own = features_of(data.weights[train_rows], vectors)
    rotation = find_rotation(own, common[train_rows])
    return rotated(features_of(data.weights[test_rows], vectors), rotation)
