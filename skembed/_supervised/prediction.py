"""Document features and scores of the head, from a fitted model.

Scores are turned into predictions in `targets`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import TransformerMixin
from sklearn.utils.validation import check_is_fitted

from .._base.vectorizer import normed
from .._compat.threads import n_threads
from .._core.corpus import Corpus
from .._core.embedding import Embedding
from .._core.pieces import stacked
from ..pooling import Pooling
from .targets.target_kind import TargetKind


class FittedModel(NamedTuple):
    """The fitted attributes that predictions and explanations need."""

    embedding: Embedding
    pooling: Pooling
    norm: str | None
    coef: NDArray[np.float32]
    intercept: Any
    target_kind: TargetKind
    n_threads: int

    @classmethod
    def of(cls, fitted: Any) -> Self:
        """Read the attributes from a fitted estimator."""
        check_is_fitted(fitted)
        fitted._check_embedding()
        return cls(
            embedding=fitted.embedding_,
            pooling=fitted.pooling_,
            norm=fitted.norm,
            coef=fitted.coef_,
            intercept=fitted.intercept_,
            target_kind=fitted._target_kind,
            n_threads=n_threads(fitted.n_jobs),
        )

    def sums(self, corpus: Corpus) -> NDArray[np.float32]:
        """Return the weighted sum of vectors of each document, before normalization."""
        return self.pooling.transform(corpus, self.embedding, n_threads=self.n_threads)

    def scores(self, corpus: Corpus) -> NDArray[np.float64]:
        """Return the head's scores of each document, (n_documents, n_scores)."""
        return head_scores(normed(self.sums(corpus), self.norm), self.coef, self.intercept)


class PredictionMixin(TransformerMixin):
    """Encoding of documents and predictions, for a fitted supervised vectorizer."""

    def _encode_pieces(self, X: Any) -> Iterator[Corpus]:
        corpora: Iterator[Corpus] = self._encoder.encode_pieces(X, self._analyzer())
        return corpora

    def _predict(
        self, X: Any, turn: Callable[[Any, NDArray[np.float64]], NDArray[Any]]
    ) -> NDArray[Any]:
        """Return ``turn(target kind, scores of the head)``, computed piece by piece."""
        fitted = self._snapshot()
        model = FittedModel.of(fitted)
        scores = map(model.scores, fitted._encode_pieces(X))
        return stacked((turn(model.target_kind, piece) for piece in scores), X)


def head_scores(
    features: NDArray[np.float32], coef: NDArray[np.float32], intercept: Any
) -> NDArray[np.float64]:
    """Return features @ coef.T + intercept, of shape (n_documents, n_scores), in float64.

    BLAS is not used, because its rounding of a row depends on the other rows and on the number of
    threads.
    """
    rows, columns = features.astype(np.float64), np.atleast_2d(coef).astype(np.float64)
    products = np.einsum("ij,kj->ik", rows, columns, order="C")
    return np.asarray(products + np.atleast_1d(intercept))


def features_of(weights: sparse.csr_array, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the weighted sum of vectors of each document, before normalization."""
    return np.asarray(weights @ vectors, dtype=np.float32)
