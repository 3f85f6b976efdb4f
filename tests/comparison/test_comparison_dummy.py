"""The dummy: scored on the same folds, never best, never a failure."""

import warnings

import numpy as np
import pytest
from comparison_tools import TEXTS, Failing, Judge, Recorder, Y
from sklearn.cluster import KMeans
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.linear_model import LinearRegression
from sklearn.metrics import make_scorer
from sklearn.model_selection import KFold, StratifiedKFold, cross_validate

from skembed import compare_embeddings

UNEQUAL = np.where(np.arange(60) % 3 == 0, "a", "b")
COLUMN = np.zeros((60, 1))


def test_majority_class():
    scoring = ["accuracy", "f1_macro", "neg_log_loss", "roc_auc"]
    folds = StratifiedKFold(3)
    found = compare_embeddings(
        {"a": Recorder()}, TEXTS, UNEQUAL, cv=folds, scoring=scoring, baseline=False
    )
    assert found.names == ("a", "majority class")
    expected = cross_validate(
        DummyClassifier(strategy="prior"), COLUMN, UNEQUAL, cv=folds, scoring=scoring
    )
    for name in scoring:
        np.testing.assert_allclose(found.scores[name][1, 0, 0], expected[f"test_{name}"])


def test_mean_of_the_targets():
    y = np.linspace(0, 1, 60)
    found = compare_embeddings(
        {"a": Recorder()}, TEXTS, y, cv=KFold(3), estimator=LinearRegression(), baseline=False
    )
    assert found.names == ("a", "mean of the targets")
    expected = cross_validate(DummyRegressor(), COLUMN, y, cv=KFold(3))
    np.testing.assert_allclose(found.scores["r2"][1, 0, 0], expected["test_score"])


def test_every_seed_and_size_has_the_labels_of_the_candidates():
    found = compare_embeddings(
        {"a": Recorder()}, TEXTS, Y, cv=2, train_sizes=[7, 9], seeds=2, scoring="neg_log_loss",
        estimator=Judge(), baseline=False,
    )  # fmt: skip
    # an odd number of labels is never half a, half b
    expected = {round(np.log(p) / 2 + np.log(1 - p) / 2, 6) for p in (3 / 7, 4 / 9)}
    assert set(found.scores["neg_log_loss"][1].ravel().round(6)) == expected


@pytest.mark.parametrize(
    "scoring",
    [
        {"score": make_scorer(lambda *_: 1 / 0, response_method="decision_function")},
        make_scorer(lambda *_: 1 / 0, response_method="decision_function"),
        {"score": lambda estimator, X, y: estimator[-1].coef_},
        lambda estimator, X, y: None,
    ],
)
def test_a_scorer_that_does_not_accept_it(scoring):
    def score(estimator, X, y):
        return 0.5 if hasattr(estimator, "steps") else scoring_of(estimator, X, y)

    scoring_of = scoring["score"] if isinstance(scoring, dict) else scoring
    given = {"score": score} if isinstance(scoring, dict) else score
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = compare_embeddings({"a": Recorder()}, TEXTS, Y, cv=2, scoring=given, baseline=False)
    assert np.isnan(found.scores["score"][1]).all()
    assert found.errors == {}
    assert [row[0] for row in found.rows()[1:]] == ["a"]
    assert "Best: a." in str(found)


def test_a_class_that_is_never_predicted_is_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = compare_embeddings(
            {"a": Recorder()}, TEXTS, UNEQUAL, cv=3, scoring="precision_macro", baseline=False,
            estimator=Judge(),
        )  # fmt: skip
    np.testing.assert_allclose(found.scores["precision_macro"][1], 1 / 3, atol=0.02)


def test_an_estimator_with_a_score_of_its_own():
    found = compare_embeddings(
        {"a": Recorder()}, TEXTS, Y, cv=2, estimator=KMeans(2, n_init=1), baseline=False
    )
    assert np.isnan(found.scores["score"][1]).all()


def test_it_is_not_what_remains_if_all_candidates_failed():
    with pytest.raises(ValueError, match="Every candidate failed"):
        compare_embeddings({"bad": Failing()}, TEXTS, Y, cv=2, baseline=False)
