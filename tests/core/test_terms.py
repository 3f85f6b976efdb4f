"""Terms given as strings, as bytes and as several tokens, and fits that never need the strings."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from skembed import (
    Embedding,
    Subwords,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
)
from skembed._core.distinct_tokens import DistinctTokens
from skembed._core.terms import Terms

NAMES = ["b", "é", "", "a\nc", "鳥𝐀", "\ud800"]
PLACES = np.array([[1, -1], [0, 4], [2, 3], [4, -1]], dtype=np.int32)
JOINED = ["é", "b 鳥𝐀", " a\nc", "鳥𝐀"]
TEXTS = ["red green", "green blue red", "blue blue", "red red green blue"] * 3
LABELS = [0, 1, 1, 0] * 3


def all_kinds():
    tokens = DistinctTokens.of(NAMES)
    yield Terms.of(NAMES), NAMES
    yield Terms(tokens), NAMES
    yield Terms.of_members(tokens, PLACES), JOINED


@pytest.mark.parametrize("kind", range(3))
def test_terms_of_each_kind(kind):
    terms, expected = list(all_kinds())[kind]
    assert len(terms) == len(expected)
    assert terms[1] == expected[1]
    assert terms.take(np.array([3, 0])).tolist() == [expected[3], expected[0]]
    for _ in range(2):  # as bytes, then as strings
        assert terms.tokens().strings() == expected
        assert pickle.loads(pickle.dumps(terms)).names.tolist() == expected
        assert terms.index == {term: i for i, term in enumerate(expected)}
        assert terms.names.tolist() == expected
        assert terms.names is terms.names
        assert terms.index is terms.index
        assert len(terms) == len(expected)
        assert terms.take(np.array([3, 0])).tolist() == [expected[3], expected[0]]
    assert terms.with_more(["x", "y"]).names.tolist() == [*expected, "x", "y"]


@pytest.mark.parametrize("kind", [1, 2])
def test_some_terms_and_bytes_need_no_strings_of_all(kind):
    terms = list(all_kinds())[kind][0]
    before = terms._held
    terms.take(np.array([0]))
    terms[2]
    len(terms)
    assert terms._held is before


def no_strings(*_):
    raise AssertionError("strings of terms are made")


@pytest.mark.parametrize("parameters", [{}, {"ngram_range": (1, 3), "n_buckets": None}])
def test_a_fit_and_its_predictions_need_no_strings(parameters, monkeypatch):
    model = SupervisedEmbeddingVectorizer(n_components=4, max_iter=2, random_state=0, **parameters)
    expected = model.fit(TEXTS, LABELS)
    terms = expected.embedding_.terms.tolist()
    again = SupervisedEmbeddingVectorizer(**model.get_params())
    with monkeypatch.context() as patched:
        patched.setattr(DistinctTokens, "joined", no_strings)
        again.fit(TEXTS, LABELS)
        assert_array_equal(again.transform(TEXTS), expected.transform(TEXTS))
        assert_array_equal(again.predict_proba(["red x"]), expected.predict_proba(["red x"]))
        with pytest.raises(AssertionError, match="are made"):
            again.vocabulary_
    assert again.embedding_.terms.tolist() == terms
    assert again.vocabulary_ == {term: i for i, term in enumerate(terms)}


def test_vocabulary_belongs_to_a_fit():
    model = Word2VecVectorizer(n_components=2, max_iter=1, subsample=0, random_state=0)
    assert not hasattr(model, "vocabulary_")
    with pytest.raises(AttributeError, match="'vocabulary_' before fit"):
        model.vocabulary_
    model.fit(TEXTS)
    assert model.vocabulary_ is model.embedding_.index
    assert model.vocabulary_ is model.vocabulary_
    model.vocabulary_ = {"red": 0, "green": 1, "blue": 2}
    assert_array_equal(model.transform(["red"]), model.embedding_.vectors[:1])
    replaced = pickle.loads(pickle.dumps(model))
    assert replaced.vocabulary_ == {"red": 0, "green": 1, "blue": 2}
    assert_array_equal(replaced.transform(["red"]), model.embedding_.vectors[:1])
    model.fit(["blue green green blue"])
    assert sorted(model.vocabulary_) == ["blue", "green"]


def test_unpickled_terms_are_shared():
    model = SupervisedEmbeddingVectorizer(n_components=2, max_iter=1, random_state=0)
    model.fit(TEXTS, LABELS)
    again = pickle.loads(pickle.dumps(model))
    assert again._terms is again.embedding_._terms
    assert again._encoder.tokens.names.tolist() == model._encoder.tokens.names.tolist()
    assert len(pickle.dumps(again)) == len(pickle.dumps(model))
    assert_array_equal(again.transform(TEXTS), model.transform(TEXTS))
    assert again.vocabulary_ == model.vocabulary_


def test_a_replaced_vocabulary_with_subwords():
    rows = np.arange(8, dtype=np.float32).reshape(4, 2)
    embedding = Embedding(["red", "blue"], [[1, 2], [3, 4]], subwords=Subwords(rows, 2, 3))
    model = Word2VecVectorizer(
        n_components=2, max_iter=1, subsample=0, init=embedding, random_state=0
    )
    red, blue = model.fit(["red blue red"] * 9).embedding_.vectors
    assert_array_equal(model.transform(["blue"]), [blue])
    model.vocabulary_ = {"red": 1, "blue": 0}
    assert_array_equal(model.transform(["blue"]), [red])
    model.vocabulary_ = {"blue": 0, "red": 5}
    with pytest.raises(ValueError, match="vocabulary"):
        model.transform(["blue"])
