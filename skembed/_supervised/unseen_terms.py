"""How fine-tuning moves initial vectors, for terms that no training document holds.

Training moves the vectors of the terms of its documents away from those of other terms that were
near them. A linear map says how, and moves the others too. Nothing is trained here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .._compat.threads import one_blas_thread

# Penalties to choose from, relative to the mean eigenvalue; infinite: nothing moves.
_PENALTIES = 10.0 ** np.arange(4, -5, -1)

# Number of rows converted to float64 at once.
_CHUNK = 8192


def changed(
    initial: NDArray[np.float32], change: NDArray[np.float64] | None
) -> NDArray[np.float32]:
    """Return the initial vectors of unseen terms times a matrix, by which training changed them."""
    if change is None:
        return initial
    with one_blas_thread():
        return np.asarray(initial @ change.astype(np.float32))


def find_moves(before: NDArray[np.float32], after: NDArray[np.float32]) -> NDArray[np.float64]:
    r"""Return the matrix :math:`M` for which ``before @ M`` is near ``after - before``.

    It minimizes :math:`\lVert X M - D \rVert^2 + \lambda \lVert M \rVert^2`, where :math:`\lambda`
    has the least error of generalized cross-validation (Golub, Heath and Wahba, 1979).
    """
    n, d = before.shape
    gram, cross, total = np.zeros((d, d)), np.zeros((d, d)), 0.0
    with one_blas_thread():
        for start in range(0, n, _CHUNK):
            X = before[start : start + _CHUNK].astype(np.float64)
            D = after[start : start + _CHUNK] - X
            gram += X.T @ X
            cross += X.T @ D
            total += float(np.square(D).sum())
        if not gram.any():  # vectors of zeros
            return gram
        eigenvalues, directions = np.linalg.eigh(gram)
        eigenvalues = np.maximum(eigenvalues, 0)
        projected = directions.T @ cross
        squares = np.square(projected).sum(axis=1)
        least, kept = total / n**2, np.zeros(d)  # of no moves
        for penalty in _PENALTIES * eigenvalues.mean():
            sums = eigenvalues + penalty
            rest = max(total - float(squares @ ((sums + penalty) / sums**2)), 0.0)
            error = rest / (n - float((eigenvalues / sums).sum())) ** 2
            if error < least:
                least, kept = error, 1 / sums
        return np.asarray(directions @ (kept[:, np.newaxis] * projected))
