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
from scipy.special import expit, logsumexp, softmax

from .outputs import Outputs
from .penalties import find_penalties
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
        return np.asarray(np.square(residuals).sum(axis=1)) / 2, residuals
    if loss == "sigmoid":
        each = np.logaddexp(0.0, scores) - values * scores
        return each.sum(axis=1), expit(scores) - values
    each = logsumexp(scores, axis=1) - (values * scores).sum(axis=1)
    return np.asarray(each), softmax(scores, axis=1) - values


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
    each, slopes = losses(outputs.loss, table.gather(effects) + intercept, outputs.values)
    slopes *= outputs.weights[:, np.newaxis]
    value = float(outputs.weights @ each) + float((penalties * effects**2).sum()) / 2
    return value, table.sums(slopes) + penalties * effects, slopes.sum(axis=0)


def fit_effects(
    table: EncodedTable, outputs: Outputs, max_iter: int, penalties: Floats | None = None
) -> Effects:
    """Minimize the objective in rounds; given ``penalties`` are kept."""
    shape = table.n_slots, outputs.values.shape[1]
    effects, intercept = np.zeros(shape), _first_intercept(outputs)
    n_iter, is_given = 0, penalties is not None
    if penalties is None:
        mean = curvature(outputs.loss, np.broadcast_to(intercept, outputs.values.shape))
        penalties = np.tile(
            np.average(mean, axis=0, weights=outputs.weights), (len(table.codes.T), 1)
        )
    for i in range(ROUNDS):
        effects, intercept, n = _descend(table, outputs, effects, intercept, penalties, max_iter)
        n_iter += n
        if not is_given and i < ROUNDS - 1:
            scores = table.gather(effects) + intercept
            slopes = losses(outputs.loss, scores, outputs.values)[1]
            bends = curvature(outputs.loss, scores)
            penalties = find_penalties(table, outputs.weights, effects, slopes, bends)
    return Effects(effects, intercept, penalties, n_iter)


def _first_intercept(outputs: Outputs) -> Floats:
    """Return the intercept of the best model without effects."""
    mean = np.average(outputs.values, axis=0, weights=outputs.weights)
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
    max_iter: int,
) -> tuple[Floats, Floats, int]:
    """Run L-BFGS on effects and intercept, both in units of the inverse root of their curvature."""
    sizes = np.diff(table.edges)
    by_slot = np.repeat(penalties, sizes, axis=0)
    bends = curvature(outputs.loss, table.gather(effects) + intercept)
    bends *= outputs.weights[:, np.newaxis]
    units = 1 / np.sqrt(table.sums(bends) + by_slot)
    units[table.edges[1:] - 1] = 0  # unknown values have no effect
    unit = 1 / np.sqrt(bends.sum(axis=0))
    n = effects.size

    def scaled(x: Floats) -> tuple[float, Floats]:
        now = effects + x[:n].reshape(effects.shape) * units
        value, slope, last = objective(table, outputs, now, intercept + x[n:] * unit, by_slot)
        return value, np.concatenate([(slope * units).ravel(), last * unit])

    options = {"maxiter": max_iter, "ftol": 1e-9, "gtol": 1e-3}
    start = np.zeros(n + len(intercept))
    found = minimize(scaled, start, jac=True, method="L-BFGS-B", options=options)
    x = found.x
    return effects + x[:n].reshape(effects.shape) * units, intercept + x[n:] * unit, int(found.nit)
