"""`IdfPooling`: a mean weighted by inverse document frequency."""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .._core.corpus import Corpus, Vocabulary
from .._core.embedding import Embedding
from ._base import Pooling
from ._sums import divide_rows, document_sums, scale_documents, term_counts, weighted_sum


class IdfPooling(Pooling):
    r"""Mean of the vectors of a document's tokens, weighted by inverse document frequency.

    Attributes
    ----------
    idf_ : ndarray of shape (n_terms,), dtype=float32
        The weight of each term.

    Notes
    -----
    With :math:`n` training documents, :math:`\mathrm{df}(t)` of which contain the
    term :math:`t`, the features are

    .. math::

        x = \frac{\sum_t \mathrm{idf}(t)\, v_t}{\sum_t \mathrm{idf}(t)},
        \qquad
        \mathrm{idf}(t) = \ln \frac{1 + n}{1 + \mathrm{df}(t)} + 1,

    with the idf of :class:`~sklearn.feature_extraction.text.TfidfTransformer` with default
    parameters. The sums are over tokens, so a term that occurs twice counts twice.
    """

    name: ClassVar[str | None] = "idf"
    term_attributes: ClassVar[tuple[str, ...] | None] = ("idf_",)

    def fit(
        self, corpus: Corpus, vocabulary: Vocabulary, embedding: Embedding, *, n_threads: int = 1
    ) -> Self:
        """Learn the weight of each term; see `Pooling.fit`."""
        self.idf_ = inverse_document_frequency(vocabulary)
        return self

    def weight_terms(self, weights: NDArray[np.float32]) -> None:
        """Multiply the weights of terms; see `Pooling.weight_terms`."""
        self.idf_ = self.idf_ * weights

    def weights(self, corpus: Corpus, n_terms: int) -> sparse.csr_array:
        """Return the weight of each term in each document; see `Pooling.weights`."""
        weights = term_counts(corpus, n_terms)
        weights.data *= self.idf_[weights.indices]
        return scale_documents(weights, "l1")

    def transform(
        self, corpus: Corpus, embedding: Embedding, *, n_threads: int = 1
    ) -> NDArray[np.float32]:
        """Compute one row of features for each document; see `Pooling.transform`."""
        features = weighted_sum(corpus, self.idf_, embedding, n_threads)
        divide_rows(features, document_sums(corpus, self.idf_))
        return features


def inverse_document_frequency(vocabulary: Vocabulary) -> NDArray[np.float32]:
    """Return ln((1 + n) / (1 + df)) + 1 of each term, of shape (n_terms,)."""
    ratio = (1 + vocabulary.n_documents) / (1 + vocabulary.document_counts)
    idf: NDArray[np.float32] = (np.log(ratio) + 1).astype(np.float32)
    return idf
