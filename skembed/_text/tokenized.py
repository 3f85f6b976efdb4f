"""TokenizedDocuments: documents read once, to be used by many fits.

Just arrays, and the parameters that say how they came about; `_text.reading` reads
the strings. Which tokens become terms is decided by each fit, so nothing is learned here.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from .._core.checks import as_integers, as_term_array
from .._core.corpus import take_lists
from .._core.pieces import Size, cut
from .._kernels import text as kernel
from .analyzer import Analyzer


@dataclass(frozen=True, eq=False, repr=False)
class TokenizedDocuments:
    """Documents as numbers of tokens, to be given to vectorizers in place of the strings.

    Made by :func:`tokenize_documents`. A fit on them has the same bits as a fit on the
    strings, without reading those again: in a cross-validation or a grid search the
    documents are read once instead of twice a fit. Nothing is learned by making them:
    which tokens become terms, and their counts, are found by each fit from its own
    documents.

    Indexing by a slice, a list or an array of positions or booleans makes another
    `TokenizedDocuments`, so scikit-learn's splitters and searches take them as they
    are; indexing by a number, and iterating, gives lists of tokens.

    Parameters
    ----------
    ids : ndarray of shape (n_tokens,), dtype=int32
        The number of each token, one document after the other.

    indptr : ndarray of shape (n_documents + 1,), dtype=int64
        Where each document begins and ends in ``ids``.

    tokens : ndarray of shape (n_types,), dtype=object
        The different tokens, as str. Parts of the documents share them.

    parameters : dict
        The parameters that the documents were read with; a vectorizer that is given
        them must have the same.

    Raises
    ------
    TypeError
        If a token is not a str.

    ValueError
        If an id is the number of no token, or ``indptr`` does not rise from 0 to the number of ids.

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
        """Check that the arrays are what the kernels may rely on."""
        self.__dict__["ids"] = as_integers(self.ids, np.int32, "ids")
        self.__dict__["indptr"] = as_integers(self.indptr, np.int64, "indptr")
        self.__dict__["tokens"] = as_term_array(self.tokens)
        kernel.check_documents(self.ids, self.indptr, len(self.tokens))

    @property
    def shape(self) -> tuple[int]:
        """Number of documents, in a tuple; scikit-learn takes what has it for an array."""
        return (len(self),)

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self.indptr) - 1

    def __repr__(self) -> str:
        """Return the sizes; the arrays themselves are too long to show."""
        return f"TokenizedDocuments(n_documents={len(self)}, n_tokens={len(self.ids)})"

    def __iter__(self) -> Iterator[list[str]]:
        """Iterate over the documents, as lists of tokens."""
        return (self[i] for i in range(len(self)))

    @overload
    def __getitem__(self, index: int | np.integer) -> list[str]: ...

    @overload
    def __getitem__(self, index: Any) -> TokenizedDocuments: ...

    def __getitem__(self, index: Any) -> list[str] | TokenizedDocuments:
        """Return the tokens of one document, or some of the documents."""
        if isinstance(index, (int, np.integer)):
            i = range(len(self))[index]
            document: list[str] = self.tokens[
                self.ids[self.indptr[i] : self.indptr[i + 1]]
            ].tolist()
            return document
        chosen = np.arange(len(self))[index]  # scikit-learn asks for [rows, ...], too
        ids, indptr = take_lists(self.ids, self.indptr, chosen)
        part = object.__new__(TokenizedDocuments)  # not checked again: there may be many parts
        part.__dict__.update(self.__dict__, ids=ids, indptr=indptr)
        return part

    def check(self, analyzer: Analyzer) -> None:
        """Refuse an analyzer that would have read the documents in another way.

        Parameters
        ----------
        analyzer : Analyzer
            That of the vectorizer which is given the documents.

        Raises
        ------
        ValueError
            Naming the first parameter that differs.
        """
        for name, wanted in analyzer.parameters.items():
            mine = self.parameters.get(name)
            if not alike(mine, wanted):
                raise ValueError(
                    f"The documents were tokenized with {name}={mine!r}, this vectorizer has "
                    f"{name}={wanted!r}. Tokenize them for it: tokenize_documents(documents, "
                    "vectorizer); or give it the documents themselves."
                )

    def pieces(self, size: Size) -> Iterator[TokenizedDocuments]:
        """Cut the documents into pieces, without a copy.

        Parameters
        ----------
        size : Size
            What a piece holds at most; a single document may hold more tokens.

        Yields
        ------
        documents : TokenizedDocuments
            At least once, if only without documents.
        """
        if len(self) <= size.n_documents and len(self.ids) <= size.n_tokens:
            yield self
            return
        for rows in cut(self.indptr, size):
            ends = self.indptr[rows.start : rows.stop + 1]
            part = object.__new__(TokenizedDocuments)  # what is fine here is fine there
            ids = self.ids[ends[0] : ends[-1]]
            part.__dict__.update(self.__dict__, ids=ids, indptr=ends - ends[0])
            yield part

    def renumber(self, look_up: Callable[[Iterable[str]], Iterable[int]]) -> NDArray[np.int32]:
        """Give each token another number.

        Parameters
        ----------
        look_up : callable
            Is called once, with the different tokens in the order in which they come first, and
            returns their new numbers.

        Returns
        -------
        ids : ndarray of shape (n_tokens,), dtype=int32
            A new array.
        """
        tokens: NDArray[np.object_] = self.tokens
        ids: NDArray[np.integer] = self.ids
        if len(ids) < len(tokens):  # a few of many documents: only their own tokens
            used, ids = np.unique(ids, return_inverse=True)
            tokens = tokens[used]
        first = np.full(len(tokens), len(ids))
        # of several numbers for one place the last stays: from the end, that is the first token
        first[ids[::-1]] = np.arange(len(ids))[::-1]
        order = np.argsort(first)[: np.count_nonzero(first < len(ids))]
        table = np.empty(len(tokens), dtype=np.int32)
        table[order] = np.fromiter(look_up(tokens[order].tolist()), np.int32, len(order))
        renumbered: NDArray[np.int32] = table[ids]
        return renumbered


def alike(mine: Any, wanted: Any) -> bool:
    """Tell whether two parameters read alike.

    Parameters
    ----------
    mine, wanted : object
        Values of one parameter. Of an object that can be called, such as a method or a
        partial, scikit-learn's ``clone`` makes a copy, which is not equal to it; there the
        pickles decide.

    Returns
    -------
    alike : bool
        False if it cannot be told.
    """
    try:
        return bool(mine == wanted or pickle.dumps(mine) == pickle.dumps(wanted))
    except Exception:  # noqa: BLE001  (whatever such an object raises)
        return False
