"""From the corpus to examples: subsampling, windows, pairs sorted by block."""

import numpy as np
import oracles_word2vec as oracles
import pytest
from kernel_tools import THREADS, draw_corpus, keep_all, sample_windows, sort_pairs
from numpy.testing import assert_array_equal


def make(seed, n_terms=12, **sizes):
    rng = np.random.default_rng(seed)
    ids, indptr = draw_corpus(rng, n_terms, **sizes)
    keep = rng.integers(2**32, size=n_terms).astype(np.uint32)
    return ids, indptr, keep, rng.permutation(n_terms).astype(np.int32)


@pytest.mark.parametrize("window", [1, 2, 5, 30])
@pytest.mark.parametrize("seed", [0, 1, 2**64 - 1])
def test_windows_equal_their_oracle(window, seed):
    ids, indptr, keep, rows = make(0)
    n = len(ids)
    for begin, end in [(0, n), (0, 1), (3, n // 2), (n // 2, n), (7, 7), (n, n)]:
        arguments = (ids, indptr, begin, end, keep, rows, window, seed)
        for array, expected in zip(
            sample_windows(*arguments), oracles.sample_windows(*arguments), strict=True
        ):
            assert array.tolist() == expected


def test_every_number_is_the_documented_one():
    # Written out once more, token by token, from the contract: a kept word's window.
    ids = np.zeros(200, dtype=np.int32)
    indptr = np.array([0, 200], dtype=np.int64)
    rows = np.zeros(1, dtype=np.int32)
    _, left, right = sample_windows(ids, indptr, 0, 200, keep_all(1), rows, 5, 42)
    reach = [1 + ((oracles.random_at(42, t) & 0xFFFFFFFF) * 5 >> 32) for t in range(200)]
    assert left.tolist() == [min(r, t) for t, r in enumerate(reach)]
    assert right.tolist() == [min(r, 199 - t) for t, r in enumerate(reach)]


def test_windows_never_cross_a_document():
    ids, indptr, *_ = make(1, n_documents=60)
    document = np.repeat(np.arange(60), np.diff(indptr)).astype(np.int32)
    # As row, the document of each token: every pair must lie in one.
    pairs = oracles.pairs_of(
        *sample_windows(
            document, indptr, 0, len(ids), keep_all(60), np.arange(60, dtype="i4"), 5, 3
        )
    )
    assert len(pairs) > 100
    assert all(a == b for a, b in pairs)


@pytest.mark.parametrize("window", [1, 4, 25])
@pytest.mark.parametrize("stretch", [1, 3, 10, 64])
def test_stretches_change_nothing(window, stretch):
    ids, indptr, keep, rows = make(2, longest=60)
    n = len(ids)
    whole = oracles.pairs_of(*sample_windows(ids, indptr, 0, n, keep, rows, window, 9))
    pieces = []
    for begin in range(0, n, stretch):
        end = min(begin + stretch, n)
        piece = sample_windows(ids, indptr, begin, end, keep, rows, window, 9)
        pieces += oracles.pairs_of(*piece)
    assert len(whole) > 20
    assert pieces == whole


@pytest.mark.parametrize("window", [1, 4, 25])
@pytest.mark.parametrize("longest", [3, 60, 2000])
def test_windows_do_not_depend_on_threads(window, longest):
    ids, indptr, keep, rows = make(3, longest=longest)
    n = len(ids)
    for begin, end in [(0, n), (1, n - 2), (n // 3, n // 3 + 5), (n // 2, n // 2 + 1)]:
        expected = sample_windows(ids, indptr, begin, end, keep, rows, window, 9)
        for n_threads in [*THREADS, 100]:
            found = sample_windows(ids, indptr, begin, end, keep, rows, window, 9, n_threads)
            for a, b in zip(found, expected, strict=True):
                assert_array_equal(a, b)


def test_one_document_and_empty_documents():
    ids = np.arange(6, dtype=np.int32)
    rows = np.arange(6, dtype=np.int32)
    one = sample_windows(ids, np.array([0, 6]), 0, 6, keep_all(6), rows, 2, 5)
    indptr = np.array([0, 0, 0, 6, 6, 6, 6])
    with_empty = sample_windows(ids, indptr, 0, 6, keep_all(6), rows, 2, 5)
    for a, b in zip(one, with_empty, strict=True):
        assert_array_equal(a, b)
    assert_array_equal(one[0], ids)
    nothing = sample_windows(ids[:0], np.array([0, 0, 0]), 0, 0, keep_all(6), rows, 2, 5)
    assert [len(array) for array in nothing] == [0, 0, 0]


def test_documents_of_one_word_have_no_pairs():
    ids = np.zeros(50, dtype=np.int32)
    rows = np.zeros(1, dtype=np.int32)
    kept, left, right = sample_windows(ids, np.arange(51), 0, 50, keep_all(1), rows, 5, 1)
    assert len(kept) == 50
    assert not left.any()
    assert not right.any()


def test_kept_share_is_the_threshold():
    n, shares = 200_000, [0.0, 0.1, 0.5, 0.9, 1.0]
    ids = np.repeat(np.arange(5, dtype=np.int32), n // 5)
    keep = (np.array(shares) * (2**32 - 1)).astype(np.uint32)
    rows = np.arange(5, dtype=np.int32)
    kept, _, _ = sample_windows(ids, np.array([0, n]), 0, n, keep, rows, 1, 8)
    found = np.bincount(kept, minlength=5) / (n // 5)
    # Five standard deviations of a share of 40,000.
    assert np.abs(found - shares).max() < 5 * np.sqrt(0.25 / (n // 5))
    assert found[0] == 0
    assert found[-1] == 1


def test_windows_are_uniform():
    n, window = 100_000, 5
    ids, rows = np.zeros(n, dtype=np.int32), np.zeros(1, dtype=np.int32)
    _, left, right = sample_windows(ids, np.array([0, n]), 0, n, keep_all(1), rows, window, 4)
    assert_array_equal(left[window:-window], right[window:-window])
    share = np.bincount(left[window:], minlength=window + 1)[1:] / (n - window)
    assert np.abs(share - 1 / window).max() < 5 * np.sqrt(0.16 / n)


@pytest.mark.parametrize(("n_parts", "part_size"), [(1, 12), (2, 6), (3, 5), (12, 1)])
@pytest.mark.parametrize("n_segments", [1, 3, 200])
def test_pairs_are_sorted_by_block_and_stable(n_parts, part_size, n_segments):
    ids, indptr, keep, rows = make(4, n_documents=20)
    windows = sample_windows(ids, indptr, 0, len(ids), keep, rows, 4, 6)
    lists = [array.tolist() for array in windows]
    assert lists[1][-1] > 0, "the last word has pairs, too"
    expected, begin = oracles.sorted_pairs(*lists, n_parts, part_size)
    assert len(expected) > 50
    for n_threads in THREADS:
        pairs, block_begin = sort_pairs(*windows, n_parts, part_size, n_segments, n_threads)
        assert_array_equal(block_begin, begin)
        assert_array_equal(pairs, expected)
