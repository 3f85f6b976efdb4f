r"""The effects of categories on the outputs: a linear model of one-hot columns, to its optimum.

The scores of a row are :math:`s = b + \sum_j B_j[x_j] + \sum_m u_m g_m`, with a row of effects for
each category :math:`x_j` of column j, and one for each standardized number :math:`u_m`. The product
:math:`E_j W_j` of an embedding and its part of a linear head is a matrix such as :math:`B_j`, and
each of these is a product of this kind; `components` finds the factors. The objective is convex,

.. math:: \sum_i w_i\, l(s_i, y_i) + \tfrac{1}{2} \sum_{j,k} \lambda_{jk} \lVert B_{jk} \rVert^2

so there is one optimum, wherever the training starts: for the squared loss, of a quadratic, which
conjugate gradients find; for others by L-BFGS. The penalties minimize the leave-one-out
error of each column of categories. Nothing here depends on estimators or strings.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, softmax

from .conjugate import conjugate_gradients
from .curvature import Units, find_units, some_rows
from .outputs import Outputs
from .penalties import Derivatives, find_penalties, first_penalties
from .table import EncodedTable

Floats = NDArray[np.float64]

ROUNDS = 3  # the penalties are found after each round but the last
ENOUGH = 1e-8  # how far from the minimum conjugate gradients stop, for each row
_SMALLEST = 1e-8  # curvature, so that rows that are predicted with certainty divide nothing by 0
# A few rows that are predicted with certainty, and wrongly, as by an extreme number, would decide
# on the penalties. So their curvature there is at least this share of that without effects.
_SHARE = 0.05


class Effects(NamedTuple):
    """Effects (n_slots, n_outputs), intercept (n_outputs,), penalties (n_columns, n_outputs).

    The columns are those of categories, followed by those of numbers.
    """

    values: Floats
    intercept: Floats
    penalties: Floats
    n_iter: int


def losses(loss: str, scores: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Return the loss of each row (n_rows,), and its gradient by the scores."""
    if loss == "squared":
        residuals = scores - values
        return np.einsum("ij,ij->i", residuals, residuals) / 2, residuals
    if loss == "sigmoid":
        small = np.exp(-np.abs(scores))  # loss and gradient from one exponential
        each = np.maximum(scores, 0) + np.log(1 + small) - values * scores
        return each.sum(axis=1), np.where(scores >= 0, 1, small) / (1 + small) - values
    scores = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(scores)
    totals = powers.sum(axis=1, keepdims=True)
    each = np.log(totals[:, 0]) - (values * scores).sum(axis=1)
    return np.asarray(each), powers / totals - values


def curvature(loss: str, scores: Floats) -> Floats:
    """Return the second derivative of the loss by each score."""
    if loss == "squared":
        return np.ones_like(scores)
    p = expit(scores) if loss == "sigmoid" else softmax(scores, axis=1)
    return np.asarray(np.maximum(p * (1 - p), _SMALLEST))


def objective(
    table: EncodedTable, outputs: Outputs, effects: Floats, intercept: Floats, penalties: Floats
) -> tuple[float, Floats, Floats]:
    """Return the objective and its gradients by the effects and by the intercept.

    ``penalties`` (n_slots, n_outputs) are those of each slot.
    """
    value, by_effects = float((penalties * effects**2).sum()) / 2, penalties * effects
    by_intercept = np.zeros_like(intercept)
    for rows, part in table.blocks():
        given = outputs.take(rows)
        each, slopes = losses(given.loss, part.gather(effects) + intercept, given.values)
        slopes *= given.weights[:, np.newaxis]
        value += float(given.weights @ each)
        part.sums(slopes, by_effects)
        by_intercept += slopes.sum(axis=0)
    return value, by_effects, by_intercept


def sum_derivatives(
    table: EncodedTable, outputs: Outputs, effects: Floats, intercept: Floats, least: Floats
) -> Derivatives:
    """Sum the derivatives of the loss over the rows of each slot.

    ``least`` (n_outputs,) is the smallest curvature that divides the squares of slopes.
    """
    shape = table.n_slots, len(intercept)
    found = Derivatives(np.zeros((table.n_slots, 1)), *(np.zeros(shape) for _ in range(3)))
    of_numbers = np.zeros((table.numbers.shape[1], len(intercept)))
    for rows, part in table.blocks():
        given = outputs.take(rows)
        scores = part.gather(effects) + intercept
        slopes, bends = losses(given.loss, scores, given.values)[1], curvature(given.loss, scores)
        weight = given.weights[:, np.newaxis]
        part.sums(weight, found.weights)
        part.sums(weight * bends, found.bends)
        part.sums(weight * slopes, found.slopes)
        part.sums(weight * slopes**2 / np.maximum(bends, least), found.squares)
        of_numbers += (part.numbers**2).T @ (weight * bends)
    found.bends[table.slots_of_numbers] = of_numbers
    return found


def fit_effects(
    table: EncodedTable, outputs: Outputs, max_iter: int, penalties: Floats | None = None
) -> Effects:
    """Minimize the objective in rounds; given ``penalties`` are kept."""
    intercept = _first_intercept(table, outputs)
    least = _SHARE * curvature(outputs.loss, intercept[np.newaxis])[0]
    effects, n_iter, n_rounds = np.zeros((table.n_slots, len(intercept))), 0, ROUNDS
    if penalties is not None and outputs.loss == "squared":  # the objective is the same in all
        n_rounds, max_iter = 1, ROUNDS * max_iter
    for i in range(n_rounds):
        sums = sum_derivatives(table, outputs, effects, intercept, least)
        if i == 0:
            found = first_penalties(table, sums) if penalties is None else penalties
        elif penalties is None:
            found = find_penalties(table, outputs.loss, sums, effects)
        by_slot = np.repeat(found, table.sizes, axis=0)
        start = _start(table, outputs, effects, intercept, by_slot, sums)
        del sums  # much memory
        move = _solve if outputs.loss == "squared" else _descend
        effects, intercept, n = move(start, max_iter)
        n_iter += n
    return Effects(effects, intercept, found, n_iter)


def _first_intercept(table: EncodedTable, outputs: Outputs) -> Floats:
    """Return the intercept of the best model without effects."""
    parts = [outputs.take(rows) for rows, _ in table.blocks()]
    mean = np.sum([part.weights @ part.values for part in parts], axis=0) / outputs.weights.sum()
    if outputs.loss != "squared":
        inside = np.clip(mean, 1e-6, 1 - 1e-6)
        mean = np.log(inside / (1 - inside)) if outputs.loss == "sigmoid" else np.log(inside)
    return np.asarray(mean)


class _Start(NamedTuple):
    """Where a round starts: effects and intercept, the penalty of each slot, and the gradient.

    ``slopes`` is the gradient in ``units``, (n_slots + 1, n_outputs); the intercept is the last.
    """

    table: EncodedTable
    outputs: Outputs
    effects: Floats
    intercept: Floats
    penalties: Floats
    units: Units
    slopes: Floats

    def moved(self, x: Floats) -> tuple[Floats, Floats]:
        """Return effects and intercept after steps that are given in the units."""
        steps = self.units.steps(x)
        return self.effects + steps[:-1], self.intercept + steps[-1]


def _start(
    table: EncodedTable,
    outputs: Outputs,
    effects: Floats,
    intercept: Floats,
    penalties: Floats,
    sums: Derivatives,
) -> _Start:
    """Find units and gradient, given the derivatives."""
    rows = some_rows(table)
    scores = table.take(rows).gather(effects) + intercept
    bends = curvature(outputs.loss, scores) * outputs.weights[rows, np.newaxis]
    units = find_units(table, bends, sums.bends, penalties)
    by_intercept = sums.slopes[table.slots(0)].sum(axis=0)
    slopes = units.gradient(np.vstack([sums.slopes + penalties * effects, by_intercept]))
    return _Start(table, outputs, effects, intercept, penalties, units, slopes)


def _solve(start: _Start, max_iter: int) -> tuple[Floats, Floats, int]:
    """Run conjugate gradients on effects and intercept of the squared loss; uses ``slopes``.

    The Hessian is about the identity in these units, so the squares of the gradient sum to about
    twice the distance of the objective from its minimum.
    """
    weights, units = start.outputs.weights, start.units

    def multiply(x: Floats) -> Floats:
        steps = units.steps(x)
        return units.gradient(_times_hessian(start.table, weights, start.penalties, steps))

    rest = np.negative(start.slopes, out=start.slopes)
    x, n_iter = conjugate_gradients(multiply, rest, ENOUGH * weights.sum(), max_iter)
    return *start.moved(x), n_iter


def _times_hessian(
    table: EncodedTable, weights: Floats, penalties: Floats, steps: Floats
) -> Floats:
    """Return the Hessian of the squared loss times steps of the effects and the intercept."""
    found = np.zeros_like(steps)
    found[:-1] = penalties * steps[:-1]
    for rows, part in table.blocks():
        moved = part.gather(steps[:-1]) + steps[-1]
        moved *= weights[rows, np.newaxis]
        part.sums(moved, found[:-1])
        found[-1] += moved.sum(axis=0)
    return found


def _descend(start: _Start, max_iter: int) -> tuple[Floats, Floats, int]:
    """Run L-BFGS on effects and intercept, from a step of the length of the gradient.

    In these units, that is a step of Newton.
    """
    table, outputs, penalties = start.table, start.outputs, start.penalties
    shape, length = start.slopes.shape, float(np.linalg.norm(start.slopes)) or 1.0

    def moved(x: Floats) -> tuple[Floats, Floats]:
        return start.moved(length * x.reshape(shape))

    def scaled(x: Floats) -> tuple[float, Floats]:
        value, by_effects, by_intercept = objective(table, outputs, *moved(x), penalties)
        slope = start.units.gradient(np.vstack([by_effects, by_intercept]))
        return value / length**2, slope.ravel() / length

    options = {"maxiter": max_iter, "ftol": 1e-8, "gtol": 1e-3 / length}
    zeros = np.zeros(start.slopes.size)
    found = minimize(scaled, zeros, jac=True, method="L-BFGS-B", options=options)
    return *moved(found.x), int(found.nit)
