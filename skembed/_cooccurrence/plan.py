"""Split the counting of co-occurrences into tasks that fit into memory.

Rows are grouped into tasks, and tasks into waves that fit into memory together. The result does
not depend on either. How rows are counted and where tasks run is decided elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .memory_limit import show_bytes
from .rows import Offsets, RowRange, Rules
from .storage import RowStore

FIRST_SHARE = 0.6  # n_jobs tasks take this share of the remaining work, so tasks get smaller,
LAST_SHARE = 0.15  # down to this share of all work, so that no job waits long for the last one
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

    @cached_property
    def tasks(self) -> list[RowRange]:
        """All rows, split so that n_jobs tasks and their results fit into the room."""
        budget = self.room // self.n_jobs - self._scratch
        chunk = max(len(self.counts), min(MAX_CHUNK, budget // 64))
        budget -= 8 * chunk
        n_tokens = int(self.counts.sum())
        work = np.concatenate([[0], np.cumsum(self._work)])
        least = work[-1] * LAST_SHARE
        sizes = 8 * np.concatenate([[0], np.cumsum(self.counts + self.bounds)])
        tasks, begin = [], 0
        while begin < len(self.counts):
            fits = np.searchsorted(sizes, sizes[begin] + budget, side="right") - 1
            share = max(least, (work[-1] - work[begin]) * FIRST_SHARE) / self.n_jobs
            fair = np.searchsorted(work, work[begin] + share, side="right") - 1
            end = max(begin + 1, int(min(fits, fair)))
            segment = n_tokens
            if end > fits:  # a single row, whose index would be too large
                segment = max(MIN_SEGMENT, budget // 8 - int(self.bounds[begin]))
            n_values = int(self.bounds[begin:end].sum())
            tasks.append(RowRange(begin, end, segment, max(1, min(chunk, n_values))))
            begin = end
        return tasks

    def waves(self, rows: RowStore) -> Iterator[list[RowRange]]:
        """Yield tasks that may run together; move ``rows`` to disk when they take too much."""
        begin = 0
        while begin < len(self.tasks):
            n = self._fitting(begin, rows)
            if n < min(self.n_jobs, len(self.tasks) - begin):
                rows.move_to_disk()
                n = max(self.n_jobs, self._fitting(begin, rows))
            yield self.tasks[begin : begin + n]
            begin += n

    def _fitting(self, begin: int, rows: RowStore) -> int:
        """Return how many tasks from ``begin`` on fit in addition to the rows stored so far."""
        index, free, n = 0, self.room - rows.n_bytes, 0
        for task in self.tasks[begin:]:
            mine = slice(task.begin, task.end)
            index = max(index, min(int(self.counts[mine].sum()), task.segment) + task.chunk)
            free -= 8 * int(self.bounds[mine].sum())
            if free < self.n_jobs * (8 * index + self._scratch):
                break
            n += 1
        return n

    @property
    def _work(self) -> Offsets:
        """Cost of each row, (n_terms,): a non-zero costs about twice as much as a neighbor."""
        work: Offsets = self.counts * self.rules.n_neighbors + 2 * self.bounds
        return work

    @property
    def _scratch(self) -> int:
        """Bytes that a task needs for an unfinished row: 16 bytes and two bits per term."""
        return 17 * len(self.counts)

    @property
    def _least_task(self) -> int:
        return self._scratch + 8 * (2 * len(self.counts) + MIN_SEGMENT)
