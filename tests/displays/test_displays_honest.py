"""Maps show what was learned about documents that were held out, and say so if they do not."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.spatial.distance import pdist
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold, cross_val_score
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from skembed import (
    DataWarning,
    DocumentMapDisplay,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    WordMapDisplay,
    compare_embeddings,
)
from skembed._displays._folds import Fold, in_one_space

pd = pytest.importorskip("pandas")
plt = pytest.importorskip("matplotlib.pyplot")

OPTIONS = {"n_components": 8, "ngram_range": (1, 1), "random_state": 0}


def documents_and_classes(n=120, seed=0):
    """Documents with words of their class among many others, and their classes."""
    rng = np.random.default_rng(seed)
    y = np.repeat(["a", "b"], n // 2)
    texts = [
        " ".join(
            [f"w{i}" for i in rng.integers(0, 200, 6)]
            + [f"{c}{i}" for i in rng.integers(6, size=2)]
        )
        for c in y
    ]
    return texts, y


def separability(points, y):
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    return cross_val_score(LogisticRegression(), points, y, cv=folds).mean()


def test_held_out_documents_show_only_what_can_be_predicted():
    texts, y = documents_and_classes()
    model = SupervisedEmbeddingVectorizer(**OPTIONS)
    shuffled = [np.random.default_rng(seed).permutation(y) for seed in range(2)]
    chance = []
    for labels in shuffled:
        display = DocumentMapDisplay.from_cross_validation(model, texts, labels, cv=3)
        chance.append(separability(display.points, labels[display.rows_]))
    assert np.mean(chance) < 0.62
    with pytest.warns(UserWarning, match="100% of the documents are among those"):
        trained = DocumentMapDisplay.from_estimator(
            model.fit(texts, shuffled[0]), texts, shuffled[0]
        )
    assert separability(trained.points, shuffled[0]) > 0.9  # why this is a map of nothing
    display = DocumentMapDisplay.from_cross_validation(model, texts, y, cv=3, data_name="reviews")
    assert display.rows_.tolist() == list(range(len(texts)))
    assert separability(display.points, y) > 0.85
    score = display.comparison_.mean_scores()[0, 0]
    assert display.ax_.get_title().splitlines() == [
        "Document map: reviews",
        f"held-out documents: accuracy {score:.2f} (majority class: 0.50)",
    ]


def test_training_documents_are_named():
    texts, y = documents_and_classes(60)
    known, new = texts[::2], texts[1::2]
    model = SupervisedEmbeddingVectorizer(**OPTIONS).fit(known, y[::2])
    held_out = DocumentMapDisplay.from_estimator(model, new, y[1::2], data_name="reviews")
    assert held_out.ax_.get_title() == "Document map: reviews"
    assert held_out.training_share_ == 0
    with pytest.warns(UserWarning, match="from_cross_validation"):
        half = DocumentMapDisplay.from_estimator(model, iter(texts), y)
    assert half.training_share_ == 0.5
    assert half.ax_.get_title() == "Document map\n50% training documents"
    twice = DocumentMapDisplay.from_estimator(model, [known[0], *new], ["a", *y[1::2]])
    assert 0 < twice.training_share_ < 0.05
    assert "training" not in twice.ax_.get_title()
    for free in (Word2VecVectorizer(n_components=4, max_iter=1), TfidfVectorizer()):
        display = DocumentMapDisplay.from_estimator(free.fit(texts), texts, y)
        assert display.training_share_ == 0


def test_training_documents_are_found_in_pipelines():
    texts, y = documents_and_classes(60)
    model = SupervisedEmbeddingVectorizer(**OPTIONS, max_iter=2)
    clean = FunctionTransformer(lambda X: [text.replace("w", "v") for text in X])
    pipelines = [
        make_pipeline(clean, model, StandardScaler(), LogisticRegression()),
        make_pipeline(FeatureUnion([("tfidf", TfidfVectorizer()), ("model", model)])),
        GridSearchCV(
            make_pipeline(model, LogisticRegression()), {"logisticregression__C": [1]}, cv=2
        ),
    ]
    for pipeline in pipelines:
        pipeline.fit(texts[::2], y[::2])
        with pytest.warns(UserWarning, match="100% of the documents"):
            DocumentMapDisplay.from_estimator(pipeline, texts[::2], y[::2])
        assert DocumentMapDisplay.from_estimator(pipeline, texts[1::2]).training_share_ == 0


def test_folds_that_cannot_be_brought_into_one_space():
    texts, y = documents_and_classes(60)
    halves = compare_embeddings(
        {"tfidf": TfidfVectorizer()}, texts, y, cv=2, baseline=False, return_vectorizers=True
    )
    with pytest.raises(ValueError, match="at least 3 folds, or a single split"):
        DocumentMapDisplay.from_comparison(halves, texts, y)
    single = compare_embeddings(
        {"tfidf": TfidfVectorizer()}, texts, y, cv=2, return_vectorizers=[1]
    )
    display = DocumentMapDisplay.from_comparison(single, texts, y, name="tfidf")
    assert display.rows_.tolist() == single.splits[1][1].tolist()
    thirds = DocumentMapDisplay.from_cross_validation(TfidfVectorizer(), texts, y, cv=3)
    assert len(thirds.points) == 60
    none = compare_embeddings({"tfidf": TfidfVectorizer()}, texts, y, cv=3)
    with pytest.raises(ValueError, match="return_vectorizers=True"):
        DocumentMapDisplay.from_comparison(none, texts, y)


def test_rotated_folds_have_the_distances_of_one_space():
    rng = np.random.default_rng(0)
    features, folds = rng.normal(size=(60, 4)) * [3, 2.9, 1, 1], []
    for train, test in KFold(3).split(features):
        rotation = np.linalg.qr(rng.normal(size=(4, 4)))[0]
        own = features @ rotation + rng.normal(size=4)
        folds.append(Fold(train, test, own[train], own[test]))
    rows, found = in_one_space(folds[::-1])
    assert rows.tolist() == list(range(60))
    assert_allclose(pdist(found), pdist(features))


def test_words_are_chosen_by_documents_that_the_vectors_have_not_seen():
    texts, y = documents_and_classes(200)

    def separate(labels):
        comparison = compare_embeddings(
            {"supervised": SupervisedEmbeddingVectorizer(**OPTIONS), "tf-idf": TfidfVectorizer()},
            texts,
            labels,
            cv=StratifiedKFold(2, shuffle=True, random_state=0),
            baseline=False,
            return_vectorizers=[0],
        )
        display = WordMapDisplay.from_comparison(comparison, texts, labels, n_words=6)
        assert "words of held-out documents, accuracy" in display.ax_.get_title()
        means = [display.points[np.array(display.groups) == c].mean(axis=0) for c in "ab"]
        return display, np.linalg.norm(means[0] - means[1]) / display.points.std()

    display, distance = separate(y)
    for c in "ab":
        found = [w for w, group in zip(display.words, display.groups, strict=True) if group == c]
        assert sum(word.startswith(c) for word in found) >= 4
    assert distance > 1.5
    random = np.mean([separate(np.random.default_rng(s).permutation(y))[1] for s in range(3)])
    assert random < 1


def test_documents_are_given_as_they_were_compared():
    texts, y = documents_and_classes(60)
    given = [None, *texts[1:]]
    model = SupervisedEmbeddingVectorizer(**OPTIONS, max_iter=1, handle_missing="empty")
    candidates = {"supervised": model, "tf-idf": TfidfVectorizer()}
    options = {"cv": 3, "return_vectorizers": True, "baseline": False}
    with pytest.warns(DataWarning, match="without a token"):
        comparison = compare_embeddings(candidates, given, y, **options)
    plain = DocumentMapDisplay.from_comparison(comparison, ["", *texts[1:]], y, name="tf-idf")
    for X in (given, pd.DataFrame({"text": given})):
        display = DocumentMapDisplay.from_comparison(comparison, X, y, name="tf-idf")
        assert_allclose(display.points, plain.points)
        assert WordMapDisplay.from_comparison(comparison, X, y).words
    for kind in (DocumentMapDisplay, WordMapDisplay):
        with pytest.raises(ValueError, match="at least 60, got 50"):
            kind.from_comparison(comparison, texts[:50], y[:50])
        with pytest.raises(ValueError, match=r"one value .* got shape \(60, 2\)"):
            kind.from_comparison(comparison, texts, np.c_[y, y])
    with pytest.raises(ValueError, match="class labels, got numbers"):
        WordMapDisplay.from_comparison(comparison, texts, np.arange(60) / 7)
