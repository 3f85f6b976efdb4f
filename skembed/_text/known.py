"""`KnownTokens`: the rows of known tokens, as a dict and as a hash table for the kernel.

The table is made when it is first needed, once for each fitted estimator; nothing here is pickled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._core.distinct_tokens import DistinctTokens
from .._core.terms import Terms
from .._kernels import text as kernel

_LEFT_OUT = -2  # the row of stop words


class TokenTable(NamedTuple):
    """A hash table of tokens and their rows in arrays of the kernel; see `KnownTokens`."""

    slots: NDArray[np.uint64]
    long_tokens: NDArray[np.uint64]


class KnownTokens:
    """The row of each known token, given as a mapping, which must not change, or as terms."""

    def __init__(self, given: Mapping[str, int] | Terms) -> None:
        self.given = given
        self._made: tuple[Collection[str], TokenTable] | None = None

    @property
    def index(self) -> Mapping[str, int]:
        """The row of each token."""
        return self.given.index if isinstance(self.given, Terms) else self.given

    def rows(self, tokens: Iterable[str]) -> Iterator[int]:
        """Return the row of each token, -1 if it is unknown."""
        return map(self.index.get, tokens, repeat(-1))

    def table(self, stop_words: Collection[str]) -> TokenTable:
        """Return the table, in which stop words are left out, known or not."""
        made = self._made  # another thread may replace it
        if made is None or made[0] != stop_words:
            made = self._made = (stop_words, _token_table(self.given, stop_words))
        return made[1]


def _token_table(given: Mapping[str, int] | Terms, stop_words: Collection[str]) -> TokenTable:
    if isinstance(given, Terms):
        tokens, places = given.tokens(), np.arange(len(given), dtype=np.int32)
    else:
        tokens = DistinctTokens.of(given)
        places = np.fromiter(given.values(), np.int32, len(given))
    # The last of equal tokens counts: a stop word.
    left_out = np.full(len(stop_words), _LEFT_OUT, dtype=np.int32)
    rows = np.concatenate([places, left_out])
    tokens = tokens.followed_by(DistinctTokens.of(stop_words))
    slots = np.empty((1 << (2 * len(rows)).bit_length(), 2), dtype=np.uint64)
    long_tokens = kernel.index_tokens(tokens.text, tokens.begins, rows, slots)
    return TokenTable(slots, np.frombuffer(long_tokens, dtype=np.uint64))
