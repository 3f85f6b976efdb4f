"""Parts and blocks, for every method whose examples pair a row of each of two matrices.

A part is a stretch of rows; parts are about equally frequent. Block (i, j) has the examples with
the one row in part i and the other in part j. Nothing here depends on the number of threads.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

N_SEGMENTS = 16  # of the examples: what a kernel sorts into blocks at a time


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


def block_places(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where blocks begin, and in them the examples of each segment.

    Parameters
    ----------
    counts : ndarray of shape (n_segments, n_blocks), dtype=int64
        Examples of each segment in each block.

    Returns
    -------
    begin : ndarray of shape (n_blocks + 1,), dtype=int64
        Block ``b`` has the places from ``begin[b]`` to ``begin[b + 1]``.

    offsets : ndarray of shape (n_segments, n_blocks), dtype=int64
        The first place of each segment in each block.
    """
    begin = np.zeros(counts.shape[1] + 1, dtype=np.int64)
    np.cumsum(counts.sum(axis=0), out=begin[1:])
    return begin, np.cumsum(counts, axis=0) - counts + begin[:-1]


def sizes_of_rounds(begin: NDArray[np.int64], rounds: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the sizes of the blocks (i, (i + r) mod P) of each round r, (n_rounds, P)."""
    P = round((len(begin) - 1) ** 0.5)
    i = np.arange(P)
    sizes: NDArray[np.int64] = np.diff(begin)[i * P + (i + rounds[:, None]) % P]
    return sizes
