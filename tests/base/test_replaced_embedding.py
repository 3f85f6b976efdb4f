"""``embedding_`` replaced by the user: it is used where it can be, or refused by its name."""

import numpy as np
import pytest

from skembed import (
    Embedding,
    GloVeVectorizer,
    Subwords,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
)
from skembed.pooling import POOLINGS

DOCUMENTS = ["the sun is up", "the moon is down", "sun and moon and stars"] * 20
Y = [0, 1, 0] * 20
SMALL = {"n_components": 8, "max_iter": 2, "random_state": 0}
SUPERVISED = [SupervisedEmbeddingVectorizer, SupervisedEmbeddingRegressor]
REFUSED = pytest.raises(ValueError, match="embedding_ is not the one that was fitted")


def replacements(model):
    """Embeddings of fewer terms, of more terms, and of fewer components."""
    terms = model.embedding_.terms.tolist()
    more = [*terms, *(f"q{i}" for i in range(50))]
    for names, n_components in ((terms[:3], 8), (more[::-1], 8), (terms, 5)):
        yield Embedding(names, np.ones((len(names), n_components)))


@pytest.mark.parametrize("pooling", [*POOLINGS, ["mean", "idf"]])
def test_poolings(pooling):
    model = Word2VecVectorizer(pooling=pooling, **SMALL).fit(DOCUMENTS)
    for embedding in replacements(model):
        model.embedding_ = embedding
        with REFUSED:
            model.transform(DOCUMENTS)


@pytest.mark.parametrize("norm", [None, "l2"])
@pytest.mark.parametrize("cls", SUPERVISED)
def test_supervised(cls, norm):
    model = cls(norm=norm, **SMALL).fit(DOCUMENTS, Y)
    for embedding in replacements(model):
        model.embedding_ = embedding
        for method in (model.predict, model.contributions, model.transform):
            with REFUSED:
                method(DOCUMENTS)
        with REFUSED:
            model.partial_fit(DOCUMENTS, Y)


@pytest.mark.parametrize("cls", [Word2VecVectorizer, GloVeVectorizer, *SUPERVISED])
def test_warm_start_uses_nothing_of_another_embedding(cls):
    """As if the vectors were given as init; the context vectors and the head are of others."""
    # with weight_decay, the regressor is not a ridge regression, which forgets its start
    small = SMALL | ({"weight_decay": 0.01} if cls in SUPERVISED else {})
    fewer, more, _ = replacements(cls(**small).fit(DOCUMENTS, Y))
    for replacement in (fewer, more):
        model = cls(warm_start=True, **small).fit(DOCUMENTS, Y)
        model.embedding_ = replacement
        wanted = cls(init=replacement, **small)
        if cls in SUPERVISED:
            wanted.set_params(freeze=False)
        wanted.fit(DOCUMENTS, Y)
        found = model.fit(DOCUMENTS, Y).embedding_
        # the terms of init that are in no document are in the matrices, too: other sums of losses
        wanted = wanted.embedding_[found.terms]
        np.testing.assert_allclose(found.vectors, wanted, rtol=1e-5, atol=1e-6)


def test_same_size_and_other_vectors():
    model = SupervisedEmbeddingVectorizer(**SMALL).fit(DOCUMENTS, Y)
    scores = model.decision_function(DOCUMENTS) - model.intercept_
    model.embedding_ = Embedding(model.embedding_.terms, 2 * model.embedding_.vectors)
    doubled = model.decision_function(DOCUMENTS) - model.intercept_
    np.testing.assert_allclose(doubled, 2 * scores, rtol=1e-5)


def test_subwords_stay_as_they_were():
    subwords = Subwords(np.ones((9, 8)), 2, 3)
    init = Embedding(["sun"], np.ones((1, 8)), subwords=subwords)
    for given in (None, init):
        model = Word2VecVectorizer(pooling="idf", init=given, **SMALL).fit(DOCUMENTS)
        fitted = model.embedding_
        others = None if given else subwords
        model.embedding_ = Embedding(fitted.terms, fitted.vectors, subwords=others)
        with REFUSED:
            model.transform(["the zebra"])
        model.embedding_ = fitted.quantize()
        assert model.has_vector(["zebra"]).all() == (given is init)
