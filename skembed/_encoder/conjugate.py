"""Conjugate gradients: the solutions of linear systems, one for each column, in the same passes.

Each step reaches the minimum over all directions so far (Hestenes and Stiefel 1952), with four
matrices of the size of the solutions, where L-BFGS needs two dozens.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_TINY = np.finfo(np.float64).tiny


def conjugate_gradients(
    multiply: Callable[[Floats], Floats], rest: Floats, enough: float, max_iter: int
) -> tuple[Floats, int]:
    """Return the solutions of ``multiply(x) = rest``, and the iterations.

    ``multiply`` multiplies each column by a positive definite matrix of its own. The memory of
    ``rest`` is used: what is left of it after each step. It stops where the sum of its squares is
    at most ``enough``.
    """
    found, n_iter = np.zeros_like(rest), 0
    direction, left = rest.copy(), np.einsum("ij,ij->j", rest, rest)
    while n_iter < max_iter and left.sum() > enough:
        change = multiply(direction)
        size = left / np.maximum(np.einsum("ij,ij->j", direction, change), _TINY)
        found += size * direction
        rest -= size * change
        before, left = left, np.einsum("ij,ij->j", rest, rest)
        direction *= left / np.maximum(before, _TINY)
        direction += rest
        n_iter += 1
    return found, n_iter
