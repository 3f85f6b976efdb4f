"""Corpora drawn at random, their co-occurrence counts, and the bits of these."""

import hashlib

import kernel_tools as tools
import numpy as np

from skembed._cooccurrence import count as module
from skembed._core.corpus import Corpus

GLOVE = {"window": 10, "symmetric": True, "weighting": "harmonic"}


def make_corpus(ids, indptr):
    indptr = np.asarray(indptr, dtype=np.int64)
    return Corpus(np.asarray(ids, dtype=np.int32), indptr, np.zeros(len(indptr) - 1, np.int64))


def drawn(seed=0, n_terms=100, n_documents=60, longest=50):
    return make_corpus(
        *tools.draw_corpus(np.random.default_rng(seed), n_terms, n_documents, longest)
    )


def count(corpus, n_terms, *, memory_limit=10**8, n_jobs=None, **rules):
    return module.count_cooccurrences(
        corpus, n_terms, memory_limit=memory_limit, n_jobs=n_jobs, **{**GLOVE, **rules}
    )


def bits(counts):
    arrays = counts.indptr.astype(np.int64), counts.indices, counts.data
    return [hashlib.sha256(np.ascontiguousarray(a)).hexdigest() for a in arrays]
