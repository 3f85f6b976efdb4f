"""Validation sets of any kind: they serve, or they are refused with what to do."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from topics import LABELS, NEW, NEW_LABELS, SMALL, TEXTS

from skembed import SupervisedEmbeddingRegressor, SupervisedEmbeddingVectorizer

NUMBERS = np.arange(len(TEXTS), dtype=float)
BOTH = np.column_stack([NUMBERS, -NUMBERS])


def classifier(**parameters):
    return SupervisedEmbeddingVectorizer(**{**SMALL, "early_stopping": True, **parameters})


def regressor(**parameters):
    return SupervisedEmbeddingRegressor(**{**SMALL, "early_stopping": True, **parameters})


@pytest.mark.parametrize("y_val", [[1.0], [3.0, 3.0], [[1.0], [1.0]]])
def test_numbers_that_do_not_vary_have_no_r2(y_val):
    model = regressor()
    with pytest.raises(ValueError, match=r"R2.* is not defined .* of y_val"):
        model.fit(TEXTS, NUMBERS, X_val=NEW[: len(y_val)], y_val=y_val)
    assert not hasattr(model, "embedding_")


def test_one_number_set_aside_has_no_r2():
    with pytest.raises(ValueError, match=r"R2.* is not defined .*Raise validation_fraction"):
        regressor().fit(TEXTS[:10], NUMBERS[:10])
    model = regressor(validation_fraction=0.2).fit(TEXTS[:10], NUMBERS[:10])
    assert np.isfinite(model.validation_scores_).all()


def test_one_of_two_numbers_varies():
    model = regressor().fit(TEXTS, BOTH, X_val=NEW[:2], y_val=[[1.0, 2.0], [1.0, 3.0]])
    assert np.isfinite(model.validation_scores_).all()


@pytest.mark.parametrize(
    ("y_val", "message"),
    [
        ([1.0, np.nan], r"y_val\[1\] is missing"),
        ([1.0, 1e200], r"y_val\[1\] is 1e\+200, too far from the y of fit"),
        ([[1.0, 2.0], [1.0, 3.0]], "y_val must have 1 columns"),
        ([], "X_val has no documents"),
    ],
)
def test_numbers_that_cannot_judge(y_val, message):
    with pytest.raises(ValueError, match=message):
        regressor().fit(TEXTS, NUMBERS, X_val=NEW[: len(y_val)], y_val=y_val)


@pytest.mark.parametrize(
    ("y_val", "message"),
    [
        (["sea", "moon"], r"y_val\[1\] is 'moon', .*Leave out the documents"),
        ([0, 1], r"y_val\[0\] is 0, which is not among the 3 classes"),
        ([], "X_val has no documents"),
        ([["sea"], [None]], r"y_val\[1\] is missing"),
    ],
)
def test_labels_that_cannot_judge(y_val, message):
    y_val = np.array(y_val, dtype=object).ravel() if [None] in y_val else y_val
    with pytest.raises((ValueError, TypeError), match=message):
        classifier().fit(TEXTS, LABELS, X_val=NEW[: len(y_val)], y_val=y_val)


@pytest.mark.parametrize("X_val", [NEW[:1], [""], ["unheard words"]])
def test_one_document_judges_classes(X_val):
    model = classifier(n_iter_no_change=2).fit(TEXTS, LABELS, X_val=X_val, y_val=NEW_LABELS[:1])
    assert set(model.validation_scores_) <= {0.0, 1.0}
    assert model.n_iter_ == len(model.validation_scores_)


def test_several_labels_that_cannot_judge():
    y = np.column_stack([LABELS == "sea", LABELS != "sky"]).astype(int)
    with pytest.raises(ValueError, match=r"y_val\[\d, \d\] is -1"):
        classifier().fit(TEXTS, y, X_val=TEXTS[:4], y_val=2 * y[:4] - 1)
    with pytest.raises(ValueError, match="y_val must have 2 columns"):
        classifier().fit(TEXTS, y, X_val=TEXTS[:4], y_val=y[:4, :1])


@pytest.mark.parametrize("n", [1, 2, 3])
def test_too_few_documents_to_set_any_aside(n):
    for model, y in ((classifier(), LABELS[:n]), (regressor(), NUMBERS[:n])):
        with pytest.raises(ValueError, match=r"class|early_stopping"):
            model.fit(TEXTS[:n], y)


def test_scores_that_are_not_finite_never_win(monkeypatch):
    # The first pass is kept if no pass has a score: nothing else is left.
    monkeypatch.setattr(
        "skembed._supervised.targets.numbers.Numbers.predictions",
        lambda self, scores: scores * np.nan,
    )
    model = regressor(n_iter_no_change=3, max_iter=8).fit(TEXTS, NUMBERS)
    assert_array_equal(model.validation_scores_, [-np.inf] * 3)
    first = SupervisedEmbeddingRegressor(**SMALL)
    assert model.coef_.shape == first.fit(TEXTS, NUMBERS).coef_.shape
