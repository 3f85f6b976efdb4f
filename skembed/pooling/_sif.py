"""SifPooling: smooth inverse frequency weights, and the common component removed."""

from __future__ import annotations

from numbers import Integral, Real
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils import check_scalar

from .._compat.threads import one_blas_thread
from .._core.corpus import Corpus, Vocabulary
from .._core.embedding import Embedding
from ._base import Pooling
from ._sums import divide_rows, scale_documents, term_counts, weighted_sum

# Documents whose features are taken to float64 together.
_CHUNK = 8192


class SifPooling(Pooling):
    r"""Smooth inverse frequency: rare terms count more, what all documents share is removed.

    Parameters
    ----------
    smoothing : float, default=1e-3
        The constant :math:`a`. Smaller values take more weight off frequent terms.

    n_removed : int, default=1
        Number of principal components to remove; 0 for the weights alone.

    Attributes
    ----------
    weights_ : ndarray of shape (n_terms,), dtype=float32
        The weight of each term.

    components_ : ndarray of shape (n_removed, n_components), dtype=float32
        The directions that are removed, orthonormal; a row of zeros where the
        training documents span fewer directions.

    Notes
    -----
    With :math:`p(t)` the share of term :math:`t` among the training tokens,

    .. math::

        x = \frac{1}{|d|} \sum_{t \in d} \frac{a}{a + p(t)}\, v_t,
        \qquad
        x' = x - U U^\top x,

    where the columns of :math:`U` are the first right singular vectors, not centered,
    of the matrix whose rows are the :math:`x` of the training documents. They are
    learned in ``fit`` and kept, so that what a document becomes does not depend on
    the documents around it.

    References
    ----------
    .. [1] S. Arora, Y. Liang and T. Ma, "A Simple but Tough-to-Beat Baseline for
           Sentence Embeddings", ICLR 2017. https://openreview.net/forum?id=SyK00v5xx
    """

    name: ClassVar[str | None] = "sif"

    def __init__(self, smoothing: float = 1e-3, n_removed: int = 1) -> None:
        self.smoothing = smoothing
        self.n_removed = n_removed

    def fit(
        self, corpus: Corpus, vocabulary: Vocabulary, embedding: Embedding, *, n_threads: int = 1
    ) -> Self:
        """Learn the weights and the components to remove; see `Pooling.fit`."""
        check_scalar(self.smoothing, "smoothing", Real, min_val=0, include_boundaries="neither")
        check_scalar(
            self.n_removed,
            "n_removed",
            Integral,
            min_val=0,
            max_val=embedding.n_components - 1,
        )
        share = vocabulary.counts / max(int(vocabulary.counts.sum()), 1)
        self.weights_ = (self.smoothing / (self.smoothing + share)).astype(np.float32)
        features = self._weighted_mean(corpus, embedding, n_threads)
        self.components_ = _first_components(features, self.n_removed)
        return self

    def weights(self, corpus: Corpus, n_terms: int) -> sparse.csr_array:
        """Return the weight of each term in each document; see `Pooling.weights`."""
        if self.n_removed:
            return super().weights(corpus, n_terms)  # the features are more than that
        weights = scale_documents(term_counts(corpus, n_terms), "l1")
        weights.data *= self.weights_[weights.indices]
        return weights

    def transform(
        self, corpus: Corpus, embedding: Embedding, *, n_threads: int = 1
    ) -> NDArray[np.float32]:
        """Make one row of features for each document; see `Pooling.transform`."""
        features = self._weighted_mean(corpus, embedding, n_threads)
        for component in self.components_:
            # One row after the other by einsum: a matrix product may round a row
            # differently depending on how many rows there are.
            features -= np.einsum("ij,j->i", features, component)[:, np.newaxis] * component
        return features

    def _weighted_mean(
        self, corpus: Corpus, embedding: Embedding, n_threads: int
    ) -> NDArray[np.float32]:
        features = weighted_sum(corpus, self.weights_, embedding, n_threads)
        divide_rows(features, corpus.document_lengths)
        return features


def _first_components(features: NDArray[np.float32], n: int) -> NDArray[np.float32]:
    """First right singular vectors of the features, by way of their d x d Gram matrix."""
    n_components = features.shape[1]
    gram = np.zeros((n_components, n_components), dtype=np.float64)
    with one_blas_thread():
        for start in range(0, len(features), _CHUNK):
            rows = features[start : start + _CHUNK].astype(np.float64)
            gram += rows.T @ rows
        values, vectors = np.linalg.eigh(gram)
    components = vectors.T[::-1][:n]
    # The sign of an eigenvector is arbitrary: its largest entry is made positive.
    largest = np.abs(components).argmax(axis=1)
    components = components * np.sign(components[np.arange(n), largest])[:, np.newaxis]
    # Eigenvalues of rounding noise belong to no direction of the data.
    is_noise = values[::-1][:n] <= n_components * np.finfo(np.float64).eps * values[-1]
    components[is_noise] = 0
    found: NDArray[np.float32] = components.astype(np.float32)
    return found
