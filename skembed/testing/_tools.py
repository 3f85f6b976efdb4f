"""Helpers of the checks: fresh estimators, comparisons, expected errors.

AssertionError is raised explicitly, so that the checks also work under ``python -O``.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import SkipTest

import numpy as np
from sklearn.base import clone

from ._documents import TextData

# Tolerance for float32 sums whose order may depend on the number of rows.
_RTOL = 1e-5


def ensure(condition: object, message: str) -> None:
    """Raise AssertionError with the message unless the condition is true."""
    if not condition:
        raise AssertionError(message)


def fresh(estimator: Any) -> Any:
    """Return an unfitted clone with a fixed seed and without warm start."""
    estimator = clone(estimator)
    fixed = {"random_state": 0, "warm_start": False}
    parameters = estimator.get_params(deep=False)
    return estimator.set_params(**{key: fixed[key] for key in fixed if key in parameters})


def fitted(estimator: Any, data: TextData) -> Any:
    """Return a clone with a fixed seed, fitted on the documents."""
    estimator = fresh(estimator)
    estimator.fit(data.documents, data.y)
    return estimator


def changed_attributes(estimator: Any, before: dict[str, Any]) -> list[str]:
    """Return the names of attributes that are not the same objects as before."""
    after = vars(estimator)
    return [key for key in {**before, **after} if after.get(key) is not before.get(key)]


def ensure_same(actual: Any, desired: Any, what: str) -> None:
    """Raise AssertionError unless two arrays agree in shape, dtype and every bit."""
    actual, desired = np.asarray(actual), np.asarray(desired)
    ensure(actual.shape == desired.shape, f"{what}: shape {actual.shape}, not {desired.shape}.")
    ensure(actual.dtype == desired.dtype, f"{what}: dtype {actual.dtype}, not {desired.dtype}.")
    if actual.tobytes() != desired.tobytes():
        rows = np.flatnonzero((actual != desired).any(axis=tuple(range(1, actual.ndim))))
        raise AssertionError(f"{what}: the bits differ, in rows {rows[:10].tolist()}.")


def ensure_close(actual: Any, desired: Any, what: str) -> None:
    """Raise AssertionError unless two arrays have the same shape and values up to rounding."""
    actual, desired = np.asarray(actual), np.asarray(desired)
    ensure(actual.shape == desired.shape, f"{what}: shape {actual.shape}, not {desired.shape}.")
    scale = float(np.abs(desired).max(initial=0.0))
    np.testing.assert_allclose(
        actual, desired, rtol=_RTOL, atol=_RTOL * scale, err_msg=what, equal_nan=False
    )


@contextmanager
def expect(kinds: tuple[type[BaseException], ...], what: str, mention: str = "") -> Iterator[None]:
    """Raise AssertionError unless the body raises one of the expected errors.

    ``mention`` is a regular expression that must match in its message or its notes; ``what``
    describes the body.
    """
    names = " or ".join(kind.__name__ for kind in kinds)
    try:
        yield
    except kinds as error:
        text = "\n".join([str(error), *getattr(error, "__notes__", [])])
        if not re.search(mention, text):
            raise AssertionError(
                f"{what}: the error message does not match {mention!r}: {text}"
            ) from error
    except Exception as error:
        raise AssertionError(
            f"{what} raises {type(error).__name__} ({error}) instead of {names}."
        ) from error
    else:
        raise AssertionError(f"{what} does not raise {names}.")


def optional(module: str) -> Any:
    """Import an optional module; skip the check if it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise SkipTest(f"{module} is not installed") from error


def skip_without_parameter(name: str, estimator: Any, parameter: str) -> None:
    """Skip the check if the estimator has no such parameter."""
    if parameter not in estimator.get_params(deep=False):
        raise SkipTest(f"{name} has no parameter {parameter}")
