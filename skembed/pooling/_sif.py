"""`SifPooling`: smooth inverse frequency weights and removal of the common component."""

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
from ._sums import scale_documents, term_counts, weighted_sum

# Number of documents whose features are converted to float64 at once.
_CHUNK = 8192


class SifPooling(Pooling):
    r"""Smooth inverse frequency: weighted mean with the common component removed.

    Parameters
    ----------
    smoothing : float, default=1e-3
        The constant :math:`a`. Smaller values give less weight to frequent terms.

    n_removed : int, default=1
        Number of principal components to remove; 0 only applies the weights.

    Attributes
    ----------
    weights_ : ndarray of shape (n_terms,), dtype=float32
        The weight of each term.

    components_ : ndarray of shape (n_removed, n_components), dtype=float32
        The orthonormal directions that are removed; rows of zeros if the training
        documents span fewer directions.

    Notes
    -----
    With :math:`p(t)` the relative frequency of the term :math:`t` among the training
    tokens, the features of a document :math:`d` are

    .. math::

        x = \frac{1}{|d|} \sum_{t \in d} \frac{a}{a + p(t)}\, v_t,
        \qquad
        x' = x - U U^\top x,

    where :math:`x'` is the result and the columns of :math:`U` are the first right
    singular vectors, without centering, of the matrix with rows :math:`x` of the training
    documents [1]_. They are learned in ``fit``, so the features of a document do not
    depend on the other documents passed to ``transform``.

    References
    ----------
    .. [1] S. Arora, Y. Liang and T. Ma, "A Simple but Tough-to-Beat Baseline for
           Sentence Embeddings", ICLR 2017. https://openreview.net/forum?id=SyK00v5xx
    """

    name: ClassVar[str | None] = "sif"
    term_attributes: ClassVar[tuple[str, ...] | None] = ("weights_",)

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

    def weight_terms(self, weights: NDArray[np.float32]) -> None:
        """Multiply the weights of terms; see `Pooling.weight_terms`."""
        self.weights_ = self.weights_ * weights

    def weights(self, corpus: Corpus, n_terms: int) -> sparse.csr_array:
        """Return the weight of each term in each document; see `Pooling.weights`."""
        if self.n_removed:
            return super().weights(corpus, n_terms)  # not a weighted sum: raises an error
        weights = scale_documents(term_counts(corpus, n_terms), "l1")
        weights.data *= self.weights_[weights.indices]
        return weights

    def transform(
        self, corpus: Corpus, embedding: Embedding, *, n_threads: int = 1
    ) -> NDArray[np.float32]:
        """Compute one row of features for each document; see `Pooling.transform`."""
        features = self._weighted_mean(corpus, embedding, n_threads)
        for component in self.components_:
            # einsum treats each row alone; the rounding of a matrix product may depend on
            # the number of rows.
            features -= np.einsum("ij,j->i", features, component)[:, np.newaxis] * component
        return features

    def _weighted_mean(
        self, corpus: Corpus, embedding: Embedding, n_threads: int
    ) -> NDArray[np.float32]:
        return weighted_sum(corpus, self.weights_, embedding, n_threads, mean=True)


def _first_components(features: NDArray[np.float32], n: int) -> NDArray[np.float32]:
    """Return the first right singular vectors of the features, from their d x d Gram matrix."""
    n_components = features.shape[1]
    gram = np.zeros((n_components, n_components), dtype=np.float64)
    with one_blas_thread():
        for start in range(0, len(features), _CHUNK):
            rows = features[start : start + _CHUNK].astype(np.float64)
            gram += rows.T @ rows
        values, vectors = np.linalg.eigh(gram)
    components = vectors.T[::-1][:n]
    # The sign of an eigenvector is arbitrary: make its largest entry positive.
    largest = np.abs(components).argmax(axis=1)
    components = components * np.sign(components[np.arange(n), largest])[:, np.newaxis]
    # Eigenvalues at the level of rounding errors do not belong to directions of the data.
    is_noise = values[::-1][:n] <= n_components * np.finfo(np.float64).eps * values[-1]
    components[is_noise] = 0
    found: NDArray[np.float32] = components.astype(np.float32)
    return found
