"""`Embedding`: similarity queries on terms and vectors, and conversion to gensim's KeyedVectors.

`_core.term_vectors` stores the terms and vectors, `_vectors.sources` reads files, and the
estimators learn vectors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checks import as_count
from .linalg import row_norms, unit
from .neighbors import as_items, cosines, largest
from .subwords import Subwords
from .term_vectors import TermVectors


@dataclass(frozen=True, eq=False, repr=False, init=False)
class Embedding(TermVectors):
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

    def similarity(self, a: str | ArrayLike, b: str | ArrayLike) -> float:
        """Cosine similarity of two terms or vectors.

        Parameters
        ----------
        a, b : str or array-like of shape (n_components,)
            Terms or vectors.

        Returns
        -------
        cosine : float
            A value between -1 and 1; 0 if one of the vectors is zero.

        Raises
        ------
        KeyError
            If a term has no vector.
        """
        cosine = float(unit(self._vector(a)) @ unit(self._vector(b)))
        return min(max(cosine, -1.0), 1.0)

    def most_similar(
        self,
        positive: str | ArrayLike | Sequence[str | ArrayLike] | None = None,
        negative: str | ArrayLike | Sequence[str | ArrayLike] | None = None,
        *,
        n: int = 10,
        restrict_to: int | Iterable[str] | None = None,
        topn: int | None = None,
    ) -> list[tuple[str, float]]:
        """Find the terms with the highest cosine similarity to a query.

        The query is the sum of the positive vectors minus the sum of the negative ones. As in
        gensim, the vectors of terms are first scaled to unit length; vectors passed as arrays
        are not scaled. The analogy "a is to b as c is to what?" is ``most_similar([b, c], [a])``.

        Parameters
        ----------
        positive : str, array-like of shape (n_components,) or list of these, default=None
            Terms or vectors to add.

        negative : str, array-like of shape (n_components,) or list of these, default=None
            Terms or vectors to subtract.

        n : int, default=10
            Maximum number of terms to return. The terms of the query are never returned.

        restrict_to : int or iterable of str, default=None
            Terms to search: an int for the first rows only (the most frequent terms, if
            skembed learned the embedding), or the terms themselves. None searches all.

        topn : int, default=None
            The name that gensim uses for ``n``; it replaces ``n`` if given.

        Returns
        -------
        neighbors : list of (str, float)
            Terms and their cosine similarities, the most similar first.

        Raises
        ------
        KeyError
            If a term has no vector.

        ValueError
            If neither ``positive`` nor ``negative`` is given, a vector does not have
            ``n_components`` components or is not finite, or a number is negative.
        """
        n = as_count(n, "n") if topn is None else as_count(topn, "topn")
        wanted, unwanted = as_items(positive), as_items(negative)
        if not wanted and not unwanted:
            raise ValueError("most_similar needs at least one term or vector to start from.")
        direction = np.zeros(self.n_components, dtype=np.float64)
        for item in wanted:
            direction += self._direction(item)
        for item in unwanted:
            direction -= self._direction(item)
        if not np.all(np.isfinite(direction)):
            raise ValueError("The sum of the vectors asked with overflows: scale them down.")
        asked = {item for item in [*wanted, *unwanted] if isinstance(item, str)}
        rows = self._candidates(restrict_to)
        values = cosines(self.vectors[rows], self._norms[rows], direction)
        terms = self.terms[rows]
        nearest = largest(values, n + len(asked))
        found = [(terms[i], float(values[i])) for i in nearest if terms[i] not in asked]
        return found[:n]

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

    @cached_property
    def _norms(self) -> NDArray[np.float64]:
        """Euclidean norm of each vector, of shape (n_terms,); 1 for a zero vector."""
        norms = row_norms(self.vectors)
        norms[norms == 0] = 1
        return norms

    def _direction(self, item: str | ArrayLike) -> NDArray[np.float64]:
        """Return the vector of a term scaled to unit length, or the given vector unchanged."""
        return unit(self._vector(item)) if isinstance(item, str) else self._vector(item)

    def _vector(self, item: str | ArrayLike) -> NDArray[np.float64]:
        """Return the vector of a term, or the given vector."""
        vector: NDArray[np.float64] = np.asarray(
            self._vector_of(item) if isinstance(item, str) else item, dtype=np.float64
        )
        if vector.shape != (self.n_components,):
            raise ValueError(
                f"A vector must have shape ({self.n_components},), got {vector.shape}."
            )
        if not np.all(np.isfinite(vector)):
            raise ValueError("A vector to compare with is not finite.")
        return vector

    def _candidates(self, restrict_to: int | Iterable[str] | None) -> slice | list[int]:
        """Return the rows to search; a slice if possible, because it copies nothing."""
        if restrict_to is None:
            return slice(0, None)
        if isinstance(restrict_to, str) or not isinstance(restrict_to, Iterable):
            return slice(0, as_count(restrict_to, "restrict_to", "or several terms"))
        return list(dict.fromkeys(self._row(term) for term in restrict_to))
