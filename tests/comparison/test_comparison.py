"""compare_embeddings: what the result holds, equal folds, nothing learned from a test part."""

import re
import sys
import warnings

import numpy as np
import pytest
import rich
from comparison_tools import PAIRS, SUPERVISED, TEXTS, WORD2VEC, WORDS, Judge, Recorder, Y
from joblib import parallel_config
from sklearn import config_context, get_config
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, make_scorer
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from threadpoolctl import threadpool_info, threadpool_limits

from skembed import Embedding, EmbeddingComparison, PretrainedVectorizer, compare_embeddings
from skembed._compat.jobs import run_in_workers


class Alone(BaseEstimator):
    """Has no fit_transform."""

    def fit(self, X, y=None):
        self.fitted_ = True
        return self

    def transform(self, X):
        return np.zeros((len(X), 1))


class CrossFitted(Alone):
    def fit_transform(self, X, y):
        return np.ones((len(X), 1))


def test_result():
    candidates = {"w2v": WORD2VEC, "mine": SUPERVISED}
    found = compare_embeddings(candidates, TEXTS, Y, cv=3, seeds=2)
    assert isinstance(found, EmbeddingComparison)
    assert found.names == ("w2v", "mine", *WORDS, PAIRS, "majority class")
    assert list(candidates) == ["w2v", "mine"]
    assert found.baselines == (*WORDS, PAIRS)
    assert found.dummy == "majority class"
    assert found.seeds == (0, 1)
    assert list(found.scores) == ["accuracy"]
    shape = (5, 1, 2, 3)
    for name in ("fit_times", "transform_times", "estimator_times", "memory", "n_terms"):
        assert getattr(found, name).shape == shape
        assert (getattr(found, name)[:-1] > 0).all(), name
        assert np.isnan(getattr(found, name)[-1]).all(), name
    np.testing.assert_array_equal(found.scores["accuracy"][:-1], 1.0)
    np.testing.assert_array_equal(found.scores["accuracy"][-1], 0.5)
    np.testing.assert_array_equal(found.n_features[:3, 0, 0, 0], [4, 4, 20])
    np.testing.assert_array_equal(found.unknown_shares[:-1], 0)
    np.testing.assert_array_equal(found.train_sizes, [40])
    assert found.test_ratio == 0.5
    assert found.errors == {}
    assert found.n_folds == 3
    assert not hasattr(WORD2VEC, "embedding_")


def test_folds_are_equal_and_tests_unseen():
    candidates = {"one": Recorder("one"), "two": Recorder("two")}
    folds = StratifiedKFold(3, shuffle=True, random_state=7)
    compare_embeddings(candidates, TEXTS, Y, cv=folds, baseline=False)
    for i, (train, test) in enumerate(folds.split(TEXTS, Y)):
        for name in ("one", "two"):
            fit, features, tested = [c for c in Recorder.calls if c[0] == name][3 * i : 3 * i + 3]
            assert fit[1:3] == ("fit", [TEXTS[j] for j in train])
            assert features[1:3] == ("transform", [TEXTS[j] for j in train])
            assert tested[1:3] == ("transform", [TEXTS[j] for j in test])


def test_scores_are_those_of_a_pipeline():
    pipeline = make_pipeline(TfidfVectorizer(), LogisticRegression(C=0.01))
    noisy = np.where(np.arange(60) % 7 == 0, "a", Y)
    found = compare_embeddings(
        {"t": TfidfVectorizer()}, TEXTS, noisy, cv=4, estimator=pipeline[-1], baseline=False
    )
    expected = cross_val_score(pipeline, TEXTS, noisy, cv=4)
    assert len(set(expected)) > 1
    np.testing.assert_allclose(found.scores["accuracy"][0, 0, 0], expected)
    assert not hasattr(pipeline[-1], "coef_")


def test_scorers():
    arguments = {"vectorizers": {"a": Recorder()}, "X": TEXTS, "y": Y, "cv": 2, "baseline": False}
    several = compare_embeddings(scoring=["accuracy", "balanced_accuracy"], **arguments)
    assert list(several.scores) == ["accuracy", "balanced_accuracy"]
    assert several.main_scoring == "accuracy"
    own = make_scorer(balanced_accuracy_score)
    named = compare_embeddings(scoring={"mine": own}, **arguments)
    np.testing.assert_array_equal(named.scores["mine"], several.scores["balanced_accuracy"])
    single = compare_embeddings(scoring=own, **arguments)
    np.testing.assert_array_equal(single.scores["score"], several.scores["balanced_accuracy"])
    assert list(compare_embeddings(scoring="balanced_accuracy", **arguments).scores) == [
        "balanced_accuracy"
    ]
    with pytest.raises(ValueError, match=r"must be one of \['accuracy', 'balanced_accuracy"):
        several.mean_scores("recall")


def test_regression_and_labels():
    counts = np.array([text.count("a") for text in TEXTS]) + np.linspace(0, 1, 60)
    found = compare_embeddings({"a": Recorder()}, TEXTS, counts, cv=KFold(3), baseline=False)
    assert list(found.scores) == ["r2", "neg_mean_absolute_error"]
    assert (found.scores["r2"][0] > 0.9).all()
    assert found.dummy == "mean of the targets"
    labels = np.column_stack([Y == "a", np.ones(60), Y == "b"]).astype(int)
    labels[0, 1] = labels[31, 1] = labels[45, 1] = 0
    found = compare_embeddings([WORD2VEC], TEXTS, labels, cv=3)
    assert list(found.scores) == ["accuracy"]
    assert found.best() in found.baselines  # of equal ones
    assert (found.scores["accuracy"][0] > found.scores["accuracy"][-1]).all()


def test_the_estimator_is_given_the_features_of_a_pipeline():
    candidates = {"a": Alone(), "c": CrossFitted()}
    compare_embeddings(candidates, TEXTS, Y, cv=2, estimator=Judge(), baseline=False)
    assert [X.mean() for _, X in Judge.calls] == [0, 0, 1, 1]


def test_a_vectorizer_that_cannot_be_pickled():
    vectorizer = CountVectorizer(tokenizer=lambda text: text.split(), token_pattern=None)
    found = compare_embeddings({"c": vectorizer}, TEXTS, Y, cv=2)
    assert np.isnan(found.memory[0]).all()
    assert not np.isnan(found.memory[1]).any()
    assert not np.isnan(found.scores["accuracy"]).any()


def test_memory_is_that_of_the_vectors():
    vectors = Embedding([f"a{i}" for i in range(1000)], np.ones((1000, 50)))
    found = compare_embeddings({"p": PretrainedVectorizer(vectors)}, TEXTS, Y, cv=2, baseline=False)
    assert 200_000 < found.peak_memory()[0, 0] < 230_000


def test_generators_and_series():
    pd = pytest.importorskip("pandas")
    expected = compare_embeddings([WORD2VEC], TEXTS, Y, cv=2).scores["accuracy"]
    for X in (iter(TEXTS), pd.Series(TEXTS), np.array(TEXTS), tuple(TEXTS)):
        found = compare_embeddings([WORD2VEC], X, pd.Series(Y), cv=2).scores["accuracy"]
        np.testing.assert_array_equal(found, expected)


def test_processes_find_the_same():
    alone = compare_embeddings([WORD2VEC, SUPERVISED], TEXTS, Y, cv=2, seeds=[1])
    together = compare_embeddings([WORD2VEC, SUPERVISED], TEXTS, Y, cv=2, seeds=[1], n_jobs=2)
    np.testing.assert_array_equal(alone.scores["accuracy"], together.scores["accuracy"])
    np.testing.assert_array_equal(alone.n_terms, together.n_terms)
    compare_embeddings({"elsewhere": Recorder()}, TEXTS, Y, cv=2, baseline=False, n_jobs=2)
    assert Recorder.calls == []


def test_results_come_one_by_one():
    done = []
    results = run_in_workers(done.append, [(1,), (2,)], 1)
    next(results)
    assert done == [1]
    assert list(results) == [None]


def test_workers_have_the_configuration_of_the_caller():
    with parallel_config(backend="threading"), config_context(assume_finite=True):
        found = list(run_in_workers(get_config, [(), ()], 2))
    assert [config["assume_finite"] for config in found] == [True, True]


def test_a_trial_has_one_blas_thread():
    found = []

    class Counting(Judge):
        def fit(self, X, y):
            blas = [library for library in threadpool_info() if library["user_api"] == "blas"]
            found.extend(library["num_threads"] for library in blas)
            return super().fit(X, y)

    with threadpool_limits(2, user_api="blas"):
        compare_embeddings({"a": Recorder()}, TEXTS, Y, cv=2, estimator=Counting(), baseline=False)
    assert set(found) == {1}


def test_progress(capsys, monkeypatch):
    compare_embeddings({"a": Recorder()}, TEXTS, Y, cv=2, baseline=False)
    assert capsys.readouterr().out == ""
    compare_embeddings({"a": Recorder()}, TEXTS, Y, cv=2, baseline=False, verbose=1)
    said = capsys.readouterr().out
    assert "Comparison done" in said
    assert "100%" in said
    # In a notebook, rich draws with ipywidgets.
    monkeypatch.setattr(rich.get_console(), "is_jupyter", True)
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    compare_embeddings({"a": Recorder()}, TEXTS, Y, cv=2, baseline=False, verbose=1)
    assert capsys.readouterr().out.startswith("Comparison: 1 of 2 (a)")
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    compare_embeddings({"a": Recorder()}, TEXTS, Y, cv=2, baseline=False, verbose=1)
    lines = r"Comparison: 1 of 2 \(a\), \d+ s left\nComparison: 2 of 2 \(a\), 0 s left\n"
    assert re.fullmatch(lines, capsys.readouterr().out)
    options = {"cv": 2, "baseline": False, "train_sizes": [9], "verbose": 1}
    compare_embeddings({"a": Recorder()}, TEXTS, Y, **options)
    assert capsys.readouterr().out.startswith("Learning curve: 1 of 2 (a)")


def test_no_warning_of_ours():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = compare_embeddings([SUPERVISED], TEXTS, Y, cv=2, train_sizes=[9])
    assert found.errors == {}  # few labels are no reason to warn of the folds within
