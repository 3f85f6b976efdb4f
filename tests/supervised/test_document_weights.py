"""sample_weight and class_weight: any scale serves, and what is no weight is refused by name."""

import warnings

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from topics import LABELS, NEW, NEW_LABELS, SMALL, TEXTS

from skembed import SupervisedEmbeddingRegressor, SupervisedEmbeddingVectorizer

IS_SEA = (LABELS == "sea").astype(int)
ONE = np.ones(len(TEXTS))


def classifier(**parameters):
    return SupervisedEmbeddingVectorizer(**{**SMALL, **parameters})


def regressor(**parameters):
    return SupervisedEmbeddingRegressor(**{**SMALL, **parameters})


@pytest.mark.parametrize("scale", [1e-320, 1e-30, 1e-6, 1e6, 1e12, 1e30, 1e300])
def test_weights_of_any_scale(scale):
    labels = np.column_stack([IS_SEA, 1 - IS_SEA])
    for model, y in ((classifier(), LABELS), (classifier(), labels), (regressor(), IS_SEA)):
        model.fit(TEXTS, y, sample_weight=ONE * scale)
        assert np.isfinite(model.coef_).all()
        assert model.loss_curve_[-1] < model.loss_curve_[0]
        again = model.partial_fit(TEXTS[:3], y[:3], sample_weight=ONE[:3] * scale)
        assert np.isfinite(again.coef_).all()


def test_weights_much_above_1_are_as_good():
    model = classifier().fit(TEXTS, LABELS, sample_weight=ONE * 1e30)
    assert model.score(NEW, NEW_LABELS) > 0.9
    limit = classifier().fit(TEXTS, LABELS, sample_weight=ONE * 1e3)
    assert_allclose(model.predict_proba(NEW), limit.predict_proba(NEW), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("weight", [-1, np.nan, np.inf, "heavy", None])
def test_a_class_weight_that_is_no_weight(weight):
    for wrong in ({0: weight}, {1: weight, 0: 1.0}):
        model = classifier(class_weight=wrong)
        with pytest.raises(ValueError, match=r"class_weight\[[01]\] is .* must be a finite number"):
            model.fit(TEXTS, IS_SEA)
        assert not hasattr(model, "embedding_")


def test_a_product_of_weights_that_overflows():
    weights = {0: 1e200, 1: 1.0}
    with pytest.raises(ValueError, match=r"sample_weight times class_weight overflows for doc"):
        classifier(class_weight=weights).fit(TEXTS, IS_SEA, sample_weight=ONE * 1e200)
    # in float64 this does not, and float32 need not hold it
    wanted = classifier(class_weight={0: 1e3, 1: 1.0}).fit(TEXTS, IS_SEA)
    model = classifier(class_weight={0: 1e23, 1: 1e20}).fit(TEXTS, IS_SEA, sample_weight=ONE * 1e20)
    assert_allclose(model.coef_, wanted.coef_, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize(
    ("class_weight", "sample_weight"), [({0: 0, 1: 0}, None), ({0: 0, 1: 1}, 1.0 - IS_SEA)]
)
def test_no_document_has_weight(class_weight, sample_weight):
    with pytest.raises(ValueError, match="weight of every document is zero"):
        classifier(class_weight=class_weight).fit(TEXTS, IS_SEA, sample_weight=sample_weight)


def test_no_document_of_a_fold_has_weight():
    weight = (np.arange(len(TEXTS)) < 10).astype(float)
    half = len(TEXTS) // 2
    rows = np.arange(len(TEXTS))
    model = classifier(cv=[(rows[:half], rows[half:]), (rows[half:], rows[:half])])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match="Fold 1 of cv has no training document with a weight"):
            model.fit_transform(TEXTS, LABELS, sample_weight=weight)
        assert not hasattr(model, "embedding_")
        with pytest.raises(ValueError, match="Fold 0 of cv has no training document"):
            model.set_params(cv=[([], rows)]).fit_transform(TEXTS, LABELS)


@pytest.mark.parametrize(
    "weight", [1.0, "1", np.ones((len(TEXTS), 1)), [[1.0]] * len(TEXTS), ONE[:-1]]
)
def test_weights_of_another_shape(weight):
    with pytest.raises(ValueError, match="sample_weight must have one weight for each"):
        classifier().fit(TEXTS, LABELS, sample_weight=weight)


def test_numbers_of_weight_zero_do_not_set_the_scale():
    y = 100.0 + 30 * IS_SEA
    weight = (np.arange(len(TEXTS)) % 3 > 0).astype(float)
    model = regressor(max_iter=60).fit(TEXTS, np.where(weight, y, 1e9), sample_weight=weight)
    assert model.score(NEW, 100.0 + 30 * (NEW_LABELS == "sea")) > 0.7


@pytest.mark.parametrize("make", [classifier, regressor])
def test_documents_of_weight_zero_do_not_judge(make):
    # With three documents that count and one of them set aside, two are left to train on.
    n = 40
    y = np.arange(n, dtype=float) if make is regressor else LABELS[:n]
    weight = (np.arange(n) >= n // 2).astype(float)
    spoiled = np.where(weight > 0, y, y[-1])
    scores = [
        make(early_stopping=True, validation_fraction=0.3, random_state=seed)
        .fit(TEXTS[:n], targets, sample_weight=weight)
        .validation_scores_
        for seed in range(3)
        for targets in (y, spoiled)
    ]
    for once, again in zip(scores[::2], scores[1::2], strict=True):
        assert_array_equal(once, again)
