"""``new_terms='add'``: calls of ``partial_fit`` that make unknown tokens terms."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from texts import draw_documents

from skembed import Embedding, SupervisedEmbeddingRegressor, SupervisedEmbeddingVectorizer

DOCUMENTS = draw_documents(60, 40, 12)
BATCH = ["puppy w1 w2 kitten puppy", "w3 puppy w1", "w5 w1 zebra", "w5 w9"]
Y = {"classes": np.arange(40) % 3, "numbers": np.linspace(-1, 1, 40)}
KINDS = {"classes": SupervisedEmbeddingVectorizer, "numbers": SupervisedEmbeddingRegressor}
SMALL = {"n_components": 4, "random_state": 0, "new_terms": "add"}
each_kind = pytest.mark.parametrize("kind", KINDS)


def begun(kind="classes", **parameters):
    return KINDS[kind](**{**SMALL, **parameters}).partial_fit(DOCUMENTS, Y[kind])


@each_kind
def test_new_terms_come_last_and_learn(kind):
    model, plain = begun(kind), begun(kind, new_terms="ignore")
    before, n = model.embedding_, len(model.embedding_)
    model.partial_fit(BATCH, Y[kind][:4])
    plain.partial_fit(BATCH, Y[kind][:4])
    assert model.embedding_.terms.tolist() == [*before, "puppy", "kitten", "zebra"]
    assert plain.embedding_.terms.tolist() == [*before]
    assert model.vocabulary_ == model.embedding_.index
    assert np.abs(model.embedding_[["puppy", "kitten", "zebra"]]).min(axis=1).all()
    assert model.transform(["w1 puppy"])[0] != pytest.approx(plain.transform(["w1 puppy"])[0])
    absent = [term for term in before if not any(set(term.split()) & set(t.split()) for t in BATCH)]
    assert_array_equal(model.embedding_[absent], before[absent])
    # weights: those of old terms stay, new ones have that of the rarest token of the first call
    assert_array_equal(model.pooling_.idf_[:n], plain.pooling_.idf_)
    tokens = [row for row, term in enumerate(before) if " " not in term]
    assert set(model.pooling_.idf_[n:]) == {plain.pooling_.idf_[tokens[-1]]}
    assert model.contributions(["puppy"]).indices.tolist() == [model.vocabulary_["puppy"]]


@each_kind
def test_as_if_the_terms_had_been_there(kind):
    """A term of init that no document holds has a row, and no weight to learn, from the start."""
    # The same heads: both have an init.
    zeros = np.zeros((4, 4))
    same = {"freeze": False, "pooling": "mean", "ngram_range": (1, 1)}
    grown = begun(kind, init=Embedding(["w0"], zeros[:1]), **same)
    names = ["w0", "puppy", "kitten", "zebra"]
    there = begun(kind, init=Embedding(names, zeros), new_terms="ignore", **same)
    for texts, y in ((BATCH, Y[kind][:4]), (DOCUMENTS[:5], Y[kind][:5]), (BATCH, Y[kind][4:8])):
        grown.partial_fit(texts, y)
        there.partial_fit(texts, y)
    assert grown.embedding_.terms.tolist() == there.embedding_.terms.tolist()
    assert_allclose(grown.embedding_.vectors, there.embedding_.vectors, rtol=1e-4, atol=1e-6)
    assert_allclose(grown.coef_, there.coef_, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("more", [{}, {"char_ngram_range": (3, 3)}, {"weight_decay": 0.1}], ids=str)
def test_pickles_threads_and_failures_in_a_sequence(more):
    model = begun(**more)
    others = [pickle.loads(pickle.dumps(model)), begun(n_jobs=2, **more)]
    for texts in (BATCH, DOCUMENTS[:3], ["kitten lion w1", "w2 lion"]):
        y = Y["classes"][: len(texts)]
        with pytest.raises(ValueError, match="no class"):
            model.partial_fit(["tiger"], ["no class"])
        model.partial_fit(texts, y)
        others = [pickle.loads(pickle.dumps(other)).partial_fit(texts, y) for other in others]
    for other in others:
        assert other.vocabulary_ == model.vocabulary_
        assert_array_equal(other.embedding_.vectors, model.embedding_.vectors)
        assert_array_equal(other.predict_proba(BATCH), model.predict_proba(BATCH))
    assert "tiger" not in model.vocabulary_


def test_without_new_terms_it_is_as_before():
    y = Y["classes"]
    model, plain = begun(), begun(new_terms="ignore")
    for batch in (slice(0, 9), slice(9, 20)):
        model.partial_fit(DOCUMENTS[batch], y[batch])
        plain.partial_fit(DOCUMENTS[batch], y[batch])
    assert_array_equal(model.embedding_.vectors, plain.embedding_.vectors)
    assert_array_equal(model.coef_, plain.coef_)


def test_limits():
    y = Y["classes"][:4]
    assert list(begun(min_df=2).partial_fit(BATCH, y).embedding_)[-1] == "puppy"
    most = len(begun().embedding_) + 1
    assert list(begun(max_features=most).partial_fit(BATCH, y).embedding_)[most - 1 :] == ["puppy"]
    for none in ({"vocabulary": ["w1", "w2"]}, {"ngram_range": (2, 2)}):
        assert "puppy" not in begun(**none).partial_fit(BATCH, y).embedding_
    # a token that min_df dropped from the first call comes in
    model = begun(min_df=10)
    rare = "w59"
    assert rare not in model.embedding_
    assert rare in model.partial_fit([f"{rare} w1"] * 10, Y["classes"][:10]).embedding_


@pytest.mark.parametrize("freeze", [True, "concat"])
def test_frozen_vectors_are_refused(freeze):
    model = SupervisedEmbeddingVectorizer(
        **SMALL, freeze=freeze, init=Embedding(["w1"], np.ones((1, 4)))
    )
    with pytest.raises(ValueError, match="new_terms='add' needs vectors that are all learned"):
        model.partial_fit(DOCUMENTS, Y["classes"])
    assert not hasattr(model, "embedding_")
    begun = clone(model).set_params(new_terms="ignore").partial_fit(DOCUMENTS, Y["classes"])
    with pytest.raises(ValueError, match="new_terms='add' needs vectors that are all learned"):
        begun.set_params(new_terms="add").partial_fit(BATCH, Y["classes"][:4])
    with pytest.raises(ValueError, match="new_terms='add' needs vectors that are all learned"):
        begun.set_params(freeze=True).partial_fit(BATCH, Y["classes"][:4])
    if freeze == "concat":  # its blocks stay
        with pytest.raises(ValueError, match="new_terms='add' needs vectors that are all learned"):
            begun.set_params(freeze=False).partial_fit(BATCH, Y["classes"][:4])
