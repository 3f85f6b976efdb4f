"""Checks of feature names and of dataframe output."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn import config_context

from ._documents import DATA, TextData
from ._tools import ensure, ensure_same, fitted, fresh, optional


def check_feature_names(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check that feature names are unique and that ``input_features`` is accepted."""
    estimator = fitted(estimator, data)
    n_features = np.asarray(estimator.transform(data.documents)).shape[1]
    names = estimator.get_feature_names_out()
    ensure(isinstance(names, np.ndarray), f"Feature names of {name} are a {type(names).__name__}.")
    ensure(names.dtype == object, f"Feature names of {name} are of {names.dtype}, not object.")
    ensure(all(isinstance(one, str) for one in names), f"Feature names of {name} are not str.")
    ensure(len(names) == n_features, f"{name} has {len(names)} names for {n_features} columns.")
    ensure(len(set(names)) == len(names), f"Feature names of {name} are not unique.")
    for given in (None, ["text"]):
        same = np.array_equal(estimator.get_feature_names_out(input_features=given), names)
        ensure(same, f"{name}: input_features={given!r} changes the feature names.")


def _ensure_frame(name: str, frame: Any, kind: type, estimator: Any, expected: Any) -> None:
    ensure(isinstance(frame, kind), f"{name} returns a {type(frame).__name__}, not a dataframe.")
    columns, names = list(frame.columns), list(estimator.get_feature_names_out())
    ensure(columns == names, f"{name} names the columns {columns[:3]}..., not {names[:3]}...")
    ensure_same(frame.to_numpy(), expected, f"The dataframe of {name}")


def check_set_output_pandas(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check pandas output, set for the estimator or globally, and that an index is kept."""
    pandas = optional("pandas")
    expected = fitted(estimator, data).transform(data.documents)
    by_pandas = fresh(estimator).set_output(transform="pandas")
    at_once = by_pandas.fit_transform(data.documents, data.y)
    ensure(isinstance(at_once, pandas.DataFrame), f"{name}.fit_transform returns no dataframe.")
    frame = by_pandas.transform(data.documents)
    _ensure_frame(name, frame, pandas.DataFrame, by_pandas, expected)
    index = [f"row {i}" for i in range(len(data.documents))]
    frame = by_pandas.transform(pandas.Series(data.documents, index=index))
    ensure(list(frame.index) == index, f"{name} loses the index of a Series.")
    with config_context(transform_output="pandas"):
        frame = fitted(estimator, data).transform(data.documents)
    _ensure_frame(name, frame, pandas.DataFrame, by_pandas, expected)
    by_pandas.set_output(transform="default")
    ensure_same(by_pandas.transform(data.documents), expected, f"{name} set to default output")


def check_set_output_polars(name: str, estimator: Any, data: TextData = DATA) -> None:
    """Check polars output, set for the estimator."""
    polars = optional("polars")
    expected = fitted(estimator, data).transform(data.documents)
    by_polars = fresh(estimator).set_output(transform="polars")
    at_once = by_polars.fit_transform(data.documents, data.y)
    ensure(isinstance(at_once, polars.DataFrame), f"{name}.fit_transform returns no dataframe.")
    frame = by_polars.transform(polars.Series("text", data.documents))
    _ensure_frame(name, frame, polars.DataFrame, by_polars, expected)
