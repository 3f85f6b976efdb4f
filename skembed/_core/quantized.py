"""`QuantizedRows`: a matrix in 8-bit integers, with a scale for each row.

Rows become numbers again when they are taken; the whole matrix never needs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .checks import read_only

# Number of rows converted at once.
_CHUNK = 8192

LARGEST = 127  # magnitude of an 8-bit integer


class QuantizedRows:
    """Rows ``codes * scales`` with ``codes`` (n, d) int8 and ``scales`` (n,) float32.

    The scale of a row is its largest magnitude divided by 127, so that no number is off by more
    than half a scale. Has the properties and methods of an `ArraySnapshot`, except ``changed``.
    """

    def __init__(self, codes: NDArray[np.int8], scales: NDArray[np.float32]) -> None:
        self.codes, self.scales = codes, scales

    @classmethod
    def of(cls, matrix: NDArray[np.float32]) -> QuantizedRows:
        """Quantize the rows of a matrix."""
        codes = np.empty(matrix.shape, dtype=np.int8)
        scales = np.empty(len(matrix), dtype=np.float32)
        for start in range(0, len(matrix), _CHUNK):
            rows = matrix[start : start + _CHUNK]
            scale = np.abs(rows).max(axis=1) / np.float32(LARGEST)
            scale[scale == 0] = 1  # of a row of zeros, or of numbers too small for a scale
            codes[start : start + _CHUNK] = np.rint(rows / scale[:, np.newaxis])
            scales[start : start + _CHUNK] = scale
        return cls(codes, scales)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the matrix."""
        return self.codes.shape

    @property
    def array(self) -> NDArray[np.float32]:
        """The whole matrix as numbers, read-only: a new array each time."""
        return read_only(self.codes * self.scales[:, np.newaxis])

    def take(self, rows: NDArray[np.integer]) -> NDArray[np.float32]:
        """Return some rows as numbers."""
        taken: NDArray[Any] = self.codes[rows] * self.scales[rows, np.newaxis]
        return taken

    def parts(self, rows: slice | list[int]) -> Iterator[NDArray[np.float32]]:
        """Yield some rows as numbers, in one or more chunks."""
        places = np.arange(len(self.codes))[rows]
        for start in range(0, max(len(places), 1), _CHUNK):
            yield self.take(places[start : start + _CHUNK])

    def part(self, rows: slice) -> QuantizedRows:
        """Return some rows, which share memory."""
        return QuantizedRows(self.codes[rows], self.scales[rows])
