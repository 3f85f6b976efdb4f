"""The scorers of a comparison, for the candidates and for the dummy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sklearn.base import is_classifier, is_regressor
from sklearn.metrics import check_scoring

from ._metadata import Params, weighted

# The default scorers, the main one first.
OF_CLASSES, OF_NUMBERS = ("accuracy",), ("r2", "neg_mean_absolute_error")


def find_scoring(estimator: Any, scoring: Any, params: Params) -> Any:
    """Complete ``scoring`` by its default; a single name becomes a list, which keeps the name."""
    if scoring is None:
        if is_classifier(estimator):
            return weighted([*OF_CLASSES], params)
        if is_regressor(estimator):
            return weighted([*OF_NUMBERS], params)
    return [scoring] if isinstance(scoring, str) else scoring


def find_scorers(estimator: Any, dummy: Any, scoring: Any) -> tuple[Any, Any]:
    """Return the scorer of the estimator, and the same for the dummy.

    They return a dict, or a number if ``scoring`` is a callable. The dummy has none if the
    score is that of the estimator's own method.
    """
    scorer = check_scoring(estimator, scoring)
    return scorer, None if scoring is None else check_scoring(dummy, scoring, raise_exc=False)


def by_name(scores: Any) -> Mapping[str, Any]:
    """Return the scores of a scorer by their names; a single score has the name ""."""
    return scores if isinstance(scores, Mapping) else {"": scores}
