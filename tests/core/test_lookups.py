"""Look-ups: raw vectors and numbers that cannot be, and what a look-up costs in training."""

import numpy as np
import pytest

from skembed import Embedding, SupervisedEmbeddingVectorizer
from skembed._core.linalg import unit

EMBEDDING = Embedding(["king", "queen", "cabbage"], [[1, 0.1], [1, 0.2], [0, 1]])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_vectors_that_are_not_finite(bad):
    for look_up in (
        lambda: EMBEDDING.similarity("king", [1, bad]),
        lambda: EMBEDDING.most_similar([bad, 1]),
        lambda: EMBEDDING.most_similar("king", [[1.0, bad]]),
    ):
        with pytest.raises(ValueError, match="is not finite"):
            look_up()


@pytest.mark.parametrize("size", [1e-320, 1e-200, 1e-150, 1.0, 1e150, 1e200, 1e307])
def test_vectors_of_any_length(size):
    np.testing.assert_allclose(unit(np.array([3 * size, 4 * size])), [0.6, 0.8], rtol=1e-2)
    assert EMBEDDING.similarity([size, 0], [size, 0]) == pytest.approx(1)
    assert EMBEDDING.most_similar([size, 0], n=1)[0][0] == "king"


@pytest.mark.filterwarnings("ignore:overflow")
def test_sums_that_overflow():
    with pytest.raises(ValueError, match="overflows"):
        EMBEDDING.most_similar([[1.5e308, 0], [1.5e308, 0]])


@pytest.mark.parametrize("name", ["n", "restrict_to"])
def test_numbers(name):
    for value in (1.5, "1", True, 2.0):
        with pytest.raises(TypeError, match=f"{name} must be a whole number"):
            EMBEDDING.most_similar("king", **{name: value})
    with pytest.raises(ValueError, match=f"{name} must not be negative"):
        EMBEDDING.most_similar("king", **{name: -1})
    assert EMBEDDING.most_similar("king", **{name: 0}) == []
    assert len(EMBEDDING.most_similar("king", **{name: np.int8(2)})) <= 2


def test_looking_at_some_terms_does_not_copy_the_matrix():
    documents, y = [f"w{i} w{i + 1}" for i in range(200)], [0, 1] * 100
    model = SupervisedEmbeddingVectorizer(n_components=4, random_state=0, ngram_range=(1, 1))
    model.partial_fit(documents, y).partial_fit(documents[:2], y[:2])
    matrix = model.embedding_._rows._array
    seen = model.embedding_
    before = seen["w1"]
    copied = before.copy()
    assert "w1" in seen
    assert seen[["w1", "w5"]].shape == (2, 4)
    assert -1 <= seen.similarity("w1", "w5") <= 1
    model.partial_fit(documents[:2], y[:2])
    assert model.embedding_._rows._array is matrix
    assert not np.array_equal(model.embedding_["w1"], copied)
    np.testing.assert_array_equal(before, copied)
    np.testing.assert_array_equal(seen["w1"], copied)
    assert not before.flags.writeable
