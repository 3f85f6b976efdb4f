"""Whole numbers of every type of NumPy's give the same bits as Python's; True is no number."""

import warnings

import numpy as np
import pytest
from sklearn.base import clone

from skembed import (
    GloVeVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
    cooccurrence_matrix,
)
from skembed._base.parameters.table import PARAMETERS
from skembed._compat.sklearn import whole_number

RNG = np.random.default_rng(0)
DOCUMENTS = [" ".join(f"w{k}" for k in RNG.integers(0, 300, 90)) for _ in range(60)]
Y = [0, 1] * 30
TYPES = (np.int8, np.uint8, np.int16, np.int32, np.int64)
SMALL = {"n_components": 4, "max_iter": 1, "random_state": 0}
WORDS = {"window": 100, "n_components": 100, "max_iter": 3, "min_df": 2, "max_features": 120}
FEATURES = {"n_components": 100, "max_iter": 3, "n_buckets": 100, "cv": 3, "max_features": 120}
CASES = [
    (Word2VecVectorizer(**SMALL), {**WORDS, "n_negative": 30, "max_df": 120, "n_jobs": 2}),
    (Word2VecVectorizer(algorithm="cbow", **SMALL), {"window": 100, "n_negative": 30}),
    (Word2VecVectorizer(solver="gensim", **SMALL), {"window": 100, "n_components": 100}),
    (GloVeVectorizer(**SMALL), {**WORDS, "n_iter_no_change": 2, "memory_limit": 10**8}),
    (SupervisedEmbeddingVectorizer(**SMALL), {**FEATURES, "random_state": 5}),
    (SupervisedEmbeddingRegressor(**SMALL), FEATURES),
    (SupervisedEmbeddingVectorizer(**SMALL), {"ngram_range": (1, 12)}),
    (SupervisedEmbeddingVectorizer(**SMALL), {"char_ngram_range": (2, 5)}),
]


def of_type(kind, value):
    return tuple(map(kind, value)) if isinstance(value, tuple) else kind(value)


def fits_into(kind, value):
    return np.max(value) <= np.iinfo(kind).max


@pytest.mark.parametrize(("model", "parameters"), CASES)
def test_same_bits_for_every_type(model, parameters):
    for name, value in parameters.items():
        wanted = clone(model).set_params(**{name: value}).fit_transform(DOCUMENTS, Y)
        for kind in TYPES:
            if fits_into(kind, value):
                other = clone(model).set_params(**{name: of_type(kind, value)})
                with warnings.catch_warnings():
                    warnings.simplefilter("error", RuntimeWarning)
                    features = other.fit_transform(DOCUMENTS, Y)
                np.testing.assert_array_equal(features, wanted, err_msg=f"{name}: {kind}")
                other.transform(DOCUMENTS[:1])


def test_a_snapshot_has_plain_numbers():
    lengths = np.int64(1), np.int8(2)
    model = SupervisedEmbeddingVectorizer(ngram_range=lengths, min_df=np.int8(2), dropout=0.5)
    snapshot = model._snapshot()
    assert [type(n) for n in (*snapshot.ngram_range, snapshot.min_df)] == [int] * 3
    assert snapshot.get_params() == model.get_params()
    assert model.ngram_range is lengths


def test_parameters_stay_as_they_were_given():
    model = Word2VecVectorizer(n_components=np.int8(4), max_iter=1).fit(DOCUMENTS)
    assert type(model.n_components) is np.int8


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int64])
def test_counts_are_the_same_for_every_type(kind):
    terms = [f"w{k}" for k in range(300)]
    wanted = cooccurrence_matrix(DOCUMENTS, terms, window=100, n_jobs=2)
    counts = cooccurrence_matrix(DOCUMENTS, terms, window=kind(100), n_jobs=kind(2))
    np.testing.assert_array_equal(counts.toarray(), wanted.toarray())


def test_learning_rate_of_numpy():
    rate = np.float32(0.05)
    fits = [clone(CASES[0][0]).set_params(learning_rate=r) for r in (rate, float(rate))]
    one, other = (fit.fit_transform(DOCUMENTS) for fit in fits)
    np.testing.assert_array_equal(one, other)


WHOLE = [
    name
    for name, parameter in PARAMETERS.items()
    if any(type(c) is type(whole_number()) for c in parameter.constraint)
]


def test_whole_numbers_are_found():
    assert {"n_components", "window", "max_iter", "n_jobs", "memory_limit"} <= set(WHOLE)


@pytest.mark.parametrize("value", [True, False, np.True_])
@pytest.mark.parametrize("name", WHOLE)
def test_true_is_no_number(name, value):
    for model, _ in CASES:
        if name in model.get_params():
            with pytest.raises(ValueError, match=f"The '{name}' parameter"):
                clone(model).set_params(**{name: value}).fit(DOCUMENTS, Y)


def test_true_is_no_number_in_functions():
    with pytest.raises(ValueError, match="The 'window' parameter"):
        cooccurrence_matrix(DOCUMENTS, ["w1"], window=True)
    with pytest.raises(ValueError, match="The 'n_jobs' parameter"):
        compare_embeddings([Word2VecVectorizer()], DOCUMENTS, Y, n_jobs=True)
