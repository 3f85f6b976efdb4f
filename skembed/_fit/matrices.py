"""Matrices as the kernels want them: rows padded and aligned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ROW_MULTIPLE = 16  # floats; rows of a kernel's matrices are padded to a multiple of it
_ALIGNMENT = 64  # bytes


def padded(n_components: int) -> int:
    """Return the length of a row of the kernels' matrices."""
    return -(-n_components // ROW_MULTIPLE) * ROW_MULTIPLE


def zeros(n_rows: int, n_components: int) -> NDArray[np.float32]:
    """Zeros of shape (n_rows, n_components rounded up to a multiple of 16), for the kernels.

    Rows begin at multiples of 64 bytes; the columns beyond ``n_components`` stay zero
    throughout training, because their gradient is zero.
    """
    d = padded(n_components)
    raw = np.zeros(n_rows * d * 4 + _ALIGNMENT, dtype=np.uint8)
    start = -raw.ctypes.data % _ALIGNMENT
    return raw[start : start + n_rows * d * 4].view(np.float32).reshape(n_rows, d)
