"""Transform and prediction: what they cost follows the documents, which go in pieces."""

import itertools
import tracemalloc
from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from threadpoolctl import threadpool_limits

from skembed import (
    Embedding,
    PretrainedVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    tokenize_documents,
)
from skembed._core.pieces import PIECE, WHOLE, Size, cut, stacked
from skembed._supervised.prediction import head_scores
from skembed.pooling import POOLINGS, MeanPooling, SifPooling

WORDS = [f"{a}{b}{a}" for a in "bdfgklmnprst" for b in ("a", "e", "io", "u")]
N_TERMS = 100_000
BYTES = 90_000  # less than one for each of so many terms


def texts(n, *, seed=0, n_tokens=12):
    random = np.random.default_rng(seed)
    sizes = random.integers(0, n_tokens, n)
    return [" ".join(random.choice(WORDS, size)) for size in sizes.tolist()]


@cache
def fitted(name):
    documents, y = texts(300, seed=1), np.arange(300) % 3
    common = {"n_components": 6, "random_state": 0, "max_iter": 2}
    estimators = {
        "word2vec": (Word2VecVectorizer(**common, pooling=list(POOLINGS)), y),
        "classifier": (
            SupervisedEmbeddingVectorizer(**common, ngram_range=(1, 3), char_ngram_range=(2, 3)),
            y,
        ),
        "two classes": (SupervisedEmbeddingVectorizer(**common, norm="l2"), y > 0),
        "labels": (SupervisedEmbeddingVectorizer(**common, ngram_range=(2, 2)), np.eye(3)[y]),
        "numbers": (SupervisedEmbeddingRegressor(**common, char_ngram_range=(3, 3)), y),
    }
    estimator, targets = estimators[name]
    return estimator.fit(documents, targets)


METHODS = [
    ("word2vec", ["transform"]),
    ("classifier", ["transform", "predict", "predict_proba", "decision_function"]),
    ("two classes", ["transform", "predict", "predict_proba", "decision_function"]),
    ("labels", ["transform", "predict", "predict_proba", "decision_function"]),
    ("numbers", ["transform", "predict"]),
]
CALLS = [(name, method) for name, methods in METHODS for method in methods]
MANY = [*texts(PIECE.n_documents + 1000), " ".join(WORDS * 3000), *texts(2000, seed=2)]
SOME = [0, 1, PIECE.n_documents - 1, PIECE.n_documents, PIECE.n_documents + 999, -2, -1]


@pytest.mark.parametrize("container", [list, iter, tokenize_documents])
@pytest.mark.parametrize(("name", "method"), CALLS)
def test_rows_of_many_are_those_of_single_documents(name, method, container):
    call = getattr(fitted(name), method)
    many = call(container(MANY))
    assert len(many) == len(MANY)
    for row in SOME:
        assert_array_equal(many[row], call([MANY[row]])[0])


def test_contributions_of_many_are_those_of_single_documents():
    model = fitted("classifier")
    many = model.contributions(MANY)
    assert many.shape == (len(MANY), len(model.embedding_))
    for row in SOME:
        alone = model.contributions([MANY[row]])
        assert_array_equal(many[[row]].toarray(), alone.toarray())
    expected = many.sum(axis=1) + model.intercept_[model.predict(MANY)]
    np.testing.assert_allclose(expected, model.decision_function(MANY).max(axis=1), atol=1e-6)


@pytest.mark.parametrize("n_outputs", [1, 2, 20, 150])
def test_scores_depend_neither_on_threads_of_blas_nor_on_other_rows(n_outputs):
    random = np.random.default_rng(0)
    features = random.normal(size=(5000, 100)).astype(np.float32)
    coef = random.normal(size=(n_outputs, 100)).astype(np.float32)
    expected = head_scores(features, coef, 0.0)
    np.testing.assert_allclose(expected, features.astype(float) @ coef.T.astype(float), atol=1e-9)
    for n_threads in (1, 2, 8):
        with threadpool_limits(n_threads, user_api="blas"):
            for n in (1, 2, 7, 100, 5000):
                assert_array_equal(head_scores(features[:n], coef, 0.0), expected[:n])


@pytest.mark.parametrize("container", [list, iter])
@pytest.mark.parametrize("bad", [None, 3])
def test_errors_count_rows_over_all_pieces(container, bad):
    row = len(MANY) + 5
    documents = [*MANY, *MANY]
    documents[row] = bad
    with pytest.raises((TypeError, ValueError), match=f"row {row} "):
        fitted("classifier").predict(container(documents))


def test_generators_are_read_in_pieces():
    read, seen = [], []

    class Watching(MeanPooling):
        def transform(self, corpus, embedding, *, n_threads=1):
            seen.append((len(read), len(corpus)))
            return super().transform(corpus, embedding, n_threads=n_threads)

    vectorizer = PretrainedVectorizer(Embedding(WORDS, np.eye(len(WORDS))), pooling=Watching())
    vectorizer.fit(WORDS)
    vectorizer.transform(read.append(text) or text for text in MANY)
    assert sum(n for _, n in seen) == len(MANY)
    assert seen[0] == (PIECE.n_documents + 1, PIECE.n_documents)


# Memory


def peak(call, *arguments):
    """Most bytes that were taken during a call, its result included."""
    tracemalloc.start()
    try:
        call(*arguments)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@cache
def with_many_terms(**parameters):
    tokens = [f"token{i}" for i in range(N_TERMS)]
    model = SupervisedEmbeddingVectorizer(n_components=2, max_iter=1, random_state=0, **parameters)
    return model.fit([" ".join(tokens), " ".join(tokens[:9])], ["a", "b"])


@pytest.mark.parametrize("method", ["predict", "predict_proba", "transform", "contributions"])
@pytest.mark.parametrize(
    "parameters",
    [{}, {"char_ngram_range": (5, 5)}, {"pooling": "mean"}],
    ids=str,
)
def test_one_document_costs_nothing_for_other_terms(method, parameters):
    call = getattr(with_many_terms(**parameters), method)
    document = ["token7 token8 unknown token99999 token3"]
    call(document)
    assert peak(call, document) < BYTES


@cache
def many_vectors():
    return Embedding([f"token{i}" for i in range(N_TERMS)], np.ones((N_TERMS, 2), np.float32))


@pytest.mark.filterwarnings("ignore:None of these . documents has a token")
@pytest.mark.parametrize("norm", [None, "l2"])
@pytest.mark.parametrize("pooling", [*POOLINGS, SifPooling(n_removed=0), list(POOLINGS)])
def test_one_document_costs_nothing_for_other_vectors(pooling, norm):
    vectorizer = PretrainedVectorizer(many_vectors(), pooling=pooling, norm=norm)
    vectorizer.fit(["token1 token2 token3", "token1"])
    for document in (["token7 token8 unknown token99999"], ["unknown"], [""]):
        vectorizer.transform(document)
        assert peak(vectorizer.transform, document) < BYTES


def test_one_tokenized_document_costs_nothing_for_other_tokens():
    vectorizer = PretrainedVectorizer(many_vectors()).fit(["token1"])
    documents = tokenize_documents([" ".join(many_vectors().terms), "token3 token4"])[[1]]
    assert len(documents.tokens) == N_TERMS
    vectorizer.transform(documents)
    assert peak(vectorizer.transform, documents) < BYTES


@pytest.mark.parametrize(
    ("name", "method"),
    [(name, method) for name, method in CALLS if name in ("word2vec", "classifier")],
)
def test_memory_does_not_grow_with_the_number_of_documents(name, method):
    call = getattr(fitted(name), method)
    piece = texts(PIECE.n_documents)
    most = [peak(call, (text for _ in range(n) for text in piece)) for n in (1, 4)]
    result = call(piece).nbytes
    assert most[1] < 1.5 * most[0] + 8 * result  # 4 pieces, twice when they are put together


# Pieces


@pytest.mark.parametrize("size", [Size(1, 10), Size(4, 10), Size(100, 1), Size(100, 2), WHOLE])
def test_cut(size):
    indptr = np.array([0, 2, 2, 7, 8, 9, 9])
    documents = [[0, 1], [], [2, 3, 4, 5, 6], [7], [8], []]
    joined = []
    for ids, within, rows in cut(np.arange(9), indptr, size):
        assert rows == slice(len(joined), len(joined) + len(within) - 1)
        assert len(within) == 2 or len(ids) <= size.n_tokens
        assert len(within) - 1 <= size.n_documents
        joined += [ids[i:j].tolist() for i, j in itertools.pairwise(within)]
    assert joined == documents
    [(ids, within, rows)] = cut(np.arange(0), np.zeros(1, dtype=np.int64), size)
    assert (len(ids), within.tolist(), rows) == (0, [0], slice(0, 0))


@pytest.mark.parametrize("length", [0, 1, 2, 5, 6, 9])
def test_stacked_results_do_not_trust_a_length(length):
    parts = [np.arange(2), np.arange(3), np.arange(1)]
    assert_array_equal(stacked(iter(parts), length), [0, 1, 0, 1, 2, 0])
    assert_array_equal(stacked(iter(parts), 0), [0, 1, 0, 1, 2, 0])
    assert stacked(iter(parts[:1]), 2) is parts[0]
