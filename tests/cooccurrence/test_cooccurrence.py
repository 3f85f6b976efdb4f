"""Co-occurrence counts: equal to the oracle, the same bits for any number of jobs and any limit."""

import itertools
from types import SimpleNamespace

import joblib
import numpy as np
import oracles_cooccurrence as oracles
import pytest
from cooccurrence_tools import GLOVE, bits, count, drawn, make_corpus
from joblib import parallel_config
from scipy.sparse import coo_array

from skembed import cooccurrence_matrix
from skembed._cooccurrence import plan as planning
from skembed._cooccurrence import rows as counting

WINDOWS = [1, 2, 5, 10, 60]
LOW = 40_000  # bytes: enough for these corpora if nothing else needed any


def by_shifts(corpus, n_terms, window, symmetric):
    """The harmonic counts of one document, all pairs of a distance at a time."""
    total = 0
    for d in range(1, window + 1):
        values = np.full(max(corpus.n_tokens - d, 0), 1 / d)
        places = corpus.ids[d:], corpus.ids[:-d]
        total = total + coo_array((values, places), shape=(n_terms, n_terms)).tocsr()
    return (total + total.T if symmetric else total).toarray()


@pytest.fixture
def small_steps(monkeypatch):
    """Calls, chunks and segments of a handful, and no memory set aside: all paths are met."""
    monkeypatch.setattr(counting, "CALL_WORK", 50)
    monkeypatch.setattr(counting, "CALL_TOKENS", 37)
    monkeypatch.setattr(planning, "MAX_CHUNK", 8)
    monkeypatch.setattr(planning, "MIN_SEGMENT", 64)
    monkeypatch.setattr(planning, "OVERHEAD", 0)


@pytest.mark.parametrize("weighting", ["harmonic", "uniform"])
@pytest.mark.parametrize("symmetric", [True, False])
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("seed", range(4))
def test_counts(window, symmetric, weighting, seed):
    n_terms = [1, 5, 100, 2000][seed]  # the last more than there are tokens
    corpus = drawn(seed, n_terms)
    rules = {"window": window, "symmetric": symmetric, "weighting": weighting}
    counts = count(corpus, n_terms, **rules)
    expected = oracles.cooccurrences(corpus.ids, corpus.indptr, n_terms, **rules)
    # Beyond a window of 22 weights are multiples of 2**-32.
    np.testing.assert_allclose(counts.toarray(), expected, rtol=1e-6)
    assert counts.shape == (n_terms, n_terms)
    assert [a.dtype for a in (counts.data, counts.indices, counts.indptr)] == ["f4", "i4", "i8"]
    assert all(
        (np.diff(counts.indices[a:b]) > 0).all() for a, b in itertools.pairwise(counts.indptr)
    )
    assert (counts.data > 0).all()
    assert counts.nnz == np.count_nonzero(expected)


@pytest.mark.parametrize("weighting", ["harmonic", "uniform"])
def test_symmetric_counts_are_the_sum_of_both_sides(weighting):
    corpus = drawn(1)
    both = count(corpus, 100, weighting=weighting)
    left = count(corpus, 100, weighting=weighting, symmetric=False)
    assert (both != both.T).nnz == 0
    assert (left != left.T).nnz > 0
    np.testing.assert_allclose(both.toarray(), (left + left.T).toarray(), rtol=1e-6)


def test_row_sums():
    corpus = make_corpus([0, 1, 2, 1, 0], [0, 3, 5])
    counts = count(corpus, 3, window=2, weighting="uniform")
    assert counts.sum(axis=1).tolist() == [3, 3, 2]
    counts = count(corpus, 3, window=2, symmetric=False)
    assert counts.toarray().tolist() == [[0, 1, 0], [1, 0, 0], [0.5, 1, 0]]


@pytest.mark.parametrize("n_jobs", [1, 2, 3])
@pytest.mark.parametrize("memory_limit", [LOW, 2 * LOW, 10**5, 2 * 10**5, 10**6, 10**8])
def test_same_bits(small_steps, memory_limit, n_jobs, monkeypatch):
    monkeypatch.setattr(joblib, "cpu_count", lambda: 8)  # else 3 jobs may not be 3 tasks
    corpus = drawn(2, n_terms=300, n_documents=400)
    for rules in ({}, {"window": 60, "symmetric": False}, {"weighting": "uniform", "window": 1}):
        counts = count(corpus, 300, memory_limit=memory_limit, n_jobs=n_jobs, **rules)
        plain = count(corpus, 300, **rules)
        assert bits(counts) == bits(plain)
        expected = oracles.cooccurrences(corpus.ids, corpus.indptr, 300, **{**GLOVE, **rules})
        np.testing.assert_allclose(plain.toarray(), expected, rtol=1e-6)


def test_small_limits_take_all_paths(small_steps, monkeypatch):
    """Else the tests of bits would show little."""
    corpus = drawn(2, n_terms=300, n_documents=400)
    seen = SimpleNamespace(tasks=[], spills=0)
    spill, split = planning.RowStore.move_to_disk, planning.CountingPlan.waves

    def watched_spill(self):
        seen.spills += 1
        spill(self)

    def watched_waves(self, rows):
        seen.tasks.append([])
        for wave in split(self, rows):
            seen.tasks[-1] += wave
            yield wave

    monkeypatch.setattr(planning.RowStore, "move_to_disk", watched_spill)
    monkeypatch.setattr(planning.CountingPlan, "waves", watched_waves)
    for memory_limit in (LOW, 10**6):
        count(corpus, 300, memory_limit=memory_limit, n_jobs=2)
    low, high = seen.tasks
    assert seen.spills == 1
    assert len(low) > 10
    assert any(task.segment < corpus.n_tokens for task in low)
    assert len(high) > 1


@pytest.mark.parametrize("backend", ["threading", "loky"])
@pytest.mark.parametrize("memory_limit", [4_000_000, 10**8])
def test_backends(backend, memory_limit):
    corpus = drawn(3, n_terms=2000, n_documents=2000)
    expected = bits(count(corpus, 2000))
    with parallel_config(backend=backend, n_jobs=2):
        assert bits(count(corpus, 2000, memory_limit=memory_limit)) == expected


@pytest.mark.parametrize("symmetric", [True, False])
def test_one_long_document(symmetric):
    rng = np.random.default_rng(0)
    corpus = make_corpus((rng.random(1_000_000) ** 3 * 50).astype(np.int32), [0, 1_000_000])
    counts = count(corpus, 50, window=4, symmetric=symmetric, n_jobs=2)
    np.testing.assert_allclose(counts.toarray(), by_shifts(corpus, 50, 4, symmetric), rtol=1e-6)


def test_one_word_only():
    """Sums that do not fit into 32 bits."""
    n = 1_000_000
    counts = count(make_corpus(np.zeros(n), [0, n]), 1)
    assert counts.toarray() == np.float32(sum(2 * (n - d) / d for d in range(1, 11)))


@pytest.mark.parametrize("window", [10, 60])
def test_many_documents_of_one_token(window):
    n = 1_000_000
    corpus = make_corpus(np.arange(n) % 7, np.arange(n + 1))
    counts = count(corpus, 7, window=window)
    assert counts.nnz == 0
    assert counts.shape == (7, 7)


def test_empty_documents_between():
    counts = count(make_corpus([0, 1, 1, 0], [0, 0, 2, 2, 2, 4, 4]), 2)
    assert counts.toarray().tolist() == [[0, 2], [2, 0]]


@pytest.mark.parametrize("indptr", [[0], [0, 0, 0]])
def test_empty_corpus(indptr):
    counts = count(make_corpus([], indptr), 3)
    assert counts.toarray().tolist() == [[0] * 3] * 3
    assert counts.indptr.dtype == np.int64


def test_terms_without_tokens():
    counts = count(make_corpus([5, 7, 5], [0, 3]), 9, window=1)
    expected = np.zeros((9, 9))
    expected[5, 7] = expected[7, 5] = 2
    assert (counts.toarray() == expected).all()


@pytest.mark.parametrize("window", [23, 60, 5000])
def test_wide_windows(window):
    """Beyond 22 the unit of the counts is rounded; rare sums and windows as long as documents."""
    rng = np.random.default_rng(1)
    corpus = make_corpus(rng.integers(20, size=3000), [0, 3000])
    counts = count(corpus, 20, window=window)
    np.testing.assert_allclose(
        counts.toarray(), by_shifts(corpus, 20, min(window, 2999), True), rtol=2e-6
    )


def test_a_unit_that_fits():
    for n_tokens in (1, 10**6, 4 * 10**9):
        for window in (1, 10, 22, 23, 1000):
            rules = counting.make_rules(window, True, "harmonic", n_tokens)
            distance = np.arange(1, window + 1)
            assert 2 * n_tokens * int(rules.weights.sum()) < 2**63
            np.testing.assert_allclose(rules.weights / rules.scale, 1 / distance, rtol=1e-3)
    exact = counting.make_rules(10, True, "harmonic", 10**6)
    assert exact.weights.tolist() == [2520 // d for d in range(1, 11)]


@pytest.mark.parametrize("token", [-1, 3, 2**31 - 1])
def test_ids_out_of_range(token):
    with pytest.raises(ValueError, match="ids must lie between 0 and"):
        count(make_corpus([0, token, 1], [0, 3]), 3)


@pytest.mark.parametrize("indptr", [[], [0, 2], [1, 3], [0, 2, 1, 3], [0, 4]])
def test_bad_documents(indptr):
    corpus = make_corpus([0, 0, 0], [0, 3])
    corpus.__dict__["indptr"] = np.array(indptr, dtype=np.int64)  # past the check of a new one
    with pytest.raises(ValueError, match="indptr must rise from 0 to the number of ids, 3"):
        count(corpus, 3)


def test_too_long_documents():
    corpus = make_corpus(np.zeros(70_000), [0, 70_000])
    with pytest.raises(ValueError, match=r"window of 69999 tokens .* at most 65535"):
        count(corpus, 1, window=10**6)


# ---- the public function

DOCUMENTS = ["The cat sat on the mat", "", "the dog sat"]
TERMS = ["cat", "dog", "sat", "the"]


@pytest.mark.parametrize(
    "vocabulary", [TERMS, tuple(TERMS), set(TERMS), {t: i for i, t in enumerate(TERMS)}]
)
def test_cooccurrence_matrix(vocabulary):
    counts = cooccurrence_matrix(DOCUMENTS, vocabulary, window=2, weighting="uniform")
    # the cat sat the; the dog sat
    expected = [[0, 0, 1, 2], [0, 0, 1, 1], [1, 1, 0, 3], [2, 1, 3, 0]]
    assert counts.toarray().tolist() == expected
    assert counts.indices.dtype == counts.indptr.dtype == np.int32
    twice = counts @ counts
    assert twice.toarray().tolist() == (np.array(expected) @ expected).tolist()


def test_analysis():
    tokens = [["a", "B"], ["B", "a", "a"]]
    counts = cooccurrence_matrix(iter(tokens), ["B", "a"], analyzer=list, symmetric=False)
    assert counts.toarray().tolist() == [[0, 1], [1.5, 1]]
    counts = cooccurrence_matrix(["aB"], ["a", "B"], analyzer="char", lowercase=False)
    assert counts.toarray().tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"window": 0}, "'window' parameter"),
        ({"window": 1.5}, "'window' parameter"),
        ({"symmetric": "left"}, "'symmetric' parameter"),
        ({"weighting": "linear"}, "'weighting' parameter"),
        ({"memory_limit": 0}, "'memory_limit' parameter"),
        ({"memory_limit": 1e9}, "'memory_limit' parameter"),
        ({"memory_limit": "much"}, "such as '256MB'"),
        ({"memory_limit": "1kB"}, "memory_limit=1kB is too low .* at least 2806kB"),
        ({"n_jobs": "two"}, "'n_jobs' parameter"),
        ({"memory": 3}, "'memory' parameter"),
        ({"vocabulary": 3}, "'vocabulary' parameter"),
        ({"vocabulary": "cat"}, "single str"),
        ({"vocabulary": []}, "empty"),
        ({"vocabulary": ["cat", "cat"]}, "Duplicate"),
        ({"analyzer": "sentence"}, "'analyzer' parameter"),
        ({"raw_documents": "the cat"}, "."),
        ({"raw_documents": ["the cat", None]}, "row 1"),
    ],
)
def test_bad_parameters(parameters, message):
    with pytest.raises((ValueError, TypeError), match=message):
        cooccurrence_matrix(**{"raw_documents": DOCUMENTS, "vocabulary": TERMS, **parameters})
