"""`Embedding`: terms and vectors, and conversion to gensim's KeyedVectors.

`_core.term_vectors` stores the terms and vectors, `_core.term_queries` compares them,
`_vectors.sources` reads files, and the estimators learn vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .subwords import Subwords
from .term_queries import TermQueries


@dataclass(frozen=True, eq=False, repr=False, init=False)
class Embedding(TermQueries):
    """Terms and their vectors.

    An embedding is a container of terms: ``len(embedding)``, ``term in embedding`` and iteration
    refer to the terms. ``embedding[term]`` is the vector of a term, ``embedding[[term, ...]]`` a
    matrix with one row per term, and a slice such as ``embedding[:n]`` an Embedding with the
    selected rows. With ``subwords``, an unknown word has a vector too, the mean of those of its
    n-grams of characters, although it is not among the terms.

    Parameters
    ----------
    terms : sequence of str of shape (n_terms,)
        The terms, without duplicates. If counts are known, put the most frequent terms
        first: some functions only use the first rows.

    vectors : array-like of shape (n_terms, n_components)
        The vector of each term. A C-contiguous float32 array, including a read-only
        memory map, is not copied; anything else is converted.

    blocks : dict of str to slice, default=None
        Names of parts of the components, if the vectors consist of several; for example
        ``{"init": slice(0, 50), "learned": slice(50, 100)}``. None means no parts.

    subwords : Subwords, default=None
        fastText's vectors of n-grams of characters, which belong to ``vectors``. The vectors of
        the terms are used as given: in fastText, they are the means of the row of the word and
        those of its n-grams (:meth:`Subwords.vectors_of_known`).

    Attributes
    ----------
    terms : ndarray of shape (n_terms,), dtype=object
        The terms.

    vectors : ndarray of shape (n_terms, n_components), dtype=float32
        The vectors, C-contiguous and read-only.

    blocks : dict of str to slice
        The components of each part of the vectors; empty if there are no parts.

    subwords : Subwords or None
        The vectors of n-grams of characters, which give unknown words a vector.

    Raises
    ------
    ValueError
        If there are no terms, lengths differ, a term is duplicated, or a vector is not finite.

    TypeError
        If a term is not a str.

    Examples
    --------
    >>> from skembed import Embedding
    >>> embedding = Embedding(["king", "queen", "cabbage"], [[1, 0.1], [1, 0.2], [0, 1]])
    >>> embedding["queen"]
    array([1. , 0.2], dtype=float32)
    >>> [term for term, cosine in embedding.most_similar("king", n=1)]
    ['queen']
    """

    def block(self, name: str) -> Embedding:
        """Return an embedding of one part of the components.

        Parameters
        ----------
        name : str
            A key of ``blocks``.

        Returns
        -------
        embedding : Embedding
            The same terms with these components only.

        Raises
        ------
        KeyError
            If there is no such part.
        """
        if name not in self.blocks:
            raise KeyError(f"There is no block {name!r}; blocks: {list(self.blocks)}.")
        return self._with_vectors(self.vectors[:, self.blocks[name]], {})

    def to_keyed_vectors(self) -> Any:
        """Convert to gensim's KeyedVectors, which share the memory of the vectors.

        Returns
        -------
        keyed_vectors : gensim.models.KeyedVectors
            Their ``vectors`` are read-only, because they are those of this embedding. With
            ``subwords``, they are ``FastTextKeyedVectors``.

        Raises
        ------
        ImportError
            If gensim is not installed.
        """
        from gensim.models import KeyedVectors
        from gensim.models.fasttext import FastTextKeyedVectors

        if self.subwords is None:
            keyed_vectors = KeyedVectors(self.n_components, count=0, dtype=np.float32)
        else:
            subwords = self.subwords
            keyed_vectors = FastTextKeyedVectors(
                self.n_components, subwords.min_n, subwords.max_n, subwords.n_buckets
            )
            keyed_vectors.vectors_ngrams = subwords.rows
        keyed_vectors.index_to_key = self.terms.tolist()
        keyed_vectors.key_to_index = dict(self.index)
        keyed_vectors.next_index = len(self)
        keyed_vectors.vectors = self.vectors
        return keyed_vectors

    @classmethod
    def from_keyed_vectors(cls, keyed_vectors: Any) -> Embedding:
        """Create an embedding from gensim's KeyedVectors; float32 vectors are not copied.

        Parameters
        ----------
        keyed_vectors : gensim.models.KeyedVectors
            The terms and vectors, and with ``FastTextKeyedVectors`` the subwords. Do not change
            the vectors in place afterwards.

        Returns
        -------
        embedding : Embedding
            The same terms in the same order.
        """
        terms, vectors = keyed_vectors.index_to_key, keyed_vectors.vectors
        # gensim leaves rows without a term at the end if it reads a file with a term twice.
        n_terms = len(terms)
        while n_terms and terms[n_terms - 1] is None:
            n_terms -= 1
        subwords = None
        if getattr(keyed_vectors, "bucket", 0) and getattr(keyed_vectors, "max_n", 0):
            rows = keyed_vectors.vectors_ngrams
            subwords = Subwords(rows, keyed_vectors.min_n, keyed_vectors.max_n)
        return cls(terms[:n_terms], vectors[:n_terms], subwords=subwords)
