"""Which vectorizers are compared, under which names, and which arguments are refused."""

from datetime import date
from types import MappingProxyType

import numpy as np
import pytest
from comparison_tools import PAIRS, SUPERVISED, TEXTS, WORD2VEC, WORDS, Recorder, Y
from sklearn.base import BaseEstimator, clone
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

from skembed import FeatureScaler, compare_embeddings
from skembed._comparison._candidates import find_candidates
from skembed._comparison._downstream import default_estimator, suit_features


class WithoutFit(BaseEstimator):
    transform = None


class NoEstimator:
    fit = transform = None


@pytest.mark.parametrize(
    ("vectorizers", "baseline", "names"),
    [
        ([WORD2VEC], True, ("Word2VecVectorizer", *WORDS)),
        ([WORD2VEC], False, ("Word2VecVectorizer",)),
        ([WORD2VEC], CountVectorizer(), ("Word2VecVectorizer", "baseline")),
        ([WORD2VEC], {"count": CountVectorizer()}, ("Word2VecVectorizer", "count")),
        ([TfidfVectorizer()], True, ("TfidfVectorizer",)),
        ([TfidfVectorizer()], False, ("TfidfVectorizer",)),
        ([TfidfVectorizer(analyzer="char")], True, ("TfidfVectorizer", *WORDS)),
        ([CountVectorizer()], True, ("CountVectorizer", *WORDS)),
        (
            [Recorder("x", random_state=1), Recorder("y", random_state=1), CountVectorizer()],
            False,
            ("Recorder(name='x')", "Recorder(name='y')", "CountVectorizer"),
        ),
    ],
)
def test_names(vectorizers, baseline, names):
    found = compare_embeddings(vectorizers, TEXTS, Y, cv=2, baseline=baseline)
    assert found.names == (*names, "majority class")
    assert found.baselines == (names[-1:] if baseline else ())


def test_candidates_are_clones_and_the_baseline_is_sublinear():
    fitted = clone(WORD2VEC).fit(TEXTS)
    candidates, baselines = find_candidates(MappingProxyType({"w2v": fitted}), True)
    assert baselines == WORDS
    assert not hasattr(candidates[0].vectorizer, "embedding_")  # nothing to send to processes
    assert candidates[1].vectorizer.sublinear_tf
    assert len(find_candidates(iter([WORD2VEC, SUPERVISED]), False)[0]) == 2


def test_own_baseline_is_used():
    found = compare_embeddings([WORD2VEC], TEXTS, Y, cv=2, baseline=Recorder("mine"))
    assert {call[0] for call in Recorder.calls} == {"mine"}
    assert found.names[1:-1] == found.baselines == ("baseline",)


@pytest.mark.parametrize(
    ("vectorizers", "baselines", "added"),
    [
        ([SUPERVISED], [*WORDS, PAIRS], [(1, 1), (1, 2)]),
        ([make_pipeline(SUPERVISED, FeatureScaler())], [*WORDS, PAIRS], [(1, 1), (1, 2)]),
        ([SUPERVISED, CountVectorizer(ngram_range=(1, 2))], [*WORDS, PAIRS], [(1, 1), (1, 2)]),
        ([SUPERVISED, TfidfVectorizer()], ["TfidfVectorizer", PAIRS], [(1, 2)]),
        ([TfidfVectorizer(ngram_range=(1, 2))], [*WORDS, "TfidfVectorizer"], [(1, 1)]),
        ([CountVectorizer(ngram_range=(2, 2))], [*WORDS, "tf-idf of word 2-grams"],
         [(1, 1), (2, 2)]),
        ([CountVectorizer(ngram_range=(1, 3))], [*WORDS, "tf-idf of word 1- to 3-grams"],
         [(1, 1), (1, 3)]),
        ([CountVectorizer(ngram_range=(2, 5), analyzer="char")], WORDS, [(1, 1)]),
    ],
)  # fmt: skip
def test_baselines_read_the_n_grams_of_the_candidates(vectorizers, baselines, added):
    candidates, found = find_candidates(vectorizers, True)
    assert list(found) == list(baselines)
    assert [c.vectorizer.ngram_range for c in candidates[len(vectorizers) :]] == added


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"vectorizers": {}}, ValueError, "vectorizers is empty"),
        ({"vectorizers": make_pipeline(Recorder())}, TypeError, "got a single one"),
        ({"vectorizers": [Recorder(), Recorder()]}, ValueError, "Pass a dict to give each its own"),
        (
            {"vectorizers": {"a": Recorder}},
            TypeError,
            "'a' must be an estimator with fit and trans",
        ),
        ({"vectorizers": [LogisticRegression()]}, TypeError, "with fit and transform"),
        ({"vectorizers": {"a": WithoutFit()}}, TypeError, "'a' must be an estimator"),
        ({"vectorizers": {"a": NoEstimator()}}, TypeError, "'a' must be an estimator"),
        ({"vectorizers": ["a", "b"]}, TypeError, "with fit and transform, got 'a'"),
        ({"vectorizers": {1: Recorder()}}, TypeError, "must be str, got 1"),
        ({"vectorizers": {"tf-idf of words": Recorder()}}, ValueError, "the name of a baseline"),
        ({"vectorizers": {"majority class": Recorder()}}, ValueError, "the name of the dummy"),
        ({"return_vectorizers": [2]}, ValueError, "folds from 0 to 1, got 2"),
        ({"return_vectorizers": 1}, ValueError, "'return_vectorizers' parameter"),
        ({"baseline": 3}, TypeError, "'baseline' must be an estimator"),
        ({"y": Y[:-1], "cv": [([0], [1])]}, ValueError, "inconsistent numbers of samples"),
        ({"groups": [1, 2], "cv": [([0], [1])]}, ValueError, "inconsistent numbers of samples"),
        ({"y": [[0, 1, 2]] * 60}, ValueError, "no default estimator for y of type"),
        ({"y": [date(2024, 1, 1)] * 60}, ValueError, "values of type date: use str for classes"),
        ({"y": np.zeros((60, 2, 2))}, ValueError, "no default estimator for y of type 'unknown'"),
        ({"train_sizes": [0]}, ValueError, "between 1 and 30"),
        ({"train_sizes": [31]}, ValueError, "between 1 and 30"),
        ({"train_sizes": [1.5]}, ValueError, r"must lie in \(0, 1\]"),
        ({"train_sizes": []}, ValueError, "must be a list of numbers"),
        ({"train_sizes": ["4"]}, ValueError, "must be a list of numbers"),
        ({"train_sizes": [0.0, 0.5]}, ValueError, r"must lie in \(0, 1\]"),
        ({"use_unlabeled": True}, ValueError, "needs train_sizes"),
        ({"seeds": 0}, ValueError, "positive number of seeds, or a list"),
        ({"seeds": [1, 1]}, ValueError, "list of distinct"),
        ({"seeds": [-1]}, ValueError, "non-negative"),
        ({"cv": "five"}, ValueError, "'cv' parameter"),
        ({"cv": []}, ValueError, "yields no splits"),
        ({"scoring": "nonsense"}, ValueError, "nonsense"),
        ({"n_jobs": "two"}, ValueError, "'n_jobs' parameter"),
        ({"seeds": 2.5}, ValueError, "'seeds' parameter"),
        ({"verbose": "loud"}, ValueError, "'verbose' parameter"),
        ({"use_unlabeled": 2, "train_sizes": [4]}, ValueError, "'use_unlabeled' parameter"),
    ],
)
def test_bad_arguments(options, error, message):
    arguments = {"vectorizers": {"a": Recorder()}, "X": TEXTS, "y": Y, "cv": 2, **options}
    with pytest.raises(error, match=message):
        compare_embeddings(**arguments)


@pytest.mark.parametrize(
    ("y", "model"),
    [
        (["a", "b", "a"], LogisticRegression(max_iter=1000)),
        ([1, 2, 3], LogisticRegression(max_iter=1000)),
        ([[0, 1], [1, 1]], OneVsRestClassifier(LogisticRegression(max_iter=1000))),
        ([0.5, 1.5, 2.25], Ridge()),
        ([[0.5, 1.5], [2.25, 1]], Ridge()),
    ],
)
def test_default_estimator(y, model):
    scaler, found = (step for _, step in default_estimator(y).steps)
    assert isinstance(scaler, FeatureScaler)
    assert repr(found) == repr(model)
    assert scaler.squared_norm == (1 if isinstance(model, Ridge) else 10)


def test_solvers_of_the_default_estimator_find_the_same_model(monkeypatch):
    texts = [f"{text} {i} {i % 7}" for i, text in enumerate(TEXTS)]
    y = np.random.default_rng(0).integers(0, 3, 60)
    X = TfidfVectorizer(token_pattern=r"\w+").fit_transform(texts)
    plain, suited, several = (
        default_estimator(y),
        default_estimator(y),
        default_estimator(np.eye(2)),
    )
    suit_features(suited, X)
    assert suited[-1].solver == "lbfgs"
    monkeypatch.setattr("skembed._comparison._downstream.MANY_FEATURES", X.shape[1] - 1)
    suit_features(suited, X.toarray())
    assert suited[-1].solver == "lbfgs"
    for pipeline in (suited, several, default_estimator([0.5, 1.5])):
        suit_features(pipeline, X)
    assert several[-1].estimator.solver == suited[-1].solver == "sag"
    found, expected = (model.fit(X, y).predict_proba(X) for model in (suited, plain))
    np.testing.assert_allclose(found, expected, atol=0.02)
    assert np.ptp(expected) > 0.5
    options = {"cv": 2, "scoring": "neg_log_loss", "baseline": False}
    monkeypatch.setattr("skembed._comparison._downstream.MANY_FEATURES", 1)
    found = compare_embeddings([TfidfVectorizer()], texts, y, **options)
    given = compare_embeddings([TfidfVectorizer()], texts, y, estimator=plain, **options)
    assert (found.mean_scores()[0] != given.mean_scores()[0]).all()
    np.testing.assert_allclose(found.mean_scores(), given.mean_scores(), atol=0.03)
