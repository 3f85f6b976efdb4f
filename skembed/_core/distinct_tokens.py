"""`DistinctTokens`: distinct tokens as bytes, one after the other.

Strings are made only of those that are asked for. What their numbers mean is up to the caller.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .._compat.threads import n_useful_threads
from .._kernels import text as kernel

Bytes = NDArray[np.uint8]

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

    @classmethod
    def of_table(
        cls, table: kernel.TokenTable, first: int = 0, last: int | None = None
    ) -> DistinctTokens:
        """Return the tokens of a table with numbers from ``first`` up to, but not, ``last``."""
        return cls.from_bytes(*table.tokens(first, len(table) if last is None else last))

    def __len__(self) -> int:
        return len(self.begins) - 1

    def followed_by(self, others: DistinctTokens) -> DistinctTokens:
        """Return these tokens and others."""
        text = np.concatenate([self.text, others.text])
        begins = np.concatenate([self.begins, others.begins[1:] + self.begins[-1]])
        return DistinctTokens(text, begins)

    def take(self, places: NDArray[np.int64]) -> DistinctTokens:
        """Return the tokens at some places."""
        return DistinctTokens.from_bytes(*kernel.take_tokens(self.text, self.begins, places))

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
        return self.take(places), new


def as_bytes(text: bytes | bytearray) -> Bytes:
    """Return an array that shares the memory of bytes."""
    return np.frombuffer(text, dtype=np.uint8) if text else np.empty(0, dtype=np.uint8)
