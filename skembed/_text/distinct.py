"""`DistinctTokens`: the tokens of all batches, numbered in the order of their first occurrence.

A hash table in arrays, which a kernel fills; what the numbers mean is up to the caller.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .._kernels import text as kernel

_LEAST = 1 << 10  # number of slots in the beginning, a power of two


class DistinctTokens:
    """Distinct tokens, of which the table is only made when there is a second batch."""

    def __init__(self) -> None:
        self._first: bytes | None = None  # the tokens of the first batch
        self._n = 0  # number of tokens in the table
        self._slots = np.empty((0, 2), dtype=np.uint64)

    def add(self, found: bytes) -> tuple[NDArray[np.int32], list[str]]:
        """Add the distinct tokens of a batch, in UTF-8, each followed by a line feed.

        Returns their numbers, and the tokens that are new.
        """
        if self._first is None:
            self._first = found
            tokens = _strings(found)
            return np.arange(len(tokens), dtype=np.int32), tokens
        if not len(self._slots):
            self._slots = np.zeros((_LEAST, 2), dtype=np.uint64)
            self._begins = np.zeros(1, dtype=np.int64)
            self._text = np.empty(0, dtype=np.uint8)
            self._insert(self._first)
            self._first = b""
        begin = self._begins[self._n]
        numbers = self._insert(found)
        return numbers, _strings(self._text[begin : self._begins[self._n]].tobytes())

    def _insert(self, found: bytes) -> NDArray[np.int32]:
        numbers = np.empty(found.count(b"\n"), dtype=np.int32)
        self._make_room(len(numbers), len(found))
        self._n = kernel.add_tokens(found, self._slots, self._begins, self._text, self._n, numbers)
        return numbers

    def _make_room(self, n: int, n_bytes: int) -> None:
        """Make room for more tokens; what is too small becomes at least twice as large."""
        needed = self._n + n
        if len(self._begins) <= needed:
            self._begins = np.concatenate([self._begins, np.empty(needed, dtype=np.int64)])
        used = int(self._begins[self._n])
        if len(self._text) < used + n_bytes:
            self._text = np.concatenate([self._text, np.empty(used + n_bytes, dtype=np.uint8)])
        if len(self._slots) < 2 * needed:
            self._slots = np.zeros((1 << (2 * needed).bit_length(), 2), dtype=np.uint64)
            numbers = np.empty(self._n, dtype=np.int32)
            tokens = self._text[:used].tobytes()
            kernel.add_tokens(tokens, self._slots, self._begins, self._text, 0, numbers)


def _strings(tokens: bytes) -> list[str]:
    return tokens.decode("utf-8", "surrogatepass").split("\n")[:-1]
