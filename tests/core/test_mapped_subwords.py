"""Subwords times a matrix: the vectors of the mapped rows, without copying the rows."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from skembed import Embedding, PretrainedVectorizer, Subwords
from skembed._core.mapped_subwords import MappedSubwords, components_of, mapped, scaled

RANDOM = np.random.default_rng(0)
ROWS = RANDOM.normal(size=(50, 3)).astype(np.float32)
SUBWORDS = Subwords(ROWS, 2, 4)
MATRIX = RANDOM.normal(size=(3, 5))
WORDS = ["running", "日本", "x", "</s>", *(f"w{i}" for i in range(5000))]
OURS, THEIRS = mapped(SUBWORDS, MATRIX), Subwords(ROWS @ MATRIX, 2, 4)


def test_the_vectors_are_those_of_mapped_rows():
    assert isinstance(OURS, MappedSubwords)
    assert OURS.source is SUBWORDS
    assert repr(OURS) == repr(THEIRS)
    assert_allclose(OURS.rows, THEIRS.rows, atol=1e-5)
    vectors, has_ngrams = OURS.vectors(WORDS)
    expected, theirs_have = THEIRS.vectors(WORDS)
    assert_array_equal(has_ngrams, theirs_have)
    assert_allclose(vectors, expected, atol=1e-5)
    own = RANDOM.normal(size=(2, 5))
    assert_allclose(
        OURS.vectors_of_known(WORDS[:2], own), THEIRS.vectors_of_known(WORDS[:2], own), atol=1e-5
    )
    assert_array_equal(pickle.loads(pickle.dumps(OURS)).vectors(WORDS)[0], vectors)


def test_a_vector_does_not_depend_on_the_other_words():
    wide = mapped(Subwords(RANDOM.normal(size=(50, 64)), 2, 4), RANDOM.normal(size=(64, 32)))
    alone = [wide.vectors([word])[0][0] for word in WORDS[:9]]
    assert_array_equal(wide.vectors(WORDS)[0][:9], alone)


def test_maps_are_joined():
    twice = mapped(OURS, MATRIX.T)
    assert twice.source is SUBWORDS
    assert_allclose(twice.vectors(WORDS)[0], OURS.vectors(WORDS)[0] @ MATRIX.T, atol=1e-5)
    assert mapped(SUBWORDS, np.eye(3)) is SUBWORDS
    assert scaled(OURS, np.ones(5)) is OURS
    assert scaled(None, 2) is None
    by_component = scaled(SUBWORDS, [1, 2, 3]).vectors(WORDS)[0]
    assert_allclose(by_component, SUBWORDS.vectors(WORDS)[0] * [1, 2, 3], rtol=1e-6)


def test_beside_zeros_the_vectors_are_the_same_bits():
    beside = mapped(SUBWORDS, np.eye(3, 5))
    assert_array_equal(beside.vectors(WORDS)[0][:, :3], SUBWORDS.vectors(WORDS)[0])
    assert components_of(beside, slice(0, 3)) is SUBWORDS
    assert components_of(beside, slice(3, 5)) is None


def test_an_embedding_of_them_goes_everywhere(tmp_path):
    embedding = Embedding(["a", "b"], RANDOM.normal(size=(2, 5)), subwords=OURS)
    embedding.save(tmp_path / "a.safetensors")
    loaded = Embedding.load(tmp_path / "a.safetensors")
    words = WORDS[:3]
    for other in (loaded, Embedding.from_keyed_vectors(embedding.to_keyed_vectors())):
        assert_allclose(other[words], embedding[words], atol=1e-6)
    assert_allclose(embedding.reduce(2)[words], loaded.reduce(2)[words], atol=1e-5)
    pooled = PretrainedVectorizer(embedding, analyzer=str.split).fit_transform(words)
    assert_array_equal(pooled, embedding[words])


@pytest.mark.parametrize("lengths", [(0, 1), (1, 1), (0, 3), (2, 2), (3, 6), (5, 7)])
def test_which_words_have_ngrams(lengths):
    subwords = Subwords(ROWS, *lengths)
    words = ["</s>", "</s>s", "é", "日本", *("r" * n for n in range(1, 8))]
    assert [*map(subwords._has_ngrams, words)] == subwords.vectors(words)[1].tolist()
