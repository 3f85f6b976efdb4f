"""Checks that a fitted estimator can be saved, loaded, memory-mapped and frozen."""

from __future__ import annotations

import pickle
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import joblib
import numpy as np
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.frozen import FrozenEstimator

from ._documents import DATA, TextData
from ._tools import ensure, ensure_same, expect, fitted, fresh


def _ensure_alike(name: str, copy: Any, original: Any, data: TextData) -> None:
    """Check that features and their names are the same, and that a new fit gives the same."""
    expected = original.transform(data.documents)
    ensure_same(copy.transform(data.documents), expected, f"{name}.transform")
    names, own = copy.get_feature_names_out(), original.get_feature_names_out()
    ensure(np.array_equal(names, own), f"{name} has different feature names.")
    again = copy.fit(data.documents, data.y).transform(data.documents)
    ensure_same(again, expected, f"{name} fitted again")


def check_pickle(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that fitted and unfitted estimators can be pickled."""
    original = fitted(estimator, data)
    _ensure_alike(f"Unpickled {name}", pickle.loads(pickle.dumps(original)), original, data)
    unfitted = pickle.loads(pickle.dumps(fresh(estimator)))
    with expect((NotFittedError,), f"transform of {name}, pickled before fit"):
        unfitted.transform(data.documents)


def check_deepcopy(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that a deep copy behaves like the original."""
    original = fitted(estimator, data)
    _ensure_alike(f"Deep copy of {name}", deepcopy(original), original, data)


def check_joblib(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that a fitted estimator can be saved and loaded with joblib."""
    original = fitted(estimator, data)
    with TemporaryDirectory() as folder:
        path = Path(folder, "estimator.joblib")
        joblib.dump(original, path)
        _ensure_alike(f"{name} from joblib", joblib.load(path), original, data)


def check_memory_mapped(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that fitted arrays can be read-only memory maps, as in joblib's workers."""
    original = fitted(estimator, data)
    # Windows cannot delete a memory-mapped file.
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder, "estimator.joblib")
        joblib.dump(original, path)
        mapped = joblib.load(path, mmap_mode="r")
        _ensure_alike(f"Memory-mapped {name}", mapped, original, data)


def check_frozen(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that a ``FrozenEstimator`` keeps the fitted estimator when cloned and fitted."""
    original = fitted(estimator, data)
    expected = original.transform(data.documents)
    frozen = clone(FrozenEstimator(original)).fit(data.documents[:2], data.y[:2])
    ensure(frozen.estimator is original, f"A frozen {name} is copied by clone.")
    ensure_same(frozen.transform(data.documents), expected, f"{name}, frozen")
    names = frozen.get_feature_names_out()
    ensure(len(names) == expected.shape[1], f"A frozen {name} has {len(names)} feature names.")
