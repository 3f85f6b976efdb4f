"""`TokenizedDocuments`: documents that are read once and used by many fits.

The class holds arrays and the text parameters; `_text.reading` reads the strings. Each fit selects
its own terms, so nothing is learned here.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from .._core.checks import as_integers, as_term_array
from .._core.corpus import take_lists
from .._kernels import text as kernel
from .analyzer import Analyzer


@dataclass(frozen=True, eq=False, repr=False)
class TokenizedDocuments:
    """Tokenized documents, which vectorizers accept in place of raw documents.

    Use :func:`tokenize_documents` to create them. A fit on tokenized documents gives the same
    results, bit for bit, as a fit on the raw documents, but does not read the text again: a
    cross-validation or grid search then reads it once, instead of twice for each fit. Tokenizing
    learns nothing: each fit selects its terms and counts them in its own training documents.

    Indexing with a slice, a list, or an array of positions or booleans returns
    `TokenizedDocuments`, so scikit-learn's splitters and searches work. Indexing with an int
    returns the list of tokens of a document; iteration yields these lists.

    Parameters
    ----------
    ids : ndarray of shape (n_tokens,), dtype=int32
        Token ids, that is, positions in ``tokens``, one document after the other.

    indptr : ndarray of shape (n_documents + 1,), dtype=int64
        Where each document starts and ends in ``ids``.

    tokens : ndarray of shape (n_types,), dtype=object
        The distinct tokens, as str. Subsets of the documents share this array.

    parameters : dict
        The text parameters that the documents were tokenized with. A vectorizer must have
        the same to accept the documents.

    Raises
    ------
    TypeError
        If a token is not a str.

    ValueError
        If an id is not a position in ``tokens``, or ``indptr`` does not increase from 0 to the
        number of ids.

    Examples
    --------
    >>> from skembed import Word2VecVectorizer, tokenize_documents
    >>> documents = tokenize_documents(["The cat sat", "the dog sat", ""])
    >>> documents
    TokenizedDocuments(n_documents=3, n_tokens=6)
    >>> documents[1], documents[[2, 1]]
    (['the', 'dog', 'sat'], TokenizedDocuments(n_documents=2, n_tokens=3))
    >>> Word2VecVectorizer(n_components=4, subsample=0).fit_transform(documents).shape
    (3, 4)
    """

    ids: NDArray[np.int32]
    indptr: NDArray[np.int64]
    tokens: NDArray[np.object_]
    parameters: dict[str, Any]

    def __post_init__(self) -> None:
        """Validate the arrays, because the kernels rely on them."""
        self.__dict__["ids"] = as_integers(self.ids, np.int32, "ids")
        self.__dict__["indptr"] = as_integers(self.indptr, np.int64, "indptr")
        self.__dict__["tokens"] = as_term_array(self.tokens)
        kernel.check_documents(self.ids, self.indptr, len(self.tokens))

    @property
    def shape(self) -> tuple[int]:
        """Number of documents, as a tuple; scikit-learn indexes an object with a shape directly."""
        return (len(self),)

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self.indptr) - 1

    def __repr__(self) -> str:
        """Show the sizes only; the arrays are too long."""
        return f"TokenizedDocuments(n_documents={len(self)}, n_tokens={len(self.ids)})"

    def __iter__(self) -> Iterator[list[str]]:
        """Iterate over the documents; each is a list of tokens."""
        return (self[i] for i in range(len(self)))

    @overload
    def __getitem__(self, index: int | np.integer) -> list[str]: ...

    @overload
    def __getitem__(self, index: Any) -> TokenizedDocuments: ...

    def __getitem__(self, index: Any) -> list[str] | TokenizedDocuments:
        """Return the list of tokens of one document, or a subset of the documents."""
        if isinstance(index, (int, np.integer)):
            i = range(len(self))[index]
            document: list[str] = self.tokens[
                self.ids[self.indptr[i] : self.indptr[i + 1]]
            ].tolist()
            return document
        chosen = np.arange(len(self))[index]  # scikit-learn may index with [rows, ...]
        ids, indptr = take_lists(self.ids, self.indptr, chosen)
        return self._with(ids=ids, indptr=indptr)

    def compact(self) -> TokenizedDocuments:
        """Return a copy of the documents without the tokens that do not occur in them."""
        used: NDArray[Any]
        if len(self.ids) < len(self.tokens):  # the time must not depend on the other tokens
            used, inverse = np.unique(self.ids, return_inverse=True)
            ids = inverse.astype(np.int32)
        else:
            used = np.bincount(self.ids, minlength=len(self.tokens)) > 0
            ids = (np.cumsum(used, dtype=np.int32) - 1)[self.ids]
        return self._with(ids=ids, indptr=self.indptr.copy(), tokens=self.tokens[used])

    def _with(self, **arrays: NDArray[Any]) -> TokenizedDocuments:
        """Return other documents with the same parameters; the arrays are not validated."""
        other = object.__new__(TokenizedDocuments)
        other.__dict__.update(self.__dict__, **arrays)
        return other

    def shards(self) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int64]]]:
        """Yield the ids of all tokens, and ``indptr``, as those of a single shard."""
        yield self.ids, self.indptr

    def check(self, analyzer: Analyzer) -> None:
        """Raise a ValueError if the analyzer of a vectorizer has other parameters."""
        for name, wanted in analyzer.parameters.items():
            mine = self.parameters.get(name)
            if not alike(mine, wanted):
                raise ValueError(
                    f"The documents were tokenized with {name}={mine!r}, this vectorizer has "
                    f"{name}={wanted!r}. Tokenize them with the parameters of the vectorizer: "
                    "tokenize_documents(documents, vectorizer); or pass the raw documents."
                )


def alike(mine: Any, wanted: Any) -> bool:
    """Return whether two values of a parameter are equivalent.

    scikit-learn's ``clone`` copies callables such as methods and partials, and the copies do not
    compare equal; then their pickles are compared.
    """
    try:
        return bool(mine == wanted or pickle.dumps(mine) == pickle.dumps(wanted))
    except Exception:  # noqa: BLE001  (comparing and pickling may raise any error)
        return False
