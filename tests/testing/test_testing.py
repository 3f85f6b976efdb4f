"""The contract suite catches what it is there to catch, each break by the right checks."""

import os
import subprocess
import sys
import warnings
from importlib import import_module
from unittest import SkipTest

import numpy as np
import pytest
from broken_vectorizers import BREAKS
from sklearn.exceptions import SkipTestWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from toy_vectorizer import ToyVectorizer

from skembed.testing import (
    check_text_vectorizer,
    parametrize_with_text_checks,
    yield_text_checks,
)
from skembed.testing._documents import DATA

# Checks that start processes or threads of display are run where they may matter only.
SLOW = {
    "check_grid_search",
    "check_other_process",
    "check_progress_bar",
    "check_progress_bar_grid_search",
    "check_progress_bar_pipeline",
}


@parametrize_with_text_checks([ToyVectorizer(), ToyVectorizer(n_components=1, n_jobs=1)])
def test_a_good_vectorizer_passes(estimator, check):
    check(estimator)


def failing_checks(estimator, *, slow):
    failing = {}
    for name, check in yield_text_checks(estimator):
        if name in SLOW - slow:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                check(estimator)
            except SkipTest:
                pass
            except Exception as error:  # noqa: BLE001 (any failure is one)
                failing[name] = f"{type(error).__name__}: {error}"
    return failing


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.__name__)
def test_the_right_checks_catch_it(broken):
    caught, possible = BREAKS[broken]
    failing = failing_checks(broken(), slow=caught | possible)
    assert caught <= set(failing), f"not caught by {sorted(caught - set(failing))}"
    if "check_*" not in possible:
        extra = {name: failing[name] for name in failing if name not in caught | possible}
        assert not extra


def test_each_check_catches_something():
    caught = set.union(*(caught for caught, _ in BREAKS.values()))
    names = [name for name, _ in yield_text_checks(ToyVectorizer())]
    assert caught == set(names)
    assert len(names) == len(set(names))


def test_failure_names_the_check():
    broken = next(cls for cls in BREAKS if cls.__name__ == "NaNForEmpty")
    with pytest.raises(AssertionError, match="empty documents is not 0") as info:
        check_text_vectorizer(broken())
    assert info.value.__notes__ == ["This is check_empty_documents of NaNForEmpty()."]


def test_check_text_vectorizer(monkeypatch):
    def without_polars(name, package=None):
        if name == "polars":
            raise ImportError
        return import_module(name, package)

    monkeypatch.setattr("skembed.testing._tools.importlib.import_module", without_polars)
    with pytest.warns(SkipTestWarning) as caught:
        check_text_vectorizer(ToyVectorizer())
    assert [str(warning.message) for warning in caught] == [
        f"check_{name}_polars is skipped: polars is not installed"
        for name in ("input", "set_output", "column_transformer")
    ]


def test_expected_failures():
    broken = next(cls for cls in BREAKS if cls.__name__ == "Float64")
    reasons = {"check_float32": "float64 on purpose"}
    for expected in (reasons, lambda estimator: reasons):
        mark = parametrize_with_text_checks([broken()], expected_failed_checks=expected).mark
        marked = [parameter for parameter in mark.args[1] if parameter.marks]
        assert [parameter.id for parameter in marked] == ["Float64()-check_float32"]
        assert marked[0].marks[0].kwargs == {"reason": "float64 on purpose", "strict": True}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SkipTestWarning)
        check_text_vectorizer(broken(), expected_failed_checks=reasons)
    with pytest.raises(ValueError, match="unknown checks: \\['check_flaot'\\]"):
        check_text_vectorizer(broken(), expected_failed_checks={"check_flaot": ""})


def test_own_documents():
    documents = [f"uno {word} due" for word in ("otto", "sei", "nove", "dieci", "cento")] * 4
    y = np.arange(20) % 2
    for name, check in yield_text_checks(ToyVectorizer(), documents=documents, y=y):
        if name not in SLOW:
            check(ToyVectorizer())
    with pytest.raises(ValueError, match="y must contain the class of each document"):
        next(yield_text_checks(ToyVectorizer(), documents=documents))
    with pytest.raises(ValueError, match="must be given together"):
        next(yield_text_checks(ToyVectorizer(), y=y))
    with pytest.raises(ValueError, match="At least 20 documents are needed, got 19"):
        next(yield_text_checks(ToyVectorizer(), documents=documents[1:], y=y[1:]))


def test_class_is_refused():
    with pytest.raises(TypeError, match="not the class ToyVectorizer"):
        next(yield_text_checks(ToyVectorizer))


def test_built_in_documents():
    assert len(DATA.documents) == len(set(DATA.documents)) == len(DATA.y) == 60
    assert set(DATA.y) == {0, 1}


def test_what_the_peer_lacks():
    # The output of scikit-learn's own vectorizer is sparse, which most checks do not expect.
    failing = failing_checks(TfidfVectorizer(), slow=set())
    lacks = {"set_output_pandas", "error_none", "tags", "input_pyarrow", "callbacks_supported"}
    assert {f"check_{name}" for name in lacks} <= set(failing)
    assert not {"check_clone", "check_fit_returns_self", "check_estimator_repr"} & set(failing)


def test_runs_without_pytest():
    # scikit-learn itself imports pytest where it is installed, so it is hidden.
    code = """
import sys
sys.modules["pytest"] = None
from toy_vectorizer import ToyVectorizer
from skembed.testing import yield_text_checks
for name, check in yield_text_checks(ToyVectorizer()):
    if name.startswith("check_fit_"):
        check(ToyVectorizer())
print("ran", name)
"""
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", code], env=path, check=False, capture_output=True, text=True
    )
    assert done.stdout.startswith("ran check_"), done.stderr
