"""The base class of poolings.

A pooling combines the vectors of a document's tokens into one row of features. Terms are identified
by their row in the embedding; a pooling needs neither text nor estimator.
"""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator

from .._core.corpus import Corpus, Vocabulary
from .._core.embedding import Embedding
from .._core.version import VersionedPickleMixin


class Pooling(VersionedPickleMixin, BaseEstimator, ABC):
    """Base class of all poolings.

    Subclasses implement `transform`, and `fit` if they learn anything from the training
    documents. Names of fitted attributes end with ``_``.

    Attributes
    ----------
    name : str or None
        The name of the class in the ``pooling`` parameter; None if it has none. Only the
        poolings of skembed can be given by name.

    term_attributes : tuple of str or None
        The names of the fitted attributes that hold one value for each term, for `for_terms`;
        a class that defines ``fit`` sets it.
    """

    name: ClassVar[str | None] = None
    term_attributes: ClassVar[tuple[str, ...] | None] = None

    def fit(
        self, corpus: Corpus, vocabulary: Vocabulary, embedding: Embedding, *, n_threads: int = 1
    ) -> Self:
        """Fit the pooling to the training documents; the base class learns nothing.

        Parameters
        ----------
        corpus : Corpus
            The training documents; token ids are rows of the embedding.

        vocabulary : Vocabulary
            The counts of the terms of the embedding in the training documents.

        embedding : Embedding
            The vectors.

        n_threads : int, default=1
            Number of threads; it does not affect the result.

        Returns
        -------
        self : object
            The fitted pooling.
        """
        return self

    @abstractmethod
    def transform(
        self, corpus: Corpus, embedding: Embedding, *, n_threads: int = 1
    ) -> NDArray[np.float32]:
        """Compute one row of features for each document.

        Several threads may call it at the same time, so it must not change the pooling.

        Parameters
        ----------
        corpus : Corpus
            The documents; token ids are rows of the embedding.

        embedding : Embedding
            The vectors.

        n_threads : int, default=1
            Number of threads; it does not affect the result.

        Returns
        -------
        features : ndarray of shape (n_documents, n_features), dtype=float32
            The features; a row of zeros for a document without tokens.
        """

    def weights(self, corpus: Corpus, n_terms: int) -> sparse.csr_array:
        """Return the weight of each term in each document, if features are weighted sums.

        In this case, ``transform(corpus, embedding)`` equals ``weights(corpus,
        len(embedding)) @ embedding.vectors`` up to rounding, and vectors can be trained
        through the pooling.

        Parameters
        ----------
        corpus : Corpus
            The documents; token ids are rows of the embedding that the pooling was fitted
            with.

        n_terms : int
            Number of rows of the embedding.

        Returns
        -------
        weights : csr_array of shape (n_documents, n_terms), dtype=float32
            The weights; each term is stored at most once per document.

        Raises
        ------
        ValueError
            If the features of this pooling are not weighted sums of the vectors.
        """
        raise ValueError(
            f"{type(self).__name__} is not a weighted sum of the vectors, so vectors cannot be "
            "trained through it: choose pooling='tfidf', 'idf', 'mean' or 'sum'."
        )

    def weight_terms(self, weights: NDArray[np.float32]) -> None:
        """Multiply the weights of terms, after ``fit`` and before documents are normalized.

        Only poolings whose features are weighted sums can.

        Parameters
        ----------
        weights : ndarray of shape (n_terms,), dtype=float32
            The factor of each term.

        Raises
        ------
        ValueError
            If this pooling has no weights of terms.
        """
        raise ValueError(
            f"{type(self).__name__} is not a weighted sum of the vectors, or has no method "
            "weight_terms: choose pooling='tfidf', 'idf', 'mean' or 'sum'. ngram_weight=1 needs no "
            "weight_terms."
        )

    def for_terms(self, rows: NDArray[np.integer]) -> Self:
        """Return this fitted pooling for an embedding of other terms.

        Vectorizers use it where the terms of some documents get an embedding of their own, as with
        subwords.

        Parameters
        ----------
        rows : ndarray of shape (n_other_terms,)
            The row that stands for each of the other terms in ``fit``.

        Returns
        -------
        pooling : object
            A copy in which the ``term_attributes`` belong to the other terms.

        Raises
        ------
        ValueError
            If the class defines ``fit``, but not ``term_attributes``.
        """
        if self.term_attributes is None and type(self).fit is not Pooling.fit:
            raise ValueError(
                f"{type(self).__name__} does not say which of its fitted attributes hold one value "
                "for each term, so it cannot be used with subwords, terms of several tokens or "
                "quantized vectors: set term_attributes, a tuple of their names."
            )
        other = copy.copy(self)
        for name in self.term_attributes or ():
            if (values := getattr(self, name)) is not None:
                setattr(other, name, values[rows])
        return other

    def blocks(self, n_components: int) -> list[tuple[Pooling, slice]]:
        """Return the pooling of each block of components: this one, for all of them.

        Parameters
        ----------
        n_components : int
            Number of components of the vectors.

        Returns
        -------
        blocks : list of (Pooling, slice)
            Poolings, and the components that each of them pools.
        """
        return [(self, slice(0, n_components))]

    def n_features_out(self, embedding: Embedding) -> int:
        """Return the number of output features.

        Parameters
        ----------
        embedding : Embedding
            The vectors.

        Returns
        -------
        n_features : int
            The number of components of the vectors, unless a subclass overrides this method.
        """
        return embedding.n_components
