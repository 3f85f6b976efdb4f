"""Words that no document of fit holds, but the subwords of ``init`` can compose, have a vector.

The oracle is an ``init`` in which these words are terms: then they are known as whole words are.
"""

import pickle
from copy import copy
from functools import cache
from io import StringIO

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from texts import draw_documents

from skembed import (
    ContributionsDisplay,
    Embedding,
    GloVeVectorizer,
    Subwords,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    tokenize_documents,
)
from skembed._core.pieces import Size
from skembed.pooling import TfidfPooling

D = 4
RANDOM = np.random.default_rng(0)
SUBWORDS = Subwords(RANDOM.normal(size=(97, D)), 2, 4)
DOCUMENTS = draw_documents(12, 30, 6)
Y = np.arange(30) % 3
TERMS = [*(f"w{i}" for i in range(8)), "kitten", "puppy"]
INIT = Embedding(TERMS, RANDOM.normal(size=(len(TERMS), D)), subwords=SUBWORDS)
MORE = ["kittens", "w3s", "puppies", "aa"]
NEW = ["kittens w1 puppies", "w3s", "kitten aa w2 w2 kittens kittens", "", *DOCUMENTS[:3], "x"]


def as_terms():
    """The same vectors, with all words among the terms instead of subwords."""
    words = sorted({word for text in DOCUMENTS for word in text.split()} - {*INIT})
    terms = [*INIT, *words, *MORE]
    return Embedding(terms, INIT[terms])


SMALL = {"n_components": D, "max_iter": 3, "random_state": 0}
SUPERVISED = SupervisedEmbeddingVectorizer(**SMALL, cv=None)
METHODS = [
    Word2VecVectorizer(**SMALL, pooling=["idf", "sif", "max"], subsample=0),
    GloVeVectorizer(**SMALL, pooling=["mean", "tfidf"], norm="l2"),
    clone(SUPERVISED).set_params(freeze="concat", ngram_weight=0.3),
    clone(SUPERVISED).set_params(freeze=True),
    clone(SUPERVISED).set_params(freeze=False, weight_decay=0.01),
    clone(SUPERVISED).set_params(freeze=False, early_stopping=True, norm="l2", pooling="idf"),
    clone(SUPERVISED).set_params(freeze=False, char_ngram_range=(3, 3), ngram_weight=0.3),
    SupervisedEmbeddingRegressor(**SMALL, freeze=False, cv=None),
]
each_method = pytest.mark.parametrize("method", METHODS, ids=lambda method: repr(method)[:90])


def fit(method, init=INIT, documents=DOCUMENTS, **parameters):
    return clone(method).set_params(init=init, **parameters).fit(documents, Y[: len(documents)])


@cache
def fitted_of(method):
    return fit(method)


@each_method
def test_composed_words_count_as_terms_do(method):
    ours, theirs = fitted_of(method), fit(method, as_terms())
    found = ours.transform(NEW)
    assert_allclose(found, theirs.transform(NEW), atol=1e-6)
    assert np.abs(found[:3]).max() > 1e-3
    assert_allclose(ours.embedding_[MORE], theirs.embedding_[MORE], atol=1e-6)
    assert not set(MORE) & set(ours.embedding_)
    assert ours.has_vector([*MORE, "?", "x w1"]).tolist() == [True] * 4 + [False, True]
    assert ours.coverage(["kittens w1 w1 w2"]) == {"tokens": 1, "types": 1, "subwords": 0.25}
    again = pickle.loads(pickle.dumps(ours))
    assert_array_equal(again.transform(NEW), found)
    assert_array_equal(again.embedding_[MORE], ours.embedding_[MORE])


@pytest.mark.filterwarnings("ignore:None of these 1 documents")
@each_method
def test_the_same_bits_in_any_company(method):
    fitted = copy(fitted_of(method)).set_params(n_jobs=2)
    documents = [*NEW, " ".join(f"word{i}" for i in range(40))]
    together = fitted.transform(documents)
    alone = np.concatenate([fitted.transform([document]) for document in documents])
    assert_array_equal(together, alone)
    assert_array_equal(fitted.transform(tokenize_documents(documents, fitted)), together)
    assert_array_equal(fitted.set_params(n_jobs=1).transform(documents), together)


@each_method
def test_words_that_min_df_leaves_out_are_composed(method):
    documents, y = [*DOCUMENTS, "kittens w1 rare", "w2 puppy"], [*Y, 0, 1]
    fitted = clone(method).set_params(init=INIT, min_df=3)
    features = fitted.fit_transform((document for document in documents), y)
    assert_array_equal(features, fitted.transform(documents))
    assert np.abs(features[-2:]).min() > 0
    if isinstance(method, Word2VecVectorizer):
        files = [StringIO(document) for document in documents]
        assert_array_equal(clone(fitted).set_params(input="file").fit_transform(files), features)
    terms = [f"w{i}" for i in range(12)]
    given = fit(method, vocabulary=terms)
    assert given.embedding_.subwords is None
    assert given.has_vector(["kittens"]).tolist() == [False]


@pytest.mark.parametrize("freeze", [False, True, "concat"])
def test_contributions_of_composed_words(freeze, monkeypatch):
    fitted = fit(SUPERVISED, freeze=freeze)
    found = fitted.contributions(NEW, target=1)
    scores = fitted.transform(NEW) @ fitted.coef_.T + fitted.intercept_
    assert found.shape == (len(NEW), len(fitted.embedding_) + len(MORE))
    assert_allclose(found.sum(axis=1) + fitted.intercept_[1], scores[:, 1], atol=1e-5)
    column = len(fitted.embedding_) + sorted(MORE).index("puppies")
    assert found[:, [column]].nonzero()[0].tolist() == [0]
    for module in ("composed", "encoder"):
        monkeypatch.setattr(f"skembed._text.{module}.PIECE", Size(6, 2))
    in_pieces = fitted.contributions(NEW, target=1)
    assert not (in_pieces != found).nnz
    named = {row.term for row in fitted.top_contributions(NEW[:2])}
    assert named == {"kittens", "w1", "puppies", "w3s"}
    monkeypatch.setattr(ContributionsDisplay, "plot", lambda display, **_: display)
    shown = ContributionsDisplay.from_estimator(fitted, "w3s w1")
    assert sorted(shown.terms) == ["w1", "w3s"]


@pytest.mark.parametrize("freeze", [False, True])
def test_a_pooling_says_at_fit_that_it_cannot(freeze):
    class Whole(TfidfPooling):
        term_attributes = None

        def fit(self, *arguments, **options):
            return super().fit(*arguments, **options)

    for method in (clone(SUPERVISED).set_params(freeze=freeze), METHODS[0]):
        with pytest.raises(ValueError, match=r"Whole does not say .* set term_attributes"):
            fit(method, pooling=Whole())


@pytest.mark.parametrize("freeze", [False, True, "concat"])
def test_partial_fit_shrinks_composed_words_as_others(freeze):
    parameters = {"freeze": freeze, "weight_decay": 0.1}
    ours, theirs = (
        clone(SUPERVISED).set_params(init=init, **parameters) for init in (INIT, as_terms())
    )
    for model in (ours, theirs):
        model.partial_fit(DOCUMENTS[:20], Y[:20], classes=[0, 1, 2])
        first = model.embedding_[MORE]
        model.partial_fit(DOCUMENTS[20:], Y[20:])
    assert (np.abs(ours.embedding_[MORE]) < np.abs(first)).all() == (freeze is False)
    assert_allclose(ours.embedding_[MORE], theirs.embedding_[MORE], atol=1e-6)
    assert_allclose(ours.transform(NEW), theirs.transform(NEW), atol=1e-5)


def test_new_terms_start_from_their_subwords():
    model = clone(SUPERVISED).set_params(
        init=INIT, freeze=False, new_terms="add", learning_rate=1e-9, ngram_range=(1, 1)
    )
    model.partial_fit(DOCUMENTS, Y)
    before = model.embedding_[["kittens", "w3s"]]
    model.partial_fit(["kittens w1"], [0])
    assert "kittens" in model.embedding_
    assert_allclose(model.embedding_[["kittens", "w3s"]], before, atol=1e-6)
    assert model.has_vector(["w3s"]).all()
    assert_allclose(model.transform(["w3s"])[0], model.embedding_["w3s"], atol=1e-6)


@pytest.mark.parametrize("i", [0, 1, 3, 4])
def test_a_warm_start_goes_on_from_composed_words(i):
    model = fit(METHODS[i], warm_start=True)
    before = model.embedding_[MORE]
    model.set_params(learning_rate=1e-12)
    if i == 0:
        model.set_params(min_learning_rate=0)
    model.fit([f"{text} kittens" for text in DOCUMENTS], Y)
    assert "kittens" in model.embedding_
    assert_allclose(model.embedding_[MORE], before, rtol=1e-4)
    assert model.has_vector(["w3s"]).all()


def test_words_of_a_fasttext_model(tmp_path):
    fasttext = pytest.importorskip("fasttext", reason="the fasttext module is not installed")
    (tmp_path / "text").write_text("\n".join(DOCUMENTS), encoding="utf-8")
    theirs = fasttext.train_unsupervised(
        str(tmp_path / "text"), dim=D, minCount=1, epoch=1, bucket=100, minn=2, thread=1, verbose=0
    )
    theirs.save_model(str(tmp_path / "model.bin"))
    rows = theirs.get_input_matrix()
    expected = np.array([rows[theirs.get_subwords(word)[1]].mean(axis=0) for word in MORE])
    vectors = np.array([theirs.get_word_vector(word) for word in MORE])
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if lengths.min() > 0.99:  # a build of the module that scales them to length 1
        vectors *= np.linalg.norm(expected, axis=1, keepdims=True) / lengths
    assert_allclose(vectors, expected, atol=1e-6)
    for init in (str(tmp_path / "model.bin"), theirs):
        model = fit(SUPERVISED, init)
        assert_allclose(model.embedding_.block("init")[MORE], expected, atol=1e-6)
        assert_allclose(model.transform(MORE)[:, :D], expected, atol=1e-6)
    assert model.embedding_.block("learned").subwords is None
