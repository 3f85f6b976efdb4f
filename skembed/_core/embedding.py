"""`Embedding`: terms and vectors, and conversion to gensim's KeyedVectors.

`_core.term_vectors` holds the terms and vectors, `_core.term_queries` compares them,
`_core.stored_vectors` loads and saves them, and the estimators learn them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .checks import as_count
from .fasttext_model import parts_of_fasttext_model
from .mapped_subwords import components_of
from .quantized import QuantizedRows
from .reduction import principal_directions, project
from .stored_vectors import StoredVectors
from .subwords import Subwords
from .term_queries import TermQueries


@dataclass(frozen=True, eq=False, repr=False, init=False)
class Embedding(TermQueries, StoredVectors):
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
        part = self.blocks[name]
        subwords = self.subwords
        if subwords is not None:
            subwords = components_of(subwords, part)
        return self._with_vectors(self.vectors[:, part], {}, subwords)

    def reduce(self, n_components: int, *, n_removed: int = 0) -> Embedding:
        r"""Return an embedding with fewer components, the principal components of the vectors.

        Parameters
        ----------
        n_components : int
            Number of components to keep.

        n_removed : int, default=0
            Number of principal components with the largest variance to leave out. What is common
            to most vectors of an embedding, often frequency rather than meaning, is in the first
            few [1]_.

        Returns
        -------
        embedding : Embedding
            The same terms. The subwords, if there are any, are reduced in the same way.

        Raises
        ------
        ValueError
            If ``n_components + n_removed`` exceeds the number of components, or ``n_components``
            is 0.

        Notes
        -----
        With the mean :math:`m` of the vectors :math:`v` and the eigenvectors :math:`u_1, u_2,
        \dots` of their covariance matrix by decreasing eigenvalue, component :math:`i` of the
        result is

        .. math::

            v'_i = u_{r + i} \cdot (v - m), \qquad r = \mathrm{n\_removed}.

        Removing :math:`r` directions, without fewer components otherwise, is the postprocessing of
        [1]_. The method of [2]_, which removes :math:`r` directions, reduces to :math:`n`
        components and removes :math:`r` directions again, gives the components of
        ``reduce(n - r, n_removed=2 * r)``, and zeros.

        References
        ----------
        .. [1] J. Mu, P. Viswanath, "All-but-the-Top: Simple and Effective Postprocessing for Word
           Representations", ICLR 2018. https://openreview.net/forum?id=HkuGJ3kCb

        .. [2] V. Raunak, V. Gupta, F. Metze, "Effective Dimensionality Reduction for Word
           Embeddings", RepL4NLP 2019. https://aclanthology.org/W19-4328/

        Examples
        --------
        >>> from skembed import Embedding
        >>> embedding = Embedding(["a", "b", "c"], [[0, 9, 1], [0, 9, 3], [2, 9, 2]])
        >>> embedding.reduce(2)
        Embedding(n_terms=3, n_components=2)
        """
        n = as_count(n_components, "n_components")
        r = as_count(n_removed, "n_removed")
        if not n or n + r > self.n_components:
            raise ValueError(
                f"Of {self.n_components} components, n_removed={r} and n_components={n}, at least "
                "1, cannot be removed and kept."
            )
        mean, directions = principal_directions(self._take, len(self))
        kept = directions[:, r : r + n]
        subwords = self.subwords
        if subwords is not None:  # the mean of n-grams is mapped as each of them is
            rows = project(subwords.rows.__getitem__, subwords.n_buckets, mean, kept)
            subwords = Subwords(rows, subwords.min_n, subwords.max_n)
        vectors = project(self._take, len(self), mean, kept)
        return self._with_vectors(vectors, {}, subwords)

    def quantize(self) -> Embedding:
        """Return an embedding whose vectors are stored in 8-bit integers, a quarter of the memory.

        Look-ups, neighbors and :class:`PretrainedVectorizer` convert the vectors that they need to
        float32; ``vectors`` converts all of them each time. Subwords stay as they are.

        Returns
        -------
        embedding : Embedding
            The same terms. Each number of a vector is off by at most 1/254 of the largest
            magnitude in the vector.

        Examples
        --------
        >>> from skembed import Embedding
        >>> Embedding(["a", "b"], [[127.0, 10.2], [0.4, -0.5]]).quantize()["a"]
        array([127.,  10.], dtype=float32)
        """
        rows = self._rows if self.is_quantized else QuantizedRows.of(self.vectors)
        return self._sharing_terms(rows, self.blocks, self.subwords)

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
    def from_fasttext(cls, model: Any) -> Embedding:
        """Create an embedding from a model of the fasttext module, with its subwords.

        Parameters
        ----------
        model : object
            What ``fasttext.load_model`` returns, supervised or not; not a quantized model.

        Returns
        -------
        embedding : Embedding
            The words of the model with the vectors of ``model.get_word_vector``. The vectors are
            copied.

        Raises
        ------
        ValueError
            If the model is quantized.
        """
        words, vectors, subwords = parts_of_fasttext_model(model)
        return cls(words, vectors, subwords=subwords)

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
