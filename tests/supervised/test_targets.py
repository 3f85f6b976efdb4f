"""What y may be and what it may not, in fit and in partial_fit."""

import datetime as dt

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import sparse
from topics import LABELS, NEW, SMALL, TEXTS

from skembed import SupervisedEmbeddingRegressor, SupervisedEmbeddingVectorizer
from skembed._supervised.targets.target_kind import Targets

IS_SEA = (LABELS == "sea").astype(int)
INDICATORS = np.column_stack([IS_SEA, LABELS != "sky", np.zeros(len(LABELS))]).astype(int)
NUMBERS = np.arange(len(TEXTS), dtype=float)


def classifier(**parameters):
    return SupervisedEmbeddingVectorizer(**{**SMALL, **parameters})


def regressor(**parameters):
    return SupervisedEmbeddingRegressor(**{**SMALL, **parameters})


# Several labels


@pytest.mark.parametrize(
    ("y", "value"),
    [
        (2 * INDICATORS - 1, "-1"),
        (2 * INDICATORS, "2"),
        (INDICATORS + 1, "2"),
        (np.where(INDICATORS, 0.5, 0.0), "0.5"),
        (np.where(INDICATORS, np.inf, 0.0), "inf"),
    ],
)
@pytest.mark.parametrize("form", [np.asarray, sparse.csr_array, sparse.csc_matrix])
def test_labels_that_are_not_0_or_1(y, value, form):
    for model in (classifier(), classifier(early_stopping=True)):
        with pytest.raises(ValueError, match=r"y|Unknown label type|infinity"):
            model.fit(TEXTS, form(y))
        assert not hasattr(model, "embedding_")
    model = classifier().partial_fit(TEXTS, INDICATORS)
    for other in (form(y), y.astype(object)):
        with pytest.raises(ValueError, match=rf"y\[\d+, \d\] is {value}.* targets must be 1"):
            model.partial_fit(TEXTS, other)


def test_a_label_that_is_there_twice():
    twice = sparse.coo_array((np.ones(3), ([0, 0, 1], [1, 1, 0])), shape=(len(TEXTS), 3))
    with pytest.raises(ValueError, match=r"y\[0, 1\] is 2"):
        classifier().fit(TEXTS, twice)


@pytest.mark.parametrize(
    "form",
    [
        lambda y: y.astype(bool),
        lambda y: y.astype(float),
        np.ndarray.tolist,
        sparse.csr_array,
        sparse.csc_matrix,
        sparse.coo_array,
        lambda y: sparse.csr_array(y.astype(bool)),
        lambda y: sparse.csr_array(y.astype(np.float64)),
    ],
)
@pytest.mark.parametrize(
    "parameters", [{}, {"early_stopping": True}, {"dropout": 0.3, "n_jobs": 2}]
)
def test_several_labels_in_any_form(form, parameters):
    wanted = classifier(**parameters).fit(TEXTS, INDICATORS)
    model = classifier(**parameters).fit(TEXTS, form(INDICATORS))
    assert_array_equal(model.coef_, wanted.coef_)
    assert_array_equal(model.embedding_.vectors, wanted.embedding_.vectors)
    assert_array_equal(model.validation_scores_, wanted.validation_scores_)
    assert_array_equal(model.predict(NEW), wanted.predict(NEW))
    features = classifier(**parameters, cv=3).fit_transform(TEXTS, form(INDICATORS))
    assert_array_equal(features, classifier(**parameters, cv=3).fit_transform(TEXTS, INDICATORS))


def test_sparse_labels_stay_sparse(monkeypatch):
    """5,000 texts x 40,000 labels are 800 MB as float32; a kernel call sees a part of them."""
    n, n_labels = 5000, 40_000
    rng = np.random.default_rng(0)
    rows, columns = np.arange(n), rng.integers(0, n_labels, size=n)
    y = sparse.csr_array((np.ones(n), (rows, columns)), shape=(n, n_labels))
    sizes = []

    def values_of(self, texts):
        values = original(self, texts)
        sizes.append(values.size)
        return values

    original = Targets.values_of
    monkeypatch.setattr(Targets, "values_of", values_of)
    texts = [f"w{i % 50} w{i % 7}" for i in range(n)]
    model = classifier(n_components=50, max_iter=1, calibrate=False).fit(texts, y)
    assert sum(sizes) == n * n_labels
    assert max(sizes) < n * n_labels / 50
    assert model.coef_.shape == (n_labels, 50)


def test_the_accuracy_of_many_labels_is_found_in_pieces(monkeypatch):
    wanted = classifier(early_stopping=True).fit(TEXTS, INDICATORS).validation_scores_
    monkeypatch.setattr("skembed._supervised.targets.classes._PIECE", 10)
    for y in (INDICATORS, sparse.csr_array(INDICATORS)):
        model = classifier(early_stopping=True).fit(TEXTS, y)
        assert_array_equal(model.validation_scores_, wanted)


# Classes


@pytest.mark.parametrize("other", [1, dt.date(2020, 1, 1)])
def test_labels_of_several_types(other):
    y = LABELS.astype(object)
    y[2] = other
    with pytest.raises(TypeError, match=r"y\[2\] is .*other labels are str"):
        classifier().fit(TEXTS, y)
    model = classifier().fit(TEXTS, LABELS)
    with pytest.raises(TypeError, match=r"y\[2\] is .*other labels are str"):
        model.partial_fit(TEXTS, y)


@pytest.mark.parametrize("y", [[0], [0.5], [True], np.array(["2020-01-01"], "M8[D]"), [b"sea"]])
def test_labels_of_another_type_than_the_classes(y):
    model = classifier().fit(TEXTS, LABELS)
    with pytest.raises(ValueError, match=r"y\[0\] is .* not among the 3 classes"):
        model.partial_fit(TEXTS[:1], y)


@pytest.mark.parametrize("y", [np.where(IS_SEA, "1", "10"), np.where(IS_SEA, 2**60, 2**60 + 1)])
def test_labels_are_kept_as_they_are(y):
    assert_array_equal(classifier().fit(TEXTS, y).classes_, np.unique(y))


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_y_of_a_dataframe(library):
    frames = pytest.importorskip(library)
    wanted = classifier().fit(TEXTS, LABELS).coef_
    assert_array_equal(classifier().fit(TEXTS, frames.Series(LABELS.tolist())).coef_, wanted)
    frame = frames.DataFrame({"a": INDICATORS[:, 0], "b": INDICATORS[:, 1]})
    wanted = classifier().fit(TEXTS, INDICATORS[:, :2]).coef_
    assert_array_equal(classifier().fit(TEXTS, frame).coef_, wanted)
    numbers = regressor().fit(TEXTS, NUMBERS).coef_
    assert_array_equal(regressor().fit(TEXTS, frames.Series(NUMBERS)).coef_, numbers)
    missing = frames.Series([None, *LABELS[1:].tolist()])
    with pytest.raises(ValueError, match=r"y\[0\] is missing: (None|nan)\. Leave out"):
        classifier().fit(TEXTS, missing)


# Numbers


@pytest.mark.parametrize("scale", [1e300, 1e200, 1e39, 1e-39, 1e-200, 1e-320])
def test_numbers_beyond_the_coefficients(scale):
    for y in (NUMBERS * scale, np.column_stack([NUMBERS, -NUMBERS * scale])):
        model = regressor()
        with pytest.raises(ValueError, match=r"standard deviation must be between 1e-30 and 1e"):
            model.fit(TEXTS, y)
        assert not hasattr(model, "embedding_")


@pytest.mark.parametrize("scale", [1e28, 1e-28])
def test_numbers_within_the_coefficients(scale):
    wanted = regressor().fit(TEXTS, NUMBERS).predict(NEW)
    assert_allclose(regressor().fit(TEXTS, NUMBERS * scale).predict(NEW) / scale, wanted, rtol=1e-4)


@pytest.mark.parametrize("value", [0.1, 5, 1e300, -1e-300, 0.0])
def test_a_number_that_is_always_the_same(value):
    model = regressor().fit(TEXTS, np.full(len(TEXTS), value))
    assert_array_equal(model.predict(NEW), np.full(len(NEW), value))
    assert_array_equal(model.loss_curve_, 0)
    both = np.column_stack([np.full(len(TEXTS), value), NUMBERS])
    assert_allclose(regressor().fit(TEXTS, both).predict(NEW)[:, 0], value, rtol=1e-6, atol=0.5)


@pytest.mark.parametrize(
    ("y", "error", "message"),
    [
        (NUMBERS + 1j, ValueError, "Complex data not supported"),
        (np.full(len(TEXTS), 10**400, dtype=object), ValueError, "beyond float64"),
        (np.ones((len(TEXTS), 2, 2)), ValueError, "dim 3"),
        (np.ones((len(TEXTS), 0)), ValueError, "0 feature"),
        (sparse.csr_array(NUMBERS[:, np.newaxis]), TypeError, "dense data is required"),
        (np.where(NUMBERS == 3, np.inf, NUMBERS), ValueError, "infinity"),
    ],
)
def test_y_that_is_no_numbers(y, error, message):
    with pytest.raises(error, match=message):
        regressor().fit(TEXTS, y)


@pytest.mark.parametrize(
    "form", [np.ndarray.tolist, lambda y: y.astype(object), lambda y: y.astype(str)]
)
def test_numbers_in_any_form(form):
    wanted = regressor().fit(TEXTS, NUMBERS).coef_
    assert_array_equal(regressor().fit(TEXTS, form(NUMBERS)).coef_, wanted)


@pytest.mark.parametrize("y", [1e300, -1e30, 1.7e308])
def test_a_number_that_is_too_far_from_those_before(y):
    model = regressor().partial_fit(TEXTS, NUMBERS)
    before = dict(vars(model))
    with pytest.raises(ValueError, match=r"y\[1\] is .*too far from the y of the first call"):
        model.partial_fit(TEXTS[:2], [1.0, y])
    assert vars(model) == before


# What partial_fit goes on with


def test_partial_fit_without_documents():
    for model, y in ((classifier(), LABELS), (regressor(), NUMBERS)):
        with pytest.raises(ValueError, match=r"no documents|0 sample"):
            model.partial_fit([], [])
        model.partial_fit(TEXTS, y)
        with pytest.raises(ValueError, match="at least one document"):
            model.partial_fit([], [])


def test_partial_fit_with_other_classes():
    model = classifier().partial_fit(TEXTS, LABELS, classes=["sky", "sea", "land"])
    model.partial_fit(TEXTS, LABELS, classes=["land", "sea", "sky"])
    for classes in (["sea", "sky"], ["sea", "sky", "land", "moon"], [0, 1, 2]):
        with pytest.raises(ValueError, match="is not the same as on last call to partial_fit, was"):
            model.partial_fit(TEXTS, LABELS, classes=classes)
    several = classifier().partial_fit(TEXTS, INDICATORS, classes=[0, 1, 2])
    several.partial_fit(TEXTS, INDICATORS, classes=[0, 1, 2])
    with pytest.raises(ValueError, match="is not the same as on last call to partial_fit, was"):
        several.partial_fit(TEXTS, INDICATORS, classes=[0, 1])


@pytest.mark.parametrize(
    ("y", "classes", "message"),
    [
        (IS_SEA, [0, 1, np.nan], "classes contains NaN"),
        (IS_SEA, [[0, 1], [2, 3]], "classes must be a list"),
        (IS_SEA, 3, "classes must be a list"),
        (IS_SEA, {0, 1}, "classes must be a list"),
        (IS_SEA, [1, 1], "classes holds only one class"),
        (IS_SEA, ["a", "b"], r"y\[0\] is 0, which is not among"),
        (LABELS, [0, 1], r"y\[0\] is '\w+', which is not among"),
        (INDICATORS, ["a", "b", "c"], "y has 3 columns"),
    ],
)
def test_classes_that_are_none(y, classes, message):
    model = classifier()
    with pytest.raises(ValueError, match=message):
        model.partial_fit(TEXTS, y, classes=classes)
    assert not hasattr(model, "embedding_")


def test_partial_fit_with_other_shapes():
    for model, y, other in (
        (classifier(), INDICATORS, INDICATORS[:, :2]),
        (classifier(), LABELS, INDICATORS),
        (classifier(), INDICATORS, IS_SEA),
        (regressor(), NUMBERS, INDICATORS),
        (regressor(), INDICATORS, NUMBERS),
    ):
        model.partial_fit(TEXTS, y)
        with pytest.raises(ValueError, match=r"columns|1d array"):
            model.partial_fit(TEXTS, other)
        with pytest.raises(ValueError, match=r"n_components=9 is not the same .* was: 8"):
            model.set_params(n_components=9).partial_fit(TEXTS, y)
        model.set_params(n_components=8).partial_fit(TEXTS, y)
