r"""The penalty of each column: the one with the smallest leave-one-out error.

Around the current model each output is a weighted least-squares problem, with weights :math:`a_i`
(the curvature of the loss times the weight of the row) and working targets :math:`z_i`. In one
column, the prediction for row i without row i is :math:`(S_c - a_i z_i) / (A_c - a_i + \lambda)`,
where c is its category, :math:`A_c` and :math:`S_c` the sums of :math:`a` and :math:`a z`. With the
mean weight of the category in place of :math:`a_i`, the sum of the squared errors of a category
depends on four sums only.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .table import BLOCK, EncodedTable

Floats = NDArray[np.float64]

# Multiples of the mean curvature of a row. A column without effect needs an infinite penalty. Below
# LEAST, leave-one-out finds too little, because the other columns have seen the row left out. A
# number may depend on the categories almost without noise; what a class says is bounded.
GRID = np.append(10.0 ** np.arange(-0.5, 5.01, 0.25), 1e9)
LEAST = {"squared": GRID[0], "sigmoid": 1.0, "softmax": 1.0}
OF_NUMBERS = 0.1  # the penalty of each standardized number, as a multiple
_TINY = np.finfo(np.float64).tiny


class Derivatives(NamedTuple):
    """Derivatives of the loss by the scores, as weighted sums over the rows of each slot.

    ``weights`` (n_slots, 1) are the sums of the weights. The others (n_slots, n_outputs) are those
    of the second derivatives ``bends``, of the ``slopes``, and of ``squares``, slope^2 / bend. In
    the slots of numbers, ``slopes`` and ``bends`` are derivatives by the effect of the number.
    """

    weights: Floats
    bends: Floats
    slopes: Floats
    squares: Floats

    def mean_bend(self, table: EncodedTable) -> Floats:
        """Return the mean curvature of a row, (n_outputs,); each row has a slot of column 0."""
        rows = table.slots(0)
        mean: Floats = self.bends[rows].sum(axis=0) / self.weights[rows].sum()
        return mean


def first_penalties(table: EncodedTable, sums: Derivatives) -> Floats:
    """Return the curvature of one row as the penalty of each column, (n_columns, n_outputs).

    That of a number is weaker: what it shares with a column of categories is its effect.
    """
    rows = np.where(np.arange(len(table.sizes)) < table.codes.shape[1], 1, OF_NUMBERS)
    return np.outer(rows, sums.mean_bend(table))


def find_penalties(table: EncodedTable, loss: str, sums: Derivatives, effects: Floats) -> Floats:
    """Return the best penalties (n_columns, n_outputs); those of numbers remain the first."""
    grid = GRID[LEAST[loss] <= GRID]
    penalties = first_penalties(table, sums)
    unit = sums.mean_bend(table)
    for j in range(table.codes.shape[1]):
        begin, end = table.edges[j : j + 2].tolist()
        errors = np.zeros((len(grid), len(unit)))
        for first in range(begin, end - 1, BLOCK):  # without unknown values, at the end
            of = slice(first, min(first + BLOCK, end - 1))
            errors += _errors(Derivatives(*(each[of] for each in sums)), effects[of], grid, unit)
        penalties[j] = grid[np.argmin(errors, axis=0)] * unit
    return penalties


def _errors(sums: Derivatives, effects: Floats, grid: Floats, unit: Floats) -> Floats:
    """Return the leave-one-out errors of some slots for each penalty, (n_penalties, n_outputs)."""
    A = sums.bends
    S = A * effects - sums.slopes
    Q = A * effects**2 - 2 * effects * sums.slopes + sums.squares
    a = A / np.maximum(sums.weights, _TINY)  # of a row of weight 1
    return np.array([left_out_errors(A, S, Q, a, g * unit).sum(axis=0) for g in grid])


def left_out_errors(A: Floats, S: Floats, Q: Floats, a: Floats, penalty: Floats) -> Floats:
    r"""Return :math:`\sum_i a (z_i - (S - a z_i) / (A - a + \lambda))^2` of each category.

    ``Q`` holds the sums of :math:`a z^2`.
    """
    d = 1 / (np.maximum(A - a, 0) + penalty)
    return Q - 2 * d * (S**2 - a * Q) + d**2 * (A * S**2 - 2 * a * S**2 + a**2 * Q)
