"""Split the counting of co-occurrences into tasks that fit into memory.

A wave is the rows that fit into memory together, with those that are finished; it is split into
tasks of equal work. The result does not depend on either. How rows are counted and where tasks run
is decided elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from .memory_limit import show_bytes
from .rows import Offsets, RowRange, Rules
from .storage import RowStore

FIRST_SHARE = 0.6  # n_jobs tasks take this share of what remains of a wave, so tasks get smaller,
LEAST_SHARE = 0.15  # down to this share of all work: each task searches the whole corpus
MAX_CHUNK = 1 << 20  # non-zeros that a task writes into one pair of arrays
MIN_SEGMENT = 1 << 16  # tokens searched at a time for a word too frequent for a single index
OVERHEAD = 2_000_000  # bytes for all small objects
HUGE_PAGE = 1 << 21  # bytes: NumPy requests huge pages for arrays of two such pages or more
SLACK = 0.9  # share of memory_limit to plan with: allocators need a little for themselves


@dataclass(frozen=True)
class CountingPlan:
    """Which rows each task counts, and how many tasks run at a time, within a memory limit.

    All sizes are in bytes: 8 for an occurrence in an index, 8 for a non-zero. Only an upper
    bound of the number of non-zeros in a row is known in advance.
    """

    counts: Offsets
    rules: Rules
    memory_limit: int
    n_threads: int

    @cached_property
    def bounds(self) -> Offsets:
        """Maximum number of non-zeros in each row, (n_terms,)."""
        return np.minimum(self.counts * self.rules.n_neighbors, len(self.counts))

    @cached_property
    def room(self) -> int:
        """Bytes that tasks and rows may take together."""
        n = len(self.counts)
        fixed = OVERHEAD + 64 * n
        room = int(self.memory_limit * SLACK) - fixed
        if room < self._least_task:
            least = math.ceil((fixed + self._least_task) / SLACK)
            raise ValueError(
                f"memory_limit={show_bytes(self.memory_limit)} is too low to count co-occurrences "
                f"of {n} terms: at least {show_bytes(least)} are needed."
            )
        if room < 4 * HUGE_PAGE:  # columns and values are held in ordinary pages
            return room
        # otherwise the last huge page of each may be almost empty and still takes memory
        return max(room - 2 * HUGE_PAGE, 4 * HUGE_PAGE - 1)

    @property
    def capacity(self) -> int:
        """Maximum number of non-zeros held in memory."""
        return min(self.room // 8, int(self.bounds.sum()))

    @cached_property
    def n_jobs(self) -> int:
        """Number of tasks that run at a time."""
        return max(1, min(self.n_threads, self.room // self._least_task))

    def waves(self, rows: RowStore) -> Iterator[list[RowRange]]:
        """Yield tasks that may run together; move ``rows`` to disk when they take too much."""
        begin, least = 0, max(self.room // 2, self.n_jobs * self._least_task)
        while begin < len(self.counts):
            if self.room - rows.n_bytes < least:
                rows.move_to_disk()
            wave = self._wave(begin, self.room - rows.n_bytes)
            yield wave
            begin = wave[-1].end

    def _wave(self, begin: int, room: int) -> list[RowRange]:
        """Return tasks from row ``begin`` on: all rows that fit, at least one for each job."""
        budget = room // self.n_jobs - self._scratch
        chunk = max(len(self.counts), min(MAX_CHUNK, budget // 64))
        budget -= 8 * chunk
        most = self._sizes[begin] + self.n_jobs * budget
        end = int(np.searchsorted(self._sizes, most, side="right")) - 1
        least = min(begin + self.n_jobs, len(self.counts))
        # the indices of single rows may be too large
        cuts = self._cuts(begin, end) if end >= least else list(range(begin, least + 1))
        return [self._task(first, last, budget, chunk) for first, last in pairwise(cuts)]

    def _cuts(self, begin: int, end: int) -> list[int]:
        """Return where tasks begin and the last one ends: n_jobs of equal work, then smaller ones.

        The smaller the last ones, the shorter a job waits for the others.
        """
        at, stop = int(self._work[begin]), int(self._work[end])
        shares, least = np.arange(1, self.n_jobs + 1), int(self._work[-1] * LEAST_SHARE)
        ends = [np.array([stop])]
        while at < stop:
            group = min(stop - at, max(1, least, int((stop - at) * FIRST_SHARE)))
            ends.append(at + group * shares // self.n_jobs)
            at += group
        inner = np.searchsorted(self._work, np.concatenate(ends), side="right") - 1
        return sorted({begin, *inner.clip(begin + 1, end).tolist()})

    def _task(self, begin: int, end: int, budget: int, chunk: int) -> RowRange:
        n_values = int(self.bounds[begin:end].sum())
        segment = int(self.counts.sum())
        if end == begin + 1 and self._sizes[end] - self._sizes[begin] > budget:
            segment = max(MIN_SEGMENT, budget // 8 - n_values)
        return RowRange(begin, end, segment, max(1, min(chunk, n_values)))

    @cached_property
    def _sizes(self) -> Offsets:
        """Bytes of the indices and results of all rows before each one, (n_terms + 1,)."""
        return 8 * np.concatenate([[0], np.cumsum(self.counts + self.bounds)])

    @cached_property
    def _work(self) -> Offsets:
        """Cost of all rows before each one, (n_terms + 1,)."""
        # a non-zero costs about twice as much as a neighbor
        of_rows = self.counts * self.rules.n_neighbors + 2 * self.bounds
        return np.concatenate([[0], np.cumsum(of_rows)])

    @property
    def _scratch(self) -> int:
        """Bytes that a task needs for an unfinished row: 16 bytes and two bits per term."""
        return 17 * len(self.counts)

    @property
    def _least_task(self) -> int:
        return self._scratch + 8 * (2 * len(self.counts) + MIN_SEGMENT)
