"""Counting, recoding and pooling over documents against their twins."""

import itertools
from collections import Counter

import numpy as np
import oracles
import pytest
from kernel_tools import COMPONENTS, THREADS, draw_corpus, each_isa
from numpy.testing import assert_allclose, assert_array_equal

from skembed._kernels import pooling, text


def make(seed=0, **sizes):
    ids, indptr = draw_corpus(np.random.default_rng(seed), 12, **sizes)
    return ids, indptr, as_lists(ids, indptr)


def as_lists(ids, indptr):
    return [ids[a:b].tolist() for a, b in itertools.pairwise(indptr)]


@pytest.mark.parametrize("n_threads", THREADS)
def test_count_occurrences(n_threads):
    ids, indptr, _ = make()
    ids[::3] = -1
    found = np.full((2, 12), 100)
    text.count_occurrences(ids, indptr, n_threads, *found)
    assert (found - 100).tolist() == list(oracles.count_occurrences(as_lists(ids, indptr), 12))
    found[:] = 0
    text.count_occurrences(ids[:0], indptr[:1], n_threads, *found)
    assert not found.any()


@pytest.mark.parametrize("n_terms", [12, 256, 257, 70_000])  # of up to three digits
def test_count_terms(n_terms):
    ids, indptr, _ = make(4, n_documents=60)
    ids = np.concatenate([ids, np.arange(200), np.arange(n_terms)[::-7]]).astype(np.int32) % n_terms
    indptr = np.concatenate([indptr, [indptr[-1], indptr[-1], indptr[-1] + 200, len(ids)]])
    terms, counts = np.full(len(ids), -99, dtype=np.int32), np.full(len(ids), -99, dtype=np.float32)
    ends = np.full(len(indptr), -99)
    n = text.count_terms(ids, indptr, n_terms, terms, counts, ends)
    expected = [sorted(Counter(document).items()) for document in as_lists(ids, indptr)]
    found = zip(terms[:n].tolist(), counts[:n].tolist(), strict=True)
    assert list(found) == [pair for document in expected for pair in document]
    assert ends.tolist() == np.cumsum([0, *map(len, expected)]).tolist()


@pytest.mark.parametrize("n_threads", THREADS)
@pytest.mark.parametrize("dropped", [0.0, 0.4, 1.0, None])
def test_recode(dropped, n_threads):
    ids, indptr, _ = make(1)
    rng = np.random.default_rng(2)
    ids[rng.random(len(ids)) < 0.1] = -1
    documents = as_lists(ids, indptr)
    rows = rng.permutation(12).astype(np.int32)
    if dropped is None:
        rows[:] = np.arange(12)
    else:
        rows[rng.random(12) < dropped] = -5
    expected, n_expected = oracles.recode(documents, rows.tolist())
    n_dropped = np.full(len(documents), -99)
    n = text.recode(ids, indptr, None if dropped is None else rows, n_threads, n_dropped)
    assert n == indptr[-1] == sum(map(len, expected))
    assert as_lists(ids, indptr) == expected
    assert n_dropped.tolist() == n_expected


@each_isa
@pytest.mark.parametrize("d", [*COMPONENTS, 300])
def test_weighted_sum(isa, d):
    rng = np.random.default_rng(d)
    ids, indptr, documents = make(3, n_documents=40)
    vectors = rng.normal(size=(12, d)).astype(np.float32)
    weights = rng.random(12).astype(np.float32)
    out = np.full((40, d), np.nan, dtype=np.float32)
    pooling.weighted_sum(ids, indptr, weights, vectors, out, 1, isa, False, False)
    assert_allclose(out, oracles.weighted_sum(documents, weights, vectors), rtol=1e-5, atol=1e-5)
    for n_threads in THREADS:
        other = np.full_like(out, np.nan)
        pooling.weighted_sum(ids, indptr, weights, vectors, other, n_threads, isa, False, False)
        assert_array_equal(other, out)
        other = np.full_like(out, np.nan)
        pooling.weighted_sum(ids, indptr, weights[ids], vectors, other, n_threads, isa, True, False)
        assert_array_equal(other, out)
    pooling.weighted_sum(ids, indptr, np.ones(12, np.float32), vectors, out, 1, isa, False, False)
    in_order = [np.cumsum([np.zeros(d), *vectors[doc]], 0, np.float32)[-1] for doc in documents]
    assert_array_equal(out, in_order, "one token after the other, for any instruction set")
    pooling.weighted_sum(ids, indptr, None, vectors, other, 1, isa, False, False)
    assert_array_equal(other, out, "weights of 1")


@each_isa
@pytest.mark.parametrize("d", COMPONENTS)
@pytest.mark.parametrize("weighted", [True, False])
def test_mean(isa, d, weighted):
    rng = np.random.default_rng(d)
    ids, indptr, documents = make(3, n_documents=40)
    vectors = rng.normal(size=(12, d)).astype(np.float32)
    weights = rng.random(12).astype(np.float32) if weighted else None
    out, sums = np.full((2, 40, d), np.nan, dtype=np.float32)
    pooling.weighted_sum(ids, indptr, weights, vectors, sums, 1, isa, False, False)
    lengths = np.array([max(1, len(document)) for document in documents], dtype=np.float32)
    assert len(set(lengths)) > 2
    for n_threads in THREADS:
        pooling.weighted_sum(ids, indptr, weights, vectors, out, n_threads, isa, False, True)
        assert_array_equal(out, sums / lengths[:, np.newaxis])


@each_isa
@pytest.mark.parametrize("d", COMPONENTS)
@pytest.mark.parametrize("sign", [1, -1])
def test_extreme(isa, d, sign):
    ids, indptr, documents = make(4, n_documents=40)
    vectors = np.random.default_rng(d).normal(size=(12, d)).astype(np.float32)
    for n_threads in THREADS:
        out = np.full((40, d), np.nan, dtype=np.float32)
        pooling.extreme(ids, indptr, vectors, sign, out, n_threads, isa)
        assert_array_equal(out, oracles.extreme(documents, vectors, sign).astype(np.float32))


@each_isa
def test_no_documents_and_only_empty_ones(isa):
    vectors = np.ones((3, 4), dtype=np.float32)
    ids = np.empty(0, dtype=np.int32)
    for n in (0, 5):
        indptr = np.zeros(n + 1, dtype=np.int64)
        for n_threads in THREADS:
            out = np.full((n, 4), np.nan, dtype=np.float32)
            pooling.extreme(ids, indptr, vectors, 1, out, n_threads, isa)
            assert_array_equal(out, 0)
            out = np.full((n, 4), np.nan, dtype=np.float32)
            weights = np.ones(3, dtype=np.float32)
            pooling.weighted_sum(ids, indptr, weights, vectors, out, n_threads, isa, False, False)
            assert_array_equal(out, 0)


@each_isa
def test_vectors_may_be_unaligned_and_read_only(isa):
    rng = np.random.default_rng(0)
    raw = rng.normal(size=1 + 12 * 7).astype(np.float32)
    vectors = raw[1:].reshape(12, 7)
    vectors.flags.writeable = False
    ids, indptr, documents = make(5)
    out = np.empty((15, 7), dtype=np.float32)
    pooling.weighted_sum(
        ids, indptr, np.ones(12, dtype=np.float32), vectors, out, 1, isa, False, False
    )
    expected = oracles.weighted_sum(documents, np.ones(12), vectors)
    assert_allclose(out, expected, rtol=1e-5, atol=1e-5)


def test_divide_rows():
    features = np.arange(12, dtype=np.float32).reshape(4, 3)
    expected = features / np.array([[3], [1], [0.1], [1e30]], dtype=np.float32)
    pooling.divide_rows(features, np.array([3, 0, 0.1, 1e30]))
    assert_array_equal(features, expected)
    pooling.divide_rows(np.empty((0, 3), dtype=np.float32), np.empty(0))
