"""Exceptions in the threads of a kernel come out of its call, whichever thread had them."""

from concurrent.futures import ThreadPoolExecutor

import kernel_tools as tools
import numpy as np
import pytest

from skembed._kernels import ISA, common, pooling, word2vec

each_n_threads = pytest.mark.parametrize("n_threads", [1, 2, 7])

CASES = [
    pytest.param(n_threads, failing, stage, id=f"{n_threads}-threads-{failing}-in-stage-{stage}")
    for n_threads in (1, 2, 7)
    for failing in sorted({0, n_threads - 1})
    for stage in (0, 2, 4)
]


def fail(n_threads, failing, stage, n_items=16, n_stages=5):
    ran = np.full(n_stages, -1)
    with pytest.raises(MemoryError):
        common.fail_in_thread(n_threads, n_items, stage, failing, ran)
    return ran


@pytest.mark.parametrize(("n_threads", "failing", "stage"), CASES)
def test_an_exception_ends_the_call(n_threads, failing, stage):
    ran = fail(n_threads, failing, stage)
    assert ran[:stage].tolist() == [16] * stage, "stages before it are complete"
    assert ran[stage] == 0 if n_threads == 1 else 0 <= ran[stage] < 16
    assert not ran[stage + 1 :].any(), "nothing of later stages is begun"


def test_without_a_failure_every_item_runs():
    ran = np.full(3, -1)
    common.fail_in_thread(2, 5, 3, 0, ran)
    assert ran.tolist() == [5, 5, 5]


def test_failures_side_by_side():
    with ThreadPoolExecutor(4) as pool:
        for ran in pool.map(lambda i: fail(3, i % 3, 1), range(40)):
            assert ran[0] == 16
            assert ran[1] < 16
            assert not ran[2:].any()


@each_n_threads
@pytest.mark.parametrize("place", [0, 49_999, 99_999])
def test_ids_that_are_no_rows_in_any_piece_of_a_pooling(n_threads, place):
    ids = np.zeros(100_000, dtype=np.int32)
    ids[place] = 3
    indptr = np.arange(0, 100_001, 10)
    vectors, out = np.ones((3, 2), dtype=np.float32), np.zeros((10_000, 2), dtype=np.float32)
    with pytest.raises(ValueError, match="between 0 and 2, got 3"):
        pooling.extreme(ids, indptr, vectors, 1, out, n_threads, ISA)
    with pytest.raises(ValueError, match="between 0 and 2, got 3"):
        pooling.weighted_sum(
            ids, indptr, vectors[:, 0].copy(), vectors, out, n_threads, ISA, False, False
        )


@each_n_threads
@pytest.mark.parametrize("place", [0, 500, 999])
def test_ids_that_are_no_terms_in_any_segment_of_windows(n_threads, place):
    ids = np.zeros(1000, dtype=np.int32)
    ids[place] = 1
    rows = np.zeros(1, dtype=np.int32)
    stretch = ids, np.array([0, 1000]), 250, 750, tools.keep_all(1), rows, 1000, 1
    # also beyond the stretch: its windows reach through the whole document
    with pytest.raises(ValueError, match="between 0 and 0, got 1"):
        tools.sample_windows(*stretch, n_threads)


@each_n_threads
def test_windows_that_leave_the_words(n_threads):
    kept, left, right = np.zeros((3, 1000), dtype=np.int32)
    right[-1] = 1
    with pytest.raises(ValueError, match="within kept"):
        tools.sort_pairs(kept, left, right, 1, 1, n_threads=n_threads)
    case = tools.bags_case()
    case.right = case.right.copy()
    case.right[-1] = 1
    with pytest.raises(ValueError, match="within kept"):
        tools.train_bags(case, ISA, n_threads)
    assert word2vec.train_bags(*vars(tools.bags_case()).values(), n_threads, ISA) > 0
