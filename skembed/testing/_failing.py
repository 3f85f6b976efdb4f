"""Checks that invalid documents are rejected with clear errors that leave the state unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from sklearn.exceptions import NotFittedError

from ._documents import DATA, TextData
from ._tools import changed_attributes, ensure, ensure_same, expect, fitted, fresh, optional

_ROW = 7
_REFUSED = (ValueError, TypeError)


def _ensure_refused(
    name: str, estimator: Any, data: TextData, X: Any, what: str, mention: str = ""
) -> None:
    """Check that each of the three methods rejects the documents."""
    ready = fitted(estimator, data)
    with expect(_REFUSED, f"{name}.fit of {what}", mention):
        fresh(estimator).fit(X, data.y)
    with expect(_REFUSED, f"{name}.fit_transform of {what}", mention):
        fresh(estimator).fit_transform(X, data.y)
    with expect(_REFUSED, f"{name}.transform of {what}", mention):
        ready.transform(X)


def _with_row(data: TextData, document: Any) -> list[Any]:
    return [*data.documents[:_ROW], document, *data.documents[_ROW + 1 :]]


def check_error_string(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that a single string is rejected rather than split into characters."""
    _ensure_refused(name, estimator, data, data.documents[0], "a single str", "(?i)str")


def check_error_none(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that None among the documents is rejected with the row in the message."""
    X = _with_row(data, None)
    _ensure_refused(name, estimator, data, X, f"None in row {_ROW}", rf"\b{_ROW}\b")


def check_error_nan(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that NaN among the documents is rejected with the row in the message."""
    X = _with_row(data, float("nan"))
    _ensure_refused(name, estimator, data, X, f"NaN in row {_ROW}", rf"\b{_ROW}\b")


def check_error_bytes(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that undecodable bytes are rejected with the row in the message."""
    X = _with_row(data, b"\xff\xfe\xff")
    _ensure_refused(name, estimator, data, X, f"invalid UTF-8 in row {_ROW}", rf"\b{_ROW}\b")


def check_error_no_documents(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that fitting an empty list raises an error."""
    for method in ("fit", "fit_transform"):
        with expect((ValueError,), f"{name}.{method}([])", "(?i)document|sample"):
            getattr(fresh(estimator), method)([], [])


def check_error_no_tokens(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that fitting documents without tokens raises an error."""
    X = [""] * len(data.y)
    for method in ("fit", "fit_transform"):
        with expect((ValueError,), f"{name}.{method} of empty str", "(?i)token|vocabulary"):
            getattr(fresh(estimator), method)(X, data.y)


def check_error_wide_array(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that an array with several columns is rejected rather than reduced to one."""
    column = np.array(data.documents, dtype=object)
    X = np.column_stack([column, column])
    _ensure_refused(name, estimator, data, X, "an array of two columns", "(?i)column|dimension|1d")


def check_error_wide_dataframe(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that a dataframe with several columns is rejected; iterating it yields column names."""
    pandas = optional("pandas")
    X = pandas.DataFrame({"text": data.documents, "other": data.documents})
    _ensure_refused(name, estimator, data, X, "a dataframe of two columns", "(?i)column|dimension")


def _broken_off(data: TextData, error: BaseException) -> Iterator[str]:
    yield from data.documents[:_ROW]
    raise error


def _failures(data: TextData) -> dict[str, Callable[[], Any]]:
    return {
        "an empty list": list,
        "documents without tokens": lambda: [""] * len(data.y),
        "None": lambda: _with_row(data, None),
        "a generator that fails": lambda: _broken_off(data, ValueError("broken off")),
        "a generator that is interrupted": lambda: _broken_off(data, KeyboardInterrupt()),
    }


def check_failed_fit(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that a failed or interrupted ``fit`` leaves a fitted estimator unchanged."""
    estimator = fitted(estimator, data)
    features = estimator.transform(data.documents)
    before = dict(vars(estimator))
    for what, make in _failures(data).items():
        for method in ("fit", "fit_transform"):
            with expect((ValueError, TypeError, KeyboardInterrupt), f"{name}.{method} of {what}"):
                getattr(estimator, method)(make(), data.y)
            changed = changed_attributes(estimator, before)
            ensure(not changed, f"{name}.{method} of {what} fails, but changes {changed}.")
            ensure_same(
                estimator.transform(data.documents), features, f"{name} after a failed {method}"
            )


def check_failed_first_fit(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that an estimator is not fitted after a first ``fit`` that fails."""
    for what, make in _failures(data).items():
        unfitted = fresh(estimator)
        with expect((ValueError, TypeError, KeyboardInterrupt), f"{name}.fit of {what}"):
            unfitted.fit(make(), data.y)
        with expect((NotFittedError,), f"transform of {name} after a failed fit of {what}"):
            unfitted.transform(data.documents)
