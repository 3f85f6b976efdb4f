"""How the counting of co-occurrences is cut up so that it fits into memory.

Rows are cut into tasks, tasks into waves that fit together. Neither shows in the result.
It refuses to know how rows are counted, and who runs the tasks.
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

FIRST_SHARE = 0.6  # of the work that is left, what n_jobs tasks take together: ever smaller ones,
LAST_SHARE = 0.15  # down to this share of all work, so that no job waits long for the last one
MAX_CHUNK = 1 << 20  # non-zeros that a task writes into one pair of arrays
MIN_SEGMENT = 1 << 16  # tokens searched at a time for a word too frequent for one index
OVERHEAD = 2_000_000  # bytes for everything that is small
HUGE_PAGE = 1 << 21  # bytes: NumPy asks for such pages for arrays of two of them and more
SLACK = 0.9  # of memory_limit is planned with: allocators keep a little for themselves


@dataclass(frozen=True)
class CountingPlan:
    """Which rows are counted together, and by how many tasks at a time, within a limit.

    All sizes in bytes: 8 for an occurrence in an index, 8 for a non-zero. Of the
    non-zeros of a row it is known beforehand how many there can be, not how many there are.
    """

    counts: Offsets
    rules: Rules
    memory_limit: int
    n_threads: int

    @cached_property
    def bounds(self) -> Offsets:
        """Non-zeros of each row at most, (n_terms,)."""
        return np.minimum(self.counts * self.rules.n_neighbors, len(self.counts))

    @cached_property
    def room(self) -> int:
        """What tasks and rows may take together."""
        n = len(self.counts)
        fixed = OVERHEAD + 64 * n
        room = int(self.memory_limit * SLACK) - fixed
        if room < self._least_task:
            least = math.ceil((fixed + self._least_task) / SLACK)
            raise ValueError(
                f"memory_limit={show_bytes(self.memory_limit)} is too low to count co-occurrences "
                f"of {n} terms: at least {show_bytes(least)} are needed."
            )
        if room < 4 * HUGE_PAGE:  # what is held, columns and values, has ordinary pages
            return room
        # else the last page of each may be all but empty, and takes memory all the same
        return max(room - 2 * HUGE_PAGE, 4 * HUGE_PAGE - 1)

    @property
    def capacity(self) -> int:
        """Non-zeros that may be held in memory."""
        return min(self.room // 8, int(self.bounds.sum()))

    @cached_property
    def n_jobs(self) -> int:
        """Tasks at a time."""
        return max(1, min(self.n_threads, self.room // self._least_task))

    @cached_property
    def tasks(self) -> list[RowRange]:
        """All rows, cut so that n_jobs tasks fit into the room with what they return."""
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
            if end > fits:  # one row, whose index would be too large
                segment = max(MIN_SEGMENT, budget // 8 - int(self.bounds[begin]))
            n_values = int(self.bounds[begin:end].sum())
            tasks.append(RowRange(begin, end, segment, max(1, min(chunk, n_values))))
            begin = end
        return tasks

    def waves(self, rows: RowStore) -> Iterator[list[RowRange]]:
        """Yield tasks that may run together; sends ``rows`` to disk when they take too much."""
        begin = 0
        while begin < len(self.tasks):
            n = self._fitting(begin, rows)
            if n < min(self.n_jobs, len(self.tasks) - begin):
                rows.move_to_disk()
                n = max(self.n_jobs, self._fitting(begin, rows))
            yield self.tasks[begin : begin + n]
            begin += n

    def _fitting(self, begin: int, rows: RowStore) -> int:
        """Return how many tasks from ``begin`` fit with the rows that are there already."""
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
        """What each row costs, (n_terms,): a non-zero about twice as much as a neighbor."""
        work: Offsets = self.counts * self.rules.n_neighbors + 2 * self.bounds
        return work

    @property
    def _scratch(self) -> int:
        """What a task needs for one row in the making: 16 bytes and two bits a term."""
        return 17 * len(self.counts)

    @property
    def _least_task(self) -> int:
        return self._scratch + 8 * (2 * len(self.counts) + MIN_SEGMENT)
