"""Sample weights and groups in ``params``, as in cross_validate, with and without routing."""

import numpy as np
import pytest
from comparison_tools import SUPERVISED, TEXTS, Recorder, Y
from sklearn import config_context
from sklearn.base import clone
from sklearn.exceptions import UnsetMetadataPassedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, make_scorer
from sklearn.model_selection import GroupKFold, cross_validate
from sklearn.pipeline import Pipeline, make_pipeline

from skembed import FeatureScaler, compare_embeddings

RNG = np.random.default_rng(0)
NOISY = np.where(RNG.random(60) < 0.3, "a", Y)
WEIGHTS = np.where(np.arange(60) % 3 == 0, 20.0, 1.0)
ONE_LETTER = CountVectorizer(analyzer="char", max_features=2)
EXACT = LogisticRegression(tol=1e-10, max_iter=1000)


@pytest.fixture
def routing():
    with config_context(enable_metadata_routing=True):
        yield


class Weighing(Recorder):
    def fit(self, X, y=None, sample_weight=None):
        self.calls.append(
            (self.name, "weights", None if sample_weight is None else [*sample_weight])
        )
        return super().fit(X, y)

    def fit_transform(self, X, y=None, sample_weight=None):
        return self.fit(X, y, sample_weight=sample_weight).transform(X)


def compared(candidate, y=NOISY, **options):
    options = {"cv": 3, "baseline": False, **options}
    return compare_embeddings({"c": candidate}, TEXTS, y, **options)


def test_weights_without_routing():
    options = {"scoring": ["neg_log_loss"], "cv": 3}
    found = compared(ONE_LETTER, estimator=EXACT, params={"sample_weight": WEIGHTS}, **options)
    pipeline = Pipeline([("v", ONE_LETTER), ("e", EXACT)])
    options["params"] = {"e__sample_weight": WEIGHTS}
    expected = cross_validate(pipeline, TEXTS, NOISY, **options)["test_neg_log_loss"]
    np.testing.assert_allclose(found.scores["neg_log_loss"][0, 0, 0], expected)
    options["params"] = {"logisticregression__sample_weight": WEIGHTS}
    steps = compared(ONE_LETTER, estimator=make_pipeline(EXACT), **options)
    np.testing.assert_array_equal(steps.scores["neg_log_loss"], found.scores["neg_log_loss"])
    options["params"] = None
    plain = compared(ONE_LETTER, estimator=EXACT, **options)
    assert (plain.scores["neg_log_loss"] != found.scores["neg_log_loss"]).all()


def test_the_default_estimator_takes_weights():
    options = {"train_sizes": [15, 40], "scoring": "neg_log_loss"}
    found = compared(Recorder(), params={"sample_weight": WEIGHTS.tolist()}, **options)
    pipeline = make_pipeline(FeatureScaler(), LogisticRegression(max_iter=1000))
    params = {"logisticregression__sample_weight": WEIGHTS}
    expected = compared(Recorder(), estimator=pipeline, params=params, **options)
    np.testing.assert_array_equal(found.scores["neg_log_loss"], expected.scores["neg_log_loss"])
    plain = compared(Recorder(), **options)
    assert (plain.scores["neg_log_loss"][0] != expected.scores["neg_log_loss"][0]).all()


def test_vectorizers_receive_the_weights_of_their_documents():
    params = {"sample_weight": np.arange(60)}
    found = compared(Weighing("w"), params=params, train_sizes=[6], return_vectorizers=True)
    weights = [call[2] for call in Recorder.calls if call[1] == "weights"]
    texts = [call[2] for call in Recorder.calls if call[1] == "fit"]
    assert [[TEXTS[i] for i in fold] for fold in weights] == texts
    Recorder.calls.clear()
    compared(Weighing("w"), params=params, train_sizes=[6], use_unlabeled=True)
    weights = [call[2] for call in Recorder.calls if call[1] == "weights"]
    assert weights == [train.tolist() for train, _ in found.splits]


def test_the_dummy_takes_weights():
    weights = np.where(NOISY == "b", 100.0, 1.0)
    found = compared(Recorder(), params={"sample_weight": weights})
    tests = [NOISY[test] for _, test in found.splits]
    np.testing.assert_allclose(
        found.scores["accuracy"][1, 0, 0], [(t == "b").mean() for t in tests]
    )


@pytest.mark.parametrize("n_jobs", [None, 2])
def test_routing(routing, n_jobs):
    vectorizer = clone(SUPERVISED).set_fit_request(sample_weight=True)
    estimator = clone(EXACT).set_fit_request(sample_weight="importance")
    scorer = make_scorer(accuracy_score).set_score_request(sample_weight=True)
    params = {
        "sample_weight": WEIGHTS, "importance": WEIGHTS[::-1].copy(), "groups": np.arange(60) // 7
    }  # fmt: skip
    options = {"cv": GroupKFold(3), "params": params, "scoring": {"mine": scorer}}
    found = compared(vectorizer, estimator=estimator, n_jobs=n_jobs, **options)
    pipeline = Pipeline([("v", vectorizer), ("e", estimator)])
    expected = cross_validate(pipeline, TEXTS, NOISY, **options)["test_mine"]
    np.testing.assert_allclose(found.scores["mine"][0, 0, 0], expected)
    params["importance"] = np.ones(60)
    other = compared(vectorizer, estimator=estimator, **options)
    assert not np.allclose(other.scores["mine"][0], found.scores["mine"][0])


def test_routing_by_default(routing):
    found = compared(Recorder(), params={"sample_weight": WEIGHTS})
    scorer = make_scorer(accuracy_score).set_score_request(sample_weight=True)
    model = LogisticRegression(max_iter=1000).set_fit_request(sample_weight=True)
    estimator = make_pipeline(FeatureScaler(), model)
    params = {"sample_weight": WEIGHTS}
    expected = compared(
        ONE_LETTER, estimator=estimator, params=params, scoring={"accuracy": scorer}
    )
    np.testing.assert_array_equal(found.scores["accuracy"], expected.scores["accuracy"])
    assert not np.allclose(found.scores["accuracy"][1], compared(Recorder()).scores["accuracy"][1])
    labels = np.column_stack([NOISY == "a", np.arange(60) % 2 == 0]).astype(int)
    assert compared(Recorder(), labels, params=params).errors == {}


def test_routing_refuses_what_cross_validate_refuses(routing):
    with pytest.raises(UnsetMetadataPassedError, match="sample_weight"):
        compared(SUPERVISED, params={"sample_weight": WEIGHTS})
    with pytest.raises(TypeError, match=r"compare_embeddings.fit got unexpected argument.*nothing"):
        compared(ONE_LETTER, params={"nothing": WEIGHTS})
    with pytest.raises(ValueError, match="pass params="):
        compared(ONE_LETTER, groups=np.arange(60))


def test_groups_of_a_number_of_folds(routing):
    groups = np.arange(60) // 6
    found = compared(ONE_LETTER, params={"groups": groups})
    assert len(found.splits) == 3
    for train, test in found.splits:
        assert not set(groups[train]) & set(groups[test])


def test_weights_of_other_documents():
    for name in ("sample_weight", "logisticregression__sample_weight"):
        with pytest.raises(ValueError, match=rf"params\['{name}'\].* 60 documents, got 5"):
            compared(ONE_LETTER, params={name: WEIGHTS[:5]})
