"""Everything coarse is joblib's tasks: any backend runs them, and no bit depends on it."""

from concurrent.futures import CancelledError
from contextlib import contextmanager
from types import SimpleNamespace

import joblib
import numpy as np
import pytest
from cooccurrence_tools import bits, count, drawn
from numpy.testing import assert_array_equal
from sklearn.model_selection import KFold
from topics import LABELS, SMALL, TEXTS

from skembed import (
    GloVeVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
)
from skembed._compat import jobs
from skembed._compat.mapped_arguments import NotReachableError

BACKENDS = ["sequential", "threading", "loky", "multiprocessing"]


@contextmanager
def backend(name):
    """Two jobs; processes get each array that is longer than a kilobyte as a read-only map."""
    processes = {"max_nbytes": 1000} if name in {"loky", "multiprocessing"} else {}
    with joblib.parallel_config(name, n_jobs=2, **processes):
        yield


class Silent:
    """A callback that cannot go to another process."""

    def __init__(self):
        self.no_pickle = lambda: None

    def setup(self, estimator, context):
        pass

    def teardown(self, estimator, context):
        pass

    def on_fit_task_begin(self, estimator, context):
        pass

    def on_fit_task_end(self, estimator, context):
        pass


def cross_fitted(model, y=LABELS):
    return model.fit_transform(TEXTS, y)


@pytest.mark.parametrize("name", BACKENDS)
def test_cross_fitting(name):
    expected = cross_fitted(SupervisedEmbeddingVectorizer(**SMALL))
    with backend(name):
        assert_array_equal(cross_fitted(SupervisedEmbeddingVectorizer(**SMALL)), expected)


@pytest.mark.parametrize("name", BACKENDS)
def test_cross_fitting_with_parameters_that_only_this_process_has(name):
    def model():
        folds = iter(list(KFold(3).split(TEXTS)))
        vectorizer = SupervisedEmbeddingVectorizer(
            **SMALL, tokenizer=lambda text: text.split(), token_pattern=None, cv=folds
        )
        return vectorizer.set_callbacks(Silent())

    expected = cross_fitted(model())
    with backend(name):
        assert_array_equal(cross_fitted(model()), expected)


@pytest.mark.parametrize("name", BACKENDS)
def test_cross_fitting_of_a_regressor(name):
    init = Word2VecVectorizer(n_components=8, subsample=0, random_state=0).fit(TEXTS).embedding_
    y = np.random.default_rng(0).normal(size=len(TEXTS))
    model = SupervisedEmbeddingRegressor(**SMALL, init=init, early_stopping=True)
    expected = cross_fitted(model, y)
    with backend(name):
        assert_array_equal(cross_fitted(model, y), expected)


@pytest.mark.parametrize("name", BACKENDS)
@pytest.mark.parametrize("memory_limit", [3_000_000, 10**8])
def test_counting(name, memory_limit):
    corpus = drawn(3, n_terms=500, n_documents=1000)
    expected = bits(count(corpus, 500))
    with backend(name):
        assert bits(count(corpus, 500, memory_limit=memory_limit)) == expected


@pytest.mark.parametrize("name", BACKENDS)
def test_glove(name, tmp_path):
    parameters = {"n_components": 8, "max_iter": 3, "random_state": 0}
    expected = GloVeVectorizer(**parameters).fit_transform(TEXTS)
    with backend(name):
        assert_array_equal(GloVeVectorizer(**parameters).fit_transform(TEXTS), expected)
        for _ in range(2):
            cached = GloVeVectorizer(**parameters, memory=tmp_path).fit_transform(TEXTS)
            assert_array_equal(cached, expected)


@pytest.mark.parametrize("name", BACKENDS)
def test_comparison(name):
    vectorizers = [SupervisedEmbeddingVectorizer(**SMALL), Word2VecVectorizer(**SMALL, subsample=0)]
    expected = compare_embeddings(vectorizers, TEXTS, LABELS, cv=3)
    with backend(name):
        found = compare_embeddings(vectorizers, TEXTS, LABELS, cv=3)
    assert found.errors == expected.errors == {}
    assert_array_equal(found.scores["accuracy"], expected.scores["accuracy"])


@pytest.fixture
def rounds(monkeypatch):
    """What each attempt to run tasks on Dask is: whether arrays may be mapped, and the tasks.

    An error in the list ``errors`` is raised by the task of its place in its attempt.
    """
    rounds = SimpleNamespace(errors=[], found=[])

    @contextmanager
    def with_arguments(active, tasks, *, may_map):
        rounds.found.append((may_map, [task for (task,) in tasks]))
        yield SimpleNamespace(maps={})

    def results(kind, calls, options):
        attempt = len(rounds.found) - 1
        for i, (_, (task,), _) in enumerate(calls):
            if i == 1 and attempt < len(rounds.errors):
                raise rounds.errors[attempt]
            yield task

    monkeypatch.setattr(jobs, "dask_backend", object)
    monkeypatch.setattr(jobs, "with_arguments", with_arguments)
    monkeypatch.setattr(jobs, "_results", results)
    return rounds


@pytest.mark.parametrize("n_failures", [1, 2, 3])
def test_tasks_whose_arguments_are_lost_run_again(rounds, n_failures):
    """But not those whose results are here; the third loss is an error."""
    rounds.errors = [CancelledError()] * n_failures
    found = jobs.run_in_threads(print, ((i,) for i in range(5)), 2)
    if n_failures < 3:
        assert list(found) == [0, 1, 2, 3, 4]
    else:
        with pytest.raises(CancelledError):
            list(found)
    left = [[0, 1, 2, 3, 4], [1, 2, 3, 4], [2, 3, 4]][: n_failures + 1]
    assert rounds.found == [(True, tasks) for tasks in left]


def test_arrays_are_sent_if_a_worker_cannot_map_them(rounds):
    rounds.errors = [NotReachableError(), CancelledError(), CancelledError()]
    found = jobs.run_in_threads(print, ((i,) for i in range(5)), 2)
    assert list(found) == [0, 1, 2, 3, 4]
    assert [may_map for may_map, _ in rounds.found] == [True, False, False, False]
    rounds.found, rounds.errors = [], [NotReachableError()] * 2
    with pytest.raises(NotReachableError):
        list(jobs.run_in_threads(print, ((i,) for i in range(5)), 2))
