"""The candidates and the baseline of the command for a table. Nothing is fitted here."""

from __future__ import annotations

from typing import Any

from sklearn.base import clone
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import TargetEncoder

from .._comparison._inputs import ONE_HOT, one_hot
from .._encoder.encoder import EmbeddingEncoder
from ._task import CommandTask

TARGET, EMBEDDING, NGRAMS = "target encoding", "embedding", "embedding, n-grams"


def find_encoders(task: CommandTask) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the candidates and the baselines by name, unfitted.

    Where values are of several words, as job titles are, the spelling of a new one says something.
    """
    kind, folds = ("auto", StratifiedKFold)
    if task.is_regression:  # whole numbers, too
        kind, folds = ("continuous", KFold)
    cv = folds(5, shuffle=True, random_state=0)
    candidates = {
        TARGET: TargetEncoder(target_type=kind, cv=cv),
        EMBEDDING: EmbeddingEncoder(
            categorical_features="from_dtype", target_type=kind, random_state=0
        ),
    }
    if any(_has_words(task.X[name]) for name in task.X.columns):
        candidates[NGRAMS] = clone(candidates[EMBEDDING]).set_params(char_ngram_range=(2, 4))
    return candidates, {ONE_HOT: one_hot()}


def _has_words(column: Any) -> bool:
    """Return whether most categories of a column are of several words."""
    different = [value for value in column.unique() if isinstance(value, str)]
    return sum(" " in value for value in different) > len(different) / 2
