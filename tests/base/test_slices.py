"""With several threads, each takes slices of new documents from strings to results."""

import threading
import warnings

import joblib
import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal
from topics import LABELS, SMALL, TEXTS

from skembed import (
    Embedding,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
)
from skembed._base import slices
from skembed._compat.jobs import call_in_threads

NEW = [*TEXTS, "", "Grüße unknown", "alpha " * 300] * 3


@pytest.fixture(autouse=True)
def small_slices(monkeypatch):
    monkeypatch.setattr(slices, "_LEAST", 100)
    monkeypatch.setattr(slices, "_MOST", 1000)
    monkeypatch.setattr(slices, "AT_ONCE", 4)
    monkeypatch.setattr(joblib, "cpu_count", lambda: 8)


@pytest.fixture
def threads_of_features(monkeypatch):
    """The threads in which features are computed."""
    found, compute = [], Word2VecVectorizer._features

    def watched(self, corpus):
        found.append(threading.current_thread())
        return compute(self, corpus)

    monkeypatch.setattr(Word2VecVectorizer, "_features", watched)
    return found


def word2vec(**parameters):
    return Word2VecVectorizer(**SMALL, subsample=0, **parameters).fit(TEXTS)


def models():
    terms, rng = sorted({*" ".join(TEXTS).split(), "alpha beta"}), np.random.default_rng(0)
    embedding = Embedding(terms, rng.normal(size=(len(terms), 8)).astype(np.float32))
    return {
        "words": word2vec(),
        "characters": word2vec(analyzer="char", max_features=40),
        "n-grams": SupervisedEmbeddingVectorizer(**SMALL, char_ngram_range=(2, 3)).fit(
            TEXTS, LABELS
        ),
        "terms of several words": PretrainedVectorizer(embedding).fit(TEXTS),
    }


MODELS = models()
CONTAINERS = {
    "list": list,
    "iterator": iter,
    "array": lambda texts: np.array(texts, dtype=object),
    "Series": pd.Series,
    "bytes among them": lambda texts: [*texts[:100], texts[100].encode(), *texts[101:]],
}


def on_threads(model, method, documents, n_jobs=2):
    """The result with several threads."""
    model = model._snapshot()
    model.n_jobs = n_jobs
    return getattr(model, method)(documents)


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("name", MODELS)
def test_features(name, container):
    documents = CONTAINERS[container](NEW)
    expected = MODELS[name].transform(NEW)
    assert_array_equal(on_threads(MODELS[name], "transform", documents), expected)


@pytest.mark.parametrize("method", ["predict", "predict_proba", "contributions"])
def test_predictions(method):
    model = MODELS["n-grams"]
    found, expected = on_threads(model, method, NEW), getattr(model, method)(NEW)
    if method == "contributions":
        found, expected = found.toarray(), expected.toarray()
    assert_array_equal(found, expected)


def test_threads_take_slices(threads_of_features):
    """All but the first, which makes the tables that they share."""
    on_threads(MODELS["words"], "transform", NEW)
    first, *others = threads_of_features
    assert first is threading.main_thread()
    assert len(others) > 10
    assert threading.main_thread() not in others


@pytest.mark.parametrize("documents", [[], iter([]), ["a text"], ["", ""]])
def test_few_documents_need_no_thread(documents, threads_of_features):
    n = len(documents) if isinstance(documents, list) else 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        assert on_threads(MODELS["words"], "transform", documents).shape == (n, 8)
    assert threads_of_features == [threading.main_thread()]


def test_own_functions_stay_in_this_thread(threads_of_features):
    """A tokenizer, which may not be prepared for threads, is never called in several."""
    model = word2vec(tokenizer=str.split, token_pattern=None)
    assert_array_equal(on_threads(model, "transform", NEW), model.transform(NEW))
    assert set(threads_of_features) == {threading.main_thread()}


@pytest.mark.parametrize("container", ["list", "iterator"])
def test_errors_name_the_row(container):
    documents = CONTAINERS[container]([*NEW[:200], None, *NEW])
    with pytest.raises(ValueError, match="The document in row 200 is missing"):
        on_threads(MODELS["words"], "transform", documents)
    documents = CONTAINERS[container]([*NEW[:300], b"\xff", *NEW])
    with pytest.raises(ValueError, match="The document in row 300 is not utf-8"):
        on_threads(MODELS["words"], "transform", documents)


def test_missing_documents_may_be_empty():
    model = word2vec(handle_missing="empty")
    documents = [*NEW[:200], None, *NEW]
    assert_array_equal(on_threads(model, "transform", documents), model.transform(documents))


def test_an_iterator_that_fails():
    threads = set(threading.enumerate())

    def failing():
        yield from NEW[:250]
        raise RuntimeError("lost")

    with pytest.raises(RuntimeError, match="lost") as caught:
        on_threads(MODELS["words"], "transform", failing())
    assert "asked for row 250" in caught.value.__notes__[0]
    assert set(threading.enumerate()) <= threads


def test_one_warning_for_all_slices():
    with pytest.warns(UserWarning, match="None of these 400 documents") as warned:
        on_threads(MODELS["words"], "transform", ["unknown words"] * 400)
    assert len(warned) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        on_threads(MODELS["words"], "transform", ["unknown words"] * 400 + ["alpha"])


def test_results_come_call_in_threads():
    taken, done = [], []

    def calls():
        for i in range(20):
            taken.append(i)
            assert i - len(done) <= 3  # two run and one waits
            yield lambda i=i: i

    for i in call_in_threads(calls(), 2):
        assert i == len(done)
        done.append(i)
    assert len(taken) == len(done) == 20


def test_nothing_is_left_when_the_results_are_not_needed():
    threads, started = set(threading.enumerate()), []
    results = call_in_threads((lambda i=i: started.append(i) for i in range(100)), 2)
    next(results)
    results.close()
    assert len(started) <= 3
    assert set(threading.enumerate()) <= threads
