"""Rows of words in a vocabulary, with case folded as the usual evaluations do.

The rules are those of gensim's evaluations, so that figures can be compared. No vectors here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class Lookup:
    """The rows of words among the first terms.

    Parameters
    ----------
    terms : sequence of str
        The terms, the most frequent first.

    case_sensitive : bool
        False: words are alike if their upper case is; the first of several rows stands for
        them all.

    restrict_to : int or None
        How many terms there are to know; None for all.

    Attributes
    ----------
    first : ndarray of shape (n_known,), dtype=int64
        The first row of each term known: its own, or that of the same word in another case.
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
        """Return the form in which words are compared."""
        return words if self._case_sensitive else [word.upper() for word in words]

    def rows(self, words: NDArray[np.object_]) -> NDArray[np.int64]:
        """Return the row of each word, -1 for those that are not known.

        Parameters
        ----------
        words : ndarray of str, of any shape
            The words.

        Returns
        -------
        rows : ndarray of the same shape, dtype=int64
        """
        found = [self._index.get(word, -1) for word in self._folded(words.ravel().tolist())]
        return np.array(found, dtype=np.int64).reshape(words.shape)


def check_option(name: str, value: object, options: Sequence[str]) -> None:
    """Refuse a value that is not among the options, with a ValueError that names them."""
    if value not in options:
        raise ValueError(f"{name} must be one of {list(options)}, got {value!r}.")
