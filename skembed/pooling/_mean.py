"""`MeanPooling` and `SumPooling`: all tokens have the same weight."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .._core.corpus import Corpus
from .._core.embedding import Embedding
from ._base import Pooling
from ._sums import divide_rows, scale_documents, term_counts, weighted_sum


class SumPooling(Pooling):
    """Sum of the vectors of a document's tokens.

    The features depend on the length of the document.
    """

    name: ClassVar[str | None] = "sum"

    def weights(self, corpus: Corpus, n_terms: int) -> sparse.csr_array:
        """Return the weight of each term in each document; see `Pooling.weights`."""
        return term_counts(corpus, n_terms)

    def transform(
        self, corpus: Corpus, embedding: Embedding, *, n_threads: int = 1
    ) -> NDArray[np.float32]:
        """Compute one row of features for each document; see `Pooling.transform`."""
        return weighted_sum(corpus, None, embedding, n_threads)


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
        features = super().transform(corpus, embedding, n_threads=n_threads)
        divide_rows(features, corpus.document_lengths)
        return features
