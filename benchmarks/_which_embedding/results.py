"""The results of which_embedding.py: comparisons, what is best where, a profile of the time."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field, fields, replace
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


class SetResults(NamedTuple):
    """What was measured on a set: with all labels, and with few."""

    everything: EmbeddingComparison
    curve: EmbeddingComparison
    n_classes: int
    n_words: float

    def points(self) -> dict[int, dict[str, tuple[float, float]]]:
        """Return mean and deviation over the folds of each candidate of the curve, by labels.

        The last number of labels is all of them.
        """
        few, every = self.curve, self.everything
        names = [name for name in few.names if name not in (few.dummy, *few.errors, *every.errors)]
        found = {
            int(n): {name: statistics_of(few, name, i) for name in names}
            for i, n in enumerate(few.train_sizes)
        }
        n_all = int(every.train_sizes[-1])
        return found | {n_all: {name: statistics_of(every, name, -1) for name in names}}

    def means(self, n: int | None) -> dict[str, float]:
        """Return the means of the candidates with n labels, if measured; None for all labels."""
        points = self.points()
        n_all = max(points)
        found = {} if n == n_all else points.get(n_all if n is None else n, {})
        return {name: mean for name, (mean, _) in found.items()}


def statistics_of(found: EmbeddingComparison, name: str, size: int) -> tuple[float, float]:
    """Return mean and standard deviation of a candidate's accuracies over folds and draws."""
    scores = found.scores["accuracy"][found.names.index(name), size]
    return float(scores.mean()), float(scores.std(ddof=1))


@dataclass
class Results:
    """All that was measured."""

    options: argparse.Namespace
    load: float
    vectors: list[str]
    has_encoder: bool
    sets: dict[str, SetResults] = field(default_factory=dict)
    profile: Profile | None = None


def csv_of(results: Results) -> str:
    """Return the points of all curves as a csv file."""
    lines = ["set,candidate,labels,accuracy,deviation"]
    for title, found in results.sets.items():
        for n, points in found.points().items():
            lines += [f'"{title}","{name}",{n},{m:.4f},{s:.4f}' for name, (m, s) in points.items()]
    return "\n".join(lines)


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
