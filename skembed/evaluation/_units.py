"""Vectors scaled to length 1: what all evaluations here look at. Nothing else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from skembed._core.neighbors import row_norms


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Scale each row to length 1; rows of zeros stay.

    Parameters
    ----------
    vectors : ndarray of shape (n_rows, n_components), dtype=float32
        The rows.

    Returns
    -------
    units : ndarray of shape (n_rows, n_components), dtype=float64
        A new array.
    """
    rows = vectors.astype(np.float64)
    norms = row_norms(vectors)[:, np.newaxis]
    return np.divide(rows, norms, out=rows, where=norms > 0)
