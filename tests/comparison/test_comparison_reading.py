"""Documents are read once for all candidates; whose time that is, and which tokens are unknown."""

from functools import partial

import numpy as np
import pytest
from comparison_tools import TEXTS, WORD2VEC, Recorder, Y, something_fails
from sklearn.base import clone
from sklearn.decomposition import TruncatedSVD
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from skembed import (
    Embedding,
    FeatureScaler,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
    tokenize_documents,
)
from skembed._comparison._reading import ONLY_OURS


class WithVocabulary(Recorder):
    vocabulary_ = {"word": 0}


def test_documents_are_read_once():
    read = []

    def preprocess(document):
        read.append(document)
        return document

    shared = {"preprocessor": preprocess, "n_components": 4, "max_iter": 1, "random_state": 0}
    candidates = [
        Word2VecVectorizer(subsample=0, **shared),
        GloVeVectorizer(**shared),
        SupervisedEmbeddingVectorizer(**shared),
        make_pipeline(Word2VecVectorizer(subsample=0, **shared), TruncatedSVD(2)),
    ]
    compare_embeddings(candidates, TEXTS, Y, cv=3, baseline=False)
    assert len(read) == len(TEXTS)
    candidates = [*candidates, Word2VecVectorizer(subsample=0, token_pattern="[a-z]", **shared)]
    found = compare_embeddings(candidates, TEXTS, Y, cv=3, baseline=False)
    assert len(read) == 3 * len(TEXTS)  # another way of reading
    assert not found.errors


class NoPickle:
    def __call__(self, text):
        return text.split()

    def __reduce__(self):
        raise TypeError("no pickle")

    def __deepcopy__(self, memo):
        return NoPickle()


@pytest.mark.parametrize("tokenizer", [partial(str.split, sep=" "), NoPickle()])
def test_tokenizers_that_clone_copies(tokenizer):
    vectorizer = clone(WORD2VEC).set_params(tokenizer=tokenizer, token_pattern=None)
    found = compare_embeddings([vectorizer], TEXTS, Y, cv=2, baseline=False)
    assert found.errors == {}
    np.testing.assert_array_equal(found.unknown_shares[0], 0)


def test_times_are_those_of_reading_alone(monkeypatch):
    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    class Slow(DummyClassifier):
        def fit(self, X, y):
            clock.now += 1000
            return super().fit(X, y)

    def preprocess(document):
        clock.now += 1
        return document

    clock = Clock()
    monkeypatch.setattr("skembed._comparison._trial.perf_counter", clock)
    monkeypatch.setattr("skembed._comparison._reading.perf_counter", clock)
    candidates = {
        "spared": WORD2VEC.__class__(preprocessor=preprocess, subsample=0, n_components=4),
        "too": SupervisedEmbeddingVectorizer(preprocessor=preprocess, n_components=4, max_iter=1),
        "alone": TfidfVectorizer(preprocessor=preprocess),
    }
    candidates["started"] = clone(candidates["too"]).set_params(
        init=Word2VecVectorizer(preprocessor=preprocess, subsample=0, n_components=4)
    )
    found = compare_embeddings(candidates, TEXTS, Y, cv=3, estimator=Slow())
    np.testing.assert_allclose(found.fit_times[:4], 40)  # a second for each document
    np.testing.assert_allclose(found.transform_times[:4], 20)
    np.testing.assert_allclose(found.estimator_times[:-1], 1000)
    found = compare_embeddings(
        candidates, TEXTS, Y, cv=3, estimator=Slow(), train_sizes=[10, 20], use_unlabeled=True
    )
    both = (40 + 10, 40 + 20)
    for i, times in enumerate([both, (10, 20), both, both]):
        np.testing.assert_allclose(found.fit_times[i, :, 0].T, [times] * 3)
    np.testing.assert_allclose(found.transform_times[:4], 20)


@something_fails
def test_tokenized_documents_are_taken():
    raw = compare_embeddings([WORD2VEC], TEXTS, Y, cv=3, baseline=False)
    tokens = tokenize_documents(TEXTS)
    found = compare_embeddings([WORD2VEC], tokens, Y, cv=3)
    np.testing.assert_array_equal(found.scores["accuracy"][0], raw.scores["accuracy"][0])
    np.testing.assert_array_equal(found.unknown_shares[0], 0)
    assert found.errors == {"tf-idf of words": ONLY_OURS}
    other = clone(WORD2VEC).set_params(lowercase=False)
    found = compare_embeddings([WORD2VEC, other], tokens, Y, cv=3, baseline=False)
    assert "were tokenized with lowercase=True" in found.errors[found.names[1]]


@pytest.mark.filterwarnings("ignore:Texts without a token:skembed.DataWarning")
def test_unknown_share():
    texts = ["one two", "one three", "two one", "four five six one"]
    y = [0, 1, 0, 1]
    found = compare_embeddings(
        {"count": CountVectorizer()}, texts, y, cv=[([0, 1], [2, 3])], baseline=False,
        estimator=DummyClassifier(),
    )  # fmt: skip
    assert found.unknown_shares[0].item() == pytest.approx(3 / 6)
    vectors = PretrainedVectorizer(Embedding(["one", "four"], np.eye(2)))
    found = compare_embeddings(
        {"given": vectors}, texts, y, cv=[([0, 1], [2, 3])], baseline=False,
        estimator=DummyClassifier(),
    )  # fmt: skip
    assert found.unknown_shares[0].item() == pytest.approx(3 / 6)
    found = compare_embeddings(
        {"own": Recorder()}, texts, y, cv=[([0, 1], [2, 3])], baseline=False,
        estimator=DummyClassifier(),
    )  # fmt: skip
    assert np.isnan(found.unknown_shares[0].item())
    assert np.isnan(found.n_terms[0].item())
    without = {"hashes": HashingVectorizer(n_features=9), "terms but no tokens": WithVocabulary()}
    found = compare_embeddings(without, TEXTS, Y, cv=2, baseline=False)
    assert np.isnan(found.unknown_shares).all()
    assert found.errors == {}
    pipeline = make_pipeline(make_pipeline(CountVectorizer(), "passthrough"), FeatureScaler())
    found = compare_embeddings(
        {"in a pipeline": pipeline}, [*texts, "?"], [*y, 1], cv=[([0, 1], [2, 3]), ([0, 1], [4])],
        baseline=False, estimator=DummyClassifier(),
    )  # fmt: skip
    np.testing.assert_allclose(found.unknown_shares[0].ravel(), [3 / 6, np.nan])
    np.testing.assert_array_equal(found.n_terms[0].ravel(), [3, 3])
    assert found.errors == {}
