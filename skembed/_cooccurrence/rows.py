"""Count the co-occurrences of a range of rows: a single task, and the rules of counting.

Sums are integers in units of 1 / scale, so the result does not depend on their order. How rows
are grouped, where tasks run and where rows are stored is decided elsewhere.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._kernels import cooccurrence as kernel
from .storage import Columns, Values, mapped_zeros

# Part of the key of every cache of counts. Increase it with any change that alters the counts of
# the same corpus and rules, even by a bit. The package version would not do: most releases do not
# change the counts.
COUNTS_VERSION = 1

EXACT_WINDOW = 22  # up to here lcm(1, ..., window) stays below 2**28
SCALE = 2**32  # for wider windows, weights are rounded to multiples of 1 / SCALE
CALL_WORK = 20_000_000  # neighbors counted in one kernel call: about 30 milliseconds
CALL_TOKENS = 1 << 24  # tokens searched for words in one kernel call: about as long

Offsets = NDArray[np.int64]
Bits = NDArray[np.uint64]
# An unfinished row: sums in 32 and in 64 bits; touched columns as a list and as two levels of bits.
Scratch = tuple[NDArray[np.uint32], Offsets, Columns, Bits, Bits]


class Rules(NamedTuple):
    """How to count: integer weights of the distances 1, 2, ..., in units of 1 / scale."""

    weights: Offsets
    scale: float
    symmetric: bool

    @property
    def n_neighbors(self) -> int:
        """Maximum number of neighbors of a token."""
        return len(self.weights) * (1 + self.symmetric)


class RowRange(NamedTuple):
    """Rows begin ... end - 1, tokens to search at a time, and non-zeros to write in one array."""

    begin: int
    end: int
    segment: int
    chunk: int


def make_rules(window: int, symmetric: bool, weighting: str, count: int) -> Rules:
    """Choose the weights of the distances and their unit.

    They are exact for windows up to 22, where their common denominator is small, and rounded to
    multiples of 2**-32 otherwise. ``count`` is that of the most frequent term, whose sums must stay
    below 2**63.
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

    Return the number of non-zeros in each row, and the concatenated rows in several pieces. The
    caller sets ``stop`` when the result is no longer needed.
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
