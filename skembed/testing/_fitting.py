"""Checks of fit: which state it changes, and that it is reproducible bit for bit."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import SkipTest

import joblib
import numpy as np
from sklearn.exceptions import NotFittedError
from sklearn.utils import get_tags
from sklearn.utils.validation import check_is_fitted

from ._documents import DATA, TextData
from ._tools import ensure, ensure_same, expect, fitted, fresh, skip_without_parameter

# Run in a process with another hash seed; the arguments are sys.path, input file, output file.
_OTHER_PROCESS = """\
import ast, sys
sys.path[:] = ast.literal_eval(sys.argv[1])
import joblib, numpy
estimator, documents, y = joblib.load(sys.argv[2])
numpy.save(sys.argv[3], estimator.fit(documents, y).transform(documents))
"""


def check_fit_returns_self(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that ``fit`` returns the estimator, with y and, if y is not required, without."""
    estimator = fresh(estimator)
    ensure(estimator.fit(data.documents, data.y) is estimator, f"{name}.fit(X, y) is not self.")
    if not get_tags(estimator).target_tags.required:
        ensure(estimator.fit(data.documents) is estimator, f"{name}.fit(X) is not self.")


def check_not_fitted_error(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that methods that need a fitted estimator raise NotFittedError before ``fit``."""
    estimator = fresh(estimator)
    with expect((NotFittedError,), f"transform of {name} before fit"):
        estimator.transform(data.documents)
    with expect((NotFittedError,), f"get_feature_names_out of {name} before fit"):
        estimator.get_feature_names_out()
    with expect((NotFittedError,), f"check_is_fitted of {name} before fit"):
        check_is_fitted(estimator)
    check_is_fitted(estimator.fit(data.documents, data.y))


def check_fit_keeps_parameters(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that ``fit`` neither replaces nor modifies parameters."""
    estimator = fresh(estimator)
    before = estimator.get_params(deep=False)
    content = {key: joblib.hash(value) for key, value in before.items()}
    estimator.fit(data.documents, data.y)
    after = estimator.get_params(deep=False)
    for key, value in before.items():
        ensure(after[key] is value, f"{name}.fit replaces the parameter {key}.")
        ensure(joblib.hash(after[key]) == content[key], f"{name}.fit modifies the parameter {key}.")


def check_fitted_attributes(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that names of attributes set by ``fit`` start or end with an underscore."""
    estimator = fresh(estimator)
    before = set(vars(estimator))
    added = set(vars(estimator.fit(data.documents, data.y))) - before
    wrong = sorted(key for key in added if not (key.startswith("_") or key.endswith("_")))
    ensure(not wrong, f"{name}.fit sets {wrong}; names of fitted attributes must end with '_'.")


def check_refit_same_bits(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that two estimators with the same seed and documents give the same bits."""
    first, second = (fitted(estimator, data).transform(data.documents) for _ in range(2))
    ensure_same(second, first, f"{name} fitted twice with the same seed")


def check_fit_idempotent(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that fitting the same estimator again gives the same result."""
    estimator = fitted(estimator, data)
    first = estimator.transform(data.documents)
    second = estimator.fit(data.documents, data.y).transform(data.documents)
    ensure_same(second, first, f"{name} after a second fit")


def check_fit_forgets(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that an earlier ``fit`` on other documents has no effect."""
    half = len(data.documents) // 2
    estimator = fresh(estimator).fit(data.documents[:half], data.y[:half])
    second = estimator.fit(data.documents, data.y).transform(data.documents)
    only = fitted(estimator, data).transform(data.documents)
    ensure_same(second, only, f"{name} fitted on other documents before")


def check_fit_transform(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that ``fit_transform`` gives the features and state of ``fit`` and ``transform``."""
    estimator = fresh(estimator)
    at_once = estimator.fit_transform(data.documents, data.y)
    separately = fitted(estimator, data).transform(data.documents)
    ensure_same(at_once, separately, f"{name}.fit_transform compared with fit().transform()")
    ensure_same(estimator.transform(data.documents), separately, f"{name} after fit_transform")


def check_n_jobs(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that fit and transform give the same bits for any ``n_jobs``."""
    skip_without_parameter(name, estimator, "n_jobs")
    estimator = fresh(estimator).set_params(n_jobs=1)
    reference = estimator.fit(data.documents, data.y).transform(data.documents)
    for n_jobs in (2, 3):
        estimator.set_params(n_jobs=n_jobs)
        what = f"{name} with n_jobs={n_jobs}"
        ensure_same(estimator.transform(data.documents), reference, f"transform of {what}")
        again = estimator.fit(data.documents, data.y).transform(data.documents)
        ensure_same(again, reference, f"fit of {what}")


def check_other_process(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that another process with another hash seed gives the same bits."""
    if type(estimator).__module__ == "__main__":
        raise SkipTest(f"{name} is defined in __main__, which another process cannot import")
    here = fitted(estimator, data).transform(data.documents)
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    with TemporaryDirectory() as folder:
        given, got = Path(folder, "given.joblib"), Path(folder, "got.npy")
        joblib.dump((fresh(estimator), data.documents, data.y), given)
        done = subprocess.run(
            [sys.executable, "-c", _OTHER_PROCESS, repr(sys.path), str(given), str(got)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=False,
        )
        ensure(done.returncode == 0, f"{name} fails in another process:\n{done.stderr}")
        ensure_same(np.load(got), here, f"{name} in another process")


def check_fit_in_threads(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that estimators can be fitted in several threads at once."""
    alone = fitted(estimator, data).transform(data.documents)
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda _: fitted(estimator, data), range(3)))
    for one in together:
        ensure_same(one.transform(data.documents), alone, f"{name} fitted in a thread")


def check_fit_one_document(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that fit accepts a single document, or raises an error that asks for more."""
    if get_tags(estimator).target_tags.required:
        raise SkipTest(f"{name} needs a document of each class")
    with warnings.catch_warnings():
        # Estimators may warn that there is little data.
        warnings.simplefilter("ignore")
        try:
            features = np.asarray(fresh(estimator).fit_transform(data.documents[:1], data.y[:1]))
        except ValueError as error:
            said = re.search("(?i)document|sample", str(error))
            ensure(said, f"{name}.fit of one document raises {error!r}, which does not say so.")
            return
    ensure(len(features) == 1, f"{name} returns {len(features)} rows for one document.")
    ensure(np.isfinite(features).all(), f"{name} fitted on one document is not finite.")


def check_n_iter(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that ``n_iter_`` is between 1 and ``max_iter``, if that is a number."""
    skip_without_parameter(name, estimator, "max_iter")
    estimator = fitted(estimator, data)
    ensure(hasattr(estimator, "n_iter_"), f"{name} has max_iter, but no n_iter_.")
    most = np.inf if estimator.max_iter == "auto" else estimator.max_iter
    ensure(1 <= estimator.n_iter_ <= most, f"{name}.n_iter_ is {estimator.n_iter_}.")


def check_no_warnings(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that valid documents cause no warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        estimator = fitted(estimator, data)
        estimator.transform([*data.documents, ""])
        fresh(estimator).fit_transform(data.documents, data.y)
        estimator.get_feature_names_out()
    shown = [f"{warning.category.__name__}: {warning.message}" for warning in caught]
    ensure(not shown, f"{name} warns: {shown}.")
