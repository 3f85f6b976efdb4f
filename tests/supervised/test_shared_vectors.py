"""The vectors of init that stay as they are take no memory a second time."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from skembed import Embedding, PretrainedVectorizer, SupervisedEmbeddingVectorizer
from skembed._core.shared_rows import SharedRows
from skembed._supervised.trainer import SupervisedTrainer
from skembed.pooling import TfidfPooling

RNG = np.random.default_rng(0)
WORDS = [f"w{i}" for i in range(30)]
MANY = [*WORDS[5:], *(f"unseen{i}" for i in range(5000))]
INIT = Embedding(MANY, RNG.normal(size=(len(MANY), 64)))
DOCUMENTS = [" ".join(RNG.choice(WORDS, size=6)) for _ in range(40)]
Y = np.array([text.count("w7") > 0 for text in DOCUMENTS])
NEW = [*DOCUMENTS[:5], "unseen3 w1 unseen7", "unknown", ""]
SMALL = {"init": INIT, "n_components": 64, "max_iter": 3, "random_state": 0}


class AllTerms(TfidfPooling):
    """A pooling that cannot be used with some of the terms."""

    term_attributes = None

    def fit(self, *arguments, **options):
        return super().fit(*arguments, **options)


@pytest.fixture
def sizes(monkeypatch):
    """The number of vectors of each training."""
    found = []
    make = SupervisedTrainer.__init__

    def spy(self, *arguments, **options):
        make(self, *arguments, **options)
        found.append(len(self.vectors))

    monkeypatch.setattr(SupervisedTrainer, "__init__", spy)
    return found


@pytest.mark.parametrize("warm_start", [False, True])
def test_fine_tuning_trains_only_what_is_in_documents(sizes, warm_start):
    model = SupervisedEmbeddingVectorizer(**SMALL, freeze=False, warm_start=warm_start)
    model.fit(DOCUMENTS, Y)
    model.fit_transform(DOCUMENTS[:30], Y[:30])
    assert max(sizes) < 1000
    assert len(model.embedding_) > 5000


@pytest.mark.parametrize("freeze", [True, "concat"])
def test_rows_are_shared(freeze, sizes, monkeypatch):
    monkeypatch.setattr(SharedRows, "array", None)  # is never needed
    model = SupervisedEmbeddingVectorizer(**SMALL, freeze=freeze).fit(DOCUMENTS, Y)
    model.contributions(NEW)
    model.fit_transform(DOCUMENTS, Y)
    assert max(sizes) < 1000
    assert model.embedding_._rows.source is INIT
    size, size_of_init = len(pickle.dumps(model)), len(pickle.dumps(INIT))
    assert size < 1.5 * size_of_init
    assert_array_equal(model.embedding_["unseen3"][:64], INIT["unseen3"])


@pytest.mark.parametrize("more", [{}, {"early_stopping": True}], ids=str)
@pytest.mark.parametrize("freeze", [True, "concat"])
def test_a_copy_gives_the_same(freeze, more):
    options = {**SMALL, **more, "freeze": freeze}
    validation = {"X_val": NEW, "y_val": [0, 1] * 4} if more else {}
    shared = SupervisedEmbeddingVectorizer(**options).fit(DOCUMENTS, Y, **validation)
    copied = SupervisedEmbeddingVectorizer(**options, pooling=AllTerms())
    copied.fit(DOCUMENTS, Y, **validation)
    assert not shared.embedding_._is_array
    assert copied.embedding_._is_array
    assert_array_equal(shared.transform(NEW), copied.transform(NEW))
    assert_array_equal(shared.embedding_.vectors, copied.embedding_.vectors)
    difference = shared.contributions(NEW) - copied.contributions(NEW)
    assert not difference.count_nonzero()
    if not more:
        for model in (shared, copied):
            model.partial_fit(NEW[:6], [0, 1] * 3)
        assert_array_equal(shared.transform(NEW), copied.transform(NEW))


def test_the_vectors_can_be_used_elsewhere():
    model = SupervisedEmbeddingVectorizer(**SMALL, ngram_range=(1, 1)).fit(DOCUMENTS, Y)
    plain = Embedding(model.embedding_.terms, model.embedding_.vectors)
    fitted = [PretrainedVectorizer(vectors).fit(DOCUMENTS) for vectors in (model, plain)]
    assert_array_equal(*(vectorizer.transform(NEW) for vectorizer in fitted))
    assert fitted[0]._places is not None  # only the vectors of terms in documents are taken


def test_frozen_vectors_can_be_trained_later():
    model = SupervisedEmbeddingVectorizer(**SMALL, freeze=True).fit(DOCUMENTS, Y)
    model.set_params(freeze=False).partial_fit(DOCUMENTS, Y)
    assert np.abs(model.embedding_["w7"] - INIT["w7"]).max() > 0
    assert_array_equal(model.embedding_["unseen3"], INIT["unseen3"])
