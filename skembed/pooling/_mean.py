"""`MeanPooling` and `SumPooling`: all tokens have the same weight, unless terms are weighted."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .._core.corpus import Corpus
from .._core.embedding import Embedding
from ._base import Pooling
from ._sums import divide_rows, document_sums, scale_documents, term_counts, weighted_sum


class SumPooling(Pooling):
    """Sum of the vectors of a document's tokens.

    The features depend on the length of the document.
    """

    name: ClassVar[str | None] = "sum"
    term_attributes: ClassVar[tuple[str, ...] | None] = ("weights_",)

    weights_: NDArray[np.float32] | None = None  # of terms; None: all have the weight 1

    def weight_terms(self, weights: NDArray[np.float32]) -> None:
        """Multiply the weights of terms; see `Pooling.weight_terms`."""
        self.weights_ = weights if self.weights_ is None else self.weights_ * weights

    def weights(self, corpus: Corpus, n_terms: int) -> sparse.csr_array:
        """Return the weight of each term in each document; see `Pooling.weights`."""
        weights = term_counts(corpus, n_terms)
        if self.weights_ is not None:
            weights.data *= self.weights_[weights.indices]
        return weights

    def transform(
        self, corpus: Corpus, embedding: Embedding, *, n_threads: int = 1
    ) -> NDArray[np.float32]:
        """Compute one row of features for each document; see `Pooling.transform`."""
        return weighted_sum(corpus, self.weights_, embedding, n_threads)


class MeanPooling(SumPooling):
    """Mean of the vectors of a document's tokens; out-of-vocabulary tokens do not count."""

    name: ClassVar[str | None] = "mean"

    def weights(self, corpus: Corpus, n_terms: int) -> sparse.csr_array:
        """Return the weight of each term in each document; see `Pooling.weights`."""
        return scale_documents(super().weights(corpus, n_terms), "l1")

    def transform(
        self, corpus: Corpus, embedding: Embedding, *, n_threads: int = 1
    ) -> NDArray[np.float32]:
        """Compute one row of features for each document; see `Pooling.transform`."""
        if self.weights_ is None:
            return weighted_sum(corpus, None, embedding, n_threads, mean=True)
        features = weighted_sum(corpus, self.weights_, embedding, n_threads)
        divide_rows(features, document_sums(corpus, self.weights_))
        return features
