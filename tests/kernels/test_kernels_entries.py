"""The order of the entries of texts, which the training of supervised embeddings needs."""

import numpy as np
import pytest
from kernel_tools import THREADS
from numpy.testing import assert_array_equal

from skembed._kernels import supervised

LENGTHS = [0, 1, 2, 64, 65, 0, 200, 3]


def make_entries(n_rows):
    """Distinct rows in random order for each text, and weights."""
    rng = np.random.default_rng(n_rows)
    lengths = np.minimum(LENGTHS * 20, n_rows)
    rows = [rng.permutation(n_rows)[:n].astype(np.int32) for n in lengths]
    weights = rng.normal(size=lengths.sum()).astype(np.float32)
    return np.append(0, lengths.cumsum()).astype(np.int64), np.concatenate(rows), weights


@pytest.mark.parametrize("n_threads", THREADS)
@pytest.mark.parametrize("n_rows", [1, 2, 200, 256, 257, 65536, 65537, 1 << 20])
def test_twin(n_rows, n_threads):
    indptr, rows, weights = make_entries(n_rows)
    text = np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))
    order = np.lexsort((rows, text))
    sorted_rows, sorted_weights = rows.copy(), weights.copy()
    supervised.sort_entries(indptr, sorted_rows, sorted_weights, n_rows, n_threads)
    assert_array_equal(sorted_rows, rows[order])
    assert_array_equal(sorted_weights, weights[order])


def test_the_largest_row():
    rows = np.array([2**31 - 2, *range(99, -1, -1)], dtype=np.int32)
    weights = rows.astype(np.float32)
    supervised.sort_entries(np.array([0, 101]), rows, weights, 2**31 - 1, 1)
    assert_array_equal(rows, [*range(100), 2**31 - 2])
    assert_array_equal(weights, rows.astype(np.float32))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"indptr": np.array([0, 2, 4])}, "indptr ends"),
        ({"indptr": np.array([1, 2, 5])}, "indptr ends"),
        ({"indptr": np.array([0, 6, 5])}, "must not fall"),
        ({"weights": np.ones(4, dtype=np.float32)}, "of the length"),
        ({"rows": np.array([4, 3, 2, 1, 5], dtype=np.int32)}, "between 0"),
        ({"rows": np.array([4, 3, 2, 1, -1], dtype=np.int32)}, "between 0"),
    ],
)
def test_arguments(changed, message):
    arguments = {
        "indptr": np.array([0, 2, 5]),
        "rows": np.array([4, 3, 2, 1, 0], dtype=np.int32),
        "weights": np.ones(5, dtype=np.float32),
        **changed,
    }
    with pytest.raises(ValueError, match=message):
        supervised.sort_entries(*arguments.values(), 5, 1)
