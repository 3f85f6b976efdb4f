"""What n_jobs stands for, and what becomes of an estimator when a thread fails."""

import joblib
import numpy as np
import pytest
from joblib import parallel_config
from sklearn.base import clone
from texts import draw_documents

from skembed import (
    GloVeVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
    cooccurrence_matrix,
)
from skembed._compat.threads import n_tasks, n_threads
from skembed._kernels import common, glove, pooling, supervised, word2vec


@pytest.fixture(autouse=True)
def four_processors(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(joblib, "cpu_count", lambda: 4)


def test_numbers():
    assert n_threads(None) == 1
    assert n_threads(1) == 1
    assert n_threads(3) == 3
    assert n_threads(4) == 4
    with pytest.raises(ValueError, match="n_jobs"):
        n_threads(0)


@pytest.mark.parametrize("n_jobs", [5, 1000, 10**6, 2**40])
def test_more_than_there_are_processors(n_jobs):
    assert n_threads(n_jobs) == 4
    assert n_tasks(n_jobs) == joblib.effective_n_jobs(-1)
    with parallel_config(backend="threading", n_jobs=n_jobs):
        assert n_threads(None) == 4


def test_tasks():
    assert [n_tasks(n) for n in (None, -1, -2, 1)] == [None, -1, -2, 1]
    with parallel_config(backend="threading", n_jobs=10**6):
        assert n_tasks(None) == joblib.effective_n_jobs(-1)


def test_tasks_of_a_distributed_backend(monkeypatch):
    monkeypatch.setattr(joblib, "effective_n_jobs", lambda n_jobs: 64 if n_jobs < 0 else n_jobs)
    assert n_tasks(50) == 50, "the cluster has more processors than this machine"
    assert n_tasks(100) == 64


@pytest.mark.parametrize("n_jobs", [1000, 10**6])
def test_far_too_many_jobs_change_nothing(n_jobs):
    """Once an error of joblib's pool, or a hanging machine."""
    texts, y = draw_documents(40, 60, 12), np.arange(60) % 2
    small = {"n_components": 4, "max_iter": 1, "random_state": 0}
    vectorizers = [
        Word2VecVectorizer(**small),
        Word2VecVectorizer(algorithm="cbow", **small),
        GloVeVectorizer(**small),
        SupervisedEmbeddingVectorizer(**small),
    ]
    for vectorizer in vectorizers:
        expected = vectorizer.fit_transform(texts, y)
        found = vectorizer.set_params(n_jobs=n_jobs).fit_transform(texts, y)
        assert found.tobytes() == expected.tobytes()
    counts = cooccurrence_matrix(texts, vectorizer.vocabulary_)
    same = cooccurrence_matrix(texts, vectorizer.vocabulary_, n_jobs=n_jobs)
    assert (counts != same).nnz == 0
    with parallel_config(backend="threading"):
        scores = compare_embeddings(vectorizers[:1], texts, y, cv=2, n_jobs=n_jobs)
    assert scores is not None


def test_context():
    with parallel_config(backend="threading", n_jobs=3):
        assert n_threads(None) == 3
        assert n_threads(2) == 2


def test_a_context_larger_than_the_machine_is_cut():
    with parallel_config(backend="threading", n_jobs=64):
        assert n_threads(None) == 4


@pytest.mark.parametrize(
    ("variable", "expected"), [("1", 1), ("2,1", 2), ("", 4), ("nonsense", 4), ("0", 4)]
)
def test_share_of_a_worker(monkeypatch, variable, expected):
    monkeypatch.setattr(joblib, "effective_n_jobs", lambda n_jobs: 8)
    monkeypatch.setenv("OMP_NUM_THREADS", variable)
    assert n_threads(-1) == expected
    assert n_threads(8) == 4, "the share is not asked for where a number is given"


KERNELS = [
    (Word2VecVectorizer(), word2vec, "train_rounds"),
    (Word2VecVectorizer(algorithm="cbow"), word2vec, "train_bags"),
    (GloVeVectorizer(), glove, "train_rounds"),
    (SupervisedEmbeddingVectorizer(), supervised, "train_texts"),
    (Word2VecVectorizer(pooling="sif"), pooling, "weighted_sum"),
]


@pytest.mark.parametrize("failing", [0, 1], ids=["caller", "worker"])
@pytest.mark.parametrize(
    ("vectorizer", "module", "kernel"), KERNELS, ids=[kernel for *_, kernel in KERNELS]
)
def test_no_memory_in_a_thread_leaves_the_estimator_as_it_was(
    monkeypatch, vectorizer, module, kernel, failing
):
    texts, y = draw_documents(40, 60, 12), np.arange(60) % 2
    vectorizer = clone(vectorizer).set_params(n_components=4, max_iter=2, random_state=0)
    vectorizer.fit(texts, y)
    before, features = vars(vectorizer).copy(), vectorizer.transform(texts)

    def without_memory(*_):
        common.fail_in_thread(2, 8, 1, failing, np.zeros(2, dtype=np.int64))

    with monkeypatch.context() as patch:
        patch.setattr(module, kernel, without_memory)
        for call in (vectorizer.fit, vectorizer.fit_transform):
            with pytest.raises(MemoryError):
                call(texts[:40], y[:40])
            assert vars(vectorizer) == before
    assert vectorizer.transform(texts).tobytes() == features.tobytes()
