"""`KnownTokens`: the rows of known tokens, as a dict and as a hash table for the kernel.

The table is made when it is first needed, once for each fitted estimator; nothing here is pickled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._kernels import text as kernel
from .distinct import DistinctTokens

_LEFT_OUT = -2  # the row of stop words


class TokenTable(NamedTuple):
    """A hash table of tokens and their rows in arrays of the kernel; see `KnownTokens`."""

    slots: NDArray[np.uint64]
    long_tokens: NDArray[np.uint64]


class KnownTokens:
    """The row of each known token; ``index`` must not change."""

    def __init__(self, index: Mapping[str, int]) -> None:
        self.index = index
        self._made: tuple[Collection[str], TokenTable] | None = None

    def rows(self, tokens: Iterable[str]) -> Iterator[int]:
        """Return the row of each token, -1 if it is unknown."""
        return map(self.index.get, tokens, repeat(-1))

    def table(self, stop_words: Collection[str]) -> TokenTable:
        """Return the table, in which stop words are left out, known or not."""
        made = self._made  # another thread may replace it
        if made is None or made[0] != stop_words:
            made = self._made = (stop_words, _token_table(self.index, stop_words))
        return made[1]


def _token_table(index: Mapping[str, int], stop_words: Collection[str]) -> TokenTable:
    given = DistinctTokens.of([*index, *stop_words])
    n = len(given)
    rows = np.full(n, _LEFT_OUT, dtype=np.int32)  # the last of equal tokens counts: a stop word
    rows[: len(index)] = np.fromiter(index.values(), np.int32, len(index))
    slots = np.empty((1 << (2 * n).bit_length(), 2), dtype=np.uint64)
    long_tokens = kernel.index_tokens(given.text, given.begins, rows, slots)
    return TokenTable(slots, np.frombuffer(long_tokens, dtype=np.uint64))
