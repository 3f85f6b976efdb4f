"""Random rows that are drawn a few at a time are those of a single draw."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from skembed._fit import matrices


@pytest.mark.parametrize("at_once", [1, 3, 7, 100])
def test_small_random_rows(at_once, monkeypatch):
    monkeypatch.setattr(matrices, "_AT_ONCE", at_once)
    parts = list(matrices.small_random_rows(np.random.default_rng(3), 20, 5, 4))
    assert_array_equal(np.concatenate([rows for rows, _ in parts]), np.arange(20))
    assert max(len(values) for _, values in parts) <= at_once
    drawn = np.random.default_rng(3).random((20, 5), dtype=np.float32)
    expected = (drawn - np.float32(0.5)) / np.float32(4)
    assert_array_equal(np.concatenate([values for _, values in parts]), expected)
