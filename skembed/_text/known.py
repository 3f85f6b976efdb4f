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
    """Distinct tokens in arrays of the kernel, and the row of each; see `KnownTokens`."""

    slots: NDArray[np.uint64]
    begins: NDArray[np.int64]
    text: NDArray[np.uint8]
    rows: NDArray[np.int32]


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
    slots = np.zeros((1 << (2 * n).bit_length(), 2), dtype=np.uint64)
    begins, text = np.zeros(n + 1, dtype=np.int64), np.empty(len(given.text), dtype=np.uint8)
    numbers = np.empty(n, dtype=np.int32)
    n_different = kernel.add_tokens(given.text, given.begins, slots, begins, text, 0, numbers)
    rows = np.empty(n_different, dtype=np.int32)
    rows[numbers[: len(index)]] = np.fromiter(index.values(), np.int32, len(index))
    rows[numbers[len(index) :]] = _LEFT_OUT
    return TokenTable(slots, begins, text, rows)
