"""The penalty of the regressor: ridge regression, chosen by cross-validation."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.sparse import csr_array
from sklearn.linear_model import Ridge

from skembed import Embedding, SupervisedEmbeddingRegressor
from skembed._core.corpus import Corpus
from skembed._supervised.penalty import N_FOLDS, held_out_errors, of_several

WORDS = np.array(["sun", "moon", "tide", "boat", "sail", "gull", "rain", "wind"])
rng = np.random.default_rng(0)
ROWS = [rng.permutation(8)[: rng.integers(2, 6)] for _ in range(60)]
TEXTS = [" ".join(WORDS[row]) for row in ROWS]
EFFECTS = rng.normal(size=8)
SIGNAL = np.array([EFFECTS[row].sum() / np.sqrt(len(row)) for row in ROWS])
WEIGHT = rng.integers(1, 4, size=60).astype(float)
SMALL = {"n_components": 4, "random_state": 0}


def weights_of(model, texts):
    [corpus] = model._encode_pieces(texts, model._analyzer())
    return model.pooling_.weights(corpus, len(model.embedding_)).toarray().astype(float)


@pytest.mark.parametrize("n_steps", [12, 30])
@pytest.mark.parametrize("weight", [np.ones(23), rng.uniform(0.5, 2, 23)])
def test_held_out_errors(weight, n_steps):
    X, y, penalties = rng.normal(size=(23, 9)), rng.normal(size=23), np.array([0.1, 10])
    as_new = np.round(X)
    expected = np.empty((23, 2))
    for fold in range(N_FOLDS):
        left_out = np.arange(23) % N_FOLDS == fold
        for k, alpha in enumerate(penalties):
            model = Ridge(alpha).fit(X[~left_out], y[~left_out], weight[~left_out])
            errors = np.square(model.predict(as_new[left_out]) - y[left_out])
            expected[left_out, k] = weight[left_out] * errors
    matrices = (csr_array(each.astype(np.float32)) for each in (X, as_new))
    found = held_out_errors(*matrices, y, weight, penalties, n_steps)
    assert_allclose(found, expected, rtol=2e-3, atol=1e-4)


def test_terms_of_several_documents():
    ids = np.array([0, 2, 2, 1, 1, 0, 3], dtype=np.int32)
    corpus = Corpus(ids, np.array([0, 3, 5, 7]), np.zeros(3, dtype=np.int64))
    found = of_several(corpus)
    assert_array_equal(found.ids, [0, 0])  # 2 and 1 are twice in one document
    assert_array_equal(found.indptr, [0, 1, 1, 2])


@pytest.mark.parametrize("alpha", [0.3, 30])
def test_predictions_are_those_of_ridge_regression(alpha):
    y = np.column_stack([SIGNAL, rng.normal(size=60)])
    model = SupervisedEmbeddingRegressor(**SMALL, alpha=alpha, max_iter=100)
    model.fit(TEXTS, y, WEIGHT)
    X, scaled = weights_of(model, TEXTS), (y - model.intercept_) / y.std(axis=0)
    expected = Ridge(alpha).fit(X, scaled, WEIGHT).predict(X)
    found = (model.predict(TEXTS) - model.intercept_) / y.std(axis=0)
    assert_allclose(found, expected, atol=0.02)
    heads = model.coef_ / model._target_kind.std[:, np.newaxis]
    assert_allclose(heads @ heads.T, np.eye(2), atol=1e-5)


def test_auto():
    noise, both = 3 * rng.normal(size=60), ["sun moon" in text for text in TEXTS]
    clear, noisy, pairs = (
        SupervisedEmbeddingRegressor(**SMALL).fit(TEXTS, y)
        for y in (SIGNAL, SIGNAL + noise, np.array(both, dtype=float))
    )
    assert noisy.alpha_ > 3 * clear.alpha_
    assert clear.ngram_weight_ == 0.1
    assert pairs.ngram_weight_ == 0.5


@pytest.mark.parametrize(
    "more",
    [
        {"norm": "l2"},
        {"n_components": 1},
        {"init": Embedding(WORDS, rng.normal(size=(8, 4))), "freeze": False},
        {"init": Embedding(WORDS, rng.normal(size=(8, 4))), "freeze": True},
    ],
)
def test_no_penalty(more):
    y = np.column_stack([SIGNAL, -SIGNAL])
    models = [
        SupervisedEmbeddingRegressor(**SMALL | more, alpha=alpha, ngram_weight=0.5, max_iter=2)
        for alpha in (0.1, 100)
    ]
    one, other = (model.fit(TEXTS, y).predict(TEXTS) for model in models)
    assert_allclose(one, other)
    assert models[0].alpha_ is None
