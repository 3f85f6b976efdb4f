"""The columns of a table that are numbers: which they are, their cells, and their scale.

A fit to y has them, standardized, beside the effects of the categories; the features hold them as
they are. Nothing is learned from y here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils import check_array

from .._compat.dataframes import as_frame
from .._compat.sklearn import columns_of

Floats = NDArray[np.float64]

_TINY = np.finfo(np.float64).tiny


def find_numbers(X: Any, categorical_features: str | ArrayLike) -> list[int]:
    """Return the places of the columns that are numbers."""
    if isinstance(categorical_features, str) and categorical_features == "all":
        return []
    if isinstance(categorical_features, str):
        are_numbers = _by_dtype(X)
    else:
        are_numbers = ~_as_mask(as_table(X), np.asarray(categorical_features))
    if are_numbers.all():
        raise ValueError(
            f"None of the {len(are_numbers)} columns is categorical by "
            f"categorical_features={categorical_features!r}. Columns of strings, booleans and "
            "categorical types are, or those that categorical_features lists."
        )
    return np.flatnonzero(are_numbers).tolist()


def as_table(X: Any) -> Any:
    """Return a dataframe unchanged, and other tables as arrays; errors are scikit-learn's."""
    if as_frame(X) is not None:
        return X
    X = X if hasattr(X, "dtype") else np.asarray(X, dtype=object)  # keep the types of a list
    return check_array(X, dtype=None, ensure_all_finite=False)


def _by_dtype(X: Any) -> NDArray[np.bool_]:
    frame = as_frame(X)
    if frame is None:
        raise ValueError(
            "categorical_features='from_dtype' needs a dataframe, whose columns have types: got "
            f"{type(X).__name__}. List the columns that are categorical instead."
        )
    return np.array([dtype.is_numeric() for dtype in frame.schema.values()])


def _as_mask(X: Any, given: NDArray[Any]) -> NDArray[np.bool_]:
    """Return a mask of the columns that are given as a mask, by their places or by their names."""
    n_columns = X.shape[1]
    if given.dtype.kind == "b":
        if given.shape != (n_columns,):
            raise ValueError(
                f"categorical_features has {given.size} booleans, but X has {n_columns} columns."
            )
        return given
    known = list(range(n_columns))
    if given.dtype.kind not in "iu":
        known = list(getattr(X, "columns", []))
    if unknown := [column for column in given.ravel().tolist() if column not in known]:
        raise ValueError(
            f"categorical_features lists {unknown[0]!r}, which is not a column of X: {known}."
        )
    return np.isin(known, given)


def split_columns(X: Any, numbers: list[int]) -> tuple[Any, Floats | None]:
    """Return the columns of categories, and the cells of the numbers; missing ones are NaN."""
    if not numbers:
        return X, None
    X = as_table(X)
    others = np.setdiff1d(np.arange(X.shape[1]), numbers).tolist()
    return columns_of(X, others), _as_numbers(columns_of(X, numbers), numbers)


def _as_numbers(cells: Any, places: list[int]) -> Floats:
    rules: dict[str, Any] = {"dtype": [np.float64, np.float32], "ensure_all_finite": "allow-nan"}
    try:
        return np.asarray(check_array(cells, **rules))
    except (ValueError, TypeError):
        for j, name in enumerate(getattr(cells, "columns", places)):
            try:
                check_array(columns_of(cells, [j]), **rules)
            except (ValueError, TypeError) as error:
                raise ValueError(f"Column {name!r} is not one of numbers: {error}") from error
        raise


def standardized(numbers: Floats, weights: Floats) -> Floats:
    """Return columns of mean 0 and standard deviation 1; missing and constant numbers are 0."""
    missing = np.isnan(numbers)
    values = np.where(missing, 0, numbers.astype(np.float64))
    # squares are finite then, and the mean of a constant is exact
    values = values / np.maximum(np.abs(values).max(axis=0), _TINY)
    known = weights[:, np.newaxis] * ~missing
    total = np.maximum(known.sum(axis=0), _TINY)
    mean = (known * values).sum(axis=0) / total
    values = np.where(missing, 0, values - mean)
    std = np.sqrt((known * values**2).sum(axis=0) / total)
    return np.asarray(values / np.where(std > 0, std, 1))
