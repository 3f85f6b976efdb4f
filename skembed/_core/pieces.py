"""Process documents in pieces, and stack the results of the pieces.

Each step from strings to features or predictions works on one piece at a time, so that memory use,
apart from the result, does not grow with the number of documents.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Size(NamedTuple):
    """Maximum size of a piece."""

    n_tokens: int
    n_documents: int


WHOLE = Size(sys.maxsize, sys.maxsize)
# As fast as a single piece. With character n-grams, each token needs up to 700 bytes meanwhile.
PIECE = Size(1 << 17, 1 << 12)
# Without them, a token needs some 10 bytes, and at the end of a piece threads wait for each other.
PIECE_OF_WORDS = Size(1 << 19, 1 << 12)


def cut(
    ids: NDArray[np.int32], indptr: NDArray[np.int64], size: Size
) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int64], slice]]:
    """Split documents into pieces of limited size, but of at least one document each.

    Yields a view of the ids of a piece, its ``indptr``, counted from 0, and the slice of its
    documents. If there are no documents, one empty piece is yielded.
    """
    first, end = 0, len(indptr) - 1
    if len(ids) <= size.n_tokens and end <= size.n_documents:  # faster than to search
        yield ids, indptr - indptr[0], slice(0, end)
        return
    while True:
        goal = indptr[first] + min(size.n_tokens, int(indptr[-1]))
        fitting = int(np.searchsorted(indptr, goal, side="right")) - 1
        last = min(max(first + 1, min(fitting, first + size.n_documents)), end)
        start, stop = indptr[first], indptr[last]
        yield ids[start:stop], indptr[first : last + 1] - start, slice(first, last)
        if last == end:
            return
        first = last


def stacked(parts: Iterator[NDArray[Any]], n_rows: int) -> NDArray[Any]:
    """Concatenate the rows of at least one piece; a single piece is returned without a copy.

    If ``n_rows`` is the number of all rows, and not 0, each piece can be freed before the next one
    is computed.
    """
    part = next(parts)
    n = len(part)
    if n >= n_rows:  # this is the only part, or the number of rows is unknown
        others = list(parts)
        return np.concatenate([part, *others]) if others else part
    result = np.empty((n_rows, *part.shape[1:]), dtype=part.dtype)
    result[:n] = part
    for part in parts:
        if n + len(part) > n_rows:  # there are more documents than their length says
            return np.concatenate([result[:n], part, *parts])
        result[n : n + len(part)] = part
        n += len(part)
    return result if n == n_rows else result[:n].copy()
