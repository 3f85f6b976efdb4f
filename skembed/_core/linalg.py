"""Linear algebra on the rows of matrices: norms, unit vectors, rotations.

BLAS runs with a single thread here, so that results do not depend on the number of threads, bit for
bit. Nothing here knows about terms or embeddings.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import orthogonal_procrustes

from .._compat.threads import one_blas_thread

# Number of rows converted to float64 at once.
_CHUNK = 8192

# Lengths whose squares are far from the bounds of float64.
_SAFE = 1e-140, 1e140


def row_norms(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the Euclidean norm of each row, in float64 so that no float32 vector overflows."""
    norms = np.empty(len(vectors), dtype=np.float64)
    for start in range(0, len(vectors), _CHUNK):
        rows = vectors[start : start + _CHUNK].astype(np.float64)
        norms[start : start + _CHUNK] = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return norms


def unit(vector: NDArray[Any]) -> NDArray[np.float64]:
    """Return a new vector of unit length; a zero vector stays zero."""
    vector = vector.astype(np.float64)
    with np.errstate(over="ignore", under="ignore"):
        norm = float(np.linalg.norm(vector))
    if not _SAFE[0] < norm < _SAFE[1] and (largest := float(np.abs(vector).max(initial=0))) > 0:
        vector = vector / largest
        norm = float(np.linalg.norm(vector))
    return vector / norm if norm > 0 else vector


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return a new array whose rows have unit length; rows of zeros stay as they are."""
    rows = vectors.astype(np.float64)
    norms = row_norms(vectors)[:, np.newaxis]
    return np.divide(rows, norms, out=rows, where=norms > 0)


def find_rotation(own: NDArray[np.float32], common: NDArray[np.float32]) -> NDArray[np.float32]:
    r"""Find the rotation that best maps the rows of ``own`` to those of ``common``.

    This is the orthogonal Procrustes problem (Schönemann 1966), :math:`\arg\min_R \lVert A R - B
    \rVert_F` with :math:`R^\top R = I`.
    """
    with one_blas_thread():
        rotation, _ = orthogonal_procrustes(own.astype(np.float64), common.astype(np.float64))
    return np.asarray(rotation, dtype=np.float32)


def rotated(vectors: NDArray[np.float32], rotation: NDArray[np.float32]) -> NDArray[np.float32]:
    """Multiply vectors by a rotation, or by a multiple of one."""
    with one_blas_thread():
        return np.asarray(vectors @ rotation)
