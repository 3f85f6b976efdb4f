"""Counting the co-occurrences of some rows: one task of many, and what it counts by.

Sums are integers in units of 1 / scale, so their order changes no bit. Which rows are
counted together, who runs the tasks and where the rows go is not decided here.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._kernels import cooccurrence as kernel
from .storage import Columns, Values, mapped_zeros

# Part of the key of every cache of counts: to be raised by whoever makes other counts, by a bit, of
# the same corpus and rules. Not the package's version: most releases count as the one before.
COUNTS_VERSION = 1

EXACT_WINDOW = 22  # up to here lcm(1, ..., window) stays below 2**28
SCALE = 2**32  # beyond, weights are rounded to multiples of 1 / SCALE
CALL_WORK = 20_000_000  # counted neighbors of one kernel call: some 30 milliseconds
CALL_TOKENS = 1 << 24  # tokens of one kernel call that looks for words: the same

Offsets = NDArray[np.int64]
Bits = NDArray[np.uint64]
# One row in the making: sums in 32 and in 64 bits, columns met, these as bits, and bits for those.
Scratch = tuple[NDArray[np.uint32], Offsets, Columns, Bits, Bits]


class Rules(NamedTuple):
    """What is counted: integer weights of the distances 1, 2, ..., in units of 1 / scale."""

    weights: Offsets
    scale: float
    symmetric: bool

    @property
    def n_neighbors(self) -> int:
        """Tokens that a token meets, at most."""
        return len(self.weights) * (1 + self.symmetric)


class RowRange(NamedTuple):
    """Rows begin ... end - 1: tokens searched at a time, non-zeros written into one array."""

    begin: int
    end: int
    segment: int
    chunk: int


def make_rules(window: int, symmetric: bool, weighting: str, count: int) -> Rules:
    """Choose the unit of the counts.

    Parameters
    ----------
    window : int
        Greatest distance, at least 1.

    symmetric : bool
        Whether both sides count.

    weighting : {'harmonic', 'uniform'}
        1 / distance, or 1.

    count : int
        Occurrences of the most frequent term: its sums must stay below 2**63.

    Returns
    -------
    rules : Rules
        The weights are exact for windows up to 22, where their common denominator is
        small, else to 2**-32.
    """
    distance = np.arange(1, window + 1)
    if weighting == "uniform":
        return Rules(np.ones(window, dtype=np.int64), 1.0, symmetric)
    scale = math.lcm(*range(1, window + 1)) if window <= EXACT_WINDOW else SCALE
    while 2 * count * int((scale / distance).sum()) >= 2**62:
        scale //= 2
    return Rules(np.rint(scale / distance).astype(np.int64), float(scale), symmetric)


def count_range(
    ids: NDArray[np.int32],
    indptr: Offsets,
    counts: Offsets,
    rules: Rules,
    stop: NDArray[np.bool_],
    task: RowRange,
) -> tuple[Offsets, list[tuple[Columns, Values]]]:
    """Count the rows of one task.

    Parameters
    ----------
    ids, indptr : ndarray
        The corpus.

    counts : ndarray of shape (n_terms,), dtype=int64
        How often each term occurs.

    rules : Rules
        What is counted.

    stop : ndarray of shape (1,), dtype=bool
        Set by the caller when nobody wants the result any more.

    task : RowRange
        The rows.

    Returns
    -------
    sizes : ndarray of shape (task.end - task.begin,), dtype=int64
        Non-zeros of each row.

    parts : list of (columns, values)
        The rows one after the other, in pieces.
    """
    mine = counts[task.begin : task.end]
    row = _scratch(len(counts))
    found = mapped_zeros(min(int(mine.sum()), task.segment), np.uint64)
    sizes, state = np.zeros(len(mine), dtype=np.int64), np.zeros(4, dtype=np.int64)
    parts, out = [], _arrays(task.chunk)
    budget = max(1, CALL_WORK // rules.n_neighbors)
    for begin in range(0, len(ids), task.segment):
        end = min(begin + task.segment, len(ids))
        ends = np.cumsum(mine) - mine
        for at in range(begin, end, CALL_TOKENS):
            to, window = min(at + CALL_TOKENS, end), len(rules.weights)
            kernel.index_occurrences(ids, indptr, at, to, task.begin, window, ends, found)
        last, state[1] = end == len(ids), 0
        while state[0] < len(mine) and (last or state[1] < ends[-1]):
            if stop[0]:
                return sizes, []
            done = *out, sizes, state
            kernel.count_rows(*(ids, found, ends, mine, *rules, last, budget, *row, *done))
            if last and state[0] < len(mine) and state[1] == ends[state[0]]:  # no room
                parts.append((out[0][: state[3]], out[1][: state[3]]))
                out, state[3] = _arrays(task.chunk), 0
    parts.append((out[0][: state[3]], out[1][: state[3]]))
    return sizes, parts


def _arrays(n: int) -> tuple[Columns, Values]:
    return mapped_zeros(n, np.int32), mapped_zeros(n, np.float32)


def _scratch(n_terms: int) -> Scratch:
    n_words = -(-n_terms // 64)
    return (
        np.zeros(n_terms, dtype=np.uint32),
        np.zeros(n_terms, dtype=np.int64),
        np.zeros(n_terms + 1, dtype=np.int32),
        np.zeros(n_words, dtype=np.uint64),
        np.zeros(-(-n_words // 64), dtype=np.uint64),
    )
