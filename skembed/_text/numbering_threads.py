"""`NumberingThreads`: threads that number the tokens of slices of documents, each in its own table.

The numbers are those that a single thread would give. Only strings that the kernel reads come here.
"""

from __future__ import annotations

import sys
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._core.distinct_tokens import DistinctTokens
from .._kernels import text as kernel
from .rules import TokenRule, as_arrays, as_int32, no_ends
from .token_numbers import TokenNumbers, new_table

LEAST = 1 << 17  # characters for which threads are started
SLICE = 1 << 20  # characters; the kernel reads them in a few milliseconds
AHEAD = 4  # slices for each thread that are not collected yet, so that no thread waits for them
_WAITING = 3  # slices for each other thread, read or waiting, so that it has one when it needs it
_AT_ONCE = 8  # slices for each thread whose numbers are appended at once
_MOST_TOKENS = 1 << 20  # a table with more is made anew, because each thread has one


@dataclass(eq=False)
class _TokensOfThread:
    """The tokens that a thread has seen, and the numbers that they have in the end."""

    tokens: kernel.TokenTable
    numbers: bytearray = field(default_factory=bytearray)


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
        self._numbered = deque[tuple[NDArray[np.int32], _TokensOfThread]]()  # in order
        self._of_thread = local()

    def submit(self, documents: list[str]) -> None:
        """Have a thread read a slice, this one if enough of them wait for the others."""
        if sum(not some.done() for some in self._slices) < _WAITING * self._n_others:
            self._slices.append(self._executor.submit(self._read, documents))
        else:
            self._slices.append(Future())
            self._slices[-1].set_result(self._read(documents))

    def collect(self, ids: bytearray, ends: bytearray, most: int) -> None:
        """Append the ends of slices that are read; wait until ``most`` are left.

        If none may be left, append the numbers of all. If there are fewer than ``most``, at most
        two slices are taken, because the other threads may need new ones meanwhile.
        """
        for _ in range(max(2, len(self._slices) - most)):
            if len(self._slices) <= most and not (self._slices and self._slices[0].done()):
                break
            table, new, found, of_found = self._slices.popleft().result()
            table.numbers += self._all.add(new).data
            ends += (of_found[1:] + _last(ends)).data
            self._numbered.append((found, table))
        if not most:
            self._append(ids, _last(ends))

    def _append(self, ids: bytearray, n_in_the_end: int) -> None:
        """Append the numbers of the tokens of slices, which are freed a few at a time."""
        while self._numbered:
            n = min(len(self._numbered), _AT_ONCE * (1 + self._n_others))
            some = [self._numbered.popleft() for _ in range(n)]
            places = [found for found, _ in some]
            numbers = [as_int32(table.numbers) for _, table in some]
            kernel.append_numbers(places, numbers, n_in_the_end, 1 + self._n_others, ids)

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
        new = DistinctTokens.of_table(table.tokens, n_before)
        return table, new, *as_arrays(ids, ends)


def _last(ends: bytearray) -> int:
    """Return the last of some ends, which are int64: the number of tokens before the next slice."""
    return int.from_bytes(ends[-8:], sys.byteorder)
