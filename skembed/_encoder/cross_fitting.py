"""The features of the training rows, from models that have not seen their y."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import check_cv
from sklearn.utils import check_random_state

from .._compat.threads import n_threads
from .._supervised.cross_fitting import Fold, check_folds
from .components import with_one_hot
from .learning import FittedColumns, Learned, Supervised, features_of, iterations, room_for
from .outputs import CLASSES
from .supervised import cross_fit


def cross_fitted(
    encoder: Any, fit: Learned, supervised: Supervised, folds: list[Fold]
) -> NDArray[Any]:
    """Return the features of each row by the model of the fold that left it out."""
    fitted: FittedColumns = fit.attributes["_fitted"]
    n_learned = sum(mine.shape[1] for mine in fitted.vectors)
    features = room_for(len(fit.table.codes), n_learned, fit.numbers)
    given = *supervised, iterations(encoder.max_iter), folds, fit.spellings
    parts = cross_fit(*given, n_threads(encoder.n_jobs))
    for (_, rows), vectors in zip(folds, parts, strict=True):
        each = with_one_hot(vectors, fitted.is_one_hot)
        features[rows, :n_learned] = features_of(fit.table.take(rows), each)
    return features


def find_folds(
    encoder: Any, fit: Learned, weights: NDArray[np.float64], y: Any, metadata: dict[str, Any]
) -> list[Fold]:
    """Split the rows; integers stand for shuffled folds, stratified for classes."""
    is_classes = fit.attributes["target_type_"] in CLASSES
    seed = check_random_state(encoder.random_state).randint(np.iinfo(np.int32).max)
    splitter = check_cv(encoder.cv, y, classifier=is_classes, shuffle=True, random_state=seed)
    rows = np.arange(len(weights))
    try:
        folds = check_folds(splitter.split(rows, y, **metadata), len(rows))
        for i, (train, _) in enumerate(folds):
            if not weights[train].any():
                raise ValueError(f"fold {i} has no training row with a weight above zero.")
    except ValueError as error:
        raise ValueError(
            f"fit_transform cannot split the rows for cross-fitting (cv={encoder.cv!r}): {error} "
            "Choose fewer folds, or set cv=None."
        ) from error
    return folds
