"""Folds start where a first fit would: from ``init`` or from chance, never from the last fit."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from texts import draw_documents

from skembed import Embedding, SupervisedEmbeddingRegressor, SupervisedEmbeddingVectorizer

DOCUMENTS = draw_documents(1000, 400, 20)
RANDOM = np.random.default_rng(0).integers(0, 2, size=400)
SMALL = {"n_components": 10, "max_iter": 8, "random_state": 0}


def accuracy(features, y):
    return cross_val_score(LogisticRegression(), features, y, cv=5).mean()


@pytest.mark.parametrize("before", ["fit", "fit_transform", "partial_fit"])
def test_warm_start_does_not_leak(before):
    """Nothing can be learned from random labels: their features must be no better than chance."""
    model = SupervisedEmbeddingVectorizer(warm_start=True, **SMALL)
    cold = model.fit_transform(DOCUMENTS, RANDOM)
    assert accuracy(cold, RANDOM) < 0.65
    for _ in range(3):
        getattr(model, before)(DOCUMENTS, RANDOM)
    assert accuracy(model.transform(DOCUMENTS), RANDOM) > 0.9
    assert accuracy(model.fit_transform(DOCUMENTS, RANDOM), RANDOM) < 0.65


def test_warm_start_does_not_leak_numbers():
    y = np.random.default_rng(1).normal(size=400)
    model = SupervisedEmbeddingRegressor(warm_start=True, **SMALL)
    for _ in range(3):
        features = model.fit_transform(DOCUMENTS, y)
    assert accuracy(features, y > 0) < 0.65


def test_the_model_itself_goes_on():
    one = SupervisedEmbeddingVectorizer(warm_start=True, **SMALL)
    other = SupervisedEmbeddingVectorizer(warm_start=True, **SMALL)
    for _ in range(2):
        one.fit_transform(DOCUMENTS, RANDOM)
        other.fit(DOCUMENTS, RANDOM)
    assert_array_equal(one.embedding_.vectors, other.embedding_.vectors)
    assert_array_equal(one.coef_, other.coef_)


def test_folds_of_frozen_vectors():
    init = Embedding(
        [f"w{i}" for i in range(1000)], np.random.default_rng(0).normal(size=(1000, 10))
    )
    model = SupervisedEmbeddingVectorizer(init=init, freeze=True, warm_start=True, **SMALL)
    first = model.fit_transform(DOCUMENTS, RANDOM)
    # frozen vectors are the same in every fold, and in every fit
    np.testing.assert_allclose(model.fit_transform(DOCUMENTS, RANDOM), first, rtol=1e-4, atol=1e-5)
    learned = SupervisedEmbeddingVectorizer(warm_start=True, **SMALL).fit(DOCUMENTS, RANDOM)
    before = learned.embedding_
    with pytest.raises(ValueError, match=r"have seen the targets .* Set init, or set cv=None"):
        learned.set_params(freeze=True).fit_transform(DOCUMENTS, RANDOM)
    assert learned.embedding_ is before
    learned.set_params(cv=None).fit_transform(DOCUMENTS, RANDOM)


@pytest.mark.parametrize("freeze", ["concat", False])
@pytest.mark.parametrize("warm_start", [False, True])
def test_a_path_is_read_once(warm_start, freeze, tmp_path, monkeypatch):
    from skembed._supervised import learning

    vectors = np.random.default_rng(0).normal(size=(1000, 10)).astype(np.float32)
    init = Embedding([f"w{i}" for i in range(1000)], vectors)
    path = tmp_path / "vectors.txt"
    init.to_keyed_vectors().save_word2vec_format(path, binary=True)
    read = []

    def spy(source, **options):
        read.append(source)
        return as_embedding(source, **options)

    as_embedding = learning.as_embedding
    monkeypatch.setattr(learning, "as_embedding", spy)
    some = {**SMALL, "freeze": freeze, "cv": 4}
    model = SupervisedEmbeddingVectorizer(init=path, warm_start=warm_start, **some)
    features = model.fit_transform(DOCUMENTS, RANDOM)
    assert read == [path]
    same = SupervisedEmbeddingVectorizer(init=init, **some).fit_transform(DOCUMENTS, RANDOM)
    assert_array_equal(features, same)
    read.clear()
    model.fit_transform(DOCUMENTS, RANDOM)
    assert read == [path], "by the folds, if not by the model"


def test_too_few_documents_for_the_folds():
    texts, y = draw_documents(20, 6, 5), ["a", "b", "c"] * 2
    with pytest.raises(ValueError, match=r"\(cv=5\): .*n_splits=5.*or set cv=None\.") as error:
        SupervisedEmbeddingVectorizer().fit_transform(texts, y)
    assert isinstance(error.value.__cause__, ValueError)
