"""Features of the training documents from models that have not seen their labels.

Each fold's model starts where the full one starts, and its features are then turned into the
space of the full one: folds left in spaces of their own would be worse than the leak (see
docs/user_guide/supervised). Nothing here knows an estimator.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import orthogonal_procrustes

from .._compat.threads import one_blas_thread

Rows = NDArray[np.integer]
Fold = tuple[Rows, Rows]  # documents to train on, documents left out


def check_folds(folds: Iterable[tuple[ArrayLike, ArrayLike]], n_documents: int) -> list[Fold]:
    """Refuse folds that do not have each document in exactly one test part.

    Parameters
    ----------
    folds : iterable of (train, test)
        Rows of documents, as a splitter yields them.

    n_documents : int
        Number of documents.

    Returns
    -------
    folds : list of (train, test)
        As arrays.

    Raises
    ------
    ValueError
        Naming a document that is in none, or in several.
    """
    checked = [(as_rows(train), as_rows(test)) for train, test in folds]
    times = np.zeros(n_documents, dtype=np.int64)
    for _, test in checked:
        np.add.at(times, test, 1)
    if np.any(times != 1):
        row = int(np.argmax(times != 1))
        raise ValueError(
            f"cv must have each document in the test part of exactly one fold; row {row} is in "
            f"{times[row]}. Use a splitter such as KFold or StratifiedKFold, or cv=None."
        )
    return checked


def as_rows(rows: ArrayLike) -> Rows:
    """Return rows of documents as an array, from numbers or from a mask."""
    rows = np.asarray(rows, dtype=None if np.size(rows) else np.intp)
    return np.flatnonzero(rows) if rows.dtype == bool else rows


def aligned(own: NDArray[np.float32], common: NDArray[np.float32]) -> NDArray[np.float32]:
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


def turned(vectors: NDArray[np.float32], rotation: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors times a rotation.

    Parameters
    ----------
    vectors : ndarray of shape (n_rows, n_components), dtype=float32
        Vectors, or features.

    rotation : ndarray of shape (n_components, n_components), dtype=float32
        As from `aligned`, or several times that.

    Returns
    -------
    turned : ndarray of shape (n_rows, n_components), dtype=float32
        A new array.
    """
    with one_blas_thread():
        return np.asarray(vectors @ rotation)
