"""Where training starts from: ``init`` and ``warm_start``."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from texts import draw_documents

from skembed import Embedding, PretrainedVectorizer, Word2VecVectorizer

DOCUMENTS = draw_documents(60, 80, 20)
# So little is learned that the vectors stay as they began, to rounding.
STILL = {"n_components": 8, "max_iter": 1, "random_state": 0, "n_jobs": 1} | {
    "learning_rate": 1e-12,
    "min_learning_rate": 0,
}
LEARNING = STILL | {"learning_rate": 0.05, "max_iter": 3}
each_solver = pytest.mark.parametrize("solver", ["native", "gensim"])
each_algorithm = pytest.mark.parametrize("algorithm", ["skip-gram", "cbow"])


def embedding(n=60, n_components=8):
    vectors = np.random.default_rng(5).normal(size=(n, n_components)).astype(np.float32)
    return Embedding([f"w{i}" for i in range(n)], vectors)


def sources(tmp_path):
    base = embedding()
    keyed = base.to_keyed_vectors()
    keyed.save_word2vec_format(tmp_path / "vectors.bin", binary=True)
    keyed.save_word2vec_format(tmp_path / "vectors.txt")
    return {
        "embedding": base,
        "keyed vectors": keyed,
        "fitted": PretrainedVectorizer(base).fit(DOCUMENTS),
        "path": tmp_path / "vectors.bin",
        "str": str(tmp_path / "vectors.txt"),
    }


@each_solver
@pytest.mark.parametrize("kind", ["embedding", "keyed vectors", "fitted", "path", "str"])
def test_init(tmp_path, kind, solver):
    source = sources(tmp_path)[kind]
    model = Word2VecVectorizer(init=source, solver=solver, **STILL).fit(DOCUMENTS)
    expected = embedding()[model.embedding_.terms.tolist()]
    assert_allclose(model.embedding_.vectors, expected, rtol=1e-6)
    learned = Word2VecVectorizer(init=source, solver=solver, **LEARNING).fit(DOCUMENTS)
    assert np.abs(learned.embedding_.vectors - expected).max() > 1e-3


@each_algorithm
def test_init_of_words_in_several_parts(algorithm):
    # Rows of the matrices are dealt to parts; rows of the embedding follow the vocabulary.
    documents, source = draw_documents(1100, 200, 30), embedding(1100)
    model = Word2VecVectorizer(algorithm=algorithm, init=source, **STILL).fit(documents)
    expected = source[model.embedding_.terms.tolist()]
    assert_allclose(model.embedding_.vectors, expected, rtol=1e-6)


@each_algorithm
def test_init_of_some_words(algorithm):
    base = Embedding([*embedding(20).terms, "unheard"], np.ones((21, 8)))
    plain = Word2VecVectorizer(algorithm=algorithm, **STILL).fit(DOCUMENTS).embedding_
    model = Word2VecVectorizer(algorithm=algorithm, init=base, **STILL).fit(DOCUMENTS)
    assert list(model.embedding_) == [*plain, "unheard"]
    for term in model.embedding_.terms:
        expected = base[term] if term in base else plain[term]
        assert_allclose(model.embedding_[term], expected, rtol=1e-6)


def test_init_leaves_the_source_alone():
    base = embedding()
    before = base.vectors.copy()
    model = Word2VecVectorizer(init=base, **LEARNING).fit(DOCUMENTS)
    assert_array_equal(base.vectors, before)
    assert model.init is base
    assert clone(model).init is base


def test_init_that_does_not_fit():
    message = "init has vectors of 5 components, n_components is 8"
    with pytest.raises(ValueError, match=message):
        Word2VecVectorizer(init=embedding(n_components=5), **STILL).fit(DOCUMENTS)
    for absurd in (object(), 3, np.zeros((60, 8)), Embedding):
        with pytest.raises(TypeError, match=r"^init must be an Embedding, .* got"):
            Word2VecVectorizer(init=absurd, **STILL).fit(DOCUMENTS)
    with pytest.raises(NotFittedError, match="given as init has no embedding_"):
        Word2VecVectorizer(init=Word2VecVectorizer(), **STILL).fit(DOCUMENTS)
    with pytest.raises(FileNotFoundError, match=r"nowhere\.bin"):
        Word2VecVectorizer(init="nowhere.bin", **STILL).fit(DOCUMENTS)


@each_solver
@each_algorithm
def test_warm_start_continues(algorithm, solver):
    parameters = LEARNING | {"algorithm": algorithm, "solver": solver, "subsample": 0}
    cold = Word2VecVectorizer(**parameters).fit(DOCUMENTS)
    model = Word2VecVectorizer(warm_start=True, **parameters).fit(DOCUMENTS)
    assert_array_equal(model.embedding_.vectors, cold.embedding_.vectors)
    # Each fit starts about where the last one ended: output vectors are kept as well.
    for _ in range(2):
        before = model.loss_curve_
        model.fit(DOCUMENTS)
        assert len(model.loss_curve_) == 3
        assert model.loss_curve_[0] < before[0]
        assert model.loss_curve_[-1] < before[-1]
    assert model.loss_curve_[-1] < cold.loss_curve_[-1]


def test_warm_start_starts_from_the_last_vectors():
    model = Word2VecVectorizer(warm_start=True, **LEARNING).fit(DOCUMENTS)
    learned = model.embedding_
    contexts = model._context_vectors
    model.set_params(**STILL).fit([*DOCUMENTS[::2], "brand new words", "brand new words"])
    assert {"brand", "new"} <= set(model.vocabulary_)
    for term in model.embedding_.terms:
        if term in learned:
            assert_allclose(model.embedding_[term], learned[term], rtol=1e-6)
            row, earlier = model.vocabulary_[term], learned.index[term]
            assert_allclose(model._context_vectors[row], contexts[earlier], rtol=1e-6)
        else:
            assert np.abs(model.embedding_[term]).max() <= 0.5 / 8
            assert np.abs(model._context_vectors[model.vocabulary_[term]]).max() < 1e-9


def test_warm_start_that_does_not_fit():
    model = Word2VecVectorizer(warm_start=True, **STILL).fit(DOCUMENTS)
    with pytest.raises(ValueError, match="warm_start has vectors of 8 components"):
        model.set_params(n_components=9).fit(DOCUMENTS)


def test_without_warm_start_a_fit_starts_anew():
    model = Word2VecVectorizer(**LEARNING).fit(DOCUMENTS)
    first = model.embedding_.vectors
    assert not hasattr(model, "_context_vectors")
    assert_array_equal(model.fit(DOCUMENTS).embedding_.vectors, first)
