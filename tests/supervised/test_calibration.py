"""Temperature scaling: where the temperature comes from, and what it does not change."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import sparse
from sklearn.metrics import log_loss
from topics import LABELS, NEW, NEW_LABELS, SMALL, TEXTS

from skembed import SupervisedEmbeddingVectorizer
from skembed._supervised import calibration
from skembed._supervised.calibration import best_temperature, split
from skembed._supervised.targets.target_kind import NO_LABELS, NO_VALUES, Targets
from skembed._supervised.training_data import TrainingData

RNG = np.random.default_rng(0)
NOISY, NOISY_NEW = (  # half of the labels are wrong
    np.where(RNG.random(len(y)) < 0.5, RNG.permutation(y), y) for y in (LABELS, NEW_LABELS)
)
SEVERAL = np.column_stack([NOISY == "sea", NOISY != "sky"]).astype(int)


def classifier(**parameters):
    return SupervisedEmbeddingVectorizer(**{**SMALL, **parameters})


def drawn(temperature, n=20_000):
    """Scores, and labels that have the probabilities of scores / temperature."""
    scores = np.random.default_rng(1).normal(scale=3, size=(n, 4))
    noise = np.random.default_rng(2).gumbel(size=scores.shape)
    labels = np.argmax(scores / temperature + noise, axis=1).astype(np.int32)
    return scores, Targets("softmax", labels, NO_VALUES, np.ones(n, dtype=np.float32), 4)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_the_temperature_of_labels_that_were_drawn_with_it(temperature):
    scores, targets = drawn(temperature)
    assert best_temperature(scores, targets, 1.0) == pytest.approx(temperature, rel=0.03)
    grown = best_temperature(scores / 2, targets, 2.0)
    assert grown == pytest.approx(temperature, rel=0.03)
    for few in (1, 3):
        assert 0.7 < best_temperature(scores[:few], targets.take(np.arange(few)), 1.0) < 1.4


def test_the_temperature_of_several_labels():
    n = 20_000
    scores = np.random.default_rng(1).normal(scale=3, size=(n, 2))
    noise = np.random.default_rng(2).logistic(size=scores.shape)
    for form in (np.asarray, sparse.csr_array):
        values = form((scores / 2 + noise > 0).astype(np.float32))
        targets = Targets("sigmoid", NO_LABELS, values, np.ones(n, dtype=np.float32), 2)
        assert best_temperature(scores, targets, 1.0) == pytest.approx(2, rel=0.03)


def test_weights_of_documents_count():
    scores, targets = drawn(1.0)
    wrong = np.arange(len(scores)) % 2 == 0
    labels = np.where(wrong, (targets.labels + 1) % 4, targets.labels).astype(np.int32)
    weight = np.where(wrong, 1e-6, 1).astype(np.float32)
    spoiled = targets._replace(labels=labels)
    assert best_temperature(scores, spoiled, 1.0) > 2
    weighted = best_temperature(scores, spoiled._replace(sample_weight=weight), 1.0)
    assert weighted == pytest.approx(1, rel=0.05)


@pytest.mark.parametrize("n", [2, 10, 1000, 30_000])
def test_the_split_has_each_class_and_no_document_twice(n):
    labels = (np.arange(n) % min(n, 7)).astype(np.int32)
    weight = (np.arange(n) % 5 > 0).astype(np.float32) if n > 10 else np.ones(n, dtype=np.float32)
    targets = Targets("softmax", labels, NO_VALUES, weight, 7)
    weights = sparse.csr_array((n, 1), dtype=np.float32)
    data = TrainingData(weights, labels, targets, None, None, seed=0, n_terms=1, weight_scale=1.0)
    training, held_out = split(data)
    assert len(np.unique(np.concatenate([training, held_out]))) == len(training) + len(held_out)
    assert set(labels[training]) == set(labels[weight > 0])
    assert weight[training].all()
    assert weight[held_out].all()
    if n == 30_000:
        assert len(training) == len(held_out) == 5000


@pytest.mark.parametrize("y", [NOISY, SEVERAL, NOISY == "sea"], ids=["classes", "labels", "two"])
def test_it_changes_the_size_of_the_scores_only(y):
    model, plain = (classifier(max_iter=30, calibrate=c).fit(TEXTS, y) for c in (True, False))
    assert_array_equal(model.predict(NEW), plain.predict(NEW))
    assert_array_equal(model.transform(NEW), plain.transform(NEW))
    assert_array_equal(model.loss_curve_, plain.loss_curve_)
    ratio = plain.decision_function(NEW) / model.decision_function(NEW)
    assert_allclose(ratio, ratio.flat[0], rtol=1e-3)
    assert not 0.98 < ratio.flat[0] < 1.02


def test_it_does_not_change_cross_fitting():
    model = classifier(cv=3)
    features = model.fit_transform(TEXTS, NOISY)
    assert_array_equal(features, classifier(cv=3, calibrate=False).fit_transform(TEXTS, NOISY))
    assert_array_equal(model.coef_, classifier().fit(TEXTS, NOISY).coef_)


def test_probabilities_are_better():
    """50 passes learn the wrong labels, too."""
    models = [classifier(max_iter=50, calibrate=c).fit(TEXTS, NOISY) for c in (True, False)]
    losses = [log_loss(NOISY_NEW, model.predict_proba(NEW)) for model in models]
    assert losses[0] < losses[1] - 0.1


@pytest.mark.parametrize("y", [NOISY, SEVERAL, NOISY == "sea"], ids=["classes", "labels", "two"])
def test_training_goes_on_with_the_head_before_calibration(y):
    models = [classifier(calibrate=c, warm_start=True).fit(TEXTS, y) for c in (True, False)]
    before = [model.decision_function(NEW) for model in models]
    for model in models:
        model.partial_fit(TEXTS[:20], y[:20])
    assert_allclose(models[0].embedding_.vectors, models[1].embedding_.vectors, atol=1e-4)
    after = [model.decision_function(NEW) for model in models]
    # the temperature stays
    assert_allclose(
        after[0] * before[1].flat[0] / before[0].flat[0], after[1], rtol=1e-2, atol=1e-3
    )
    for model in models:
        model.set_params(max_iter=1).fit(TEXTS, y)
    assert_allclose(models[0].embedding_.vectors, models[1].embedding_.vectors, atol=1e-4)


def test_early_stopping_needs_no_second_model(monkeypatch):
    plain = classifier(early_stopping=True, calibrate=False).fit(TEXTS, NOISY)
    monkeypatch.setattr(calibration, "train", None)
    model = classifier(early_stopping=True).fit(TEXTS, NOISY)
    assert_array_equal(model.transform(NEW), plain.transform(NEW))
    assert not np.allclose(model.coef_, plain.coef_, rtol=0.02)
    model.fit(TEXTS, NOISY, X_val=NEW, y_val=NEW_LABELS)
    with pytest.raises(TypeError):
        classifier().fit(TEXTS, NOISY)


def test_a_frozen_warm_start_is_not_calibrated():
    model = classifier().fit(TEXTS, NOISY)
    model.set_params(warm_start=True, freeze=True)
    twice = [model.set_params(calibrate=c).fit(TEXTS, NOISY).coef_ for c in (True, False)]
    assert_allclose(twice[0], twice[1], rtol=0.2, atol=0.5)


def test_two_documents():
    model = classifier().fit(TEXTS[:2], ["a", "b"])
    assert_array_equal(model.coef_, classifier(calibrate=False).fit(TEXTS[:2], ["a", "b"]).coef_)
