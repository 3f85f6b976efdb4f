"""`Terms`: distinct terms in the order of their rows, as strings once these are asked for.

Strings of millions of terms take most of the memory of a fit, and time; many fits never need them.
What the terms mean is up to the caller.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .distinct_tokens import DistinctTokens


class _Members(NamedTuple):
    """Terms as their tokens: row i of ``places``, (n_terms, most), and -1 behind the last one."""

    tokens: DistinctTokens
    places: NDArray[np.int32]


class Terms:
    """Distinct terms, given as strings or as bytes; they never change."""

    def __init__(self, terms: NDArray[np.object_] | DistinctTokens | _Members) -> None:
        self._held = terms  # strings replace bytes

    @classmethod
    def of(cls, terms: Iterable[str]) -> Terms:
        """Return terms given as strings."""
        terms = list(terms)
        names = np.empty(len(terms), dtype=object)
        names[:] = terms
        return cls(names)

    @classmethod
    def of_members(cls, tokens: DistinctTokens, places: NDArray[np.int32]) -> Terms:
        """Return terms of several tokens, joined by spaces.

        Row i of ``places``, (n_terms, most), are the tokens of term i, and -1 behind the last one.
        """
        return cls(_Members(tokens, places))

    @property
    def names(self) -> NDArray[np.object_]:
        """The terms as str, of shape (n_terms,), dtype=object; do not change it."""
        held = self._held  # another thread may replace it
        if isinstance(held, DistinctTokens):
            held = self._held = held.terms()
        elif isinstance(held, _Members):
            held = self._held = held.tokens.joined(held.places)
        return held

    @cached_property
    def index(self) -> dict[str, int]:
        """The row of each term, as a dict of str to int."""
        return {term: row for row, term in enumerate(self.names.tolist())}

    def tokens(self) -> DistinctTokens:
        """Return the terms as bytes."""
        held = self._held
        return held if isinstance(held, DistinctTokens) else DistinctTokens.of(self.names.tolist())

    def with_more(self, terms: list[str]) -> Terms:
        """Return these terms, followed by others."""
        return Terms.of([*self.names.tolist(), *terms])

    def take(self, rows: NDArray[np.integer]) -> NDArray[np.object_]:
        """Return some of the terms as str, without making those of all."""
        held = self._held
        if isinstance(held, DistinctTokens):
            return held.terms(rows)
        return held.tokens.joined(held.places[rows]) if isinstance(held, _Members) else held[rows]

    def __getitem__(self, row: int) -> str:
        """Return one of the terms."""
        term: str = self.take(np.array([row]))[0]
        return term

    def __reduce__(self) -> tuple[type[Terms], tuple[NDArray[np.object_]]]:
        """Pickle the strings, whatever was asked for before."""
        return Terms, (self.names,)

    def __len__(self) -> int:
        """Return the number of terms."""
        held = self._held
        return len(held.places if isinstance(held, _Members) else held)
