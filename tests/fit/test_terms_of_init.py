"""Words of ``init`` that no document holds: they keep their vectors, and count in transform."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from texts import draw_documents

from skembed import (
    Embedding,
    GloVeVectorizer,
    Subwords,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
)

DOCUMENTS = draw_documents(60, 80, 20)
UNSEEN = ["kitten", "puppy"]
# So little is learned that the vectors stay as they began, to rounding.
STILL = {"n_components": 8, "max_iter": 1, "random_state": 0, "learning_rate": 1e-12}
METHODS = [
    Word2VecVectorizer(min_learning_rate=0, **STILL),
    Word2VecVectorizer(solver="gensim", n_jobs=1, min_learning_rate=0, **STILL),
    GloVeVectorizer(**STILL),
    GloVeVectorizer(vectors="word", **STILL),
]
each_method = pytest.mark.parametrize("method", METHODS)


def init_with(*more):
    terms = [*more, *(f"w{i}" for i in range(30))]
    vectors = np.random.default_rng(5).normal(size=(len(terms), 8))
    return Embedding(terms, vectors)


@each_method
def test_unseen_words_come_last_with_their_vectors(method):
    init = init_with(*UNSEEN)
    alone = clone(method).set_params(init=init_with()).fit(DOCUMENTS)
    fitted = clone(method).set_params(init=init).fit(DOCUMENTS)
    assert list(fitted.embedding_) == [*alone.embedding_, *UNSEEN]
    assert fitted.vocabulary_ == fitted.embedding_.index
    assert_allclose(fitted.embedding_[UNSEEN], init[UNSEEN], rtol=1e-5)
    assert_allclose(fitted.transform(["kitten puppy"])[0], init[UNSEEN].mean(axis=0), rtol=1e-5)
    again = pickle.loads(pickle.dumps(fitted))
    assert_array_equal(again.transform(["kitten"]), fitted.transform(["kitten"]))


@each_method
def test_unseen_words_change_nothing_else(method):
    parameters = {"learning_rate": 0.05, "pooling": ["idf", "sif"]}
    alone = clone(method).set_params(init=init_with(), **parameters).fit(DOCUMENTS)
    # The same vectors of the words that the documents hold.
    unseen = Embedding(UNSEEN, np.ones((2, 8)))
    both = [*init_with(), *unseen]
    init = Embedding(both, np.concatenate([init_with().vectors, unseen.vectors]))
    fitted = clone(method).set_params(init=init, **parameters).fit(DOCUMENTS)
    learned = list(alone.embedding_)
    assert_array_equal(fitted.embedding_[learned], alone.embedding_.vectors)
    assert_array_equal(fitted.transform(DOCUMENTS), alone.transform(DOCUMENTS))
    # They are scaled as the training scaled the others.
    shared = [term for term in init if term in alone.embedding_]
    scale = np.linalg.norm(alone.embedding_[shared]) / np.linalg.norm(init[shared])
    assert scale != pytest.approx(1, rel=1e-3)
    assert_allclose(fitted.embedding_[UNSEEN], scale * unseen.vectors, rtol=1e-5)


@each_method
def test_a_given_vocabulary_has_no_other_words(method):
    words = [f"w{i}" for i in range(20)]
    fitted = clone(method).set_params(init=init_with(*UNSEEN), vocabulary=words).fit(DOCUMENTS)
    assert list(fitted.embedding_) == words


def test_an_init_without_any_word_of_the_documents():
    init = Embedding(UNSEEN, np.ones((2, 8)))
    fitted = clone(METHODS[0]).set_params(init=init).fit(DOCUMENTS)
    assert_array_equal(fitted.embedding_[UNSEEN], init.vectors)


@pytest.mark.parametrize("method", [METHODS[0], METHODS[2], METHODS[3]])
def test_a_warm_start_from_unseen_words(method):
    model = clone(method).set_params(init=init_with(*UNSEEN), warm_start=True).fit(DOCUMENTS)
    before = model.embedding_
    model.fit([f"{text} kitten" for text in DOCUMENTS])
    assert list(model.embedding_)[-1] == "puppy"
    for word in ("kitten", "w3", "puppy"):
        assert_allclose(model.embedding_[word], before[word], rtol=1e-5)


@pytest.mark.parametrize("freeze", [True, False, "concat"])
def test_supervised_vectorizers_know_them_too(freeze):
    vectors = [[1, 0.1], [-1, 0.1], [0, 1], [0.95, 0.1], [-0.95, 0.1]]
    init = Embedding(["cat", "dog", "say", *UNSEEN], vectors)
    texts, y = ["cat say", "dog say"] * 20, ["cat", "dog"] * 20
    model = SupervisedEmbeddingVectorizer(
        n_components=2, init=init, freeze=freeze, max_iter=50, random_state=0
    ).fit(texts, y)
    assert model.predict(UNSEEN).tolist() == ["cat", "dog"]


@each_method
def test_words_without_a_vector_start_from_their_subwords(method):
    rows = np.random.default_rng(1).normal(size=(40, 8))
    init = Embedding(["w1"], np.ones((1, 8)), subwords=Subwords(rows, 2, 3))
    fitted = clone(method).set_params(init=init).fit(DOCUMENTS)
    assert_allclose(fitted.embedding_.vectors, init[list(fitted.embedding_)], rtol=1e-5)


def test_only_single_tokens_start_from_subwords():
    subwords = Subwords(np.ones((40, 2)), 2, 3)
    init = Embedding(["cat"], np.ones((1, 2)), subwords=subwords)
    model = SupervisedEmbeddingVectorizer(
        n_components=2, init=init, freeze=True, char_ngram_range=(3, 3), max_iter=1, random_state=0
    ).fit(["black cats", "dogs"] * 5, [0, 1] * 5)
    assert_array_equal(model.embedding_["cats"], [1, 1])
    others = [term for term in model.embedding_ if " " in term or term.startswith("char:")]
    assert "black cats" in others
    assert_array_equal(model.embedding_[others], np.zeros((len(others), 2)))
