"""Dealing words into parts: who shares a block, for every method that trains in blocks.

A part is a stretch of rows of the matrices; parts are about equally frequent. Rows depend on
the weights alone, never on the number of threads.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def deal(weights: NDArray[np.int64], n_parts: int) -> NDArray[np.int32]:
    """Return the matrix row of each word: dealt in a snake, the heaviest first.

    Parameters
    ----------
    weights : ndarray of shape (n_terms,), dtype=int64
        How much work each word brings, such as its count.

    n_parts : int
        Number of parts; part ``i`` has the rows from ``i * part_size(n_terms, n_parts)``.

    Returns
    -------
    rows : ndarray of shape (n_terms,), dtype=int32
        All different.
    """
    n_terms = len(weights)
    order = np.argsort(-weights, kind="stable")
    turn, place = np.divmod(np.arange(n_terms), n_parts)
    part = np.where(turn % 2 == 0, place, n_parts - 1 - place)
    rows = np.empty(n_terms, dtype=np.int32)
    rows[order] = part * part_size(n_terms, n_parts) + turn
    return rows


def part_size(n_terms: int, n_parts: int) -> int:
    """Return the number of rows of a part; the last ones of a part may belong to no word."""
    return -(-n_terms // n_parts)
