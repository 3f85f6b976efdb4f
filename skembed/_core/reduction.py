"""Principal components of vectors: the map to fewer components, without the most common ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from .._compat.threads import one_blas_thread

# Number of rows converted to float64 at once.
_CHUNK = 8192

Take = Callable[[NDArray[np.integer]], NDArray[np.float32]]  # some rows of a matrix


def principal_directions(
    take: Take, n_rows: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean of the rows, and their principal directions as columns, the first one first.

    They are the eigenvectors of the covariance matrix; the entry of each with the largest magnitude
    is positive.
    """
    mean = sum(rows.sum(axis=0) for rows in _parts(take, n_rows)) / n_rows
    with one_blas_thread():
        covariance = sum((rows - mean).T @ (rows - mean) for rows in _parts(take, n_rows))
        directions = np.linalg.eigh(covariance)[1][:, ::-1]
    largest = np.abs(directions).argmax(axis=0)
    signs = np.sign(directions[largest, np.arange(len(largest))])
    return mean, directions * signs


def project(
    take: Take, n_rows: int, mean: NDArray[np.float64], directions: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Return the components of the rows, less the mean, in the given directions."""
    projected = np.empty((n_rows, directions.shape[1]), dtype=np.float32)
    start = 0
    with one_blas_thread():
        for rows in _parts(take, n_rows):
            projected[start : start + len(rows)] = (rows - mean) @ directions
            start += len(rows)
    return projected


def _parts(take: Take, n_rows: int) -> Iterator[NDArray[np.float64]]:
    """Yield all rows in chunks, in float64."""
    for start in range(0, n_rows, _CHUNK):
        yield take(np.arange(start, min(start + _CHUNK, n_rows))).astype(np.float64)
