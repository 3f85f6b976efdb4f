"""What the tasks of cross-fitting carry to other processes: what folds need, and nothing else."""

import pickle

import joblib
import numpy as np
import pytest

from skembed import Embedding, SupervisedEmbeddingVectorizer, Word2VecVectorizer
from skembed._supervised import cross_fitting
from skembed.pooling import MeanPooling

DOCUMENTS = ["the sun is up", "the moon is down"] * 20
Y = [0, 1] * 20
SMALL = {"n_components": 20, "max_iter": 1, "cv": 2, "random_state": 0}


class LocalPooling(MeanPooling):
    """Cannot be pickled once it is fitted."""

    def fit(self, corpus, vocabulary, embedding, *, n_threads=1):
        self.function_ = lambda: None
        return self


def fitted(**parameters):
    return Word2VecVectorizer(
        subsample=0, random_state=0, n_components=20, max_iter=1, **parameters
    ).fit(DOCUMENTS)


UNPICKLABLE = {
    "init": lambda: {"init": fitted(tokenizer=lambda d: d.split(), token_pattern=None)},
    "tokenizer": lambda: {"tokenizer": lambda d: d.split(), "token_pattern": None},
    "pooling": lambda: {"pooling": LocalPooling()},
}


@pytest.mark.parametrize("name", UNPICKLABLE)
def test_folds_run_in_processes(name):
    parameters = UNPICKLABLE[name]()
    wanted = SupervisedEmbeddingVectorizer(**SMALL, **parameters).fit_transform(DOCUMENTS, Y)
    with joblib.parallel_config("multiprocessing", n_jobs=2):
        model = SupervisedEmbeddingVectorizer(**SMALL, **parameters)
        features = model.fit_transform(DOCUMENTS, Y)
    np.testing.assert_array_equal(features, wanted)


def test_a_task_does_not_grow_with_init(monkeypatch):
    """Of 100,002 vectors, 2 belong to terms of the documents."""
    sizes = []

    def run(function, tasks, n_jobs):
        for task in tasks:
            sizes.append(len(pickle.dumps(task)))
            yield function(*task)

    monkeypatch.setattr(cross_fitting, "run_in_threads", run)
    terms = ["sun", "moon", *(f"w{i}" for i in range(100_000))]
    init = Embedding(terms, np.zeros((len(terms), 20), dtype=np.float32))
    for start in (None, init, init.to_keyed_vectors()):
        SupervisedEmbeddingVectorizer(init=start, **SMALL).fit_transform(DOCUMENTS, Y)
    assert max(sizes) < min(sizes) + 2_000
