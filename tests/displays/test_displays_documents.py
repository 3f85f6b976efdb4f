"""The map of documents: features, classes, numbers, and what is refused."""

import numpy as np
import pytest
from display_tools import LABELS, SIZES, TEXTS, W2V, Fixed, is_within, overlaps, seen
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.decomposition import PCA
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from skembed import DocumentMapDisplay, Word2VecVectorizer

plt = pytest.importorskip("matplotlib.pyplot")


def test_document_map():
    vectorizer = Word2VecVectorizer(**W2V).fit(TEXTS)
    display = DocumentMapDisplay.from_estimator(vectorizer, TEXTS, LABELS)
    assert_allclose(
        display.points,
        PCA(2, svd_solver="full").fit_transform(vectorizer.transform(TEXTS)),
        atol=1e-5,
    )
    assert display.classes_ == ["animal", "car"]
    assert [len(points.get_offsets()) for points in display.points_] == [24, 12]
    rows = np.array(LABELS) == "car"
    assert_array_equal(display.points_[1].get_offsets(), display.points[rows])
    assert [text.get_text() for text in display.legend_.get_texts()] == ["animal", "car"]
    display.figure_.canvas.draw()
    assert display.legend_.get_window_extent().x0 >= display.ax_.bbox.x1
    plain = DocumentMapDisplay.from_estimator(vectorizer, TEXTS)
    assert plain.legend_ is None
    assert len(plain.points_) == 1
    assert plain.classes_ == []


def test_documents_of_pipelines_and_sparse_features():
    tfidf = TfidfVectorizer().fit(TEXTS)
    one, two = (DocumentMapDisplay.from_estimator(tfidf, TEXTS, LABELS) for _ in range(2))
    assert one.ax_.get_xlabel().startswith("PCA 1 (")
    assert_array_equal(one.points, two.points)
    dense = PCA(2).fit_transform(tfidf.transform(TEXTS).toarray())
    assert_allclose(np.abs(one.points), np.abs(dense), atol=1e-8)
    assert DocumentMapDisplay.from_estimator(tfidf, TEXTS[:2]).points.shape == (2, 2)
    pipeline = make_pipeline(TfidfVectorizer(), LogisticRegression()).fit(TEXTS, LABELS)
    assert_allclose(
        DocumentMapDisplay.from_estimator(pipeline, TEXTS).points, one.points, atol=1e-8
    )
    search = GridSearchCV(pipeline, {"logisticregression__C": [1.0]}, cv=2).fit(TEXTS, LABELS)
    assert_allclose(DocumentMapDisplay.from_estimator(search, TEXTS).points, one.points, atol=1e-8)
    table = Word2VecVectorizer(**W2V).set_output(transform="pandas").fit(TEXTS)
    assert DocumentMapDisplay.from_estimator(table, TEXTS).points.shape == (36, 2)
    seen.clear()
    DocumentMapDisplay.from_estimator(tfidf, TEXTS, projection=Fixed(), random_state=3)
    assert seen == [3]


@pytest.mark.parametrize("size", SIZES)
def test_many_classes(size):
    rng = np.random.default_rng(0)
    points, y = rng.normal(size=(300, 2)), np.arange(300) % 20
    ax = plt.subplots(figsize=size, layout="constrained")[1]
    display = DocumentMapDisplay(points, [f"class {i:02}" for i in y]).plot(ax)
    looks = {
        (tuple(p.get_facecolor()[0]), p.get_paths()[0].vertices.tobytes()) for p in display.points_
    }
    assert len(looks) == 20
    texts = display.legend_.get_texts()
    assert len(texts) == 20
    assert not overlaps(texts)
    assert is_within(texts, ax.figure.bbox)
    assert ax.bbox.width > 0.45 * ax.figure.bbox.width


def test_too_many_classes_are_said():
    y = np.concatenate([np.repeat(np.arange(21), 4), np.arange(21, 26)])
    display = DocumentMapDisplay(np.zeros((len(y), 2)), y).plot()
    assert display.classes_ == list(range(21))
    assert display.legend_.get_texts()[-1].get_text() == "5 other classes"
    assert len(display.points_[-1].get_offsets()) == 5


def test_numbers_get_a_color_bar():
    points, y = np.zeros((4, 2)), [0.5, 1.5, 2.5, 3.25]
    display = DocumentMapDisplay(points, y).plot()
    assert_array_equal(display.points_[0].get_array(), y)
    assert display.colorbar_ is not None
    assert display.legend_ is None
    assert DocumentMapDisplay(points, [0.0, 1.0, 1.0, 0.0]).plot().classes_ == [0, 1]


def test_whole_numbers_that_a_comparison_predicts_get_a_color_bar():
    years = [1990 + i % 30 for i in range(60)]
    texts = [f"{TEXTS[i % 36]} {i + 100}" for i in range(60)]
    display = DocumentMapDisplay.from_cross_validation(TfidfVectorizer(), texts, years, cv=[
        (range(20, 60), range(20)), (range(40), range(40, 45)),
    ])  # fmt: skip
    assert display.comparison_.dummy == "mean of the targets"
    assert display.colorbar_ is not None
    assert display.y.tolist() == years[:20] + years[40:45]
    assert DocumentMapDisplay(np.zeros((60, 2)), years).plot().legend_ is None


def test_bad_documents():
    vectorizer = Word2VecVectorizer(**W2V)
    with pytest.raises(NotFittedError):
        DocumentMapDisplay.from_estimator(vectorizer, TEXTS)
    vectorizer.fit(TEXTS)
    seen.clear()
    with pytest.raises(ValueError, match="one value for each of the 36 documents"):
        DocumentMapDisplay.from_estimator(vectorizer, TEXTS, LABELS[:-1], projection=Fixed())
    assert seen == []  # said before the work
    with pytest.raises(TypeError, match="with a transform method, got Embedding"):
        DocumentMapDisplay.from_estimator(vectorizer.embedding_, TEXTS)
    with pytest.raises(ValueError, match="at least 2 rows"):
        DocumentMapDisplay.from_estimator(vectorizer, TEXTS[:1])
    with pytest.raises(ValueError, match=r"\(n_documents, 2\), got \(2, 3\)"):
        DocumentMapDisplay(np.zeros((2, 3)))
