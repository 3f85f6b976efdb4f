"""Look up words in a vocabulary, optionally ignoring letter case.

The rules are those of gensim's evaluations, so that results are comparable.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class Lookup:
    """Look up the rows of words in the vocabulary, which is the first ``restrict_to`` terms or all.

    Unless ``case_sensitive``, words that are the same in upper case are equivalent, and the first
    of their rows is used for all of them: ``first`` holds it for each term.
    """

    def __init__(
        self, terms: Sequence[str], *, case_sensitive: bool, restrict_to: int | None
    ) -> None:
        if restrict_to is not None and restrict_to < 1:
            raise ValueError(f"restrict_to must be at least 1, or None for all, got {restrict_to}.")
        self._case_sensitive = case_sensitive
        self._index: dict[str, int] = {}
        words = enumerate(self._folded(terms[:restrict_to]))
        first = [self._index.setdefault(word, row) for row, word in words]
        self.first: NDArray[np.int64] = np.array(first, dtype=np.int64)

    def _folded(self, words: Sequence[str]) -> Sequence[str]:
        """Return words in the form in which they are compared."""
        return words if self._case_sensitive else [word.upper() for word in words]

    def rows(self, words: NDArray[np.object_]) -> NDArray[np.int64]:
        """Return the row of each word, -1 if it is out of vocabulary, in the shape of ``words``."""
        found = [self._index.get(word, -1) for word in self._folded(words.ravel().tolist())]
        return np.array(found, dtype=np.int64).reshape(words.shape)


def check_option(name: str, value: object, options: Sequence[str]) -> None:
    """Raise a ValueError if a parameter is not one of its options."""
    if value not in options:
        raise ValueError(f"{name} must be one of {list(options)}, got {value!r}.")
