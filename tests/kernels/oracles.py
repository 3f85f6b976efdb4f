"""Slow, obvious twins of what all kernels share: random numbers, and passes over documents.

"paper" marks what is written from a publication and knows nothing of the kernels; "contract" what
mirrors the order of their operations as it is documented, because bits depend on it. The twins of a
method are in a file of its own. Everything is float64 and Python loops.
"""

from __future__ import annotations

import numpy as np

_MASK = 2**64 - 1
_GOLDEN = 0x9E3779B97F4A7C15


# ---- paper: Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators"


def mix(x):
    """SplitMix64's finaliser: a bijection of 64 bits."""
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return x ^ (x >> 31)


# ---- contract: which number belongs to which place, and which of its bits decide about what


def random_at(seed, i):
    """The 64 bits that belong to place i of the stream ``seed``."""
    return mix((seed + (i + 1) * _GOLDEN) & _MASK)


def scaled(u, n):
    """A whole number below n from 32 bits: floor(u n / 2^32)."""
    return (u * n) >> 32


def draw(threshold, alias, bits):
    """Walker's alias method: the high half of the bits picks a slot, the low half its side."""
    slot = scaled(bits >> 32, len(threshold))
    return slot if (bits & 0xFFFFFFFF) < threshold[slot] else int(alias[slot])


# ---- paper: Walker 1977, "An efficient method for generating discrete random variables ..."


def implied_distribution(threshold, alias):
    """The probability of each entry that an alias table of one part stands for."""
    n = len(threshold)
    p = np.zeros(n)
    for slot in range(n):
        own = threshold[slot] / 2**32
        p[slot] += own / n
        p[alias[slot]] += (1 - own) / n
    return p


# ---- paper: counts, sums and extremes as their definitions say


def count_occurrences(documents, n_terms):
    """Number of occurrences of each term, and of documents that hold it."""
    counts = [sum(document.count(term) for document in documents) for term in range(n_terms)]
    return counts, [sum(term in document for document in documents) for term in range(n_terms)]


def recode(documents, rows):
    """Documents with rows[t] in place of t, without the negative; and how many were dropped."""
    recoded = [[rows[t] for t in d if t >= 0 and rows[t] >= 0] for d in documents]
    return recoded, [len(d) - len(r) for d, r in zip(documents, recoded, strict=True)]


def weighted_sum(documents, weights, vectors):
    """sum_t weights[t] vectors[t] of each document."""
    out = np.zeros((len(documents), vectors.shape[1]))
    for i, document in enumerate(documents):
        for t in document:
            out[i] += np.float64(weights[t]) * vectors[t]
    return out


def extreme(documents, vectors, sign):
    """Largest (sign 1) or smallest (sign -1) of each column; zeros for an empty document."""
    pick = np.max if sign > 0 else np.min
    zeros = np.zeros(vectors.shape[1])
    return np.array([pick(vectors[d], axis=0) if len(d) else zeros for d in documents])
