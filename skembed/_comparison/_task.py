"""What kind of task the targets of a comparison define."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import is_classifier, is_regressor
from sklearn.utils.multiclass import type_of_target

Task = Literal["classification", "multilabel", "regression", "other"]


def task_of(y: ArrayLike, estimator: Any = None) -> Task:
    """Return whether targets are classes, sets of labels, or numbers.

    Parameters
    ----------
    y : array-like of shape (n_documents,) or (n_documents, n_outputs)
        The targets.

    estimator : estimator, default=None
        If it is a classifier or a regressor, this decides between classes and numbers.

    Returns
    -------
    task : {"classification", "multilabel", "regression", "other"}
        "other" for targets that have no default estimator.

    Notes
    -----
    Numbers with a fraction are numbers. `looks_like_numbers` decides for whole numbers.
    """
    kind = type_of_target(y, input_name="y")
    if estimator is not None and is_regressor(estimator):
        return "regression"
    if kind == "multilabel-indicator":
        return "multilabel"
    if estimator is not None and is_classifier(estimator):
        return "classification"
    if kind.startswith("continuous"):
        return "regression"
    if str(getattr(y, "dtype", "")) == "category":
        return "classification"
    if kind in {"binary", "multiclass"}:
        return "regression" if looks_like_numbers(np.asarray(y).ravel()) else "classification"
    if kind == "multiclass-multioutput":
        columns = np.asarray(y).T
        return "regression" if all(map(looks_like_numbers, columns)) else "other"
    return "other"


def looks_like_numbers(values: NDArray[Any]) -> bool:
    """Return whether whole numbers are measurements, such as years or prices, and not class ids.

    Few different values are classes. Many values (more than 20, or more than half of the
    documents) are measurements, except

    - if they run from 0 or 1 without large gaps, as encoded classes do, and there are at
      least three documents for a value on average;
    - if they have large gaps, as codes of classes do, and there are at least thirty documents
      for a value on average.
    """
    if values.dtype.kind not in "iuf":
        return False
    different = np.unique(values)
    n, k = len(values), len(different)
    if k <= 20 and k <= max(5, n / 2):
        return False
    low, high = float(different[0]), float(different[-1])
    dense = k > 0.8 * (high - low + 1)
    if dense and low in (0, 1):
        return n < 3 * k
    return dense or n < 30 * k
