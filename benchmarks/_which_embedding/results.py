"""The results of which_embedding.py: merged comparisons, and a profile of the time."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import NamedTuple

import numpy as np

from skembed import EmbeddingComparison


class Profile(NamedTuple):
    """Seconds taken by one comparison and by its parts."""

    name: str
    total: float
    reading: float
    training: float
    estimator: float


def measured(found: EmbeddingComparison) -> dict[str, np.ndarray]:
    """Return the arrays of a comparison with one row per candidate, except the scores."""
    arrays = {field.name: getattr(found, field.name) for field in fields(found)}
    del arrays["train_sizes"]
    return {name: values for name, values in arrays.items() if isinstance(values, np.ndarray)}


def in_order(found: EmbeddingComparison, names: tuple[str, ...]) -> EmbeddingComparison:
    """Return a comparison with its candidates in another order."""
    rows = [found.names.index(name) for name in names]
    arrays = {name: values[rows] for name, values in measured(found).items()}
    scores = {name: values[rows] for name, values in found.scores.items()}
    return replace(found, names=names, scores=scores, **arrays)


def joined(a: EmbeddingComparison, b: EmbeddingComparison) -> EmbeddingComparison:
    """Merge two comparisons of different candidates on the same folds."""
    b = in_order(b, tuple(name for name in b.names if name != b.dummy))  # a has one, too
    more = measured(b)
    arrays = {name: np.concatenate([mine, more[name]]) for name, mine in measured(a).items()}
    scores = {name: np.concatenate([a.scores[name], b.scores[name]]) for name in a.scores}
    errors = a.errors | b.errors
    return replace(a, names=a.names + b.names, scores=scores, errors=errors, **arrays)
