"""Matrices for the kernels, with padded and aligned rows, and what their rows begin with."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

ROW_MULTIPLE = 16  # floats; rows of the kernels' matrices are padded to a multiple of this
_ALIGNMENT = 64  # bytes
_AT_ONCE = 1 << 13  # rows drawn at once: new memory for all of them takes longer than to draw them


def padded(n_components: int) -> int:
    """Return the padded length of a row, in floats."""
    return -(-n_components // ROW_MULTIPLE) * ROW_MULTIPLE


def zeros(n_rows: int, n_components: int) -> NDArray[np.float32]:
    """Return zeros of shape (n_rows, n_components rounded up to a multiple of 16).

    Rows start at multiples of 64 bytes. The columns beyond ``n_components`` stay zero during
    training, because their gradient is zero.
    """
    d = padded(n_components)
    raw = np.zeros(n_rows * d * 4 + _ALIGNMENT, dtype=np.uint8)
    start = -raw.ctypes.data % _ALIGNMENT
    return raw[start : start + n_rows * d * 4].view(np.float32).reshape(n_rows, d)


def small_random_rows(
    rng: np.random.Generator, n_rows: int, n_columns: int, n_components: int
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float32]]]:
    """Yield some rows after the other, and uniform values for them, at most 0.5 / n_components."""
    for first in range(0, n_rows, _AT_ONCE):
        rows = np.arange(first, min(first + _AT_ONCE, n_rows))
        values = rng.random((len(rows), n_columns), dtype=np.float32)
        yield rows, (values - np.float32(0.5)) / np.float32(n_components)
