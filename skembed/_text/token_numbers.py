"""`TokenNumbers`: the distinct tokens of batches, numbered in the order of their first occurrence.

The tokens are bytes; what their numbers mean is up to the caller.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .._core.distinct_tokens import DistinctTokens
from .._kernels import text as kernel


class TokenNumbers:
    """Numbers the tokens of batches; the hash table is only made when there is a second batch."""

    def __init__(self) -> None:
        self._first: DistinctTokens | None = None  # the first batch, as long as there is no table
        self._table = new_table(DistinctTokens.of(()))

    def add(self, batch: DistinctTokens) -> NDArray[np.int32]:
        """Add the distinct tokens of a batch; return their numbers."""
        if self._first is None and not len(self._table):
            self._first = batch
            return np.arange(len(batch), dtype=np.int32)
        if self._first is not None:
            self._insert(self._first)
            self._first = None
        return self._insert(batch)

    def __len__(self) -> int:
        return len(self._table if self._first is None else self._first)

    def tokens(self, first: int = 0, last: int | None = None) -> DistinctTokens:
        """Return the tokens with numbers from ``first`` up to, but not, ``last``."""
        if self._first is None:
            return DistinctTokens.of_table(self._table, first, last)
        begins = self._first.begins[first : None if last is None else last + 1]
        return DistinctTokens(self._first.text[begins[0] : begins[-1]], begins - begins[0])

    def _insert(self, batch: DistinctTokens) -> NDArray[np.int32]:
        numbers = np.empty(len(batch), dtype=np.int32)
        kernel.add_tokens(self._table, batch.text, batch.begins, numbers)
        return numbers


def new_table(left_out: DistinctTokens) -> kernel.TokenTable:
    """Return a table in which the tokens of batches of documents can be numbered."""
    return kernel.TokenTable(left_out.text, left_out.begins)
