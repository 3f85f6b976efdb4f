"""Weights of the terms in documents that do not fit into memory: a sparse array in unnamed files.

Nothing is weighted or trained here. Only what each document has one of is in memory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .._core.mapped_files import is_mapped, mapped_file, nameless_file, release
from .._core.pieces import Size, cut

# Tokens, and documents, whose weights are computed at once: some 30 bytes for each token.
BLOCK = Size(1 << 20, 1 << 20)


def in_files(parts: Iterable[sparse.csr_array], kind: Any = np.int32) -> sparse.csr_array:
    """Return the rows of all parts, at least one, as an array in files.

    The values are float32. The indices are of the given kind, and ``indptr``, too, if it fits.
    """
    lengths, n_columns = [np.zeros(1, dtype=np.int64)], 0
    try:
        with nameless_file() as values, nameless_file() as columns:
            for part in parts:
                values.write(np.ascontiguousarray(part.data, dtype=np.float32).view(np.uint8).data)
                columns.write(np.ascontiguousarray(part.indices, dtype=kind).view(np.uint8).data)
                lengths.append(np.diff(part.indptr))
                n_columns = part.shape[1]
            indptr = np.cumsum(np.concatenate(lengths))
            # The constructor might copy the arrays.
            found = sparse.csr_array((len(indptr) - 1, n_columns), dtype=np.float32)
            found.data, found.indices = mapped_file(values, np.float32), mapped_file(columns, kind)
            fits = indptr[-1] <= np.iinfo(np.int32).max
            found.indptr = indptr.astype(kind) if fits else indptr
            return found
    except OSError as error:
        raise ValueError(
            "The weights of the terms in the encoded documents could not be written to a temporary "
            f"file in {tempfile.gettempdir()!r}: {error}. They need 16 bytes for each distinct "
            "term of a document. Make room there, or set TMPDIR to another folder."
        ) from error


def blocks(weights: sparse.csr_array) -> Iterator[sparse.csr_array]:
    """Yield copies of some rows after the others; only one is in memory."""
    for *_, rows in cut(weights.indices, weights.indptr, BLOCK):
        yield weights[rows]
        let_go(weights)


def of_rows(
    weights: sparse.csr_array, function: Callable[[sparse.csr_array], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Return what a function returns for each row, of shape (n_rows,)."""
    return np.concatenate([function(block) for block in blocks(weights)])


def by_blocks(
    weights: sparse.csr_array, function: Callable[[sparse.csr_array], sparse.csr_array]
) -> sparse.csr_array:
    """Return what a function makes of the rows, in files if they are."""
    if is_mapped(weights.data):
        return in_files(map(function, blocks(weights)))
    return function(weights)


def let_go(weights: sparse.csr_array) -> None:
    """Let go of the memory of what was read from files; other weights are left alone."""
    for array in (weights.data, weights.indices):
        release(array)
