"""Documents drawn at random, for the tests of the vectorizers."""

from __future__ import annotations

import numpy as np


def draw_documents(n_terms=600, n_documents=400, length=30, seed=0):
    """Documents over words of falling frequency, every word at least once."""
    rng = np.random.default_rng(seed)
    p = 1 / np.arange(1, n_terms + 1) ** 0.8
    ids = rng.choice(n_terms, size=n_documents * length, p=p / p.sum())
    ids[rng.permutation(len(ids))[:n_terms]] = np.arange(n_terms)
    return [" ".join(f"w{i}" for i in row) for row in ids.reshape(n_documents, length)]


def two_worlds(n_documents=400, length=20, seed=0):
    """Words a0 ... a9 and b0 ... b9, of which only those with one letter meet."""
    rng = np.random.default_rng(seed)
    return [
        " ".join(f"{'ab'[i % 2]}{j}" for j in rng.integers(10, size=length))
        for i in range(n_documents)
    ]
