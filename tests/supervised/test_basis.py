"""A training by coordinates on the rows of the new head is the training of all components."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from topics import LABELS, NEW, TEXTS

from skembed import Embedding, SupervisedEmbeddingRegressor, SupervisedEmbeddingVectorizer
from skembed._supervised.initial_model import InitialModel
from skembed._supervised.trainer import SupervisedTrainer

SMALL = {"n_components": 40, "max_iter": 8, "random_state": 0}
SEVERAL = np.column_stack([LABELS == "sea", LABELS != "sea", LABELS[0] == LABELS]).astype(int)
WORDS = sorted(set(" ".join(TEXTS).split()))
INIT = Embedding(WORDS, np.random.default_rng(0).normal(size=(len(WORDS), 40)))


@pytest.fixture
def widths(monkeypatch):
    """The number of columns of the vectors of each training."""
    found = []
    make = SupervisedTrainer.__init__

    def spy(self, *arguments, **options):
        make(self, *arguments, **options)
        found.append(self.vectors.shape[1])

    monkeypatch.setattr(SupervisedTrainer, "__init__", spy)
    return found


def of_all_components(monkeypatch):
    monkeypatch.setattr(InitialModel, "basis", lambda *_: None)


@pytest.mark.parametrize("y", [LABELS, LABELS == "sea", SEVERAL], ids=["3", "2", "labels"])
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"dropout": 0.3},
        {"weight_decay": 0.5},
        {"early_stopping": True},
        {"init": INIT},  # beside learned vectors
    ],
    ids=str,
)
def test_the_same_model(more, y, widths, monkeypatch):
    model = SupervisedEmbeddingVectorizer(**SMALL, **more)
    features = model.fit_transform(TEXTS, y)
    assert set(widths) == {16}
    of_all_components(monkeypatch)
    wanted = SupervisedEmbeddingVectorizer(**SMALL, **more)
    assert_allclose(features, wanted.fit_transform(TEXTS, y), atol=1e-4)
    assert widths[-1] == 48
    assert_allclose(model.loss_curve_, wanted.loss_curve_, rtol=1e-5)
    assert_allclose(model.coef_, wanted.coef_, rtol=1e-3, atol=1e-4)
    assert_allclose(model.intercept_, wanted.intercept_, rtol=1e-3, atol=1e-4)
    assert_allclose(model.embedding_.vectors, wanted.embedding_.vectors, rtol=1e-3, atol=1e-4)
    assert_allclose(model._vector_sums.array, wanted._vector_sums.array, rtol=1e-3)
    assert_allclose(model.predict_proba(NEW), wanted.predict_proba(NEW), rtol=1e-3)


def test_the_same_model_of_numbers(widths, monkeypatch):
    y = np.array([len(text) for text in TEXTS], dtype=float)
    model, wanted = (SupervisedEmbeddingRegressor(**SMALL, weight_decay=0.1) for _ in range(2))
    model.fit(TEXTS, y)
    of_all_components(monkeypatch)
    assert_allclose(model.predict(NEW), wanted.fit(TEXTS, y).predict(NEW), rtol=1e-4)
    assert set(widths) == {16, 48}


def test_training_goes_on_in_all_components(widths, monkeypatch):
    model, wanted = (SupervisedEmbeddingVectorizer(**SMALL) for _ in range(2))
    model.fit(TEXTS, LABELS).partial_fit(TEXTS, LABELS)
    assert widths == [16, 16, 48]
    of_all_components(monkeypatch)
    wanted.fit(TEXTS, LABELS).partial_fit(TEXTS, LABELS)
    assert_allclose(model.transform(NEW), wanted.transform(NEW), atol=1e-4)


def test_the_same_bits_with_any_number_of_threads():
    one, two = (SupervisedEmbeddingVectorizer(**SMALL, n_jobs=n).fit(TEXTS, LABELS) for n in (1, 2))
    assert_array_equal(one.embedding_.vectors, two.embedding_.vectors)
    assert_array_equal(one.coef_, two.coef_)


@pytest.mark.parametrize(
    "more",
    [
        {"norm": "l2"},
        {"norm": "l1"},
        {"norm": "max"},
        {"init": INIT, "freeze": True},
        {"init": INIT, "freeze": False},
        {"n_components": 10},  # no fewer columns
    ],
    ids=str,
)
def test_all_components_are_trained_where_they_count(more, widths):
    parameters = {**SMALL, "calibrate": False, **more}
    SupervisedEmbeddingVectorizer(**parameters).fit(TEXTS, LABELS)
    assert widths == [16 if "n_components" in more else 48]
