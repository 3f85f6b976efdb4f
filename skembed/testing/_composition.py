"""Checks inside scikit-learn's pipelines, searches, feature unions and column transformers."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn import config_context
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import FeatureUnion, Pipeline

from ._documents import DATA, TextData
from ._tools import ensure, ensure_close, ensure_same, fresh, optional


def make_pipeline(vectorizer: Any) -> Pipeline:
    """Return a pipeline of a clone of the vectorizer and a classifier."""
    steps = [("vectorizer", fresh(vectorizer)), ("classifier", LogisticRegression(max_iter=1000))]
    return Pipeline(steps)


def check_pipeline(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that the next step receives the results of ``fit_transform`` and ``transform``."""
    pipeline = make_pipeline(estimator).fit(data.documents, data.y)
    by_hand = fresh(estimator)
    classifier = LogisticRegression(max_iter=1000)
    classifier.fit(by_hand.fit_transform(data.documents, data.y), data.y)
    expected = classifier.predict_proba(by_hand.transform(data.documents))
    ensure_close(pipeline.predict_proba(data.documents), expected, f"{name} in a Pipeline")
    names = pipeline[:-1].get_feature_names_out()
    ensure(len(names) == classifier.n_features_in_, f"{name} in a Pipeline: {len(names)} names.")


def check_grid_search(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that a grid search over the step gives the same scores in one and two processes."""
    grid = {"vectorizer": [fresh(estimator), fresh(estimator)]}
    scores = []
    for n_jobs in (1, 2):
        search = GridSearchCV(
            make_pipeline(estimator),
            grid,
            scoring="neg_log_loss",
            cv=2,
            n_jobs=n_jobs,
            error_score="raise",
        )
        search.fit(data.documents, data.y)
        scores.append(search.cv_results_["mean_test_score"])
        predicted = search.predict(data.documents)
        ensure(
            predicted.shape == (len(data.documents),),
            f"{name} in a GridSearchCV: wrong shape.",
        )
    ensure_same(scores[1], scores[0], f"Scores of {name} in a GridSearchCV(n_jobs=2)")
    ensure(
        scores[0][0] == scores[0][1],
        f"{name} in a GridSearchCV: equal candidates differ.",
    )


def check_feature_union(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check features and feature names of two clones in a FeatureUnion."""
    union = FeatureUnion([("a", fresh(estimator)), ("b", fresh(estimator))])
    features = np.asarray(union.fit_transform(data.documents, data.y))
    alone = np.asarray(fresh(estimator).fit_transform(data.documents, data.y))
    ensure_same(features, np.hstack([alone, alone]), f"{name} in a FeatureUnion")
    names = list(union.get_feature_names_out())
    ensure(len(names) == features.shape[1], f"{name} in a FeatureUnion: {len(names)} names.")


def _ensure_columns(name: str, estimator: Any, data: TextData, kind: Any) -> None:
    number = [float(row) for row in range(len(data.documents))]
    frame = kind({"number": number, "text": data.documents})
    alone = np.asarray(fresh(estimator).fit_transform(data.documents, data.y))
    transformers = [("text", fresh(estimator), "text"), ("rest", "passthrough", ["number"])]
    columns = ColumnTransformer(transformers)
    features = np.asarray(columns.fit_transform(frame, data.y))
    what = f"{name} in a ColumnTransformer of {kind.__module__.split('.')[0]}"
    ensure_close(features[:, :-1], alone, what)
    names = list(columns.get_feature_names_out())
    ensure(len(names) == features.shape[1], f"{what}: {len(names)} names.")
    ensure(names[0].startswith("text__"), f"{what}: the first name is {names[0]}.")


def check_column_transformer_pandas(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check a column of a pandas dataframe, selected by a string."""
    _ensure_columns(name, estimator, data, optional("pandas").DataFrame)


def check_column_transformer_polars(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check a column of a polars dataframe, selected by a string."""
    _ensure_columns(name, estimator, data, optional("polars").DataFrame)


def check_metadata_routing(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that metadata routing passes sample weights to the classifier of a pipeline."""
    weights = np.linspace(0.1, 2.0, len(data.documents))
    with config_context(enable_metadata_routing=True):
        pipeline = make_pipeline(estimator)
        pipeline.get_metadata_routing()
        vectorizer, classifier = pipeline[0], pipeline[-1]
        classifier.set_fit_request(sample_weight=True)
        if hasattr(vectorizer, "set_fit_request"):
            vectorizer.set_fit_request(sample_weight=False)
        pipeline.fit(data.documents, data.y, sample_weight=weights)
    features = fresh(estimator).fit_transform(data.documents, data.y)
    alone = LogisticRegression(max_iter=1000).fit(features, data.y, sample_weight=weights)
    ensure_close(classifier.coef_, alone.coef_, f"The classifier behind {name}")
