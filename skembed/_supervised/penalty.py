"""The penalty of ridge regression and the weight of n-grams, chosen by cross-validation.

Nothing is trained here, and nothing depends on estimators.
"""

from __future__ import annotations

import copy

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .._compat.threads import one_blas_thread
from .._core.corpus import Corpus
from .targets.target_kind import Targets
from .training_data import EncodedDocuments, Ridge

PENALTIES = np.logspace(-2, 3, 21)  # times the mean squared norm of the documents
NGRAM_WEIGHTS = 0.1, 0.5  # the second one if it is better by more than a standard error
N_FOLDS = 5
N_STEPS = 40  # of Lanczos' method
ENOUGH = 1000, 150_000  # documents and tokens: no more documents are used than have both

Array = NDArray[np.float64]


def find_ridge(
    documents: EncodedDocuments,
    targets: Targets,
    seed: int,
    *,
    alpha: float | str,
    ngram_weight: float | str,
) -> Ridge:
    """Return what is given, with each 'auto' replaced by what has the smallest errors.

    The weights of n-grams in ``documents.pooling`` are still 1.
    """
    weights = NGRAM_WEIGHTS if ngram_weight == "auto" else (float(ngram_weight),)
    if documents.encoder.is_token.all():
        weights = weights[:1]
    if alpha != "auto" and len(weights) == 1:
        return Ridge(float(alpha), weights[0])
    order = np.random.default_rng(seed).permutation(len(targets.sample_weight))
    order = order[targets.sample_weight[order] > 0]
    n_tokens = np.diff(documents.corpus.indptr)[order].cumsum()
    order = order[: max(ENOUGH[0], int(np.searchsorted(n_tokens, ENOUGH[1])))]
    if len(order) < N_FOLDS:
        return Ridge(1.0 if alpha == "auto" else float(alpha), weights[-1])
    corpus = documents.corpus.take(order)
    sample = documents, [corpus, of_several(corpus)], targets.take(order)
    with one_blas_thread():
        found = [best_penalty(*sample, alpha=alpha, ngram_weight=weight) for weight in weights]
    gain = found[0][1] - found[-1][1]
    best = -1 if gain.mean() > gain.std() / np.sqrt(len(gain)) else 0
    return Ridge(found[best][0], weights[best])


def weight_ngrams(documents: EncodedDocuments, ngram_weight: float) -> None:
    """Multiply the weights of n-grams, in the pooling of the documents."""
    is_token = documents.encoder.is_token
    if ngram_weight != 1 and not is_token.all():
        documents.weight_terms(np.where(is_token, 1, ngram_weight))


def best_penalty(
    documents: EncodedDocuments,
    corpora: list[Corpus],
    targets: Targets,
    *,
    alpha: float | str,
    ngram_weight: float,
) -> tuple[float, Array]:
    """Return the penalty with the smallest sum of errors, and these errors."""
    documents = documents._replace(pooling=copy.deepcopy(documents.pooling))
    weight_ngrams(documents, ngram_weight)
    X, as_new = (sparse.csr_array(documents.weights(c), dtype=np.float32) for c in corpora)
    importance = targets.sample_weight.astype(np.float64)
    unit = float(importance @ X.power(2).sum(axis=1, dtype=np.float64)) / len(importance) or 1.0
    penalties = unit * PENALTIES if alpha == "auto" else np.array([float(alpha)])
    columns = targets.values_of(np.arange(len(importance))).astype(np.float64).T
    given = [(X, as_new, y, importance, penalties) for y in columns]
    errors = np.sum([held_out_errors(*each) for each in given], axis=0)
    best = int(errors.sum(axis=0).argmin())
    return float(penalties[best]), errors[:, best]


def of_several(corpus: Corpus) -> Corpus:
    """Return the documents without the terms that no other document has.

    A new document has no unknown terms either, by which its weights are normalized, too.
    """
    documents = np.repeat(np.arange(corpus.n_documents), np.diff(corpus.indptr))
    pairs = sparse.coo_array((np.ones(corpus.n_tokens), (documents, corpus.ids))).tocsr()
    kept = (np.bincount(pairs.indices) > 1)[corpus.ids]
    indptr = np.concatenate([[0], np.cumsum(kept)])[corpus.indptr]
    return Corpus(corpus.ids[kept], indptr, corpus.n_unknown)


def held_out_errors(
    X: sparse.csr_array,
    as_new: sparse.csr_array,
    y: Array,
    importance: Array,
    penalties: Array,
    n_steps: int = N_STEPS,
) -> Array:
    """Return the weighted squared error of each document, held out, for each penalty.

    ``X`` holds the weights of the terms in the documents, ``as_new`` those if they are held out.
    Document i is in fold i modulo N_FOLDS. With K, the products of the training documents of a
    fold, Lanczos' method finds T = V' K V, of size n_steps, from which (K + alpha I)^-1 y is about
    |y| V (T + alpha I)^-1 e_1 for every alpha. Rows are multiplied by the roots of the weights, and
    their direction, that of the intercept, is projected out. The folds are columns here.
    """
    n = len(y)
    trained = np.arange(n)[:, np.newaxis] % N_FOLDS != np.arange(N_FOLDS)
    root = np.sqrt(importance)[:, np.newaxis] * trained
    ones = root / np.linalg.norm(root, axis=0)

    def centered(vectors: Array) -> Array:
        return np.asarray(vectors - ones * (ones * vectors).sum(axis=0))

    v, last = centered(root * y[:, np.newaxis]), np.zeros((n, N_FOLDS))
    off = size = np.linalg.norm(v, axis=0)
    T = np.zeros((N_FOLDS, n_steps, n_steps))
    parts = [as_new[fold::N_FOLDS] for fold in range(N_FOLDS)]
    products = np.empty((n_steps, n))  # of each document, if it is held out
    for j in range(n_steps):
        v = np.divide(v, off, out=np.zeros_like(v), where=off > 1e-6 * size)
        coefficients = X.T @ (root * v).astype(np.float32)
        found = X @ coefficients
        means = (root**2 * found).sum(axis=0) / (root**2).sum(axis=0)
        for fold, part in enumerate(parts):
            products[j, fold::N_FOLDS] = part @ coefficients[:, fold] - means[fold]
        moved = centered(root * found) - off * last * (j > 0)
        T[:, j, j] = (v * moved).sum(axis=0)
        last, v = v, moved - T[:, j, j] * v
        off = np.linalg.norm(v, axis=0)
        if j + 1 < n_steps:
            T[:, j, j + 1] = T[:, j + 1, j] = off
    mean = (root**2 * y[:, np.newaxis]).sum(axis=0) / (root**2).sum(axis=0)
    errors = np.empty((n, len(penalties)))
    for fold in range(N_FOLDS):
        rows = slice(fold, None, N_FOLDS)
        values, vectors = np.linalg.eigh(T[fold])
        shifted = np.maximum(values, 0)[:, np.newaxis] + penalties
        solved = vectors @ (vectors[0][:, np.newaxis] * size[fold] / shifted)
        predicted = mean[fold] + products[:, rows].T @ solved
        errors[rows] = np.square(y[rows, np.newaxis] - predicted)
    return errors * importance[:, np.newaxis]
