"""Slow, obvious twin of the counts of co-occurrence, written from the paper.

Pennington et al. 2014, "GloVe: Global vectors for word representation", section 4.2. Nothing of it
mirrors our code.
"""

from __future__ import annotations

import itertools

import numpy as np


def cooccurrences(ids, indptr, n_terms, window, symmetric, weighting):
    """Dense counts: 1 / distance, or 1, for each pair of places in one document."""
    counts = np.zeros((n_terms, n_terms))
    for begin, end in itertools.pairwise(indptr):
        for p in range(begin, end):
            for q in range(max(begin, p - window), min(end, p + window + 1)):
                if q < p or (q > p and symmetric):
                    counts[ids[p], ids[q]] += 1 / abs(p - q) if weighting == "harmonic" else 1
    return counts
