"""What n_jobs stands for."""

import joblib
import pytest
from joblib import parallel_config

from skembed._threads import n_threads


@pytest.fixture(autouse=True)
def four_processors(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(joblib, "cpu_count", lambda: 4)


def test_numbers():
    assert n_threads(None) == 1
    assert n_threads(1) == 1
    assert n_threads(7) == 7, "an explicit number is taken at its word"
    with pytest.raises(ValueError, match="n_jobs"):
        n_threads(0)


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
    assert n_threads(8) == 8
