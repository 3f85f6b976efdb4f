"""Conjugate gradients: the minimum of a quadratic for each output, all in the same passes.

Each step reaches the minimum over all directions so far (Hestenes and Stiefel 1952), with four
matrices of the size of the effects, where L-BFGS needs two dozens.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .curvature import Units

Floats = NDArray[np.float64]

_TINY = np.finfo(np.float64).tiny


def conjugate_gradients(
    times_hessian: Callable[[Floats], Floats],
    units: Units,
    gradient: Floats,
    enough: float,
    max_iter: int,
) -> tuple[Floats, int]:
    """Return the steps to the minimum, of the shape of the gradient, and the iterations.

    ``gradient`` is that in ``units``, and its memory is used. The Hessian is about the identity
    there, so the squared gradient is about twice the distance of the objective from its minimum; it
    stops where that is ``enough``.
    """
    steps, n_iter = np.zeros_like(gradient), 0
    rest = np.negative(gradient, out=gradient)
    direction, left = rest.copy(), np.einsum("ij,ij->j", rest, rest)
    while n_iter < max_iter and left.sum() > enough:
        move = units.steps(direction)
        change = units.gradient(times_hessian(move))
        size = left / np.maximum(np.einsum("ij,ij->j", direction, change), _TINY)
        steps += size * move
        rest -= size * change
        before, left = left, np.einsum("ij,ij->j", rest, rest)
        direction *= left / np.maximum(before, _TINY)
        direction += rest
        n_iter += 1
    return steps, n_iter
