"""Reduced and quantized embeddings: principal components, 8-bit integers, what works on them."""

import pickle

import joblib
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.decomposition import PCA

from skembed import Embedding, PretrainedVectorizer, Subwords, Word2VecVectorizer
from skembed._core.quantized import QuantizedRows

RANDOM = np.random.default_rng(0)
TERMS = [f"t{i}" for i in range(9000)]  # more than are converted at once
ROWS = (RANDOM.normal(size=(9000, 6)) @ RANDOM.normal(size=(6, 6)) + 3).astype(np.float32)
EMBEDDING = Embedding(TERMS, ROWS)
DOCUMENTS = ["t1 t2 t8999", "t2 unknown t5", "", "t7 t7"]


def signs_of(found, expected):
    return np.sign((found * expected).sum(axis=0))


@pytest.mark.parametrize(("n", "n_removed"), [(3, 0), (2, 2), (6, 0), (1, 5)])
def test_reduced_vectors_are_principal_components(n, n_removed):
    found = EMBEDDING.reduce(n, n_removed=n_removed)
    expected = PCA().fit_transform(ROWS.astype(np.float64))[:, n_removed : n_removed + n]
    assert_allclose(found.vectors * signs_of(found.vectors, expected), expected, atol=1e-4)
    assert list(found) == TERMS


def without_common_directions(vectors, n):
    """The postprocessing of Mu and Viswanath, step by step."""
    vectors = vectors - vectors.mean(axis=0)
    directions = PCA(n).fit(vectors).components_
    return vectors - vectors @ directions.T @ directions


def test_removing_before_and_after_as_in_the_paper():
    before = without_common_directions(ROWS.astype(np.float64), 1)
    paper = without_common_directions(PCA(4).fit_transform(before), 1)
    assert_allclose(paper[:, 0], 0, atol=1e-6)
    found = EMBEDDING.reduce(3, n_removed=2).vectors
    expected = paper[:, 1:]
    assert_allclose(found * signs_of(found, expected), expected, atol=1e-4)


def test_all_but_the_top_keeps_the_angles():
    expected = Embedding(TERMS, without_common_directions(ROWS, 2))
    found = EMBEDDING.reduce(4, n_removed=2)
    assert found.similarity("t3", "t9") == pytest.approx(expected.similarity("t3", "t9"), abs=1e-4)


def test_subwords_are_reduced_alike():
    embedding = Embedding(TERMS, ROWS, subwords=Subwords(RANDOM.normal(size=(50, 6)), 3, 4))
    words = ["new", "another"]
    as_terms = Embedding([*TERMS, *words], np.concatenate([ROWS, embedding[words]]))
    mean, whole = ROWS.mean(axis=0), embedding.reduce(2, n_removed=1)
    directions = np.linalg.lstsq(ROWS - mean, whole.vectors, rcond=None)[0]
    assert_allclose(whole[words], (as_terms[words] - mean) @ directions, atol=1e-4)


@pytest.mark.parametrize(("n", "n_removed"), [(0, 0), (7, 0), (4, 3)])
def test_too_many_or_no_components(n, n_removed):
    with pytest.raises(ValueError, match=f"Of 6 components, n_removed={n_removed}"):
        EMBEDDING.reduce(n, n_removed=n_removed)


def test_quantized_vectors_are_near():
    rows = np.concatenate([ROWS[:4], np.zeros((1, 6)), np.full((1, 6), 1e-42)]).astype(np.float32)
    found = Embedding(TERMS[:6], rows).quantize()
    bound = np.abs(rows).max(axis=1, keepdims=True) / 254
    assert (np.abs(found.vectors - rows) <= bound * 1.0001 + 1e-41).all()
    assert_array_equal(found.vectors[4], 0)
    assert_array_equal(found["t2"], found.vectors[2])
    assert_array_equal(found[["t3", "t0"]], found.vectors[[3, 0]])
    assert repr(found) == "Embedding(n_terms=6, n_components=6, quantized)"
    assert (found.is_quantized, EMBEDDING.is_quantized) == (True, False)
    assert_array_equal(found.quantize().vectors, found.vectors)


def test_a_quarter_of_the_memory():
    wide = Embedding(TERMS[:100], RANDOM.normal(size=(100, 300)))
    ratio = len(pickle.dumps(wide.quantize())) / len(pickle.dumps(wide))
    assert 0.25 < ratio < 0.27


def test_neighbors_are_those_of_the_numbers():
    quantized = EMBEDDING.quantize()
    numbers = Embedding(TERMS, quantized.vectors)
    for ask in (
        lambda e: e.most_similar(["t1", "t2"], "t3", n=20),
        lambda e: e.most_similar("t1", n=5, restrict_to=8500),
        lambda e: e.most_similar("t1", n=5, restrict_to=["t4", "t8999", "t8"]),
        lambda e: e.most_similar("t1", restrict_to=0),
    ):
        assert [t for t, _ in ask(quantized)] == [t for t, _ in ask(numbers)]
        assert_allclose([c for _, c in ask(quantized)], [c for _, c in ask(numbers)], atol=1e-6)


def no_matrix(monkeypatch):
    def fail(self):
        raise AssertionError("all vectors were made an array")

    monkeypatch.setattr(QuantizedRows, "array", property(fail))


def test_nothing_makes_the_matrix(monkeypatch):
    no_matrix(monkeypatch)
    quantized = EMBEDDING.quantize()
    assert quantized.most_similar("t1", n=1)
    assert quantized[:10].is_quantized
    assert list(quantized.head(2)) == ["t0", "t1"]
    assert quantized.reduce(2).n_components == 2
    assert PretrainedVectorizer(quantized, pooling="sif").fit_transform(DOCUMENTS).shape == (4, 6)
    init = Word2VecVectorizer(n_components=6, max_iter=1, subsample=0, init=quantized[:100])
    assert init.fit(DOCUMENTS)


@pytest.mark.parametrize("pooling", ["mean", "idf", "tfidf", "sif", "max"])
def test_features_are_those_of_the_numbers(pooling):
    quantized = EMBEDDING.quantize()
    numbers = Embedding(TERMS, quantized.vectors)
    ours = PretrainedVectorizer(quantized, pooling=pooling)
    theirs = PretrainedVectorizer(numbers, pooling=pooling)
    features = theirs.fit_transform(DOCUMENTS)
    assert_allclose(ours.fit_transform(DOCUMENTS), features, atol=1e-5)
    assert_allclose(ours.transform(["t4 t1"]), theirs.transform(["t4 t1"]), atol=1e-5)
    assert ours.token_coverage_ == theirs.token_coverage_


def test_a_quantized_embedding_comes_back(tmp_path):
    quantized = EMBEDDING.quantize()
    joblib.dump(quantized, tmp_path / "quantized.joblib")
    mapped = joblib.load(tmp_path / "quantized.joblib", mmap_mode="r")
    assert isinstance(mapped._rows.codes, np.memmap)
    for again in (mapped, pickle.loads(pickle.dumps(quantized))):
        assert again.is_quantized
        assert_array_equal(again["t5"], quantized["t5"])
        assert again.most_similar("t1") == quantized.most_similar("t1")
