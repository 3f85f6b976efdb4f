"""ngram_weight: the same weights of n-grams in training, transform and later calls."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.preprocessing import normalize
from topics import LABELS, NEW, SMALL, TEXTS, fit

from skembed import SupervisedEmbeddingRegressor
from skembed._core.pieces import WHOLE
from skembed.pooling import SifPooling, SumPooling

WEIGHT = 0.3


class Custom(SumPooling):
    """A weighted sum whose weights of terms are all the same."""

    factor = 1.0

    def weights(self, corpus, n_terms):
        weights = super().weights(corpus, n_terms)
        weights.data *= self.factor
        return weights

    def transform(self, corpus, embedding, *, n_threads=1):
        return self.factor * super().transform(corpus, embedding, n_threads=n_threads)


class Thousandfold(Custom):
    factor = 1000.0


def weights_of(model, texts):
    """The pooled weights, with the columns in alphabetical order."""
    [corpus] = model._encoder.encode_pieces(texts, model._analyzer(), WHOLE)
    weights = model.pooling_.weights(corpus, len(model.embedding_)).toarray()
    assert_allclose(weights @ model.embedding_.vectors, model.transform(texts), atol=1e-5)
    return weights[:, np.argsort(model.embedding_.terms)]


def expected(pooling, texts):
    """The weights by scikit-learn, with those of pairs multiplied by WEIGHT."""
    if pooling == "tfidf":
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, norm=None)
    elif pooling == "idf":
        words = TfidfVectorizer(ngram_range=(1, 2), norm=None)
    else:
        words = CountVectorizer(ngram_range=(1, 2))
    words.fit(TEXTS)
    is_pair = np.array([" " in term for term in words.get_feature_names_out()])
    weights = words.transform(texts).toarray() * np.where(is_pair, WEIGHT, 1)
    norms = {"tfidf": "l2", "idf": "l1", "mean": "l1"}
    return normalize(weights, norm=norms[pooling]) if pooling in norms else weights


@pytest.mark.parametrize("pooling", ["tfidf", "idf", "mean", "sum"])
def test_weights_of_pairs(pooling):
    model = fit(pooling=pooling, ngram_weight=WEIGHT)
    for texts in (TEXTS, NEW):
        assert_allclose(weights_of(model, texts), expected(pooling, texts), rtol=1e-5, atol=1e-6)
    again = pickle.loads(pickle.dumps(model)).partial_fit(TEXTS, LABELS)
    assert_allclose(weights_of(again, NEW), expected(pooling, NEW), rtol=1e-5, atol=1e-6)
    sums = np.asarray(model.contributions(NEW, target="sea").sum(axis=1)) + model.intercept_[1]
    assert_allclose(sums, model.decision_function(NEW)[:, 1], rtol=1e-4, atol=1e-4)


def test_weights_of_sif():
    halves, ones = (fit(pooling=SifPooling(n_removed=0), ngram_weight=w) for w in (0.5, 1))
    ratio = weights_of(halves, TEXTS) / np.maximum(weights_of(ones, TEXTS), 1e-9)
    is_pair = np.array([" " in term for term in np.sort(halves.embedding_.terms)])
    assert_allclose(ratio.max(axis=0), np.where(is_pair, 0.5, 1), rtol=1e-5)


def test_weights_of_shared_rows_and_characters():
    model = fit(n_buckets=10, char_ngram_range=(2, 3), ngram_weight=WEIGHT, pooling="sum")
    is_word = np.isin(model.embedding_.terms, " ".join(TEXTS).split())
    assert is_word.sum() == len(model.embedding_) - 10
    assert_allclose(model.pooling_.weights_, np.where(is_word, 1, WEIGHT))


def test_without_pairs_it_changes_nothing():
    one, other = (fit(ngram_range=(1, 1), ngram_weight=w) for w in (1, 0.1))
    assert_array_equal(one.transform(NEW), other.transform(NEW))


def test_regressor():
    y = (LABELS == "sea").astype(float)
    models = [SupervisedEmbeddingRegressor(**SMALL, ngram_weight=w).fit(TEXTS, y) for w in (0.3, 1)]
    assert not np.allclose(models[0].predict(NEW), models[1].predict(NEW), atol=1e-3)
    assert_allclose(weights_of(models[0], NEW), expected("tfidf", NEW), rtol=1e-5, atol=1e-6)


def test_the_size_of_the_weights_of_a_pooling_does_not_matter():
    one, other = (fit(pooling=p) for p in (Custom(), Thousandfold()))
    assert_allclose(one.predict_proba(NEW), other.predict_proba(NEW), rtol=1e-3, atol=1e-5)
    one, other = (model.partial_fit(TEXTS[:9], LABELS[:9]) for model in (one, other))
    assert_allclose(one.predict_proba(NEW), other.predict_proba(NEW), rtol=1e-3, atol=1e-5)
