"""The contribution of each term to a score, which is exact because the model is linear."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .._base.compact import compacted
from .._base.slices import compute
from .._base.vectorizer import normed
from .._core.corpus import Corpus
from .._text.partitions import known_length
from .prediction import head_scores


class Explanation(NamedTuple):
    """For one score of each document: the contribution of each term, the intercept, the target.

    ``contributions`` (n_documents, n_terms + n_words), where ``words`` tells which word each of the
    last columns belongs to: those that are no terms, but have a vector by their subwords;
    ``intercepts`` and ``targets`` (n_documents,).
    """

    contributions: sparse.csr_array
    intercepts: NDArray[np.float64]
    targets: NDArray[Any]
    words: dict[int, str]


def explain(fitted: Any, X: Any, target: object) -> Explanation:
    """Explain one score of each document: that of ``target``, or of the predicted class.

    ``fitted`` is a snapshot of a supervised vectorizer.
    """
    parts = list(compute(fitted, X, partial(_explain_piece, target=target), known_length(X)))
    if len(parts) == 1:
        return parts[0]
    n_terms = len(fitted.embedding_)
    words = sorted({word for part in parts for word in part.words.values()})
    column_of = {word: column for column, word in enumerate(words, n_terms)}
    contributions = []
    for part in parts:
        columns = np.array([*range(n_terms), *map(column_of.get, part.words.values())])
        contributions.append(_with_columns(part.contributions, columns, n_terms + len(words)))
    _, intercepts, targets, _ = zip(*parts, strict=True)
    return Explanation(
        sparse.vstack(contributions, format="csr"),
        np.concatenate(intercepts),
        np.concatenate(targets),
        dict(enumerate(words, n_terms)),
    )


def _explain_piece(fitted: Any, corpus: Corpus, target: object) -> Explanation:
    documents = compacted(corpus, fitted.pooling_, fitted.embedding_)
    sums, n_terms = fitted._pool(documents), len(fitted.embedding_)
    corpus, whole_pooling, embedding, ids = documents
    lengths = _norms_of(sums, fitted.norm)
    scores = head_scores(normed(sums, fitted.norm), fitted.coef_, fitted.intercept_)
    column, sign, targets = fitted._target_kind.explained(scores, target)
    blocks = []
    for pooling, components in whole_pooling.blocks(embedding.n_components):
        weights = pooling.weights(corpus, len(embedding))
        terms_of = np.diff(weights.indptr)
        data = weights.data * np.repeat(sign / lengths, terms_of)
        used, place = np.unique(weights.indices, return_inverse=True)
        coef = np.atleast_2d(fitted.coef_)[:, components]
        products = head_scores(embedding._take(used)[:, components], coef, 0.0)
        data = data * products[place, np.repeat(column, terms_of)]
        blocks.append(sparse.csr_array((data, weights.indices, weights.indptr), weights.shape))
    contributions = blocks[0] if len(blocks) == 1 else sparse.csr_array(blocks[0] + blocks[1])
    words: dict[int, str] = {}
    if ids is not None:
        words = dict(enumerate(embedding.terms[ids >= n_terms].tolist(), n_terms))
        columns = np.array([*ids[ids < n_terms], *words])
        contributions = _with_columns(contributions, columns, n_terms + len(words))
    intercepts = sign * np.atleast_1d(fitted.intercept_)[column]
    return Explanation(contributions, intercepts, targets, words)


def _with_columns(
    rows: sparse.csr_array, columns: NDArray[np.integer], n_columns: int
) -> sparse.csr_array:
    """Return an array of ``n_columns`` columns; those of ``rows`` become ``columns``."""
    arrays = rows.data, columns[rows.indices], rows.indptr
    return sparse.csr_array(arrays, shape=(rows.shape[0], n_columns))


def _norms_of(features: NDArray[np.float32], norm: str | None) -> NDArray[np.float64]:
    """Return the norms by which `normed` divides the rows, (n_documents,): 1 for zero rows."""
    if norm is None:
        return np.ones(len(features))
    order = {"l1": 1, "l2": 2, "max": np.inf}[norm]
    lengths = np.linalg.norm(features.astype(np.float64), ord=order, axis=1)
    return np.where(lengths > 0, lengths, 1)
