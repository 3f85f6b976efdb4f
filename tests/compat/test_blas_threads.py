"""The bits do not depend on how many threads BLAS has; it is held to one where it matters."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy import sparse
from texts import draw_documents
from threadpoolctl import ThreadpoolController, threadpool_limits

from skembed import (
    Embedding,
    FeatureScaler,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
)
from skembed._compat.threads import one_blas_thread
from skembed.evaluation import align
from skembed.pooling import POOLINGS, SifPooling

BLAS_THREADS = (1, 2, 8)
# Sizes at which OpenBLAS shares the work out, and rounds differently if nobody holds it.
DOCUMENTS = draw_documents(n_terms=400, n_documents=2003, length=6)
Y = np.arange(len(DOCUMENTS))
VECTORS = Embedding([f"w{i}" for i in range(400)], np.random.default_rng(0).normal(size=(400, 300)))
ALL_POOLINGS = [*(name for name in POOLINGS if name != "sif"), SifPooling(n_removed=2)]
SMALL = {"max_iter": 1, "random_state": 0}

VECTORIZERS = {
    "word2vec": (Word2VecVectorizer(n_components=100, pooling="sif", **SMALL), Y),
    "cbow": (Word2VecVectorizer(algorithm="cbow", n_components=100, **SMALL), Y),
    "glove": (GloVeVectorizer(n_components=100, pooling="sif", **SMALL), Y),
    "pretrained": (PretrainedVectorizer(VECTORS, pooling=ALL_POOLINGS, norm="l2"), Y),
    "two classes": (SupervisedEmbeddingVectorizer(n_components=300, cv=2, **SMALL), Y % 2),
    "100 classes": (SupervisedEmbeddingVectorizer(n_components=100, cv=2, **SMALL), Y % 100),
    "early stopping": (
        SupervisedEmbeddingVectorizer(n_components=300, cv=None, early_stopping=True, **SMALL),
        Y % 2,
    ),
    "numbers": (SupervisedEmbeddingRegressor(n_components=300, cv=2, **SMALL), Y / 7),
}


def with_each(work):
    """What some work returns with each number of BLAS threads, as bytes."""
    found = []
    for n in BLAS_THREADS:
        with threadpool_limits(n, user_api="blas"):
            found.append([np.asarray(result).tobytes() for result in work()])
    return found


@pytest.mark.parametrize("name", VECTORIZERS)
def test_vectorizers(name):
    vectorizer, y = VECTORIZERS[name]

    def results():
        yield vectorizer.fit_transform(DOCUMENTS, y)
        yield vectorizer.transform(DOCUMENTS)
        yield from vars(vectorizer.pooling_).values()
        for method in ("decision_function", "predict_proba", "predict"):
            for documents in (DOCUMENTS, DOCUMENTS[:100], DOCUMENTS[:1]):
                if hasattr(vectorizer, method):
                    yield getattr(vectorizer, method)(documents)
        if hasattr(vectorizer, "contributions"):
            yield vectorizer.contributions(DOCUMENTS).data
            yield from (vectorizer.coef_, vectorizer.loss_curve_)
            yield vectorizer.validation_scores_ if vectorizer.early_stopping else 0

    one, two, eight = with_each(lambda: [r for r in results() if not isinstance(r, list)])
    assert one == two
    assert one == eight


def test_cosines_and_alignments():
    rng = np.random.default_rng(1)
    other = Embedding(VECTORS.terms, rng.normal(size=(400, 300)))
    many = Embedding([f"w{i}" for i in range(25_001)], rng.normal(size=(25_001, 100)))

    def results():
        alignment = align(VECTORS, other, scale=True)
        yield from (alignment.rotation, alignment.scale, alignment.residual, alignment.cosines)
        yield alignment.embedding.vectors
        yield [cosine for _, cosine in many.most_similar("w0", n=25_000)]

    one, two, eight = with_each(results)
    assert one == two
    assert one == eight


def test_scale_of_sparse_features():
    X = sparse.random_array((3001, 1000), density=0.1, rng=np.random.default_rng(0), format="csr")
    one, two, eight = with_each(lambda: [FeatureScaler().fit(X).scale_])
    assert one == two == eight


def n_blas_threads():
    return {
        info["num_threads"] for info in ThreadpoolController().info() if info["user_api"] == "blas"
    }


def test_blas_is_held_while_anybody_needs_it():
    with threadpool_limits(2, user_api="blas"):
        with one_blas_thread():
            with one_blas_thread():
                assert n_blas_threads() == {1}
            assert n_blas_threads() == {1}
        assert n_blas_threads() == {2}
        with pytest.raises(ZeroDivisionError), one_blas_thread():
            1 / 0
        assert n_blas_threads() == {2}


def test_holders_do_not_wait_for_each_other():
    with ThreadPoolExecutor(1) as pool, one_blas_thread():

        def hold():
            with one_blas_thread():
                return n_blas_threads()

        assert pool.submit(hold).result(timeout=60) == {1}
        assert n_blas_threads() == {1}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_fork_while_somebody_holds_it():
    with threadpool_limits(2, user_api="blas"):
        with one_blas_thread():
            child = os.fork()
            if child == 0:
                good = n_blas_threads() == {2}
                with one_blas_thread():
                    good = good and n_blas_threads() == {1}
                os._exit(0 if good else 1)
            assert os.waitpid(child, 0)[1] == 0
        assert n_blas_threads() == {2}
