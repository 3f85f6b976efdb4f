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

from .._core.checks import check_terms
from .analyzer import Analyzer
from .distinct import DistinctTokens
from .known import KnownTokens
from .rules import as_int32, new_tables


class TokenIds(NamedTuple):
    """The number of each token, and where each document starts and ends in ``ids``."""

    ids: NDArray[np.int32]
    indptr: NDArray[np.int64]


class NewNumbers:
    """Numbers tokens in the order of their first occurrence."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.rule, self.n_jobs = analyzer.rule, analyzer.n_jobs
        self._tokens_are = analyzer.tokens_are
        self._stop_words = DistinctTokens.of(set(self.rule.stop_words) if self.rule else ())
        self._begin()

    def _begin(self) -> None:
        self._index: defaultdict[str, int] | None = None  # of tokens, if there is more than batches
        self._tables = new_tables(self._stop_words)  # of the tokens of all batches
        self._numbers = np.empty(0, dtype=np.int32)  # of each of these tokens in the index

    def number(self, tokens: Iterable[str]) -> Iterator[int]:
        """Return the numbers of the tokens of a document."""
        if self._index is None:
            self._index = defaultdict(None, zip(self._new(), count()))
            self._index.default_factory = self._index.__len__
            self._numbers = np.arange(len(self._index), dtype=np.int32)
        return map(self._index.__getitem__, tokens)

    def read(self, documents: list[str], ids: bytearray, ends: bytearray) -> None:
        """Append the numbers of the tokens of a batch, without stop words, and their ends."""
        assert self.rule is not None
        n_before = len(ids)
        self.rule.append_numbers(documents, self._tables, self.n_jobs, ids, ends)
        if self._index is not None:
            new = self._new()
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
        if self._index is None:
            return DistinctTokens.from_bytes(*self._tables.tokens(0))
        return list(self._index)

    def _new(self) -> list[str]:
        """Return the tokens of batches that are not in the index yet."""
        return DistinctTokens.from_bytes(*self._tables.tokens(len(self._numbers))).strings()


class KnownNumbers:
    """Looks up the rows of known tokens."""

    def __init__(self, known: KnownTokens, analyzer: Analyzer) -> None:
        self.known, self.rule, self.n_jobs = known, analyzer.rule, analyzer.n_jobs
        self.number = known.rows

    def read(self, documents: list[str], ids: bytearray, ends: bytearray) -> None:
        """Append the rows of the tokens of a batch, -1 if a token is unknown, and their ends."""
        assert self.rule is not None
        self.rule.append_rows(documents, self.known, self.n_jobs, ids, ends)
