"""Whole numbers beyond what there is, and beyond int32: no memory for them, or a clear error."""

import inspect
import tracemalloc
from numbers import Integral

import numpy as np
import pytest
from texts import draw_documents

from skembed import (
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    cooccurrence_matrix,
)

TEXTS = draw_documents(60, 80, 14)
Y = np.arange(len(TEXTS)) % 2
LARGEST = 2**31 - 1
CLASSES = [
    Word2VecVectorizer,
    GloVeVectorizer,
    SupervisedEmbeddingVectorizer,
    SupervisedEmbeddingRegressor,
    PretrainedVectorizer,
]
# CountVectorizer's, to which any number is a limit that nothing reaches, and others without one.
UNLIMITED = {"max_features", "max_df", "n_jobs", "verbose"}
SMALL = {"n_components": 4, "max_iter": 1, "random_state": 0}


def counting_parameters():
    """(class, parameter) for every parameter that may be a whole number."""
    for cls in CLASSES:
        for name in inspect.signature(cls).parameters:
            kinds = cls._parameter_constraints.get(name, ())
            kinds = kinds if isinstance(kinds, list) else []
            if any(getattr(kind, "type", kind) is Integral for kind in kinds):
                yield cls, name


# memory_limit counts bytes, of which there may be more.
PARAMETERS = sorted((c for c in counting_parameters() if c[1] != "memory_limit"), key=str)


def make(cls, **parameters):
    taken = inspect.signature(cls).parameters
    small = {name: value for name, value in SMALL.items() if name in taken}
    if cls is PretrainedVectorizer:
        small["vectors"] = Word2VecVectorizer(**SMALL).fit(TEXTS).embedding_
    return cls(**{**small, **parameters})


def test_parameters_are_found():
    names = {name for _, name in PARAMETERS}
    assert {"n_components", "window", "n_negative", "max_iter", "n_buckets", "min_df"} <= names
    assert names >= {"n_iter_no_change"} | UNLIMITED - {"verbose"}


@pytest.mark.parametrize("value", [2**31, 2**63, 2**64, 10**30])
@pytest.mark.parametrize(
    ("cls", "name"), [pytest.param(c, n, id=f"{c.__name__}-{n}") for c, n in PARAMETERS]
)
def test_beyond_int32(cls, name, value):
    vectorizer = make(cls, **{name: value})
    if name in UNLIMITED:
        expected = make(cls).fit(TEXTS, Y).transform(TEXTS)
        assert vectorizer.fit(TEXTS, Y).transform(TEXTS).tobytes() == expected.tobytes()
    else:
        with pytest.raises(ValueError, match=name):
            vectorizer.fit(TEXTS, Y)


@pytest.mark.parametrize("value", [2**31, 2**64])
def test_window_of_a_matrix(value):
    with pytest.raises(ValueError, match="'window' parameter"):
        cooccurrence_matrix(TEXTS, ["w0", "w1"], window=value)


def peak(work):
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("n_jobs", [1, 2])
@pytest.mark.parametrize(
    "vectorizer",
    [
        Word2VecVectorizer(**SMALL),
        Word2VecVectorizer(algorithm="cbow", **SMALL),
        GloVeVectorizer(**SMALL),
    ],
    ids=["skip-gram", "cbow", "glove"],
)
def test_a_window_beyond_any_document_takes_no_memory(vectorizer, n_jobs):
    vectorizer.set_params(n_jobs=n_jobs, window=13).fit(TEXTS)
    usual = peak(lambda: vectorizer.fit(TEXTS))
    assert peak(lambda: vectorizer.set_params(window=LARGEST).fit(TEXTS)) < 2 * usual + 10**5


@pytest.mark.parametrize("window", [14, 1000, 10**6])
def test_windows_beyond_the_documents_give_finite_vectors(window):
    for algorithm in ("skip-gram", "cbow"):
        model = Word2VecVectorizer(algorithm=algorithm, window=window, **SMALL).fit(TEXTS)
        assert np.isfinite(model.embedding_.vectors).all()
        assert model.loss_curve_[0] > 0


def test_documents_of_one_word_have_no_window():
    with pytest.warns(UserWarning, match="No word has a context word"):
        model = Word2VecVectorizer(window=LARGEST, **SMALL).fit(["w0", "w1", "w1"])
    assert len(model.embedding_) == 2
