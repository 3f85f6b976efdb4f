"""Rows that share those of another embedding are the same as a matrix of both blocks."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from skembed import Embedding
from skembed._core import shared_rows
from skembed._core.shared_rows import SharedRows

RNG = np.random.default_rng(0)
SOURCE = Embedding(["a", "b", "c"], RNG.normal(size=(3, 2)))
MORE, OWN = RNG.normal(size=(2, 2)).astype(np.float32), RNG.normal(size=(4, 3)).astype(np.float32)
PLACES = np.array([2, -1, 4, 0, 1, 3, -1, 2], dtype=np.int32)
ROWS = SharedRows(SOURCE, PLACES, MORE).beside(OWN)
WHOLE = np.zeros((8, 5), dtype=np.float32)
WHOLE[:, :2] = np.vstack([SOURCE.vectors, MORE, np.zeros((1, 2))])[PLACES]
WHOLE[:4, 2:] = OWN
TERMS = list("stuvwxyz")


def test_the_whole_matrix_and_its_parts(monkeypatch):
    monkeypatch.setattr(shared_rows, "_CHUNK", 3)
    assert ROWS.shape == (8, 5)
    assert_array_equal(ROWS.array, WHOLE)
    assert not ROWS.array.flags.writeable
    assert_array_equal(ROWS.take(np.array([7, 2, 2])), WHOLE[[7, 2, 2]])
    for rows in (slice(None), slice(1, 6, 2), [5, 0], []):
        assert_array_equal(np.vstack([*ROWS.parts(rows)]), WHOLE[rows])
    assert_array_equal(ROWS.part(slice(2, 5)).array, WHOLE[2:5])
    assert_array_equal(pickle.loads(pickle.dumps(ROWS)).array, WHOLE)


def test_rows_without_components_of_their_own():
    rows, first = SharedRows(SOURCE.quantize(), PLACES, MORE), np.array([0])
    assert rows.shape == (8, 2)
    assert_array_equal(rows.take(np.array([0, 1])), [SOURCE.quantize()["c"], [0, 0]])
    assert rows.changed(first, rows.take(first), np.ones(2)) is rows
    changed = rows.changed(first, np.ones((1, 2), np.float32), np.full(2, 0.5))
    assert_array_equal(changed.array, np.vstack([np.ones((1, 2)), rows.array[1:] / 2]))


@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_changes(scale):
    scales = np.array([1, 1, scale, scale, scale])
    new = np.full((2, 5), 9, dtype=np.float32)
    new[:, :2] = WHOLE[[3, 1], :2]
    changed = ROWS.changed(np.array([3, 1]), new, scales)
    wanted = WHOLE * scales.astype(np.float32)
    wanted[[3, 1]] = new
    assert isinstance(changed, SharedRows)
    assert_array_equal(changed.array, wanted)
    assert_array_equal(ROWS.array, WHOLE)


def test_an_embedding_of_such_rows_is_like_any_other():
    blank = Embedding(TERMS, np.zeros((8, 5)))
    embedding, plain = blank._sharing_terms(ROWS, {}), Embedding(TERMS, WHOLE)
    assert_array_equal(embedding.vectors, WHOLE)
    assert_array_equal(embedding["v"], WHOLE[3])
    assert_array_equal(embedding[2:4].vectors, WHOLE[2:4])
    assert embedding.most_similar("s", n=3) == plain.most_similar("s", n=3)
    assert_array_equal(embedding.quantize().vectors, plain.quantize().vectors)
    assert_array_equal(embedding.reduce(2).vectors, plain.reduce(2).vectors)
    assert_array_equal(pickle.loads(pickle.dumps(embedding)).vectors, WHOLE)
    assert not embedding.is_quantized
