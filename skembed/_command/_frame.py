"""The columns of a file as features: numbers and categories in a dataframe."""

from __future__ import annotations

from typing import Any

from .._comparison._label_problems import is_blank
from .._comparison._problem import listed
from ._numbers import as_number, is_number
from ._table import Columns, DataError


def frame_of(columns: Columns, name: str) -> tuple[Any, list[str]]:
    """Return the columns as a dataframe, and notes on them.

    Parameters
    ----------
    columns : dict of str to list of str
        The columns, without that of the targets.

    name : str
        The name of the table, for error messages.

    Returns
    -------
    frame : pandas.DataFrame
        Numbers where all values of a column are numbers, else str; missing values are NaN. Columns
        of a single value, and texts that are another one in each row, are left out.

    notes : list of str
        Which columns are categories and which are numbers, and what was left out.

    Raises
    ------
    DataError
        If no column of categories is left, or pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        message = "Tables require pandas, which is not installed: pip install pandas."
        raise DataError(message) from error
    found: dict[str, list[str]] = {"category": [], "number": [], "constant": [], "id": []}
    kept: dict[str, Any] = {}
    for column, values in columns.items():
        cells = [None if is_blank(value) else value.strip() for value in values]
        kind = _kind(cells)
        found[kind].append(column)
        if kind == "number":
            numbers = [None if cell is None else as_number(cell) for cell in cells]
            kept[column] = pd.Series(numbers, dtype="float64")
        elif kind == "category":
            kept[column] = pd.Series(cells, dtype="str")
    if not found["category"]:
        raise DataError(f"{name} has no column of categories among {', '.join(columns)}.")
    what = {
        "category": "Categories",
        "number": "Numbers",
        "constant": "Columns of a single value left out",
        "id": "Columns with another value in each row left out",
    }
    notes = [f"{what[kind]}: {listed(names, 10)}." for kind, names in found.items() if names]
    return pd.DataFrame(kept), notes


def _kind(cells: list[str | None]) -> str:
    """Return "category", "number", "constant" or "id"."""
    filled = [cell for cell in cells if cell is not None]
    different = set(filled)
    if len(different) + (len(filled) < len(cells)) < 2 or not filled:
        return "constant"
    if all(map(is_number, filled)):
        return "number"
    return "id" if len(different) == len(cells) else "category"
