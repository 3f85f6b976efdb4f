"""The docstrings data set: its paragraphs and classes, and the loader."""

from __future__ import annotations

from importlib.metadata import version

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_pipeline

from skembed.datasets import _cache, _docstrings, _paragraphs, load_docstrings


@pytest.fixture(scope="module")
def data_home(tmp_path_factory):
    return tmp_path_factory.mktemp("data_home")


@pytest.fixture(scope="module")
def extracted():
    return _docstrings.extract()


@pytest.fixture(scope="module")
def docstrings(data_home, extracted):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_docstrings, "extract", lambda: extracted)
        return load_docstrings(data_home=data_home)


def test_the_bunch(docstrings):
    n = len(docstrings.data)
    assert n > 10_000
    assert all(type(text) is str for text in docstrings.data)
    assert docstrings.target.dtype == np.int64
    assert docstrings.target.shape == (n,)
    assert len(docstrings.modules) == n
    assert docstrings.versions["sklearn"] == version("scikit-learn")
    assert docstrings.target_names == sorted(docstrings.target_names)
    assert str(n) in docstrings.DESCR


def test_every_class_of_the_table_is_there_with_enough_paragraphs(docstrings):
    assert set(docstrings.target_names) == set(_paragraphs._CLASSES) - {""}
    assert np.bincount(docstrings.target).min() >= 50


def test_the_order_is_that_of_the_modules(docstrings):
    packages = [module.split(".")[0] for module in docstrings.modules]
    assert packages == sorted(packages)
    assert list(dict.fromkeys(docstrings.modules)) == sorted(set(docstrings.modules))


def test_no_paragraph_stands_twice_is_short_or_holds_markup(docstrings):
    texts = docstrings.data
    assert len(set(texts)) == len(texts)
    assert min(len(text.split()) for text in texts) >= 10
    for markup in (
        ">>>",
        "`",
        "\n",
        "https://",
        ":ref:",
        "%(",
        "sklearn.linear_model.",
    ):
        assert not [text for text in texts if markup in text], markup


def test_the_task_can_be_learned_and_is_not_trivial(docstrings):
    X, X_test, y, y_test = train_test_split(
        docstrings.data, docstrings.target, random_state=0, stratify=docstrings.target
    )
    pipeline = make_pipeline(TfidfVectorizer(sublinear_tf=True), ComplementNB())
    chance = np.bincount(y_test).max() / len(y_test)
    assert 2 * chance < pipeline.fit(X, y).score(X_test, y_test) < 0.9


def test_uncached_gives_the_same(docstrings, extracted, monkeypatch):
    monkeypatch.setattr(_cache, "load_or_make", None)
    monkeypatch.setattr(_docstrings, "extract", lambda: extracted)
    again = load_docstrings(cache=False)
    assert again.data == docstrings.data
    assert again.modules == docstrings.modules
    np.testing.assert_array_equal(again.target, docstrings.target)


def test_the_second_call_reads_the_cache(docstrings, data_home, monkeypatch):
    monkeypatch.setattr(_docstrings, "extract", None)
    X, y = load_docstrings(data_home=data_home, return_X_y=True)
    assert docstrings.data == X
    np.testing.assert_array_equal(y, docstrings.target)


def test_categories(docstrings, data_home):
    names = ["sklearn.svm", "scipy.fft"]
    part = load_docstrings(data_home=data_home, categories=iter(names))
    assert part.target_names == sorted(names)
    assert set(part.target) == {0, 1}
    i = docstrings.target_names.index("scipy.fft")
    assert part.target.tolist().count(0) == docstrings.target.tolist().count(i)
    alone = load_docstrings(data_home=data_home, categories="scipy.fft")
    assert alone.target_names == ["scipy.fft"]


@pytest.mark.parametrize(
    ("categories", "message"),
    [
        (["scipy.fft", "scipy.ftt"], r"unknown: \['scipy.ftt'\].*'scipy.fft'"),
        ([], "empty"),
    ],
)
def test_bad_categories(docstrings, data_home, categories, message):
    with pytest.raises(ValueError, match=message):
        load_docstrings(data_home=data_home, categories=categories)
