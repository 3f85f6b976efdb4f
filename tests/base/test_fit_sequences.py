"""A fit leaves nothing of the fits before it, unless it goes on from them (``warm_start``)."""

from functools import cache
from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.base import clone
from texts import draw_documents

from skembed import (
    Embedding,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
)

# Two vocabularies of different sizes that share some words, with targets of other kinds.
DOCUMENTS = {"few": draw_documents(9, 8, 6), "many": draw_documents(30, 12, 8, seed=1)}
CLASSES = {"few": np.arange(8) % 2, "many": np.arange(12) % 3}
NUMBERS = {name: y * 2.5 for name, y in CLASSES.items()}
VECTORS = {
    n: Embedding([f"w{i}" for i in range(20)], np.random.default_rng(n).normal(size=(20, n)))
    for n in (4, 6)
}
FAST = {"max_iter": 1, "random_state": 0}
WORD2VEC = {"subsample": 0, "n_jobs": 1, **FAST}

# vectorizer, its targets, parameters of two kinds, whether the one can go on from the other
CASES = {
    "word2vec": (Word2VecVectorizer(**WORD2VEC), None, {"n_components": [4, 6]}, False),
    "algorithm": (
        Word2VecVectorizer(n_components=4, **WORD2VEC),
        None,
        {"algorithm": ["skip-gram", "cbow"]},
        True,
    ),
    "solver": (
        Word2VecVectorizer(n_components=4, **WORD2VEC),
        None,
        {"solver": ["native", "gensim"]},
        True,
    ),
    "glove": (GloVeVectorizer(**FAST), None, {"n_components": [4, 6]}, False),
    "sum-word": (
        GloVeVectorizer(n_components=4, **FAST),
        None,
        {"vectors": ["sum", "word"]},
        True,
    ),
    "both-sum": (  # rows of one length
        GloVeVectorizer(**FAST),
        None,
        {"vectors": ["both", "sum"], "n_components": [4, 8]},
        False,
    ),
    "classes": (SupervisedEmbeddingVectorizer(**FAST), CLASSES, {"n_components": [4, 6]}, False),
    "numbers": (SupervisedEmbeddingRegressor(**FAST), NUMBERS, {"n_components": [4, 6]}, False),
    "ngrams": (
        SupervisedEmbeddingVectorizer(n_components=4, validation_fraction=0.4, **FAST),
        CLASSES,
        {"ngram_range": [(1, 1), (1, 2)], "early_stopping": [False, True]},
        True,
    ),
    "pretrained": (
        PretrainedVectorizer(None),
        None,
        {"vectors": [VECTORS[4], VECTORS[6]]},
        True,
    ),
}


def step(model, case, warm, documents, kind):
    """Fit once; return what was refused, or None."""
    _, targets, kinds, _ = CASES[case]
    parameters = {name: values[kind] for name, values in kinds.items()}
    if "warm_start" in model.get_params():
        parameters["warm_start"] = warm
    model.set_params(**parameters)
    y = None if targets is None else targets[documents]
    try:
        model.fit(DOCUMENTS[documents], y)
    except ValueError as error:
        return str(error)
    return None


@cache
def reference(case, history):
    """A vectorizer that was given these fits only."""
    model = clone(CASES[case][0])
    for fit in history:
        assert step(model, case, *fit) is None
    return model


def learned(model):
    """All that was learned, as plain values."""
    arrays = {"vectors": model.embedding_.vectors, "terms": model.embedding_.terms}
    for name, value in vars(model).items():
        if isinstance(value, (np.ndarray, float)):
            arrays[name] = value
        if isinstance(value, tuple) and value and isinstance(value[0], np.ndarray):
            arrays |= {f"{name} {i}": array for i, array in enumerate(value)}
    return arrays | {"features": model.transform(DOCUMENTS["few"] + DOCUMENTS["many"])}


@cache
def learned_by_reference(case, history):
    return learned(reference(case, history))


def sequences(case):
    can_be_warm = hasattr(CASES[case][0], "warm_start")
    fits = list(product([False, True] if can_be_warm else [False], DOCUMENTS, [0, 1]))
    every = list(product(fits, repeat=3))
    # Many of them for one method, few for the others: what is tested is in the base.
    return every[:: {"word2vec": 3, "solver": 53}.get(case, 29)]


def copy_of(model):
    """Another estimator that holds the same arrays, which no fit may change."""
    twin = clone(model)
    vars(twin).update(vars(model))
    return twin


def fit_and_check(model, case, history, fit, sequence):
    """Fit once more; return what the vectorizer now comes from, which it must equal."""
    warm, _, kind = fit
    refused = step(model, case, *fit)
    if warm and history and history[-1][2] != kind and not CASES[case][3]:
        assert refused is not None, sequence
        assert "warm_start has vectors" in refused
        return history
    assert refused is None, (sequence, refused)
    history = (*history, fit) if warm else (fit,)
    expected = reference(case, history)
    assert vars(model).keys() == vars(expected).keys(), sequence
    mine, theirs = learned(model), learned_by_reference(case, history)
    assert mine.keys() == theirs.keys()
    for name, value in theirs.items():
        assert_array_equal(mine[name], value, err_msg=f"{name} after {sequence}")
    return history


@pytest.mark.parametrize("case", CASES)
def test_fits_one_after_the_other(case):
    after = {(): (clone(CASES[case][0]), ())}  # sequences with one beginning share its fits
    for sequence in sequences(case):
        for n in range(1, len(sequence) + 1):
            if sequence[:n] not in after:
                before, history = after[sequence[: n - 1]]
                model = copy_of(before)
                history = fit_and_check(model, case, history, sequence[n - 1], sequence[:n])
                after[sequence[:n]] = model, history


def test_what_is_not_from_a_fit_stays():
    model = PretrainedVectorizer(VECTORS[4]).set_output(transform="pandas")
    model.remark_ = "mine"
    model.fit(DOCUMENTS["few"]).fit(DOCUMENTS["many"])
    assert model.remark_ == "mine"
    assert model.transform(DOCUMENTS["few"]).shape == (8, 4)
    assert hasattr(model.transform(DOCUMENTS["few"]), "columns")


def test_cold_after_warm_keeps_nothing_for_a_warm_start():
    model = Word2VecVectorizer(n_components=4, warm_start=True, **WORD2VEC).fit(DOCUMENTS["many"])
    assert hasattr(model, "_context_vectors")
    model.set_params(warm_start=False).fit(DOCUMENTS["few"])
    assert not hasattr(model, "_context_vectors")
