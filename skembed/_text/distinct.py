"""Distinct tokens as bytes, numbered in the order of their first occurrence.

Strings are made only of those that are asked for. What the numbers mean is up to the caller.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._compat.threads import n_useful_threads
from .._kernels import text as kernel

Bytes = NDArray[np.uint8]

_LEAST = 1 << 10  # number of slots in the beginning, a power of two
_PER_THREAD = 1 << 13  # minimum number of tokens for each thread that sorts


@dataclass(frozen=True, eq=False)
class DistinctTokens:
    """Distinct tokens in UTF-8 with surrogates, one after the other.

    Token ``i`` is ``text[begins[i]:begins[i + 1]]``; ``begins`` has dtype int64.
    """

    text: Bytes
    begins: NDArray[np.int64]

    @classmethod
    def of(cls, tokens: Iterable[str]) -> DistinctTokens:
        """Return the tokens, which are different, as bytes."""
        tokens = list(tokens)
        pieces: list[str] | list[bytes] = tokens  # whose lengths are those of the bytes
        if (joined := "".join(tokens)).isascii():
            text = joined.encode()
        else:
            pieces = [token.encode("utf-8", "surrogatepass") for token in tokens]
            text = b"".join(pieces)
        begins = np.zeros(len(tokens) + 1, dtype=np.int64)
        np.cumsum(np.fromiter(map(len, pieces), np.int64, len(tokens)), out=begins[1:])
        return cls(as_bytes(text), begins)

    @classmethod
    def from_bytes(cls, text: bytearray, begins: bytearray) -> DistinctTokens:
        """Return the tokens that a kernel returned."""
        return cls(as_bytes(text), np.frombuffer(begins, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.begins) - 1

    def terms(self, places: NDArray[np.integer] | None = None) -> NDArray[np.object_]:
        """Return all tokens as strings, or those at some places."""
        places = np.arange(len(self)) if places is None else places
        return self.joined(places.astype(np.int32)[:, np.newaxis])

    def strings(self) -> list[str]:
        """Return `terms` as a list."""
        strings: list[str] = self.terms().tolist()
        return strings

    def joined(self, places: NDArray[np.int32]) -> NDArray[np.object_]:
        """Return strings: row i of places, (n, n_joined), are tokens, joined by spaces, and -1."""
        strings = np.empty(len(places), dtype=object)
        kernel.strings_of(self.text, self.begins, places, strings)
        return strings

    def order(
        self, places: NDArray[np.int64], counts: NDArray[np.int64], n_jobs: int | None = None
    ) -> None:
        """Sort places, in place, by decreasing count of the token there, then by token."""
        n_threads = n_useful_threads(n_jobs, len(places) // _PER_THREAD)
        kernel.order_tokens(self.text, self.begins, counts, n_threads, places)

    def sorted(self, n_jobs: int | None = None) -> tuple[DistinctTokens, NDArray[np.int32]]:
        """Return the tokens in the order of their code points, and the new place of each."""
        places, new = np.arange(len(self)), np.empty(len(self), dtype=np.int32)
        self.order(places, np.zeros_like(places), n_jobs)
        new[places] = np.arange(len(self), dtype=np.int32)
        found = kernel.take_tokens(self.text, self.begins, places)
        return DistinctTokens.from_bytes(*found), new


class TokenNumbers:
    """Numbers the tokens of batches; the hash table is only made when there is a second batch."""

    def __init__(self) -> None:
        self._first: DistinctTokens | None = None  # the first batch, as long as there is no table
        self._n = 0  # number of tokens in the table
        self._slots: NDArray[np.uint64] = np.zeros((1, 2), dtype=np.uint64)
        self._begins: NDArray[np.int64] = np.zeros(1, dtype=np.int64)
        self._text: Bytes = np.empty(0, dtype=np.uint8)

    def add(self, batch: DistinctTokens) -> NDArray[np.int32]:
        """Add the distinct tokens of a batch; return their numbers."""
        if self._first is None and not self._n:
            self._first = batch
            return np.arange(len(batch), dtype=np.int32)
        if self._first is not None:
            self._insert(self._first)
            self._first = None
        return self._insert(batch)

    def __len__(self) -> int:
        return self._n if self._first is None else len(self._first)

    def tokens(self, first: int = 0, last: int | None = None) -> DistinctTokens:
        """Return the tokens with numbers from ``first`` up to ``last``, which is not among them.

        The arrays are views of others that may be replaced.
        """
        found = self._first or DistinctTokens(self._text, self._begins[: self._n + 1])
        begins = found.begins[first : None if last is None else last + 1]
        text = found.text[begins[0] : begins[-1]]
        return DistinctTokens(text, begins - begins[0] if begins[0] else begins)

    def _insert(self, batch: DistinctTokens) -> NDArray[np.int32]:
        self._make_room(len(batch), len(batch.text))
        numbers = np.empty(len(batch), dtype=np.int32)
        table = self._slots, self._begins, self._text
        self._n = kernel.add_tokens(batch.text, batch.begins, *table, self._n, numbers)
        return numbers

    def _make_room(self, n: int, n_bytes: int) -> None:
        """Make room for more tokens; what is too small becomes at least twice as large."""
        needed, used = self._n + n, int(self._begins[self._n])
        if len(self._begins) <= needed:
            self._begins = _larger(self._begins[: self._n + 1], self._n + needed + 1)
        if len(self._text) < used + n_bytes:
            self._text = _larger(self._text[:used], 2 * (used + n_bytes))
        if len(self._slots) < 2 * needed:
            n_slots = max(_LEAST, 1 << (2 * needed).bit_length())
            self._slots = np.zeros((n_slots, 2), dtype=np.uint64)
            old = DistinctTokens(self._text[:used].copy(), self._begins[: self._n + 1].copy())
            self._n = 0
            self._insert(old)


def as_bytes(text: bytes | bytearray) -> Bytes:
    """Return an array that shares the memory of bytes."""
    return np.frombuffer(text, dtype=np.uint8) if text else np.empty(0, dtype=np.uint8)


def _larger(used: NDArray[Any], size: int) -> NDArray[Any]:
    """Return a copy with room behind it, whose memory is not touched."""
    larger = np.empty(size, dtype=used.dtype)
    larger[: len(used)] = used
    return larger
