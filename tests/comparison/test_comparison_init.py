"""Candidates with an ``init`` that is not fitted: on which documents each fold fits it."""

import numpy as np
import pytest
from comparison_tools import SUPERVISED, TEXTS, WORD2VEC, Y, something_fails
from sklearn.base import clone
from sklearn.pipeline import make_pipeline

from skembed import FeatureScaler, Word2VecVectorizer, compare_embeddings

FOLDS = [(np.arange(20, 60), np.arange(20)), (np.arange(40), np.arange(40, 60))]
STARTED = clone(SUPERVISED).set_params(init=WORD2VEC)


class Counting(Word2VecVectorizer):
    """Keeps in a list of the test how many documents it was fitted to."""

    fits: list = []

    def _read(self, X):
        self.fits.append(len(X))
        return super()._read(X)


@pytest.mark.parametrize("make", [clone, lambda model: make_pipeline(model, FeatureScaler())])
def test_it_is_fitted_to_all_documents_of_a_fold(make, monkeypatch):
    monkeypatch.setattr(Counting, "fits", [])
    init = Counting(**WORD2VEC.get_params())
    candidates = [make(clone(SUPERVISED).set_params(init=init))]
    shared = {"cv": FOLDS, "train_sizes": [10, 20], "baseline": False}
    found = compare_embeddings(candidates, TEXTS, Y, use_unlabeled=True, **shared)
    assert not found.errors
    assert Counting.fits == [40, 40]  # once in each fold
    Counting.fits.clear()
    compare_embeddings(candidates, TEXTS, Y, **shared)
    assert Counting.fits == [10, 20] * 2


def test_it_starts_as_if_it_was_given_fitted():
    given = {"cv": FOLDS[:1], "train_sizes": [10, 20], "seeds": [3], "return_vectorizers": True}
    found = compare_embeddings({"a": STARTED}, TEXTS, Y, use_unlabeled=True, **given)
    fitted = clone(WORD2VEC).set_params(random_state=3).fit(TEXTS[20:])
    wanted = compare_embeddings({"a": clone(SUPERVISED).set_params(init=fitted)}, TEXTS, Y, **given)
    np.testing.assert_array_equal(found.test_features["a"], wanted.test_features["a"])
    np.testing.assert_array_equal(found.scores["accuracy"], wanted.scores["accuracy"])


@something_fails
def test_its_text_parameters():
    other = clone(STARTED).set_params(init__lowercase=False)
    bad = clone(STARTED).set_params(init__token_pattern="(")
    candidates = {"alike": STARTED, "other": other, "bad": bad}
    for sizes in ({}, {"train_sizes": [20], "use_unlabeled": True}):
        found = compare_embeddings(candidates, TEXTS, Y, cv=FOLDS, baseline=False, **sizes)
        assert list(found.errors) == ["bad"]
        assert "regular expression" in found.errors["bad"]
        assert "in the fit of init" in found.errors["bad"]
        np.testing.assert_array_equal(found.unknown_shares[:2], 0)
        np.testing.assert_array_equal(found.scores["accuracy"][0], found.scores["accuracy"][1])
