r"""The effects of categories on the outputs: a linear model of one-hot columns, to its optimum.

The scores of a row are :math:`s = b + \sum_j B_j[x_j]`, with a row of effects for each category
:math:`x_j` of column j. The product :math:`E_j W_j` of an embedding and its part of a linear head
is such a matrix, and each such matrix is a product of this kind; `components` finds the factors.
The objective is convex,

.. math:: \sum_i w_i\, l(s_i, y_i) + \tfrac{1}{2} \sum_{j,k} \lambda_{jk} \lVert B_{jk} \rVert^2

so there is one optimum, wherever the training starts. The penalties minimize the leave-one-out
error of each column. Nothing here depends on estimators or strings.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, softmax

from .outputs import Outputs
from .penalties import Derivatives, find_penalties, first_penalties
from .table import EncodedTable

Floats = NDArray[np.float64]

ROUNDS = 3  # the penalties are found after each round but the last
_SMALLEST = 1e-8  # curvature, so that rows that are predicted with certainty divide nothing by 0


class Effects(NamedTuple):
    """Effects (n_slots, n_outputs), intercept (n_outputs,), penalties (n_columns, n_outputs)."""

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
        by_effects += part.sums(slopes)
        by_intercept += slopes.sum(axis=0)
    return value, by_effects, by_intercept


def sum_derivatives(
    table: EncodedTable, outputs: Outputs, effects: Floats, intercept: Floats
) -> Derivatives:
    """Sum the derivatives of the loss over the rows of each slot."""
    total = np.zeros((table.n_slots, 3 * len(intercept) + 1))
    for rows, part in table.blocks():
        given = outputs.take(rows)
        scores = part.gather(effects) + intercept
        slopes, bends = losses(given.loss, scores, given.values)[1], curvature(given.loss, scores)
        weight = given.weights[:, np.newaxis]
        each = [weight, weight * bends, weight * slopes, weight * slopes**2 / bends]
        total += part.sums(np.hstack(each))
    return Derivatives(total[:, :1], *np.split(total[:, 1:], 3, axis=1))


def fit_effects(
    table: EncodedTable, outputs: Outputs, max_iter: int, penalties: Floats | None = None
) -> Effects:
    """Minimize the objective in rounds; given ``penalties`` are kept."""
    intercept = _first_intercept(table, outputs)
    effects, n_iter = np.zeros((table.n_slots, len(intercept))), 0
    for i in range(ROUNDS):
        sums = sum_derivatives(table, outputs, effects, intercept)
        if i == 0:
            found = first_penalties(table, sums) if penalties is None else penalties
        elif penalties is None:
            found = find_penalties(table, sums, effects)
        effects, intercept, n = _descend(
            table, outputs, effects, intercept, found, sums.bends, max_iter
        )
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


def _descend(
    table: EncodedTable,
    outputs: Outputs,
    effects: Floats,
    intercept: Floats,
    penalties: Floats,
    bends: Floats,
    max_iter: int,
) -> tuple[Floats, Floats, int]:
    """Run L-BFGS on effects and intercept, both in units of the inverse root of their curvature.

    ``bends`` (n_slots, n_outputs) are the sums of the curvature at the start.
    """
    by_slot = np.repeat(penalties, np.diff(table.edges), axis=0)
    units = 1 / np.sqrt(bends + by_slot)
    units[table.edges[1:] - 1] = 0  # unknown values have no effect
    unit = 1 / np.sqrt(bends[table.slots(0)].sum(axis=0))
    n = effects.size

    def moved(x: Floats) -> tuple[Floats, Floats]:
        return effects + x[:n].reshape(effects.shape) * units, intercept + x[n:] * unit

    def scaled(x: Floats) -> tuple[float, Floats]:
        value, slope, last = objective(table, outputs, *moved(x), by_slot)
        return value, np.concatenate([(slope * units).ravel(), last * unit])

    options = {"maxiter": max_iter, "ftol": 1e-9, "gtol": 1e-3}
    start = np.zeros(n + len(intercept))
    found = minimize(scaled, start, jac=True, method="L-BFGS-B", options=options)
    return *moved(found.x), int(found.nit)
