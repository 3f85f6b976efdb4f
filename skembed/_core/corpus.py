"""`Vocabulary` and `Corpus`: the immutable containers that all of skembed works on.

No text is read here and nothing is learned; `_text.vocabulary` creates both from documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._kernels import text as kernel
from .checks import as_integers, as_term_array
from .terms import Terms

N_IDS = 1 << 31  # number of different ids that fit into int32
TAKEN_AT_ONCE = 1_000_000  # lists copied at once; each needs 8 bytes of temporary memory


@dataclass(frozen=True, eq=False, repr=False, init=False)
class Vocabulary:
    """The terms of a set of documents, and the number of occurrences of each term.

    Row ``i`` of each array belongs to term ``i``. A vocabulary learned from documents
    is sorted by decreasing count, then by term.

    Parameters
    ----------
    terms : ndarray of shape (n_terms,), dtype=object
        The terms, as str.

    counts : ndarray of shape (n_terms,), dtype=int64
        Number of occurrences of each term in the documents.

    document_counts : ndarray of shape (n_terms,), dtype=int64
        Number of documents that contain each term.

    n_documents : int
        Number of documents.

    Raises
    ------
    TypeError
        If a term is not a str.

    ValueError
        If the arrays differ in length, or a count is negative or not an integer.
    """

    counts: NDArray[np.int64]
    document_counts: NDArray[np.int64]
    n_documents: int
    _terms: Terms

    def __init__(
        self,
        terms: NDArray[np.object_],
        counts: NDArray[np.int64],
        document_counts: NDArray[np.int64],
        n_documents: int,
    ) -> None:
        # Fields of a frozen dataclass are set through __dict__.
        for name, values in (("counts", counts), ("document_counts", document_counts)):
            self.__dict__[name] = as_integers(values, np.int64, name, least=0)
        self.__dict__["n_documents"] = n_documents
        self.__dict__["_terms"] = Terms(as_term_array(terms))
        if not len(self) == len(self.counts) == len(self.document_counts):
            raise ValueError(
                "terms, counts and document_counts must have equal lengths, got "
                f"{len(self)}, {len(self.counts)} and {len(self.document_counts)}."
            )

    @property
    def terms(self) -> NDArray[np.object_]:
        """The terms, of shape (n_terms,), dtype=object."""
        return self._terms.names

    @property
    def index(self) -> dict[str, int]:
        """The row of each term, as a dict of str to int."""
        return self._terms.index

    def with_more(self, terms: NDArray[np.object_]) -> Vocabulary:
        """Append terms that do not occur in the documents.

        Parameters
        ----------
        terms : ndarray of shape (n_more,), dtype=object
            Other terms, as str.

        Returns
        -------
        vocabulary : Vocabulary
            The counts of the other terms are 0.
        """
        none = np.zeros(len(terms), dtype=np.int64)
        return Vocabulary(
            np.concatenate([self.terms, terms]),
            np.concatenate([self.counts, none]),
            np.concatenate([self.document_counts, none]),
            self.n_documents,
        )

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self._terms)

    def __repr__(self) -> str:
        """Show the sizes only; the arrays are too long."""
        return f"Vocabulary(n_terms={len(self)}, n_documents={self.n_documents})"


def made_vocabulary(
    terms: Terms,
    counts: NDArray[np.int64],
    document_counts: NDArray[np.int64],
    n_documents: int,
) -> Vocabulary:
    """Return terms and counts that were made just now, and are not validated."""
    vocabulary = object.__new__(Vocabulary)
    vocabulary.__dict__.update(
        _terms=terms, counts=counts, document_counts=document_counts, n_documents=n_documents
    )
    return vocabulary


@dataclass(frozen=True, eq=False)
class Corpus:
    """Documents as token ids, one document after the other; an id is a row of a vocabulary.

    The ids of document ``j`` are ``ids[indptr[j]:indptr[j + 1]]``. Arrays that already have the
    right dtype and layout, including memory maps, are not copied; others are converted.

    Parameters
    ----------
    ids : ndarray of shape (n_tokens,), dtype=int32
        The vocabulary row of each token, without out-of-vocabulary tokens.

    indptr : ndarray of shape (n_documents + 1,), dtype=int64
        Where each document starts and ends in ``ids``.

    n_unknown : ndarray of shape (n_documents,), dtype=int64
        Number of out-of-vocabulary tokens that were left out of each document.

    Raises
    ------
    ValueError
        If an array is not one-dimensional or has values that do not fit its dtype, an id is
        negative, or ``indptr`` does not increase from 0 to the number of ids.
    """

    ids: NDArray[np.int32]
    indptr: NDArray[np.int64]
    n_unknown: NDArray[np.int64]

    def __post_init__(self) -> None:
        """Validate the arrays, because the kernels rely on them."""
        kinds: dict[str, Any] = {"ids": np.int32, "indptr": np.int64, "n_unknown": np.int64}
        for name, dtype in kinds.items():
            self.__dict__[name] = as_integers(getattr(self, name), dtype, name)
        # This takes a few milliseconds for millions of tokens; reading them took a second.
        kernel.check_documents(self.ids, self.indptr, N_IDS)
        if len(self.n_unknown) != len(self.indptr) - 1:
            raise ValueError(
                f"n_unknown must hold one number for each of the {len(self.indptr) - 1} documents, "
                f"got {len(self.n_unknown)}."
            )

    @property
    def n_documents(self) -> int:
        """Number of documents, including empty ones."""
        return len(self.indptr) - 1

    @property
    def n_tokens(self) -> int:
        """Number of tokens, without out-of-vocabulary tokens."""
        return len(self.ids)

    @property
    def document_lengths(self) -> NDArray[np.int64]:
        """Number of tokens of each document without unknown ones, of shape (n_documents,)."""
        lengths: NDArray[np.int64] = self.indptr[1:] - self.indptr[:-1]  # faster than np.diff
        return lengths

    def take(self, documents: NDArray[np.int64]) -> Corpus:
        """Return a copy of the selected documents, in the given order.

        Parameters
        ----------
        documents : ndarray of shape (n_taken,), dtype=int64
            Indices of the documents.

        Returns
        -------
        corpus : Corpus
            Its document ``j`` is document ``documents[j]`` of this corpus.
        """
        ids, indptr = take_lists(self.ids, self.indptr, documents)
        return Corpus(ids, indptr, self.n_unknown[documents])

    def part(self, first: int, last: int) -> Corpus:
        """Return the documents ``first`` to ``last - 1``; their ids are not copied.

        Parameters
        ----------
        first, last : int
            Indices of documents.

        Returns
        -------
        corpus : Corpus
            Its document ``j`` is document ``first + j`` of this corpus.
        """
        begin, end = self.indptr[first], self.indptr[last]
        indptr = self.indptr[first : last + 1] - begin
        return made_corpus(self.ids[begin:end], indptr, self.n_unknown[first:last])

    def __len__(self) -> int:
        """Return the number of documents."""
        return self.n_documents

    def __repr__(self) -> str:
        """Show the sizes only; the arrays are too long."""
        return f"Corpus(n_documents={self.n_documents}, n_tokens={self.n_tokens})"


def made_corpus(
    ids: NDArray[np.int32], indptr: NDArray[np.int64], n_unknown: NDArray[np.int64]
) -> Corpus:
    """Return documents in arrays that were made for them just now, and are not validated."""
    corpus = object.__new__(Corpus)
    corpus.__dict__.update(ids=ids, indptr=indptr, n_unknown=n_unknown)
    return corpus


def joined(parts: Sequence[Corpus]) -> Corpus:
    """Copy the documents of several parts, at least one, one part after the other."""
    lengths = np.concatenate([part.document_lengths for part in parts])
    return made_corpus(
        np.concatenate([part.ids for part in parts]),
        np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)]),
        np.concatenate([part.n_unknown for part in parts]),
    )


def take_lists(
    values: NDArray[np.int32], indptr: NDArray[np.int64], lists: NDArray[np.integer]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Copy some of the lists that are stored as ``values`` and ``indptr``; return both anew.

    List ``j`` is ``values[indptr[j]:indptr[j + 1]]``, for example the tokens of a document. An
    index may occur several times in ``lists``.
    """
    ends = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum(np.diff(indptr)[lists], out=ends[1:])
    taken = np.empty(ends[-1], dtype=np.int32)
    for first in range(0, len(lists), TAKEN_AT_ONCE):
        some = np.ascontiguousarray(lists[first : first + TAKEN_AT_ONCE], dtype=np.int64)
        kernel.take_lists(values, indptr, some, ends[first : first + len(some) + 1], taken)
    return taken, ends
