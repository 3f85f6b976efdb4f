"""`MappedSubwords`: subwords of vectors that were mapped, with the rows of the others.

Training maps the vectors of words that it has not seen by a matrix. The mean of n-grams is mapped
as each of them is, so that millions of rows need not be copied for that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._compat.threads import one_blas_thread
from .._kernels import ISA
from .._kernels import pooling as kernel
from .reduction import project
from .subwords import Subwords

Matrix = NDArray[np.float32]

# Number of rows mapped at once.
_CHUNK = 4096


class MappedSubwords(Subwords):
    """The subwords of ``source``, each row times ``matrix``.

    The matrix has shape (n_components of source, n_components). ``rows`` computes all of them each
    time.
    """

    source: Subwords
    matrix: Matrix

    def __init__(self, source: Subwords, matrix: Matrix) -> None:
        lengths = {"min_n": source.min_n, "max_n": source.max_n}
        self.__dict__.update(lengths, source=source, matrix=matrix)

    @property
    def rows(self) -> Matrix:
        """The vector of each bucket: a new array each time."""
        mean = np.zeros(len(self.matrix))
        take = self.source.rows.__getitem__
        return project(take, self.n_buckets, mean, self.matrix.astype(np.float64))

    @property
    def n_buckets(self) -> int:
        """Number of rows."""
        return self.source.n_buckets

    @property
    def n_components(self) -> int:
        """Number of components of each row."""
        return int(self.matrix.shape[1])

    def _sums(self, words: Sequence[str]) -> tuple[Matrix, NDArray[np.int64]]:
        sums, counts = self.source._sums(words)
        return times(sums, self.matrix), counts

    def __setstate__(self, state: dict[str, object]) -> None:
        """Restore the source, whose rows are not copied."""
        self.__dict__.update(state)


def mapped(subwords: Subwords, matrix: ArrayLike) -> Subwords:
    """Return subwords whose vectors are those of the given ones, times a matrix.

    A matrix that changes nothing is left out.
    """
    source, product = subwords, np.asarray(matrix, dtype=np.float64)
    if isinstance(subwords, MappedSubwords):
        with one_blas_thread():
            source, product = subwords.source, subwords.matrix.astype(np.float64) @ product
    if np.array_equal(product, np.eye(len(product))):
        return source
    return MappedSubwords(source, np.ascontiguousarray(product, dtype=np.float32))


def scaled(subwords: Subwords | None, scale: ArrayLike) -> Subwords | None:
    """Return subwords whose vectors are multiplied by a number, or by one for each component."""
    if subwords is None or np.all(np.equal(scale, 1)):
        return subwords
    return mapped(subwords, np.diag(np.broadcast_to(scale, subwords.n_components)))


def components_of(subwords: Subwords, part: slice) -> Subwords | None:
    """Return subwords with some of the components; None if these are zero for all words."""
    found = mapped(subwords, np.eye(subwords.n_components)[:, part])
    is_zero = isinstance(found, MappedSubwords) and not found.matrix.any()
    return None if is_zero else found


def times(rows: Matrix, matrix: Matrix) -> Matrix:
    """Return ``rows @ matrix``; the rounding of a row does not depend on the other rows."""
    n_rows, n = rows.shape
    product = np.zeros((n_rows, matrix.shape[1]), dtype=np.float32)
    for start in range(0, n_rows, _CHUNK):
        part = np.ascontiguousarray(rows[start : start + _CHUNK])
        ids = np.tile(np.arange(n, dtype=np.int32), len(part))
        indptr = np.arange(len(part) + 1, dtype=np.int64) * n
        out = product[start : start + _CHUNK]
        kernel.weighted_sum(ids, indptr, part.ravel(), matrix, out, 1, ISA, True, False)
    return product
