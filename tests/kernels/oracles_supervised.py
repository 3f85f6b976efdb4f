"""Slow, obvious twin of the training of supervised embeddings, text by text in float64.

"paper" marks what is written from formulas alone: features, losses and their gradients, which are
checked by finite differences; "contract" what mirrors the order of the kernels' operations as it is
documented. The model is a dict of vectors (V, n), head (C, n), bias (C,) and the sums of squares of
each. The vectors here are the true ones: decay is a multiplication of all of them.
"""

from __future__ import annotations

import numpy as np
from oracles import random_at

# ---- paper: a linear model on the weighted sum of vectors, with or without a norm


def norm_of(x, norm):
    """The norm of x and its gradient."""
    if norm == "l2":
        length = np.sqrt(x @ x)
        return length, (x / length if length > 0 else np.zeros_like(x))
    if norm == "l1":
        return np.abs(x).sum(), np.sign(x)
    largest = np.argmax(np.abs(x))
    gradient = np.zeros_like(x)
    gradient[largest] = np.sign(x[largest])
    return np.abs(x[largest]), gradient


def features(vectors, entries, norm):
    """A text's weighted sum of vectors, over its norm if that is not zero."""
    x = sum((a * vectors[t] for t, a in entries), np.zeros(vectors.shape[1]))
    length = norm_of(x, norm)[0] if norm else 0.0
    return x / length if length > 0 else x


def smoothed(target, n_classes, smoothing):
    """Label smoothing: the target probability of each class."""
    return (1 - smoothing) * (np.arange(n_classes) == target) + smoothing / n_classes


def loss_of(scores, target, loss, smoothing):
    """The loss of one text."""
    if loss == "softmax":
        log_p = scores - scores.max() - np.log(np.exp(scores - scores.max()).sum())
        return -smoothed(target, len(scores), smoothing) @ log_p
    if loss == "sigmoid":
        return (np.logaddexp(0, scores) - target * scores).sum()
    return ((scores - target) ** 2).sum() / 2


def residual_of(scores, target, loss, smoothing):
    """The gradient of the loss by the scores."""
    if loss == "softmax":
        p = np.exp(scores - scores.max())
        return p / p.sum() - smoothed(target, len(scores), smoothing)
    if loss == "sigmoid":
        return 1 / (1 + np.exp(-scores)) - target
    return scores - target


def gradients(model, entries, target, loss, norm, smoothing=0.0):
    """The loss of a text, its features, and its gradients by the scores and by the weighted sum."""
    x = features(model["vectors"], entries, norm)
    scores = model["head"] @ x + model["bias"]
    r = residual_of(scores, target, loss, smoothing)
    g = model["head"].T @ r
    if norm:
        length, slope = norm_of(features(model["vectors"], entries, None), norm)
        if length > 0:
            g = (g - (g @ x) * slope) / length
    return loss_of(scores, target, loss, smoothing), x, r, g


# ---- contract: the numbers of dropout, and when which step is taken


def kept(entries, text, dropout, seed):
    """What dropout leaves of a text."""
    stream = random_at(seed, text)
    threshold = int(dropout * 2**32)
    return [
        (t, a / (1 - dropout))
        for j, (t, a) in enumerate(entries)
        if random_at(stream, j) >> 32 >= threshold
    ]


def train_batch(
    model, texts, targets, importance, loss, norm, smoothing, rate, vector_rate, decay, frozen,
    n_components,
):  # fmt: skip
    """One mini-batch: gradients from the model as it stands, then decay, then the steps."""
    found = [
        gradients(model, e, y, loss, norm, smoothing) for e, y in zip(texts, targets, strict=True)
    ]
    n = n_components or model["vectors"].shape[1]
    if not frozen:
        model["vectors"] *= 1 - rate * decay
        for entries, m, (_, _, _, g) in zip(texts, importance, found, strict=True):
            for t, a in entries:
                model["vector_sums"][t] += m * a**2 * (g @ g) / n
                step = rate * vector_rate * m * a * g
                model["vectors"][t] -= step / model["vector_sums"][t] ** 0.25
    head = sum(m * np.outer(r, x) for m, (_, x, r, _) in zip(importance, found, strict=True))
    bias = sum(m * r for m, (_, _, r, _) in zip(importance, found, strict=True))
    model["head_sums"] += (head**2).sum(axis=1) / n
    model["bias_sums"] += bias**2
    model["head"] *= 1 - rate * decay
    model["head"] -= rate * head / np.sqrt(model["head_sums"])[:, np.newaxis]
    model["bias"] -= rate * bias / np.sqrt(model["bias_sums"])
    return sum(m * loss for m, (loss, *_) in zip(importance, found, strict=True))


def train_texts(
    model, texts, targets, importance, order, *, loss, norm, smoothing, batch_size, dropout,
    vector_rate, decay, frozen, rates, seed, n_components=None
):  # fmt: skip
    """Mini-batches over the texts of ``order``; the sum of the weighted losses."""
    n_batches = -(-len(order) // batch_size)
    total = 0.0
    for b in range(n_batches):
        mine = order[b * batch_size : (b + 1) * batch_size]
        total += train_batch(
            model,
            [kept(texts[i], int(i), dropout, seed) for i in mine],
            [targets[i] for i in mine],
            [importance[i] for i in mine],
            loss,
            norm,
            smoothing,
            rates[0] + (rates[1] - rates[0]) * b / n_batches,
            vector_rate,
            decay,
            frozen,
            n_components,
        )
    return total
