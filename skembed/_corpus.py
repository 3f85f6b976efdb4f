"""The frozen arrays that every part of skembed works on: Vocabulary and Corpus.

No text is read here and nothing is learned; `_analysis` makes these from documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray


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
    """

    terms: NDArray[np.object_]
    counts: NDArray[np.int64]
    document_counts: NDArray[np.int64]
    n_documents: int

    def __post_init__(self) -> None:
        """Check that the arrays are about the same terms."""
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

    Document ``j`` is ``ids[indptr[j]:indptr[j + 1]]``.

    Parameters
    ----------
    ids : ndarray of shape (n_tokens,), dtype=int32
        The vocabulary row of each token; unknown tokens are already left out.

    indptr : ndarray of shape (n_documents + 1,), dtype=int64
        Where each document begins and ends in ``ids``.

    n_unknown : ndarray of shape (n_documents,), dtype=int64
        Number of tokens left out of each document.
    """

    ids: NDArray[np.int32]
    indptr: NDArray[np.int64]
    n_unknown: NDArray[np.int64]

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

    def __len__(self) -> int:
        """Return the number of documents."""
        return self.n_documents

    def __repr__(self) -> str:
        """Return the sizes; the arrays themselves are too long to show."""
        return f"Corpus(n_documents={self.n_documents}, n_tokens={self.n_tokens})"
