"""`TfidfPooling`: the sum of vectors with the weights of TfidfVectorizer."""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .._core.corpus import Corpus, Vocabulary
from .._core.embedding import Embedding
from ._base import Pooling
from ._idf import inverse_document_frequency
from ._sums import scale_documents, term_counts, weighted_sum


class TfidfPooling(Pooling):
    r"""Sum of the vectors of a document's terms with the weights of TfidfVectorizer.

    Parameters
    ----------
    sublinear_tf : bool, default=True
        Count a term that occurs :math:`n` times as :math:`1 + \ln n` instead of :math:`n`.

    Attributes
    ----------
    idf_ : ndarray of shape (n_terms,), dtype=float32
        The inverse document frequency of each term.

    Notes
    -----
    With :math:`n(t)` the number of occurrences of the term :math:`t` in the document, the
    features are

    .. math::

        x = \sum_t a_t v_t, \qquad
        a_t = \frac{b_t}{\sqrt{\sum_s b_s^2}}, \qquad
        b_t = (1 + \ln n(t))\, \mathrm{idf}(t),

    with the idf of :class:`IdfPooling`. The weights, not the features, have norm 1. A linear
    model on these features is therefore a linear model of lower rank on the features of
    ``TfidfVectorizer(sublinear_tf=True)``.
    """

    name: ClassVar[str | None] = "tfidf"
    term_attributes: ClassVar[tuple[str, ...] | None] = ("idf_",)

    def __init__(self, *, sublinear_tf: bool = True) -> None:
        self.sublinear_tf = sublinear_tf

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
        if self.sublinear_tf:
            weights.data = np.log(weights.data) + 1
        weights.data *= self.idf_[weights.indices]
        return scale_documents(weights, "l2")

    def transform(
        self, corpus: Corpus, embedding: Embedding, *, n_threads: int = 1
    ) -> NDArray[np.float32]:
        """Compute one row of features for each document; see `Pooling.transform`."""
        weights = self.weights(corpus, len(embedding))
        # Pass each distinct term of a document as one token with its own weight.
        ids, indptr = weights.indices.astype(np.int32), weights.indptr.astype(np.int64)
        terms = Corpus(ids, indptr, np.zeros(len(corpus), dtype=np.int64))
        return weighted_sum(terms, weights.data, embedding, n_threads, by_token=True)
