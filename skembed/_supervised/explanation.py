"""The contribution of each term to a score, which is exact because the model is linear."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .._base.vectorizer import normed
from .._core.corpus import Corpus
from .prediction import head_scores


class Explanation(NamedTuple):
    """For one score of each document: the contribution of each term, the intercept, the target.

    ``contributions`` (n_documents, n_terms); ``intercepts`` and ``targets`` (n_documents,).
    """

    contributions: sparse.csr_array
    intercepts: NDArray[np.float64]
    targets: NDArray[Any]


def explain(fitted: Any, corpora: Iterable[Corpus], target: object) -> Explanation:
    """Explain one score of each document: that of ``target``, or of the predicted class.

    ``fitted`` is a snapshot of a supervised vectorizer, ``corpora`` are the documents in pieces.
    """
    parts = [_explain_piece(fitted, corpus, target) for corpus in corpora]
    if len(parts) == 1:
        return parts[0]
    contributions, intercepts, targets = zip(*parts, strict=True)
    return Explanation(
        sparse.vstack(contributions, format="csr"),
        np.concatenate(intercepts),
        np.concatenate(targets),
    )


def _explain_piece(fitted: Any, corpus: Corpus, target: object) -> Explanation:
    embedding, sums = fitted.embedding_, fitted._pooled(corpus)
    lengths = _norms_of(sums, fitted.norm)
    scores = head_scores(normed(sums, fitted.norm), fitted.coef_, fitted.intercept_)
    column, sign, targets = fitted._target_kind.explained(scores, target)
    blocks = []
    for pooling, components in fitted.pooling_.blocks(embedding.n_components):
        weights = pooling.weights(corpus, len(embedding))
        terms_of = np.diff(weights.indptr)
        data = weights.data * np.repeat(sign / lengths, terms_of)
        used, place = np.unique(weights.indices, return_inverse=True)
        coef = np.atleast_2d(fitted.coef_)[:, components]
        products = head_scores(embedding._take(used)[:, components], coef, 0.0)
        data = data * products[place, np.repeat(column, terms_of)]
        blocks.append(sparse.csr_array((data, weights.indices, weights.indptr), weights.shape))
    contributions = blocks[0] if len(blocks) == 1 else sparse.csr_array(blocks[0] + blocks[1])
    return Explanation(contributions, sign * np.atleast_1d(fitted.intercept_)[column], targets)


def _norms_of(features: NDArray[np.float32], norm: str | None) -> NDArray[np.float64]:
    """Return the norms by which `normed` divides the rows, (n_documents,): 1 for zero rows."""
    if norm is None:
        return np.ones(len(features))
    order = {"l1": 1, "l2": 2, "max": np.inf}[norm]
    lengths = np.linalg.norm(features.astype(np.float64), ord=order, axis=1)
    return np.where(lengths > 0, lengths, 1)
