"""The score of predictions that ignore the documents, which every candidate must exceed.

It never fails: where a scorer does not accept these predictions, the score is NaN.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.dummy import DummyClassifier, DummyRegressor

from .._compat.sklearn import n_samples
from ._scoring import by_name

MAJORITY, MEAN = "majority class", "mean of the targets"


def find_dummy(kind: str) -> tuple[str, Any]:
    """Return the name and the estimator for a kind of task, as `task_of` returns it."""
    if kind == "regression":
        return MEAN, DummyRegressor(strategy="mean")
    return MAJORITY, DummyClassifier(strategy="prior")


def dummy_scores(
    dummy: Any,
    scorer: Callable[..., Any] | None,
    y: Any,
    tested: Any,
    fit_params: dict[str, Any],
    score_params: dict[str, Any],
) -> dict[str, float]:
    """Return the scores for test targets; a scorer that fails is left out, without a warning."""
    if scorer is None:
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            dummy.fit(np.zeros((n_samples(y), 1)), y, **fit_params)
            scores = scorer(dummy, np.zeros((n_samples(tested), 1)), tested, **score_params)
            # scikit-learn puts a message in place of a score that could not be computed
            return {
                n: float(score)
                for n, score in by_name(scores).items()
                if not isinstance(score, str)
            }
        except Exception:  # noqa: BLE001  (a scorer or y of the user's own)
            return {}
