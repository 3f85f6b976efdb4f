"""When a training is refused as diverged, and when it is not, whatever the method."""

import copy

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy import sparse
from texts import draw_documents
from topics import LABELS, NEW, NEW_LABELS, SMALL, TEXTS

from skembed import (
    Embedding,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
)
from skembed._fit.loop import run
from skembed._fit.schedule import LinearRate
from skembed._supervised.targets.target_kind import Targets
from skembed._supervised.trainer import LOSSES, SupervisedParameters, SupervisedTrainer


class Trainer:
    """Meets given losses, one a pass, and holds given numbers."""

    loss_at_start = 2.0

    def __init__(self, losses, values=(1.0, 1.0)):
        self.losses, self.values = losses, np.array([values], dtype=np.float32)

    def steps(self, i, rates):
        yield self.losses[i], 1

    def matrices(self):
        return np.zeros((2, 2), dtype=np.float32), self.values

    def result(self):
        return {}


def train(*losses, values=(1.0, 1.0)):
    rates = LinearRate(0.05, 0.05, len(losses))
    return run(Trainer(losses, values), rates, None, name="It", verbose=0)


@pytest.mark.parametrize("losses", [[19.9], [1.0, 19.9], [1900.0, 300.0, 19.9], [19.9, 0.0]])
def test_a_loss_that_does_not_end_far_above_its_start(losses):
    assert_array_equal(train(*losses)["loss_curve_"], losses)


@pytest.mark.parametrize(
    ("losses", "n_passes"),
    [([20.1], 1), ([1.0, 20.1], 2), ([300.0, 20.1], 2), ([2001.0, 1.0], 1), ([1, np.inf, 1], 2)],
)
def test_a_loss_that_explodes_is_refused_before_anything_overflows(losses, n_passes):
    with pytest.raises(ValueError, match=rf"pass {n_passes} .*learning_rate=0.05 is too high"):
        train(*losses)


@pytest.mark.parametrize(
    ("values", "finite"),
    [([1e30, -1e30], True), ([3e38, 3e38], True), ([1, np.inf], False), ([np.nan, 1e30], False)],
)
def test_only_numbers_that_are_not_finite_count_as_overflow(values, finite):
    # The squares of 1e30 and the sum of two 3e38 are beyond float32.
    if finite:
        train(1.0, values=values)
    else:
        with pytest.raises(ValueError, match="overflowed in pass 1"):
            train(1.0, values=values)


# Trainings that are healthy, and meet losses far above what scores of 0 would have


def learned_classifier(**parameters):
    return SupervisedEmbeddingVectorizer(
        **{**SMALL, "max_iter": 40, "label_smoothing": 0, **parameters}
    )


@pytest.mark.parametrize("dropout", [0.0, 0.9])
def test_a_text_that_a_confident_model_gets_wrong(dropout):
    model = learned_classifier(learning_rate=0.5).fit(TEXTS, LABELS)
    model.set_params(dropout=dropout)
    surest = int(np.argmax(model.predict_proba(NEW).max(axis=1)))
    wrong = next(label for label in model.classes_ if label != NEW_LABELS[surest])
    before = model.predict_proba(NEW[surest : surest + 1])
    text = " ".join([NEW[surest]] * 3)
    for _ in range(3):
        model.partial_fit([text], [wrong])
    assert model.loss_curve_[-3] > 10 * np.log(3) or dropout
    column = model.classes_.tolist().index(wrong)
    assert model.predict_proba(NEW[surest : surest + 1])[0, column] > before[0, column]


def test_a_confident_model_goes_on_with_other_labels():
    model = learned_classifier(learning_rate=3, pooling="sum", warm_start=True)
    model.fit(TEXTS, LABELS)
    others = np.roll(model.classes_, 1)[np.searchsorted(model.classes_, LABELS)]
    model.set_params(learning_rate=0.04, max_iter=3).fit(TEXTS, others)
    assert model.loss_curve_[0] > 10 * np.log(3)
    assert model.loss_curve_[-1] < model.loss_curve_[0]


def test_several_labels_that_a_confident_model_gets_wrong():
    y = np.column_stack([LABELS == "sea", LABELS != "sky"]).astype(int)
    model = learned_classifier(learning_rate=0.3, pooling="sum").fit(TEXTS, y)
    model.partial_fit(TEXTS[:1], 1 - y[:1])
    assert model.loss_curve_[-1] > 10 * 2 * np.log(2)


@pytest.mark.parametrize("target", [10.0, 10.0001, 1e5])
def test_numbers_near_the_mean_and_far_from_it(target):
    y = np.where(LABELS == "sea", 11.0, 9.0)
    y -= y.mean() - 10
    model = SupervisedEmbeddingRegressor(**SMALL).fit(TEXTS, y)
    for text in TEXTS[:5]:
        model.partial_fit([text], [target])
    assert np.isfinite(model.predict(NEW)).all()


def test_one_text_after_the_other():
    model = SupervisedEmbeddingRegressor(**SMALL).partial_fit(TEXTS[:20], np.arange(20.0))
    for text, y in zip(TEXTS, np.tile([9.5, 9.51, 0, 300], 100), strict=False):
        model.partial_fit([text], [y])
    assert model.n_iter_ == 1 + len(TEXTS)


def test_an_outlier_of_large_weight():
    y = (LABELS == "sea").astype(float)
    y[0] = 1e6
    weight = np.where(np.arange(len(y)) == 0, 100.0, 1.0)
    model = SupervisedEmbeddingRegressor(**SMALL).fit(TEXTS, y, sample_weight=weight)
    assert model.loss_curve_[-1] < model.loss_curve_[0]


def test_large_initial_vectors():
    documents = draw_documents()
    words = sorted({word for text in documents for word in text.split()})
    vectors = np.random.default_rng(0).normal(scale=30, size=(len(words), 8))
    for algorithm in ("skip-gram", "cbow"):
        model = Word2VecVectorizer(
            algorithm=algorithm, init=Embedding(words, vectors), n_components=8, random_state=0
        ).fit(documents)
        assert model.loss_curve_[0] > 10 * 6 * np.log(2)
        assert model.loss_curve_[-1] < model.loss_curve_[0] / 10


def test_a_warm_start_whose_learning_rate_is_too_high():
    documents = draw_documents()
    parameters = {"n_components": 8, "random_state": 0, "warm_start": True}
    model = Word2VecVectorizer(**parameters).fit(documents)
    with pytest.raises(ValueError, match="learning_rate=5 is too high"):
        model.set_params(learning_rate=5).fit(documents)
    model = SupervisedEmbeddingVectorizer(**SMALL).fit(TEXTS, LABELS)
    with pytest.raises(ValueError, match=r"learning_rate=1e\+10 is too high"):
        model.set_params(learning_rate=1e10).partial_fit(TEXTS, LABELS)


# The loss at the start is that of the first pass at learning rate 0, and leaves no trace


@pytest.mark.parametrize("solver", ["native", "gensim"])
@pytest.mark.parametrize("algorithm", ["skip-gram", "cbow"])
def test_a_loss_at_the_start_moves_no_word(solver, algorithm):
    documents = draw_documents()
    model = Word2VecVectorizer(
        solver=solver, algorithm=algorithm, n_components=8, n_jobs=1, random_state=0
    )
    model.set_params(warm_start=True).fit(documents)
    start, contexts = model.embedding_.vectors, model._context_vectors
    rates = {"learning_rate": 1e-30, "min_learning_rate": 0.0, "max_iter": 1}
    model.set_params(**rates).fit(documents)
    assert_array_equal(model.embedding_.vectors, start)
    assert_array_equal(model._context_vectors, contexts)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_a_loss_at_the_start_moves_no_term(loss, dropout):
    rng = np.random.default_rng(0)
    weights = sparse.random_array((20, 30), density=0.3, rng=rng, format="csr", dtype=np.float32)
    labels = rng.integers(0, 2, size=20).astype(np.int32)
    values = np.empty((0, 0)) if loss == "softmax" else np.eye(2)[labels]
    sample_weight = rng.random(20, dtype=np.float32)
    targets = Targets(loss, labels, values.astype(np.float32), sample_weight, 2)
    parameters = SupervisedParameters(8, None, 0.1, 0.1, dropout, False, 1)
    trainer = SupervisedTrainer(weights, targets, parameters, 0)
    trainer.set_head(rng.normal(scale=200, size=(2, 8)), np.array([3.0, -3.0]))
    before = copy.deepcopy((trainer.model, trainer.sums))
    at_start = trainer.loss_at_start
    for part, kept in zip((trainer.model, trainer.sums), before, strict=True):
        for array, old in zip(part, kept, strict=True):
            assert_array_equal(array, old)
    losses, weights = np.sum(list(trainer.steps(0, LinearRate(1e-30, 0.0, 1))), axis=0)
    assert at_start == pytest.approx(losses / weights)
    assert at_start > 2
