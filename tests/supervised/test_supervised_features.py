"""Cross-fitted features, contributions of terms, their display, and pickles."""

import pickle

import joblib
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn import config_context
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, KFold, ShuffleSplit
from sklearn.pipeline import make_pipeline
from topics import LABELS, NEW, SMALL, TEXTS, fit

from skembed import (
    ContributionsDisplay,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
)


def noise_problem(n=200, seed=0):
    """Words that say nothing about y, each in a few texts only."""
    rng = np.random.default_rng(seed)
    texts = [" ".join(f"w{i}" for i in rng.integers(0, 400, size=6)) for _ in range(n)]
    return texts, rng.integers(0, 2, size=n)


def test_cross_fitted_features_do_not_know_y():
    texts, y = noise_problem()
    model = SupervisedEmbeddingVectorizer(n_components=8, ngram_range=(1, 1), cv=5, random_state=0)
    head = LogisticRegression(max_iter=1000)
    fitted = model.fit(texts, y).transform(texts)
    assert head.fit(fitted, y).score(fitted, y) > 0.95
    features = model.fit_transform(texts, y)
    assert features.shape == fitted.shape
    assert features.dtype == np.float32
    assert head.fit(features, y).score(features, y) < 0.75
    plain = clone(model).set_params(cv=None).fit_transform(texts, y)
    assert_array_equal(plain, fitted)
    # the model itself is the one of all documents
    assert_array_equal(model.transform(texts), fitted)


def test_the_folds_live_in_one_space():
    model = SupervisedEmbeddingVectorizer(**SMALL)
    features = model.fit_transform(TEXTS, LABELS)
    # the head of the whole model understands features of the folds
    scores = features @ model.coef_.T + model.intercept_
    assert np.mean(model.classes_[np.argmax(scores, axis=1)] == LABELS) > 0.9


def test_cross_fitting_is_the_same_for_any_n_jobs(monkeypatch):
    monkeypatch.setattr(joblib, "cpu_count", lambda: 8)  # else 3 jobs may not be 3 threads
    one, three = (
        SupervisedEmbeddingVectorizer(**SMALL, n_jobs=n).fit_transform(TEXTS, LABELS)
        for n in (1, 3)
    )
    assert_array_equal(one, three)


def test_groups_reach_the_splitter():
    groups = np.arange(len(TEXTS)) % 4
    model = SupervisedEmbeddingVectorizer(**SMALL, cv=GroupKFold(4))
    wanted = SupervisedEmbeddingVectorizer(
        **SMALL, cv=list(GroupKFold(4).split(TEXTS, groups=groups))
    )
    features = model.fit_transform(TEXTS, LABELS, groups=groups)
    assert_array_equal(features, wanted.fit_transform(TEXTS, LABELS))
    with config_context(enable_metadata_routing=True):
        pipeline = make_pipeline(model, LogisticRegression())
        pipeline.fit(TEXTS, LABELS, groups=groups)
    with pytest.raises(TypeError, match="unexpected argument: nonsense"):
        model.fit_transform(TEXTS, LABELS, nonsense=groups)


def test_folds_must_hold_every_document_once():
    model = SupervisedEmbeddingVectorizer(**SMALL, cv=ShuffleSplit(3, random_state=0))
    with pytest.raises(ValueError, match="exactly one fold; row"):
        model.fit_transform(TEXTS, LABELS)
    assert not hasattr(model, "embedding_")
    model.set_params(cv=KFold(3)).fit_transform(TEXTS, LABELS)


@pytest.mark.parametrize("method", ["predict", "predict_proba", "transform", "contributions"])
def test_before_fit(method):
    with pytest.raises(NotFittedError):
        getattr(SupervisedEmbeddingVectorizer(), method)(TEXTS)


@pytest.mark.parametrize("norm", [None, "l2", "max"])
@pytest.mark.parametrize("target", [None, "sky"])
def test_contributions_add_up(norm, target):
    model = fit(norm=norm, learning_rate=0.1)
    found = model.contributions(NEW, target=target)
    assert found.shape == (len(NEW), len(model.embedding_))
    scores = model.decision_function(NEW)
    column = np.argmax(scores, axis=1) if target is None else np.full(len(NEW), 2)
    wanted = scores[np.arange(len(NEW)), column] - model.intercept_[column]
    assert_allclose(found.sum(axis=1), wanted, rtol=1e-3, atol=1e-4)
    known = set(found.indices[found.indptr[0] : found.indptr[1]].tolist())
    assert known == set(model._encoder.encode(NEW[:1], model._analyzer()).ids.tolist())


def test_contributions_of_two_classes_and_of_numbers():
    model = fit(y=LABELS == "sea")
    scores = model.decision_function(NEW)
    for target, sign in ((True, 1), (False, -1)):
        found = model.contributions(NEW, target=target).sum(axis=1)
        assert_allclose(found + sign * model.intercept_[0], sign * scores, rtol=1e-3, atol=1e-4)
    with pytest.raises(ValueError, match="target='moon' is not among"):
        model.contributions(NEW, target="moon")
    regressor = SupervisedEmbeddingRegressor(**SMALL).fit(TEXTS, 10.0 * (LABELS == "sea"))
    found = regressor.contributions(NEW).sum(axis=1)
    assert_allclose(found + regressor.intercept_, regressor.predict(NEW), rtol=1e-3, atol=1e-3)
    with pytest.raises(ValueError, match="not a column"):
        regressor.contributions(NEW, target=1)


def test_display():
    pytest.importorskip("matplotlib").use("Agg")
    model = fit(n_buckets=3, learning_rate=0.1)
    display = ContributionsDisplay.from_estimator(model, "ship salt alpha unseen", n_terms=3)
    assert len(display.bars_) == 3
    assert display.target == "sea"
    assert "sea" in display.ax_.get_title()
    labels = [label.get_text() for label in display.ax_.get_yticklabels()]
    assert labels[-1] in ("ship", "salt", "ship salt")
    widths = [bar.get_width() for bar in display.bars_]
    assert widths == sorted(widths)


def test_top_contributions():
    model = fit(n_buckets=3, learning_rate=0.1)
    documents = ["ship salt alpha unseen", "", "ship"]
    table = model.top_contributions(iter(documents), n_terms=2)
    assert [row.document for row in table] == [0, 0, 2]
    assert table[0].target == "sea"
    assert abs(table[0].contribution) >= abs(table[1].contribution)
    values = model.contributions(documents).toarray()
    assert_allclose(sorted(np.abs(values[0]))[-2:][::-1], [abs(row[3]) for row in table[:2]])
    assert {"ship", "salt", "ship salt"} >= {
        name for row in table[:2] for name in row[2].split(" / ")
    }
    header, first, *_ = repr(table).splitlines()
    assert header.split() == ["document", "target", "term", "contribution"]
    assert first.split() == ["0", "sea", *table[0].term.split(), f"{table[0].contribution:+.3f}"]
    frame = pytest.importorskip("pandas").DataFrame(table)
    assert frame.columns.tolist() == header.split()
    with pytest.raises(ValueError, match="target='moon' is not among"):
        model.top_contributions(documents, target="moon")
    for n_terms, error in ((-1, ValueError), (1.5, TypeError), (None, TypeError)):
        with pytest.raises(error, match="n_terms must"):
            model.top_contributions(documents, n_terms=n_terms)


def test_pickle_holds_the_vectors_once():
    model = fit(n_components=300)
    data = pickle.dumps(model)
    assert len(data) < 1.3 * model.embedding_.vectors.nbytes + 20_000
    again = pickle.loads(data)
    assert_array_equal(again.predict_proba(NEW), model.predict_proba(NEW))
    again.partial_fit(TEXTS, LABELS)
