"""`NumberingThreads`: threads that number the tokens of slices of documents, each in its own table.

The numbers are those that a single thread would give. Only strings that the kernel reads come here.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._kernels import text as kernel
from .distinct import DistinctTokens, TokenNumbers
from .rules import TokenRule, as_arrays, new_table, no_ends

LEAST = 1 << 17  # characters for which threads are started
SLICE = 1 << 20  # characters; the kernel reads them in a few milliseconds
AHEAD = 4  # slices for each thread that are not collected yet, so that no thread waits for them
_MOST_TOKENS = 1 << 20  # a table with more is made anew, because each thread has one


@dataclass(eq=False)
class _TokensOfThread:
    """The tokens that a thread has seen, and the numbers that they have in the end."""

    tokens: kernel.TokenTable
    numbers: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, dtype=np.int32))


class NumberingThreads:
    """Threads that number the tokens of documents.

    Each thread takes slices in their order, so the tokens that are new in one of its slices are in
    no earlier one. They are added to all tokens in the order of the slices.
    """

    def __init__(self, rule: TokenRule, stop_words: DistinctTokens, n_threads: int) -> None:
        self._rule, self._stop_words = rule, stop_words
        self._all = TokenNumbers()
        # The thread that submits reads too: one more would take a processor from those that read.
        self._executor, self._n_others = ThreadPoolExecutor(n_threads - 1), n_threads - 1
        self._slices = deque[Future[Any]]()
        self._of_thread = local()

    def submit(self, documents: list[str]) -> None:
        """Have a thread read a slice, this one if the slice would have to wait for another."""
        if sum(not some.done() for some in self._slices) < 2 * self._n_others:
            self._slices.append(self._executor.submit(self._read, documents))
        else:
            self._slices.append(Future())
            self._slices[-1].set_result(self._read(documents))

    def collect(self, ids: bytearray, ends: bytearray, most: int) -> None:
        """Append numbers and ends of slices that are read, and wait until ``most`` are left."""
        while len(self._slices) > most or (self._slices and self._slices[0].done()):
            table, new, found, of_found = self._slices.popleft().result()
            table.numbers = np.concatenate([table.numbers, self._all.add(new)])
            ends += (of_found[1:] + len(ids) // 4).data
            ids += table.numbers.take(found).data

    def tokens(self) -> DistinctTokens:
        """Return all tokens of the slices that were collected."""
        return self._all.tokens()

    def close(self) -> None:
        """Wait for the slices that are being read, and forget the others."""
        self._executor.shutdown(cancel_futures=True)

    def _read(
        self, documents: list[str]
    ) -> tuple[_TokensOfThread, DistinctTokens, NDArray[np.int32], NDArray[np.int64]]:
        table: _TokensOfThread | None = getattr(self._of_thread, "table", None)
        if table is None or len(table.tokens) > _MOST_TOKENS:
            table = self._of_thread.table = _TokensOfThread(new_table(self._stop_words))
        n_before, ids, ends = len(table.tokens), bytearray(), no_ends()
        self._rule.append_numbers(documents, table.tokens, ids, ends)
        new = DistinctTokens.from_bytes(*table.tokens.tokens(n_before))
        return table, new, *as_arrays(ids, ends)
