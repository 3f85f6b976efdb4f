"""Checks that equal documents give equal features in any supported container."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ._documents import DATA, TextData
from ._tools import ensure_same, fitted, fresh, optional


def _ensure_equal(
    name: str, estimator: Any, data: TextData, make: Callable[[], Any], what: str
) -> None:
    """Check the container, created anew each time, with each of the three methods."""
    reference = fitted(estimator, data).transform(data.documents)
    ready = fresh(estimator).fit(make(), data.y)
    ensure_same(ready.transform(data.documents), reference, f"{name}.fit of {what}")
    ensure_same(ready.transform(make()), reference, f"{name}.transform of {what}")
    by_generator = fresh(estimator).fit_transform(make(), data.y)
    by_list = fresh(estimator).fit_transform(data.documents, data.y)
    ensure_same(by_generator, by_list, f"{name}.fit_transform of {what}")


def check_input_tuple(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check a tuple, and y as a list."""
    as_lists = TextData(data.documents, data.y.tolist())
    _ensure_equal(name, estimator, as_lists, lambda: tuple(data.documents), "a tuple")


def check_input_generator(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check a generator, which can be read only once."""
    _ensure_equal(name, estimator, data, lambda: (d for d in data.documents), "a generator")


def check_input_array(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check read-only arrays of str and of objects, and an array with one column."""
    for dtype in (object, str):
        array = np.array(data.documents, dtype=dtype)
        array.flags.writeable = False
        what = f"an array of {array.dtype}"
        _ensure_equal(name, estimator, data, lambda array=array: array, what)  # type: ignore[misc]
    column = np.array(data.documents, dtype=object)[:, np.newaxis]
    _ensure_equal(name, estimator, data, lambda: column, "an array of one column")


def check_input_pandas(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check a pandas Series with a custom index, and a dataframe with one column."""
    pandas = optional("pandas")
    index = range(1000, 1000 + len(data.documents))
    for dtype in (object, "str"):
        series = pandas.Series(data.documents, index=index, name="text", dtype=dtype)
        _ensure_equal(
            name,
            estimator,
            data,
            lambda series=series: series,  # type: ignore[misc]
            f"a pandas Series of {dtype}",
        )
    frame = series.to_frame()
    _ensure_equal(name, estimator, data, lambda: frame, "a pandas DataFrame of one column")


def check_input_polars(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check a polars Series, and a dataframe with one column."""
    polars = optional("polars")
    series = polars.Series("text", data.documents)
    _ensure_equal(name, estimator, data, lambda: series, "a polars Series")
    _ensure_equal(name, estimator, data, series.to_frame, "a polars DataFrame of one column")


def check_input_pyarrow(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check a pyarrow chunked array, and a table with one column."""
    pyarrow = optional("pyarrow")
    column = pyarrow.chunked_array([data.documents[:5], data.documents[5:]])
    _ensure_equal(name, estimator, data, lambda: column, "a pyarrow ChunkedArray")
    table = pyarrow.table({"text": column})
    _ensure_equal(name, estimator, data, lambda: table, "a pyarrow Table of one column")
