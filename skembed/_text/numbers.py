"""Numbers of the tokens of documents: in the order in which they occur, or the rows of known ones.

A kernel reads batches of documents, or a callable returns the tokens of one document, as
`_text.reading` decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._compat.threads import n_threads
from .._core.checks import check_terms
from .._core.distinct_tokens import DistinctTokens
from .analyzer import Analyzer
from .known import KnownTokens
from .numbering_threads import LEAST, NumberingThreads
from .rules import as_int32
from .token_numbers import new_table


class TokenIds(NamedTuple):
    """The number of each token, and where each document starts and ends in ``ids``."""

    ids: NDArray[np.int32]
    indptr: NDArray[np.int64]


class NewNumbers:
    """Numbers tokens in the order of their first occurrence."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.rule, self.n_threads = analyzer.rule, n_threads(analyzer.n_jobs)
        self._tokens_are = analyzer.tokens_are
        self._stop_words = DistinctTokens.of(set(self.rule.stop_words) if self.rule else ())
        self._threads: NumberingThreads | None = None
        self._begin()

    def _begin(self) -> None:
        self.close()
        self._index: defaultdict[str, int] | None = None  # of tokens, if there is more than batches
        self._begin_table()

    def _begin_table(self) -> None:
        self._table = new_table(self._stop_words)  # of the tokens of batches, without threads
        self._numbers = np.empty(0, dtype=np.int32)  # of each of these tokens in the index

    def close(self) -> None:
        """Stop the threads; what they read is lost."""
        if self._threads is not None:
            self._threads.close()
            self._threads = None

    def number(self, tokens: Iterable[str]) -> Iterator[int]:
        """Return the numbers of the tokens of a document."""
        if self._index is None:
            self._index = defaultdict(None, zip(self._distinct().strings(), count()))
            self._index.default_factory = self._index.__len__
            self.close()
            self._begin_table()
        return map(self._index.__getitem__, tokens)

    def read(self, documents: list[str], ids: bytearray, ends: bytearray, n_ahead: int = 0) -> None:
        """Append the numbers of the tokens of a batch, without stop words, and their ends.

        With several threads, up to ``n_ahead`` slices of batches are appended by a later call.
        """
        if self._threads is None and self._are_many(documents):
            assert self.rule is not None
            self._threads = NumberingThreads(self.rule, self._stop_words, self.n_threads)
        if self._threads is not None:
            for some in [documents] if n_ahead else _cut(documents, 2 * self.n_threads):
                self._threads.submit(some)
            self._threads.collect(ids, ends, n_ahead)
        elif documents:
            self._read(documents, ids, ends)

    def _are_many(self, documents: list[str]) -> bool:
        """Return whether threads share the documents, which are the first ones."""
        can_share = self.n_threads > 1 and self._index is None and not len(self._table)
        return can_share and sum(map(len, documents)) >= LEAST

    def _read(self, documents: list[str], ids: bytearray, ends: bytearray) -> None:
        assert self.rule is not None
        n_before = len(ids)
        self.rule.append_numbers(documents, self._table, ids, ends)
        if self._index is not None:
            new = DistinctTokens.of_table(self._table, len(self._numbers)).strings()
            of_new = np.fromiter(self.number(new), np.int32, len(new))
            self._numbers = np.concatenate([self._numbers, of_new])
            batch = as_int32(ids)[n_before // 4 :]
            batch[:] = self._numbers[batch]

    def take(self) -> DistinctTokens:
        """Return all tokens, and begin anew; a TypeError says if one is not a str."""
        found = self._tokens()
        self._begin()
        if isinstance(found, DistinctTokens):
            return found
        check_terms(found, *self._tokens_are)
        return DistinctTokens.of(found)

    def take_strings(self) -> list[str]:
        """Return all tokens, of any type if a callable returned them, and begin anew."""
        found = self._tokens()
        self._begin()
        return found.strings() if isinstance(found, DistinctTokens) else found

    def _tokens(self) -> DistinctTokens | list[str]:
        return self._distinct() if self._index is None else list(self._index)

    def _distinct(self) -> DistinctTokens:
        """Return the tokens of batches, of which none is left to append."""
        if self._threads is not None:
            return self._threads.tokens()
        return DistinctTokens.of_table(self._table)


def _cut(documents: list[str], n: int) -> Iterator[list[str]]:
    """Yield up to n parts of documents, of about the same number of characters."""
    most, begin, n_characters = sum(map(len, documents)) / n, 0, 0
    for end, document in enumerate(documents, 1):
        n_characters += len(document)
        if n_characters >= most or end == len(documents):
            yield documents[begin:end]
            begin, n_characters = end, 0


class KnownNumbers:
    """Looks up the rows of known tokens."""

    n_threads = 1  # that read ahead

    def __init__(self, known: KnownTokens, analyzer: Analyzer) -> None:
        self.known, self.rule, self.n_jobs = known, analyzer.rule, analyzer.n_jobs
        self.number = known.rows

    def read(self, documents: list[str], ids: bytearray, ends: bytearray, n_ahead: int = 0) -> None:
        """Append the rows of the tokens of a batch, -1 if a token is unknown, and their ends."""
        assert self.rule is not None
        self.rule.append_rows(documents, self.known, self.n_jobs, ids, ends)
