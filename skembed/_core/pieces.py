"""Documents in pieces: how many are read at a time, and one array of what they become.

Each step from strings to features or predictions works on one piece at a time, so that what is
in memory beside the result does not grow with the number of documents.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sized
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Size(NamedTuple):
    """How much is in a piece."""

    n_tokens: int
    n_documents: int


WHOLE = Size(sys.maxsize, sys.maxsize)
# As fast as all at once. With sequences of characters, a token takes up to 700 bytes meanwhile.
PIECE = Size(1 << 17, 1 << 12)


def cut(indptr: NDArray[np.int64], size: Size) -> Iterator[slice]:
    """Cut documents into pieces that hold no more than a size, but one document at least.

    Parameters
    ----------
    indptr : ndarray of shape (n_documents + 1,), dtype=int64
        Where each document begins and ends.

    size : Size
        The most that a piece holds.

    Yields
    ------
    documents : slice
        Those of the piece; nothing if there is none.
    """
    first, end = 0, len(indptr) - 1
    while first < end:
        goal = indptr[first] + min(size.n_tokens, int(indptr[-1]))
        fitting = int(np.searchsorted(indptr, goal, side="right")) - 1
        last = max(first + 1, min(fitting, first + size.n_documents, end))
        yield slice(first, last)
        first = last


def stacked(parts: Iterator[NDArray[Any]], documents: object) -> NDArray[Any]:
    """Put the results of pieces one after the other.

    Parameters
    ----------
    parts : iterator of ndarray of shape (n_documents_of_the_piece, ...)
        At least one. Each is let go before the next is made, if the number of rows is known.

    documents : object
        What holds the documents; its length, if it has one, is the number of rows.

    Returns
    -------
    result : ndarray of shape (n_documents, ...)
        The first part itself, if there is no other.
    """
    part = next(parts)
    n, n_rows = len(part), len(documents) if isinstance(documents, Sized) else 0
    if n >= n_rows:  # that was all, or nobody knows how many there are
        others = list(parts)
        return np.concatenate([part, *others]) if others else part
    result = np.empty((n_rows, *part.shape[1:]), dtype=part.dtype)
    result[:n] = part
    for part in parts:
        if n + len(part) > n_rows:  # the length is not what it says
            return np.concatenate([result[:n], part, *parts])
        result[n : n + len(part)] = part
        n += len(part)
    return result if n == n_rows else result[:n].copy()
