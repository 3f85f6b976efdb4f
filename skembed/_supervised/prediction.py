"""Features and scores of the head; scores are turned into predictions in `targets`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .._base.vectorizer import normed
from .trainer import Model


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


def model_scores(weights: sparse.csr_array, model: Model, norm: str | None) -> NDArray[np.float64]:
    """Return the scores of documents, given the weights of their terms."""
    features = normed(features_of(weights, model.vectors), norm)
    return head_scores(features, model.head, model.intercept)


def features_of(weights: sparse.csr_array, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the weighted sum of vectors of each document, before normalization."""
    return np.asarray(weights @ vectors, dtype=np.float32)
