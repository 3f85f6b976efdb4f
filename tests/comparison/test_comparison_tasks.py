"""What kind of task the targets define, and comparisons of numbers."""

import numpy as np
import pytest
from comparison_tools import TEXTS, Recorder
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.pipeline import make_pipeline

from skembed import SupervisedEmbeddingRegressor, compare_embeddings
from skembed._comparison._task import task_of

RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("y", "task"),
    [
        ([1.0, 1.5, 2.0, 2.5] * 9, "regression"),  # ratings with a fraction
        ([0.0, 1.0] * 30, "classification"),
        ([1.0, 2.0, 3.0, 4.0, 5.0] * 9, "classification"),
        ([True, False] * 9, "classification"),
        (["1.5", "2"] * 9, "classification"),
        ([1, 2, 3], "classification"),
        (np.repeat(np.arange(77), 130), "classification"),  # class ids
        (np.repeat(np.arange(150), 5), "classification"),
        (np.repeat(np.arange(1, 31), 4), "classification"),
        (np.repeat(np.arange(40) ** 2 + 100, 50), "classification"),  # codes
        (RNG.integers(1950, 2020, 800), "regression"),  # years
        (RNG.integers(80, 101, 9000), "regression"),  # points
        (RNG.integers(5, 900, 500) * 100, "regression"),  # prices
        (RNG.poisson(20, 400) ** 2, "regression"),
        ([1999, 2003, 2010, 1987, 2021, 1975, 2001], "regression"),
        (np.arange(50), "regression"),
        (np.array([[0, 1], [1, 1], [1, 0]]), "multilabel"),
        (RNG.normal(size=(9, 2)), "regression"),
        (RNG.integers(1950, 2020, (99, 2)), "regression"),
        ([[0, 1, 2]] * 60, "other"),
    ],
)
def test_task(y, task):
    assert task_of(y) == task
    for form in (list, np.array):
        assert task_of(form(y)) == task


def test_categories_are_classes():
    pd = pytest.importorskip("pandas")
    years = pd.Series(RNG.integers(1950, 2020, 800))
    assert task_of(years) == "regression"
    assert task_of(years.astype("category")) == "classification"


@pytest.mark.parametrize(
    ("estimator", "y", "task"),
    [
        (LogisticRegression(), np.arange(50), "classification"),
        (make_pipeline(Ridge()), [0, 1] * 9, "regression"),
        (RandomForestClassifier(), [[0, 1], [1, 1]], "multilabel"),
        (KMeans(), [0, 1] * 9, "classification"),
        (KMeans(), np.arange(50), "regression"),
    ],
)
def test_the_estimator_decides(estimator, y, task):
    assert task_of(y, estimator) == task


@pytest.mark.parametrize(
    ("y", "estimator", "folds"),
    [
        (np.arange(60) % 2, None, StratifiedKFold(3)),
        (np.arange(60) % 2, Ridge(), KFold(3)),
        (1950 + np.arange(60), None, KFold(3)),
    ],
)
def test_folds_are_stratified_by_classes_only(y, estimator, folds):
    found = compare_embeddings(
        {"a": Recorder()}, TEXTS, y, cv=3, estimator=estimator, baseline=False
    )
    expected = list(folds.split(TEXTS, y))
    for i in range(3):
        np.testing.assert_array_equal(found.splits[i][1], expected[i][1])


def test_numbers_of_any_scale():
    y = np.array([text.count("a") for text in TEXTS]) + np.linspace(0, 1, 60)
    small = {"n_components": 4, "max_iter": 5, "random_state": 0}
    candidates = {"supervised": SupervisedEmbeddingRegressor(**small)}
    plain, thousands, small = (
        compare_embeddings(
            candidates, TEXTS, y * scale + scale, cv=KFold(3, shuffle=True, random_state=0)
        )
        for scale in (1, 2000, 1e-3)
    )
    for found, scale in [(thousands, 2000), (small, 1e-3)]:
        r2, error = found.scores.values()
        assert (r2[:-1] > 0.3).all()
        np.testing.assert_allclose(r2, plain.scores["r2"], atol=1e-3)
        expected = plain.scores["neg_mean_absolute_error"] * scale
        np.testing.assert_allclose(error, expected, rtol=1e-3)
