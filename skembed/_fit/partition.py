"""Partition of rows into parts and of training examples into blocks.

This is for methods whose training examples pair a row of one matrix with a row of another. A part
is a range of rows; the words of each part have about the same total count. Block (i, j) contains
the examples with the first row in part i and the second row in part j. Nothing here depends on the
number of threads.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

N_SEGMENTS = 16  # segments of the examples; a thread sorts one at a time into blocks


def deal(weights: NDArray[np.int64], n_parts: int) -> NDArray[np.int32]:
    """Assign each word to a matrix row, (n_terms,), balancing the total weights of the parts.

    Words are dealt to the parts in order of decreasing weight, back and forth (in a snake). Part
    ``i`` starts at row ``i * part_size(n_terms, n_parts)``.
    """
    n_terms = len(weights)
    order = np.argsort(-weights, kind="stable")
    turn, place = np.divmod(np.arange(n_terms), n_parts)
    part = np.where(turn % 2 == 0, place, n_parts - 1 - place)
    rows = np.empty(n_terms, dtype=np.int32)
    rows[order] = part * part_size(n_terms, n_parts) + turn
    return rows


def part_size(n_terms: int, n_parts: int) -> int:
    """Return the number of rows per part; the last rows of a part may be unused."""
    return -(-n_terms // n_parts)


def block_places(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each block starts, and where the examples of each segment start in it.

    ``counts`` (n_segments, n_blocks) are numbers of examples. Block ``b`` contains the positions
    ``begin[b]`` to ``begin[b + 1] - 1``; ``offsets`` has the shape of the counts.
    """
    begin = np.zeros(counts.shape[1] + 1, dtype=np.int64)
    np.cumsum(counts.sum(axis=0), out=begin[1:])
    return begin, np.cumsum(counts, axis=0) - counts + begin[:-1]


def sizes_of_rounds(begin: NDArray[np.int64], rounds: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the sizes of the blocks (i, (i + r) mod P) of each round r; shape (n_rounds, P)."""
    P = round((len(begin) - 1) ** 0.5)
    i = np.arange(P)
    sizes: NDArray[np.int64] = np.diff(begin)[i * P + (i + rounds[:, None]) % P]
    return sizes
