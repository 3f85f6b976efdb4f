"""Allocate matrices for the kernels, with padded and aligned rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ROW_MULTIPLE = 16  # floats; rows of the kernels' matrices are padded to a multiple of this
_ALIGNMENT = 64  # bytes


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
