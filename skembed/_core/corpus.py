"""The frozen arrays that every part of skembed works on: Vocabulary and Corpus.

No text is read here and nothing is learned; `_text.vocabulary` makes these from documents.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._kernels import text as kernel
from .checks import as_integers, as_term_array

N_IDS = 1 << 31  # different ids that int32 has room for
TAKEN_AT_ONCE = 1_000_000  # values; their places take sixteen bytes each meanwhile


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The terms of a set of documents, with how often each of them occurs.

    Row ``i`` of every array is about term ``i``. A vocabulary learned from documents
    is sorted by falling count, then by term.

    Parameters
    ----------
    terms : ndarray of shape (n_terms,), dtype=object
        The terms, as str.

    counts : ndarray of shape (n_terms,), dtype=int64
        Occurrences of each term in the documents.

    document_counts : ndarray of shape (n_terms,), dtype=int64
        Number of documents that hold the term.

    n_documents : int
        Number of documents that were counted.

    Raises
    ------
    TypeError
        If a term is not a str.

    ValueError
        If the arrays are of different lengths, or a count is negative or no whole number.
    """

    terms: NDArray[np.object_]
    counts: NDArray[np.int64]
    document_counts: NDArray[np.int64]
    n_documents: int

    def __post_init__(self) -> None:
        """Check that the arrays are what they must be, and about the same terms."""
        for name in ("counts", "document_counts"):
            self.__dict__[name] = as_integers(getattr(self, name), np.int64, name, least=0)
        self.__dict__["terms"] = as_term_array(self.terms)
        if not len(self.terms) == len(self.counts) == len(self.document_counts):
            raise ValueError(
                "terms, counts and document_counts must have one length, got "
                f"{len(self.terms)}, {len(self.counts)} and {len(self.document_counts)}."
            )

    @cached_property
    def index(self) -> dict[str, int]:
        """The row of each term, as a dict of plain ints."""
        return {term: row for row, term in enumerate(self.terms.tolist())}

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self.terms)

    def __repr__(self) -> str:
        """Return the sizes; the arrays themselves are too long to show."""
        return f"Vocabulary(n_terms={len(self)}, n_documents={self.n_documents})"

    def __getstate__(self) -> dict[str, Any]:
        """Leave the index out: it is made again from the terms when it is asked for."""
        return {name: value for name, value in self.__dict__.items() if name != "index"}


@dataclass(frozen=True, eq=False)
class Corpus:
    """Documents as rows of a vocabulary, one document after the other.

    Document ``j`` is ``ids[indptr[j]:indptr[j + 1]]``. Arrays of another dtype or layout are
    converted; those that fit, memory maps among them, are taken as they are.

    Parameters
    ----------
    ids : ndarray of shape (n_tokens,), dtype=int32
        The vocabulary row of each token; unknown tokens are already left out.

    indptr : ndarray of shape (n_documents + 1,), dtype=int64
        Where each document begins and ends in ``ids``.

    n_unknown : ndarray of shape (n_documents,), dtype=int64
        Number of tokens left out of each document.

    Raises
    ------
    ValueError
        If an array has another number of dimensions or values that its dtype cannot hold, an id is
        negative, or ``indptr`` does not rise from 0 to the number of ids.
    """

    ids: NDArray[np.int32]
    indptr: NDArray[np.int64]
    n_unknown: NDArray[np.int64]

    def __post_init__(self) -> None:
        """Check that the arrays are what the kernels may rely on."""
        kinds: dict[str, Any] = {"ids": np.int32, "indptr": np.int64, "n_unknown": np.int64}
        for name, dtype in kinds.items():
            self.__dict__[name] = as_integers(getattr(self, name), dtype, name)
        # a few milliseconds for some million tokens, which took a second to read
        kernel.check_documents(self.ids, self.indptr, N_IDS)
        if len(self.n_unknown) != len(self.indptr) - 1:
            raise ValueError(
                f"n_unknown must hold one number for each of the {len(self.indptr) - 1} documents, "
                f"got {len(self.n_unknown)}."
            )

    @property
    def n_documents(self) -> int:
        """Number of documents, those without any token included."""
        return len(self.indptr) - 1

    @property
    def n_tokens(self) -> int:
        """Number of known tokens."""
        return len(self.ids)

    @property
    def document_lengths(self) -> NDArray[np.int64]:
        """Number of known tokens of each document, of shape (n_documents,)."""
        return np.diff(self.indptr)

    def take(self, documents: NDArray[np.int64]) -> Corpus:
        """Return a copy with these documents, in this order.

        Parameters
        ----------
        documents : ndarray of shape (n_taken,), dtype=int64
            Numbers of documents.

        Returns
        -------
        corpus : Corpus
            Document ``j`` of it is document ``documents[j]`` of this one.
        """
        ids, indptr = take_lists(self.ids, self.indptr, documents)
        return Corpus(ids, indptr, self.n_unknown[documents])

    def __len__(self) -> int:
        """Return the number of documents."""
        return self.n_documents

    def __repr__(self) -> str:
        """Return the sizes; the arrays themselves are too long to show."""
        return f"Corpus(n_documents={self.n_documents}, n_tokens={self.n_tokens})"


def take_lists(
    values: NDArray[np.int32], indptr: NDArray[np.int64], lists: NDArray[np.integer]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return ``values`` and ``indptr`` of some of the lists that they hold, as copies.

    Parameters
    ----------
    values : ndarray of shape (n_values,), dtype=int32
        List ``j`` is ``values[indptr[j]:indptr[j + 1]]``: the tokens of a document, say.

    indptr : ndarray of shape (n_lists + 1,), dtype=int64
        Where each list begins and ends.

    lists : ndarray of shape (n_taken,), dtype=integer
        Which lists, in the order wanted; any of them may come several times.

    Returns
    -------
    values : ndarray of shape (n_taken_values,), dtype=int32
        The same of the lists taken.

    indptr : ndarray of shape (n_taken + 1,), dtype=int64
        The same of the lists taken.
    """
    lengths = np.diff(indptr)[lists]
    ends = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
    offsets = indptr[:-1][lists] - ends[:-1]
    taken = np.empty(ends[-1], dtype=np.int32)
    edges = np.searchsorted(ends, np.arange(0, ends[-1], TAKEN_AT_ONCE))
    for first, last in itertools.pairwise([*edges.tolist(), len(lists)]):
        here = slice(ends[first], ends[last])
        places = np.repeat(offsets[first:last], lengths[first:last])
        places += np.arange(here.start, here.stop)
        taken[here] = values[places]
    return taken, ends
