"""The poolings against their oracles, and what holds for all of them."""

import numpy as np
import oracles_pooling as oracles
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone

from skembed import Corpus, Embedding, Vocabulary
from skembed._core.pieces import Size
from skembed.pooling import (
    POOLINGS,
    ConcatPooling,
    IdfPooling,
    MaxPooling,
    MeanPooling,
    Pooling,
    SifPooling,
    TfidfPooling,
    _extreme,
    _sums,
    resolve,
)

N_TERMS = 30


def make_corpus(documents):
    lengths = [len(d) for d in documents]
    return Corpus(
        ids=np.array([t for d in documents for t in d], dtype=np.int32),
        indptr=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        n_unknown=np.zeros(len(documents), dtype=np.int64),
    )


def make_vocabulary(documents):
    terms = np.array([f"t{i}" for i in range(N_TERMS)], dtype=object)
    counts = np.array([sum(d.count(t) for d in documents) for t in range(N_TERMS)])
    document_counts = np.array([sum(t in d for d in documents) for t in range(N_TERMS)])
    return Vocabulary(terms, counts, document_counts, len(documents))


def draw(rng, n_documents):
    # A skewed distribution; some documents are empty, term 29 is never in training.
    p = 1 / np.arange(1, N_TERMS)
    return [
        rng.choice(N_TERMS - 1, size=rng.integers(0, 12), p=p / p.sum()).tolist()
        for _ in range(n_documents)
    ]


@pytest.fixture(scope="module")
def training():
    return draw(np.random.default_rng(0), 60)


@pytest.fixture(scope="module")
def documents():
    return [[], [29], [29, 29, 0], *draw(np.random.default_rng(1), 20), []]


@pytest.fixture(scope="module", params=[1, 7, 16, 100])
def embedding(request):
    vectors = np.random.default_rng(2).normal(size=(N_TERMS, request.param)) + 0.5
    return Embedding([f"t{i}" for i in range(N_TERMS)], vectors)


def fitted(pooling, training, embedding):
    pooling = resolve(pooling)
    return pooling.fit(make_corpus(training), make_vocabulary(training), embedding)


ORACLES = {
    "mean": lambda d, v, _: oracles.pool_mean(d, v),
    "sum": lambda d, v, _: oracles.pool_sum(d, v),
    "max": lambda d, v, _: oracles.pool_max(d, v),
    "min": lambda d, v, _: oracles.pool_min(d, v),
    "idf": oracles.pool_idf,
    "sif": oracles.pool_sif,
    "tfidf": oracles.pool_tfidf,
}


def all_names(embedding):
    # SIF has nothing left of a single component.
    return [name for name in POOLINGS if not (name == "sif" and embedding.n_components == 1)]


def test_poolings_equal_their_oracles(training, documents, embedding):
    assert set(ORACLES) == set(POOLINGS)
    vectors = embedding.vectors.astype(np.float64)
    for name in all_names(embedding):
        features = fitted(name, training, embedding).transform(make_corpus(documents), embedding)
        expected = ORACLES[name](documents, vectors, training)
        assert features.dtype == np.float32
        assert_allclose(features, expected, rtol=1e-4, atol=2e-5, err_msg=name)


def test_empty_documents_are_zero(training, documents, embedding):
    for name in all_names(embedding):
        pooling = fitted(name, training, embedding)
        features = pooling.transform(make_corpus(documents), embedding)
        assert_array_equal(features[[0, -1]], 0, err_msg=name)
        nothing = pooling.transform(make_corpus([]), embedding)
        assert nothing.shape == (0, embedding.n_components)


def test_bits_depend_neither_on_threads_nor_on_other_documents(training, documents, embedding):
    for name in all_names(embedding):
        pooling = fitted(name, training, embedding)
        together = pooling.transform(make_corpus(documents), embedding)
        threaded = pooling.transform(make_corpus(documents), embedding, n_threads=3)
        alone = [pooling.transform(make_corpus([d]), embedding)[0] for d in documents]
        assert_array_equal(threaded, together, err_msg=name)
        assert_array_equal(np.array(alone), together, err_msg=name)


LINEAR = ["mean", "sum", "idf", "tfidf", SifPooling(n_removed=0), TfidfPooling(sublinear_tf=False)]


@pytest.mark.parametrize("pooling", LINEAR, ids=str)
def test_weights_are_those_of_the_features(training, documents, embedding, pooling):
    pooling = fitted(pooling, training, embedding)
    weights = pooling.weights(make_corpus(documents), N_TERMS)
    assert weights.dtype == np.float32
    assert weights.has_canonical_format
    expected = pooling.transform(make_corpus(documents), embedding)
    assert_allclose(weights @ embedding.vectors, expected, rtol=1e-4, atol=1e-5)
    assert pooling.weights(make_corpus([]), N_TERMS).shape == (0, N_TERMS)


@pytest.mark.parametrize("pooling", ["max", "min", SifPooling(), ["mean", "sum"]], ids=str)
def test_poolings_without_weights_say_so(training, documents, embedding, pooling):
    if embedding.n_components > 1:
        pooling = fitted(pooling, training, embedding)
        with pytest.raises(ValueError, match="is not a weighted sum"):
            pooling.weights(make_corpus(documents), N_TERMS)


@pytest.mark.parametrize("sublinear_tf", [False, True])
def test_weights_of_tfidf_are_those_of_scikit_learn(training, documents, sublinear_tf):
    from sklearn.feature_extraction.text import TfidfTransformer

    def count(documents):
        return np.array([[d.count(t) for t in range(N_TERMS)] for d in documents])

    embedding = Embedding([f"t{i}" for i in range(N_TERMS)], np.ones((N_TERMS, 2)))
    pooling = fitted(TfidfPooling(sublinear_tf=sublinear_tf), training, embedding)
    theirs = TfidfTransformer(sublinear_tf=sublinear_tf).fit(count(training))
    ours = pooling.weights(make_corpus(documents), N_TERMS).toarray()
    assert_allclose(ours, theirs.transform(count(documents)).toarray(), rtol=1e-5, atol=1e-7)


def test_idf_of_scikit_learn(training):
    from sklearn.feature_extraction.text import TfidfTransformer

    counts = np.array([[d.count(t) for t in range(N_TERMS)] for d in training])
    vectors = np.random.default_rng(0).normal(size=(N_TERMS, 4))
    embedding = Embedding([f"t{i}" for i in range(N_TERMS)], vectors)
    pooling = fitted(IdfPooling(), training, embedding)
    assert_allclose(pooling.idf_, TfidfTransformer().fit(counts).idf_, rtol=1e-6)


def test_sif_components_are_orthonormal_and_have_a_fixed_sign(training):
    vectors = np.random.default_rng(0).normal(size=(N_TERMS, 8))
    embedding = Embedding([f"t{i}" for i in range(N_TERMS)], vectors)
    pooling = fitted(SifPooling(n_removed=3), training, embedding)
    components = pooling.components_
    assert_allclose(components @ components.T, np.eye(3), atol=1e-6)
    assert (components[np.arange(3), np.abs(components).argmax(axis=1)] > 0).all()
    features = pooling.transform(make_corpus(training), embedding)
    assert_allclose(features @ components.T, 0, atol=1e-6)
    oracle = oracles.pool_sif(training, embedding.vectors.astype(float), training, n_removed=3)
    assert_allclose(features, oracle, atol=1e-5)


def test_sif_smoothing_takes_weight_off_frequent_terms(training):
    embedding = Embedding([f"t{i}" for i in range(N_TERMS)], np.ones((N_TERMS, 2)))
    mild = fitted(SifPooling(smoothing=1.0), training, embedding).weights_
    strong = fitted(SifPooling(smoothing=1e-4), training, embedding).weights_
    assert mild[0] / mild[-1] > strong[0] / strong[-1]
    assert strong[-1] == 1, "a term that is not in the training documents"


def test_sif_removes_no_direction_of_rounding_noise():
    # Two documents span two directions at most; the third to remove is nothing.
    embedding = Embedding([f"t{i}" for i in range(N_TERMS)], np.eye(N_TERMS, 5) + 0.1)
    pooling = fitted(SifPooling(n_removed=3), [[0, 1], [2]], embedding)
    assert_array_equal(pooling.components_[2], 0)
    assert np.abs(pooling.transform(make_corpus([[3]]), embedding)).max() > 0.1


@pytest.mark.parametrize("parameters", [{"smoothing": 0}, {"n_removed": 2}, {"n_removed": -1}])
def test_sif_refuses_parameters(parameters, training):
    embedding = Embedding([f"t{i}" for i in range(N_TERMS)], np.ones((N_TERMS, 2)))
    with pytest.raises(ValueError, match=next(iter(parameters))):
        fitted(SifPooling(**parameters), training, embedding)


def test_concatenation(training, documents, embedding):
    pooling = fitted(["mean", MaxPooling()], training, embedding)
    assert isinstance(pooling, ConcatPooling)
    corpus = make_corpus(documents)
    parts = [fitted(p, training, embedding).transform(corpus, embedding) for p in ("mean", "max")]
    assert_array_equal(pooling.transform(corpus, embedding), np.hstack(parts))
    assert pooling.n_features_out(embedding) == 2 * embedding.n_components


def test_resolve():
    given = SifPooling(smoothing=0.5)
    resolved = resolve(given)
    assert resolved is not given
    assert resolved.smoothing == 0.5
    assert type(resolve("mean")) is MeanPooling
    with pytest.raises(ValueError, match="'median'"):
        resolve("median")
    with pytest.raises(TypeError, match="int"):
        resolve(3)


def test_empty_list_is_refused(training, embedding):
    with pytest.raises(ValueError, match="empty list"):
        fitted([], training, embedding)


@pytest.mark.parametrize("pooling", [*map(resolve, POOLINGS), resolve(["mean", "sif"])])
def test_poolings_are_estimators(pooling):
    assert isinstance(pooling, Pooling)
    cloned = clone(pooling)
    assert str(cloned.get_params()) == str(pooling.get_params())


@pytest.mark.parametrize("pooling", POOLINGS)
def test_pieces_of_a_corpus_change_nothing(pooling, training, documents, monkeypatch):
    corpus = make_corpus(documents)
    embedding = Embedding([f"t{i}" for i in range(N_TERMS)], np.eye(N_TERMS, 3) + 1)
    pooling = fitted(pooling, training, embedding)
    expected = pooling.transform(corpus, embedding)
    for module in (_sums, _extreme):
        monkeypatch.setattr(module, "PIECE", Size(5, 3))
    assert_array_equal(pooling.transform(corpus, embedding), expected)
