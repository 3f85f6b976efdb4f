"""What a pooling is: it makes one row of features of the vectors of a document's tokens.

A pooling knows terms by their rows only; it sees no text and no estimator.
"""

from __future__ import annotations

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

    A subclass writes `transform`, and `fit` if there is anything to learn from the
    documents it is fitted on. What is learned ends in ``_``.

    Attributes
    ----------
    name : str or None
        What the ``pooling`` parameter calls the class; None if it has no name there. Only
        poolings of skembed itself are found by their names.
    """

    name: ClassVar[str | None] = None

    def fit(
        self, corpus: Corpus, vocabulary: Vocabulary, embedding: Embedding, *, n_threads: int = 1
    ) -> Self:
        """Learn what must come from the training documents only: here, nothing.

        Parameters
        ----------
        corpus : Corpus
            The training documents, as rows of the embedding.

        vocabulary : Vocabulary
            The counts of the embedding's terms in the training documents.

        embedding : Embedding
            The vectors.

        n_threads : int, default=1
            Number of threads; it does not change the result.

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
        """Make one row of features for each document.

        Parameters
        ----------
        corpus : Corpus
            The documents, as rows of the embedding.

        embedding : Embedding
            The vectors.

        n_threads : int, default=1
            Number of threads; it does not change the result.

        Returns
        -------
        features : ndarray of shape (n_documents, n_features), dtype=float32
            A document without tokens is a row of zeros.
        """

    def weights(self, corpus: Corpus, n_terms: int) -> sparse.csr_array:
        """Return the weight of each term in each document, if features are sums so weighted.

        ``transform(corpus, embedding)`` is then ``weights(corpus, len(embedding)) @
        embedding.vectors`` up to rounding, and the vectors can be learned through it.

        Parameters
        ----------
        corpus : Corpus
            The documents, as rows of the embedding that the pooling was fitted with.

        n_terms : int
            Number of rows of the embedding.

        Returns
        -------
        weights : csr_array of shape (n_documents, n_terms), dtype=float32
            No term twice in a document.

        Raises
        ------
        ValueError
            If the features of this pooling are no such sums.
        """
        raise ValueError(
            f"{type(self).__name__} is not a weighted sum of the vectors, through which vectors "
            "could be learned: choose pooling='tfidf', 'idf', 'mean' or 'sum'."
        )

    def n_features_out(self, embedding: Embedding) -> int:
        """Return the number of features of a document.

        Parameters
        ----------
        embedding : Embedding
            The vectors.

        Returns
        -------
        n_features : int
            As many as the vectors have components, unless a subclass says otherwise.
        """
        return embedding.n_components
