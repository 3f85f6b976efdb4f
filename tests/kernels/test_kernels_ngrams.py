"""The kernels of n-grams against twins that make tuples of token ids."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from kernel_tools import THREADS

from skembed._kernels import text

N_TOKENS = 7


def make(seed, n_documents=60):
    """Return ids, some of them negative, and indptr of documents, some of them empty."""
    rng = np.random.default_rng(seed)
    indptr = np.concatenate([[0], np.cumsum(rng.integers(0, 9, n_documents))])
    ids = (N_TOKENS * rng.random(indptr[-1]) ** 2).astype(np.int32)
    ids[rng.random(len(ids)) < 0.1] = -1
    return ids, indptr


def twin(ids, indptr, n):
    """Return the n-gram of n tokens that ends at each token, or None, for each document."""
    for a, b in pairwise(indptr.tolist()):
        document = ids[a:b].tolist()
        ends = [tuple(document[max(i - n + 1, 0) : i + 1]) for i in range(len(document))]
        yield [gram if len(gram) == n and min(gram) >= 0 else None for gram in ends]


def number(ids, indptr, most, n_threads):
    """Yield the numbers, keys and counts of the n-grams of 2, 3, ... tokens."""
    before, n_before = ids, N_TOKENS
    for _ in range(2, most + 1):
        places = np.full(len(ids), -99, dtype=np.int32)
        arrays = text.number_ngrams(before, ids, indptr, n_before, N_TOKENS, n_threads, places)
        keys, counts, document_counts = (np.frombuffer(part, dtype=np.int64) for part in arrays)
        yield places, keys, counts, document_counts
        before, n_before = places, len(keys)


@pytest.mark.parametrize("n_threads", THREADS)
@pytest.mark.parametrize("seed", range(3))
def test_number_ngrams(seed, n_threads):
    ids, indptr = make(seed)
    spelled = [(i,) for i in range(N_TOKENS)]
    for n, (places, keys, counts, in_documents) in enumerate(number(ids, indptr, 4, n_threads), 2):
        grams = list(twin(ids, indptr, n))
        flat = [gram for document in grams for gram in document]
        expected = Counter(gram for gram in flat if gram)
        expected_in_documents = Counter(gram for document in grams for gram in {*document} - {None})
        assert keys.tolist() == sorted(set(keys.tolist()))
        spelled = [(*spelled[key // N_TOKENS], key % N_TOKENS) for key in keys.tolist()]
        assert dict(zip(spelled, counts.tolist(), strict=True)) == expected
        assert dict(zip(spelled, in_documents.tolist(), strict=True)) == expected_in_documents
        assert [spelled[i] if i >= 0 else None for i in places] == flat
    assert n == 4


@pytest.mark.parametrize("n_threads", THREADS)
@pytest.mark.parametrize("indptr", [[0], [0, 0], [0, 1, 1, 2]])
def test_documents_without_ngrams(indptr, n_threads):
    ids = np.zeros(indptr[-1], dtype=np.int32)
    for places, keys, counts, document_counts in number(ids, np.array(indptr), 3, n_threads):
        assert len(keys) == len(counts) == len(document_counts) == 0
        assert (places == -1).all()


@pytest.mark.parametrize("n_threads", THREADS)
@pytest.mark.parametrize("least", [1, 2, 3])
@pytest.mark.parametrize("factor", [1, 3000])  # counts that have a bin of their own, or not
def test_order_ngrams(least, factor, n_threads):
    ids, indptr = make(4)
    counts = np.bincount(ids[ids >= 0], minlength=N_TOKENS)
    found = [(np.arange(N_TOKENS), counts, np.minimum(counts, 30))]
    found += [of_length[1:] for of_length in number(ids, indptr, 3, 1)]
    keys, counts, in_documents = map(list, zip(*found, strict=True))
    counts = [of_length * factor for of_length in counts]
    rows = [np.full(len(of_length), -99, dtype=np.int32) for of_length in keys]
    low, high = 2, 25.5
    ordered = text.order_ngrams(
        keys, counts, in_documents, N_TOKENS, least, low, high, n_threads, rows
    )
    of_terms = np.frombuffer(ordered[0], dtype=np.int32).reshape(-1, 3)
    of_counts, of_documents = (np.frombuffer(part, dtype=np.int64) for part in ordered[1:])
    terms, spelled = {}, [(i,) for i in range(N_TOKENS)]
    for k in range(3):
        if k:
            spelled = [(*spelled[key // N_TOKENS], key % N_TOKENS) for key in keys[k].tolist()]
        for i, gram in enumerate(spelled):
            if k + 1 >= least and low <= in_documents[k][i] <= high:
                terms[gram] = (counts[k][i], in_documents[k][i], rows[k][i])
            else:
                assert rows[k][i] == -1
    expected = sorted(terms, key=lambda gram: (-terms[gram][0], gram))
    assert len(expected) > 20
    assert of_terms.tolist() == [[*gram, -1, -1][:3] for gram in expected]
    found = zip(of_counts, of_documents, range(len(expected)), strict=True)
    assert list(found) == [terms[gram] for gram in expected]


def test_many_ngrams():
    rng = np.random.default_rng(0)
    ids = rng.permutation(np.repeat(np.arange(300), 40)).astype(np.int32)
    places = np.empty(len(ids), dtype=np.int32)
    keys, counts, _ = text.number_ngrams(ids, ids, np.array([0, len(ids)]), 300, 300, 2, places)
    expected = np.unique(ids[:-1] * 300 + ids[1:], return_inverse=True, return_counts=True)
    assert np.array_equal(np.frombuffer(keys, dtype=np.int64), expected[0])
    assert np.array_equal(places[1:], expected[1])
    assert np.array_equal(np.frombuffer(counts, dtype=np.int64), expected[2])


@pytest.mark.parametrize("n_threads", THREADS)
@pytest.mark.parametrize("n_known", [0, 1, 10, 30])
def test_find_ngrams(n_known, n_threads):
    ids, indptr = make(5)
    rng = np.random.default_rng(n_known)
    keys = rng.permutation(N_TOKENS**2)[:n_known]
    slots = np.full(1 << (2 * n_known).bit_length(), 99, dtype=np.uint32)
    text.index_ngrams(keys, slots)
    places = np.full(len(ids), -99, dtype=np.int32)
    text.find_ngrams(ids, ids, indptr, N_TOKENS, N_TOKENS, keys, slots, n_threads, places)
    index = {(key // N_TOKENS, key % N_TOKENS): i for i, key in enumerate(keys.tolist())}
    expected = [index.get(gram, -1) for document in twin(ids, indptr, 2) for gram in document]
    assert places.tolist() == expected


@pytest.mark.parametrize("n_threads", THREADS)
@pytest.mark.parametrize("has_rows", [True, False])
def test_append_rows(has_rows, n_threads):
    first, second = make(1), make(2)
    rows = np.array([4, -1, 2, 0, -3, 9, 1], dtype=np.int32) if has_rows else None

    def twin_rows(ids, indptr):
        for a, b in pairwise(indptr.tolist()):
            found = [i if rows is None else rows[i] for i in ids[a:b].tolist() if i >= 0]
            yield [row for row in found if row >= 0]

    expected = [a + b for a, b in zip(twin_rows(*first), twin_rows(*second), strict=True)]
    lengths = np.zeros(len(expected), dtype=np.int64)
    for places, indptr in (first, second):
        text.append_rows(places, rows, indptr, n_threads, lengths, None)
    assert lengths.tolist() == list(map(len, expected))
    next_ = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    out = np.full(lengths.sum(), -99, dtype=np.int32)
    for places, indptr in (first, second):
        text.append_rows(places, rows, indptr, n_threads, next_, out)
    assert out.tolist() == [row for document in expected for row in document]
    assert next_.tolist() == np.cumsum(lengths).tolist()
