"""Fine-tuning: where the vectors go that init has for words that no training document holds."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from skembed import Embedding, SupervisedEmbeddingRegressor, SupervisedEmbeddingVectorizer
from skembed._supervised.unseen_terms import _PENALTIES, find_moves

PETS = Embedding(
    ["cat", "dog", "say", "kitten", "puppy"],
    [[1, 0.1], [-1, 0.1], [0, 1], [0.95, 0.1], [-0.95, 0.1]],
)
TEXTS, Y = ["cat say", "dog say"] * 20, np.array(["cat", "dog"] * 20)
SMALL = {"n_components": 2, "init": PETS, "freeze": False, "random_state": 0}


def slow_moves(before, after):
    """Ridge regression with the penalty of the least GCV error, by its formula."""
    D, (n, d) = after - before, before.shape
    least, moves = np.square(D).sum() / n**2, np.zeros((d, d))
    for penalty in _PENALTIES * np.trace(before.T @ before) / d:
        inverse = np.linalg.inv(before.T @ before + penalty * np.eye(d))
        hat = before @ inverse @ before.T
        error = np.square(D - hat @ D).sum() / np.trace(np.eye(n) - hat) ** 2
        if error < least:
            least, moves = error, inverse @ before.T @ D
    return moves


@pytest.mark.parametrize("noise", [0.0, 0.3, 3.0])
@pytest.mark.parametrize("n", [3, 40])
def test_moves_by_the_formula(n, noise):
    random = np.random.default_rng(n)
    before = random.normal(size=(n, 4)) * [3, 1, 1, 0.1]
    after = before @ (np.eye(4) + random.normal(size=(4, 4))) + noise * random.normal(size=(n, 4))
    before, after = before.astype(np.float32), after.astype(np.float32)
    wanted = slow_moves(before.astype(np.float64), after.astype(np.float64))
    assert_allclose(find_moves(before, after), wanted, rtol=1e-4, atol=1e-6)


def test_zeros_do_not_move():
    assert_array_equal(find_moves(np.zeros((3, 2), np.float32), np.ones((3, 2), np.float32)), 0)


@pytest.mark.parametrize("weight_decay", [0.0, 0.3])
def test_similar_words_get_similar_probabilities(weight_decay):
    model = SupervisedEmbeddingVectorizer(**SMALL, max_iter=50, weight_decay=weight_decay)
    model.fit(TEXTS, Y)
    known, similar = map(model.predict_proba, (["cat", "dog"], ["kitten", "puppy"]))
    assert known[0, 0] > 0.8
    assert_allclose(similar, known, atol=0.02)


def test_similar_words_get_similar_numbers():
    model = SupervisedEmbeddingRegressor(**SMALL, max_iter=50).fit(TEXTS, 1.0 * (Y == "cat"))
    known, similar = map(model.predict, (["cat", "dog"], ["kitten", "puppy"]))
    assert_allclose(similar - similar.mean(), 0.95 * (known - known.mean()), atol=0.02)


def test_folds_move_words_that_they_leave_out():
    texts, y = [*TEXTS, "kitten say", "puppy say"], [*Y, "cat", "dog"]
    rows = np.arange(42)
    cv = [(np.setdiff1d(rows, left_out), left_out) for left_out in np.split(rows, [20, 40])]
    model = SupervisedEmbeddingVectorizer(**SMALL, max_iter=50, cv=cv)
    features = model.fit_transform(texts, y)
    assert_allclose(features[[40, 41]], features[[0, 1]], atol=0.4)


def test_partial_fit_moves_them_once():
    model = SupervisedEmbeddingVectorizer(**SMALL, learning_rate=1).partial_fit(TEXTS, Y)
    first = model.embedding_["kitten"]
    assert np.abs(first - PETS["kitten"]).max() > 0.5
    model.partial_fit([*TEXTS, "kitten say"], [*Y, "cat"], sample_weight=[*[1] * 40, 0])
    assert_array_equal(model.embedding_["kitten"], first)
    assert np.abs(model.partial_fit(["kitten say"], ["cat"]).embedding_["kitten"] - first).max() > 0


@pytest.mark.parametrize("freeze", [True, "concat"])
def test_frozen_words_stay(freeze):
    model = SupervisedEmbeddingVectorizer(**{**SMALL, "freeze": freeze}).fit(TEXTS, Y)
    assert_array_equal(model.embedding_["kitten"][:2], PETS["kitten"])
