"""Orthogonal Procrustes: turning vectors of one space into another, as well as a rotation can."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import orthogonal_procrustes

from .._compat.threads import one_blas_thread


def find_rotation(own: NDArray[np.float32], common: NDArray[np.float32]) -> NDArray[np.float32]:
    r"""Return the rotation that turns ``own`` into ``common`` as well as a rotation can.

    :math:`\arg\min_R \lVert A R - B \rVert_F` with :math:`R^\top R = I`: orthogonal Procrustes
    (Schönemann 1966).

    Parameters
    ----------
    own, common : ndarray of shape (n_documents, n_components), dtype=float32
        Features of the same documents in both spaces.

    Returns
    -------
    rotation : ndarray of shape (n_components, n_components), dtype=float32
    """
    with one_blas_thread():
        rotation, _ = orthogonal_procrustes(own.astype(np.float64), common.astype(np.float64))
    return np.asarray(rotation, dtype=np.float32)


def rotated(vectors: NDArray[np.float32], rotation: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors times a rotation.

    Parameters
    ----------
    vectors : ndarray of shape (n_rows, n_components), dtype=float32
        Vectors, or features.

    rotation : ndarray of shape (n_components, n_components), dtype=float32
        As from `find_rotation`, or several times that.

    Returns
    -------
    rotated : ndarray of shape (n_rows, n_components), dtype=float32
        A new array.
    """
    with one_blas_thread():
        return np.asarray(vectors @ rotation)
