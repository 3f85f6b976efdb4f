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


def move_unseen(
    vectors: NDArray[np.float32],
    terms: NDArray[np.integer],
    initial: NDArray[np.float32],
    is_seen: NDArray[np.bool_],
) -> None:
    """Move the vectors of unseen terms, in place, as training moved those of seen ones.

    ``initial`` (n_initial, n_components) are the initial vectors of some ``terms``, which are rows
    of ``vectors``; those of unseen terms are still the same. ``is_seen`` has shape (n_initial,).
    """
    seen, unseen = terms[is_seen], terms[~is_seen]
    if len(seen) and len(unseen):
        moves = find_moves(initial[is_seen], vectors[seen]).astype(np.float32)
        with one_blas_thread():
            vectors[unseen] += vectors[unseen] @ moves


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
