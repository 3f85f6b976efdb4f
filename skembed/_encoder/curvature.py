r"""Units for the descent, in which the effects have unit curvature and hardly interact.

Columns that say nearly the same, such as the marital status and the relationship of a person, make
descent slow: the sum of their effects matters much, and their difference hardly. The Hessian of the
most frequent categories, the numbers and the intercept is small, so for each output k its Cholesky
factor :math:`L_k` is found, from a part of the rows if there are many, and the effects are
:math:`L_k^{-\top} x`. Other categories are in units of the inverse root of their own curvature. The
optimum does not depend on these units. Nothing here depends on the loss.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular

from .table import EncodedTable

Floats = NDArray[np.float64]

# Most slots in the Hessian of an output, most entries of all Hessians, and about as many rows.
FREQUENT, ENTRIES, ROWS = 200, 1 << 21, 1 << 14

_TINY = np.finfo(np.float64).tiny


class Units(NamedTuple):
    """Units of the slots and, in the last row, of the intercept: (n_slots + 1, n_outputs).

    The ``places`` (n_places,) have ``inverses`` of lower factors instead, (n_outputs, n_places,
    n_places).
    """

    alone: Floats
    places: NDArray[np.intp]
    inverses: Floats

    def steps(self, x: Floats) -> Floats:
        """Return the steps of effects and intercept from variables of unit curvature."""
        return self._apply(self.inverses.transpose(0, 2, 1), x)

    def gradient(self, slopes: Floats) -> Floats:
        """Return the gradient by the variables from that by the steps."""
        return self._apply(self.inverses, slopes)

    def _apply(self, matrices: Floats, x: Floats) -> Floats:
        found = x * self.alone
        found[self.places] = np.matmul(matrices, x[self.places].T[..., np.newaxis])[..., 0].T
        return found


def some_rows(table: EncodedTable) -> slice:
    """Return the rows that the Hessian is found from."""
    return slice(None, None, max(1, len(table.codes) // ROWS))


def find_units(table: EncodedTable, bends: Floats, sums: Floats, penalties: Floats) -> Units:
    """Find the units from the curvature.

    ``bends`` (n, n_outputs) is that of `some_rows` times their weights. ``sums`` holds that of all
    rows of each slot, and ``penalties`` that of the penalty, (n_slots, n_outputs).
    """
    unknown = table.edges[1:] - 1
    known = np.setdiff1d(np.arange(table.n_slots), unknown)
    n = min(FREQUENT, int(np.sqrt(ENTRIES / sums.shape[1])))
    frequent = np.sort(known[np.argsort(-sums[known].max(axis=1), kind="stable")[:n]])
    total = sums[table.slots(0)].sum(axis=0)
    hessians = _hessians(table, frequent, bends)
    hessians *= (total / np.maximum(bends.sum(axis=0), _TINY))[:, np.newaxis, np.newaxis]
    inverses, unit = [], np.eye(len(frequent) + 1)
    at = np.diag_indices_from(unit)
    for k, hessian in enumerate(hessians):
        hessian[at] = np.maximum(hessian[at], np.append(sums[frequent, k], total[k]))
        hessian[at] += np.append(penalties[frequent, k], 1e-9 * total[k])
        factor = cholesky(hessian, lower=True, check_finite=False)
        inverses.append(solve_triangular(factor, unit, lower=True, check_finite=False))
    alone = np.vstack([1 / np.sqrt(sums + penalties), np.zeros_like(total)])
    alone[unknown] = 0  # unknown values have no effect
    return Units(alone, np.append(frequent, table.n_slots), np.array(inverses))


def _hessians(table: EncodedTable, frequent: NDArray[np.intp], bends: Floats) -> Floats:
    """Return the Hessian of frequent slots and the intercept for each output."""
    n = len(frequent)
    index = np.full(table.n_slots, n + 1)  # the last index stands for all other slots
    index[frequent] = np.arange(n)
    part = table.take(some_rows(table))
    indices = [index[table.slots(j)][mine] for j, mine in enumerate(part.codes.T)]
    indices.append(np.full(len(part.codes), n))
    first = int(np.searchsorted(frequent, table.edges[-1]))  # the numbers are the last ones

    def hessian(weights: Floats) -> Floats:
        found = interactions(indices, weights, n + 2)[:-1, :-1]
        weighted = part.numbers[:, frequent[first:] - table.edges[-1]] * weights[:, np.newaxis]
        with_all = np.vstack([part.sums(weighted)[frequent], weighted.sum(axis=0)])
        found[:, first:n], found[first:n] = with_all, with_all.T
        return found

    if (bends == bends[:, :1]).all():  # as for the squared loss
        return np.repeat(hessian(bends[:, 0])[np.newaxis], bends.shape[1], axis=0)
    return np.array([hessian(mine) for mine in bends.T])


def interactions(indices: list[NDArray[np.intp]], weights: Floats, size: int) -> Floats:
    """Return the weighted counts of all pairs of indices in a row, (size, size).

    ``indices`` holds an array (n_rows,) for each column. In a row, only the last index is repeated.
    """
    total = np.zeros(size * size)
    for mine, other in combinations_with_replacement(indices, 2):
        total += np.bincount(mine * size + other, weights, minlength=size * size)
    pairs = total.reshape(size, size)
    return pairs + pairs.T - np.diag(pairs.diagonal())
