"""Fitted vectorizers and features of the test sets, if they are asked for."""

import numpy as np
import pytest
from comparison_tools import TEXTS, WORD2VEC, Failing, Y, something_fails
from sklearn.base import clone
from sklearn.model_selection import StratifiedKFold

from skembed import compare_embeddings

FOLDS = StratifiedKFold(3, shuffle=True, random_state=0)


@pytest.mark.parametrize("n_jobs", [None, 2])
def test_vectorizers_of_the_first_seed_and_the_largest_size(n_jobs):
    found = compare_embeddings(
        {"w2v": WORD2VEC}, TEXTS, Y, cv=FOLDS, seeds=[3, 4], train_sizes=[5, 40],
        return_vectorizers=True, n_jobs=n_jobs,
    )  # fmt: skip
    assert list(found.vectorizers) == list(found.test_features) == ["w2v", "tf-idf of words"]
    for i, (train, test) in enumerate(FOLDS.split(TEXTS, Y)):
        np.testing.assert_array_equal(found.splits[i][0], train)
        np.testing.assert_array_equal(found.splits[i][1], test)
        kept = found.vectorizers["w2v"][i]
        alone = clone(WORD2VEC).set_params(random_state=3)
        # the order of the labeled documents is that of their choice
        assert set(kept.vocabulary_) == set(alone.fit([TEXTS[j] for j in train]).vocabulary_)
        assert kept.random_state == 3
        expected = kept.transform([TEXTS[j] for j in test])
        np.testing.assert_array_equal(found.test_features["w2v"][i], expected)


def test_vectorizers_of_chosen_folds():
    found = compare_embeddings([WORD2VEC], TEXTS, Y, cv=FOLDS, return_vectorizers=[1])
    for kept in (found.vectorizers, found.test_features):
        for of_a_candidate in kept.values():
            assert [each is None for each in of_a_candidate] == [True, False, True]


@something_fails
def test_nothing_is_kept_of_a_failed_fit():
    found = compare_embeddings({"bad": Failing()}, TEXTS, Y, cv=FOLDS, return_vectorizers=True)
    assert found.vectorizers["bad"] == found.test_features["bad"] == [None] * 3
    assert len(found.vectorizers["tf-idf of words"]) == 3


def test_nothing_is_kept_by_default():
    found = compare_embeddings([WORD2VEC], TEXTS, Y, cv=FOLDS)
    assert found.vectorizers == found.test_features == {}
    assert len(found.splits) == 3
