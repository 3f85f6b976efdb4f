"""One seed, one answer: for any number of threads, process, hash seed; what callbacks see."""

from concurrent.futures import ThreadPoolExecutor

import joblib
import numpy as np
import pytest
from joblib import parallel_config
from numpy.testing import assert_array_equal
from processes import run
from word2vec_fits import DOCUMENTS, fingerprint, fit

from skembed import Word2VecVectorizer
from skembed._kernels import ISA, common

each_algorithm = pytest.mark.parametrize("algorithm", ["skip-gram", "cbow"])
each_solver = pytest.mark.parametrize("solver", ["native", "gensim"])


@each_algorithm
@pytest.mark.parametrize("n_negative", [5, 12])
def test_bits_do_not_depend_on_n_jobs(algorithm, n_negative, monkeypatch):
    monkeypatch.setattr(joblib, "cpu_count", lambda: 8)  # else 7 jobs may not be 7 threads
    models = [fit(algorithm, n_jobs=n, n_negative=n_negative) for n in (None, 1, 2, 3, 7, -1)]
    assert len({fingerprint(model) for model in models}) == 1
    with parallel_config(n_jobs=2):
        assert fingerprint(fit(algorithm, n_negative=n_negative)) == fingerprint(models[0])


def test_bits_do_not_depend_on_the_process():
    names = ["skip-gram", "cbow"]
    code = (
        f"import word2vec_fits as w; print(*[w.fingerprint(w.fit(n, n_jobs=2)) for n in {names}])"
    )
    isa = common.instruction_sets()[ISA]
    found = run(code, PYTHONHASHSEED="77", SKEMBED_INSTRUCTION_SET=isa).split()
    assert found == [str(fingerprint(fit(name))) for name in names]


@each_algorithm
def test_fits_at_the_same_time(algorithm):
    expected = [fingerprint(fit(algorithm, random_state=seed)) for seed in range(4)]
    with ThreadPoolExecutor(4) as pool:
        models = pool.map(lambda seed: fit(algorithm, random_state=seed, n_jobs=2), range(4))
        assert [fingerprint(model) for model in models] == expected


def test_transform_from_several_threads():
    model = fit()
    expected = model.transform(DOCUMENTS)
    with ThreadPoolExecutor(4) as pool:
        for features in pool.map(lambda _: model.transform(DOCUMENTS), range(8)):
            assert_array_equal(features, expected)


def test_random_state():
    assert fingerprint(fit(random_state=0)) != fingerprint(fit(random_state=1))
    assert fingerprint(fit(random_state=None)) != fingerprint(fit(random_state=None))
    state = np.random.RandomState(3)
    first, second = fit(random_state=state), fit(random_state=state)
    assert fingerprint(first) == fingerprint(fit(random_state=3))
    assert fingerprint(second) != fingerprint(first)


class Watcher:
    """A callback that keeps the models it is shown and stops after some passes."""

    def __init__(self, n_passes=None):
        self.n_passes = n_passes
        self.models = []

    def setup(self, estimator, context):
        pass

    def on_fit_task_begin(self, estimator, context):
        pass

    def on_fit_task_end(self, estimator, context, *, fitted_estimator=None):
        if context.parent is None:
            return None
        self.models.append(fitted_estimator)
        return len(self.models) == self.n_passes

    def teardown(self, estimator, context):
        pass


@each_solver
@each_algorithm
def test_a_callback_stops_training(algorithm, solver):
    parameters = {"solver": solver, "n_jobs": 1, "max_iter": 5}
    whole = fit(algorithm, **parameters)
    model = Word2VecVectorizer(**whole.get_params()).set_callbacks(Watcher(2)).fit(DOCUMENTS)
    assert model.n_iter_ == 2
    # What was done is what the first two of the five passes do.
    assert_array_equal(model.loss_curve_, whole.loss_curve_[:2])
    assert np.abs(model.embedding_.vectors - whole.embedding_.vectors).max() > 1e-4
    assert model.transform(DOCUMENTS[:3]).shape == (3, 20)


@each_solver
@each_algorithm
def test_callbacks_are_shown_a_working_model(algorithm, solver):
    watcher = Watcher()
    whole = fit(algorithm, solver=solver, n_jobs=1, max_iter=3)
    model = Word2VecVectorizer(**whole.get_params()).set_callbacks(watcher).fit(DOCUMENTS)
    assert fingerprint(model) == fingerprint(whole)
    assert len(watcher.models) == 3
    for i, shown in enumerate(watcher.models):
        assert shown.n_iter_ == i + 1
        assert_array_equal(shown.loss_curve_, whole.loss_curve_[: i + 1])
        assert shown.transform(DOCUMENTS[:3]).shape == (3, 20)
        assert shown.vocabulary_ == whole.vocabulary_
    # Copies: what was shown after one pass is not what stands after three.
    vectors = [shown.embedding_.vectors for shown in watcher.models]
    assert np.abs(vectors[0] - vectors[2]).max() > 1e-4
    assert_array_equal(vectors[2], whole.embedding_.vectors)
