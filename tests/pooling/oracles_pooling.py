"""Slow, obvious twins of the poolings, written from their formulas, document by document.

All of them are "paper": nothing mirrors the order of our operations. They take documents as lists
of rows of ``vectors`` and use float64 throughout.
"""

from __future__ import annotations

from math import log

import numpy as np


def pool_sum(documents, vectors):
    """x = sum of v_t over the tokens t."""
    return np.array([sum((vectors[t] for t in d), 0.0 * vectors[0]) for d in documents])


def pool_mean(documents, vectors):
    """x = 1/|d| sum of v_t; zeros for an empty document."""
    return np.array(
        [sum((vectors[t] for t in d), 0.0 * vectors[0]) / max(len(d), 1) for d in documents]
    )


def pool_max(documents, vectors):
    """x_j = largest v_tj."""
    return np.array(
        [np.max([vectors[t] for t in d], axis=0) if d else 0.0 * vectors[0] for d in documents]
    )


def pool_min(documents, vectors):
    """x_j = smallest v_tj."""
    return np.array(
        [np.min([vectors[t] for t in d], axis=0) if d else 0.0 * vectors[0] for d in documents]
    )


def idf(training, n_terms):
    """idf(t) = ln((1 + n) / (1 + df(t))) + 1."""
    n = len(training)
    return [log((1 + n) / (1 + sum(t in d for d in training))) + 1 for t in range(n_terms)]


def pool_idf(documents, vectors, training):
    """x = sum of idf(t) v_t / sum of idf(t)."""
    weights = idf(training, len(vectors))
    out = np.zeros((len(documents), vectors.shape[1]))
    for i, document in enumerate(documents):
        if document:
            total = sum(weights[t] for t in document)
            out[i] = sum(weights[t] * vectors[t] for t in document) / total
    return out


def pool_tfidf(documents, vectors, training):
    """x = sum of b(t) v_t over the terms, b(t) = (1 + ln n(t)) idf(t), over the norm of b."""
    weights = idf(training, len(vectors))
    out = np.zeros((len(documents), vectors.shape[1]))
    for i, document in enumerate(documents):
        b = {t: (1 + np.log(document.count(t))) * weights[t] for t in set(document)}
        if b:
            out[i] = sum(b[t] * vectors[t] for t in b) / np.sqrt(sum(x**2 for x in b.values()))
    return out


def sif_weighted(documents, vectors, training, a):
    """Arora et al. 2017, Algorithm 1, line 2: x = 1/|d| sum of a / (a + p(t)) v_t."""
    n_tokens = sum(len(d) for d in training)
    p = [sum(d.count(t) for d in training) / n_tokens for t in range(len(vectors))]
    out = np.zeros((len(documents), vectors.shape[1]))
    for i, document in enumerate(documents):
        for t in document:
            out[i] += a / (a + p[t]) * vectors[t] / len(document)
    return out


def pool_sif(documents, vectors, training, a=1e-3, n_removed=1):
    """Lines 4 to 7: x - u u^T x, u the first right singular vectors of the training features."""
    _, _, vt = np.linalg.svd(sif_weighted(training, vectors, training, a), full_matrices=False)
    u = vt[:n_removed].T
    x = sif_weighted(documents, vectors, training, a)
    return x - x @ u @ u.T
