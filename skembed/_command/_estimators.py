"""The estimators and scorers that can be named on the command line. Nothing is fitted here."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import Any

from sklearn.base import is_classifier, is_regressor
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression, Ridge, RidgeClassifier
from sklearn.metrics import get_scorer_names
from sklearn.svm import SVC, SVR, LinearSVC, LinearSVR
from sklearn.utils import get_tags

from .._comparison._downstream import scaled
from .._comparison._scoring import OF_CLASSES, OF_NUMBERS
from ._table import DataError

# (for classes, for numbers); None if there is none
ESTIMATORS: dict[str, tuple[Any, Any]] = {
    "logistic": (LogisticRegression(max_iter=1000), None),
    "ridge": (RidgeClassifier(), Ridge()),
    "svm": (LinearSVC(random_state=0), LinearSVR(random_state=0)),
    "rbf-svm": (SVC(), SVR()),
    "boosting": (
        HistGradientBoostingClassifier(random_state=0),
        HistGradientBoostingRegressor(random_state=0),
    ),
}


def find_estimator(name: str | None, *, is_regression: bool, squared_norm: float = 1.0) -> Any:
    """Return the estimator of a name, on scaled features.

    Parameters
    ----------
    name : str or None
        A key of `ESTIMATORS`, or "module:Class"; None for the default.

    is_regression : bool
        Whether numbers are predicted.

    squared_norm : float, default=1.0
        That of the features of a regression, as in `FeatureScaler`.

    Returns
    -------
    estimator : Pipeline
        `FeatureScaler` and the unfitted estimator.

    Raises
    ------
    DataError
        If there is no such estimator, or it does not predict such targets.
    """
    name = name or ("ridge" if is_regression else "logistic")
    if ":" in name:
        model = _imported(name)
    elif name in ESTIMATORS:
        model = ESTIMATORS[name][is_regression]
    else:
        raise DataError(
            f"--estimator must be one of {', '.join(ESTIMATORS)}, or module:Class, got {name!r}."
        )
    suits = is_regressor if is_regression else is_classifier
    if model is None or not suits(model):
        kind = "numbers" if is_regression else "classes"
        raise DataError(f"--estimator {name} does not predict {kind} (see --target).")
    return scaled(model, squared_norm) if is_regression else scaled(model)


def _imported(name: str) -> Any:
    module, _, attribute = name.partition(":")
    try:
        model = getattr(import_module(module), attribute)()
        get_tags(model)  # scikit-learn's own check that this is an estimator
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise DataError(f"--estimator {name} cannot be created ({reason}).") from error
    return model


def find_scoring(names: list[str] | None, *, is_regression: bool) -> list[str]:
    """Return the names of the scorers, the main one first.

    Raises
    ------
    DataError
        If scikit-learn has no such scorer.
    """
    if names is None:
        return [*(OF_NUMBERS if is_regression else OF_CLASSES)]
    known = get_scorer_names()
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 3)
            hint = f"; similar: {', '.join(near)}" if near else ""
            raise DataError(f"--scoring: scikit-learn has no scorer {name!r}{hint}.")
    return list(dict.fromkeys(names))
