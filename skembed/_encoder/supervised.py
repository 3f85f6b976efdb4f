"""Supervised vectors: the effects of categories on y, as components; and their cross-fitting.

The effects are in units of the outputs, so the models of all folds share one space up to a shift
of each column, which the intercept makes up for. The effects of a fold are shifted to the mean of
those of all rows, and projected on their components. The model of a fold starts from nothing.
Nothing here depends on estimators.
"""

from __future__ import annotations

import itertools
from contextlib import closing
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._compat.jobs import run_in_threads
from .._compat.threads import one_blas_thread
from .._supervised.cross_fitting import Fold
from .components import find_projection, mean_of_cells, with_unknown
from .effects import Effects, fit_effects
from .ngrams import Spellings
from .outputs import Outputs
from .table import EncodedTable

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]


class SupervisedVectors(NamedTuple):
    """The vectors of each column, (n_slots of the column, n_components), and where they came from.

    ``means`` and ``projections`` hold the mean effects of the cells of each column, and the matrix
    from its effects to its components.
    """

    vectors: list[Vectors]
    means: list[Floats]
    projections: list[Floats]
    effects: Effects


def learn_vectors(
    table: EncodedTable, outputs: Outputs, wanted: list[int], max_iter: int
) -> SupervisedVectors:
    """Fit the effects to all rows, and reduce those of each column to its components."""
    effects = fit_effects(table, outputs, max_iter)
    vectors, means, projections = [], [], []
    for mine, counts, n in zip(*split(table, outputs, effects), wanted, strict=True):
        means.append(mean_of_cells(mine, counts))
        projections.append(find_projection(mine, counts, outputs.n_plain, min(n, outputs.most)))
        vectors.append(with_unknown(mine @ projections[-1]))
    return SupervisedVectors(vectors, means, projections, effects)


def split(
    table: EncodedTable, outputs: Outputs, effects: Effects
) -> tuple[list[Floats], list[Floats]]:
    """Return the effects and the weights of the categories of each column."""
    counts = table.sums(outputs.weights[:, np.newaxis])[:, 0]
    ranges = [slice(begin, end - 1) for begin, end in itertools.pairwise(table.edges.tolist())]
    return [effects.values[mine] for mine in ranges], [counts[mine] for mine in ranges]


def cross_fit(
    table: EncodedTable,
    outputs: Outputs,
    learned: SupervisedVectors,
    max_iter: int,
    folds: list[Fold],
    spellings: list[Spellings | None],
    n_threads: int,
) -> list[list[Vectors]]:
    """Return the vectors of each fold, from the rows that it trains on.

    Its penalties are those of all rows: they are few, and other ones would move the vectors. With
    ``spellings``, categories that a fold has not seen have vectors from their n-grams there.
    """
    shared = table, outputs, learned, max_iter, spellings
    tasks = ((*shared, train_rows) for train_rows, _ in folds)
    with closing(run_in_threads(fold_vectors, tasks, n_threads)) as parts:
        return list(parts)


def fold_vectors(
    table: EncodedTable,
    outputs: Outputs,
    learned: SupervisedVectors,
    max_iter: int,
    spellings: list[Spellings | None],
    train_rows: NDArray[np.integer],
) -> list[Vectors]:
    """Return the vectors for some rows, in the space of those of all rows; a joblib task."""
    part, seen = table.take(train_rows), outputs.take(train_rows)
    vectors = []
    with one_blas_thread():
        effects = fit_effects(part, seen, max_iter, learned.effects.penalties)
        values, weights = split(part, seen, effects)
        for j, (mine, counts) in enumerate(zip(values, weights, strict=True)):
            moved = mine - mean_of_cells(mine, counts) + learned.means[j]
            moved[counts == 0] = 0
            found, spelling = with_unknown(moved @ learned.projections[j]), spellings[j]
            vectors.append(found if spelling is None else spelling.filled(found, counts > 0))
    return vectors
