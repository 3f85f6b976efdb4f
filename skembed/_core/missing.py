"""`is_missing`: the one rule of what counts as a missing value: None, NaN, NaT and pandas' NA."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

# Types without a missing value. In most columns all values are of these, which is quick to see.
_NEVER_MISSING = {str, bytes, int, bool, list, tuple, set, frozenset, dict}


def is_missing(value: Any) -> bool:
    """Return whether a value is None, NaN, NaT or ``pandas.NA``; containers never are."""
    if value is None:
        return True
    if type(value) in _NEVER_MISSING or getattr(value, "__len__", None) is not None:
        return False
    try:
        return bool(value != value)
    except (TypeError, ValueError):  # pandas.NA is neither equal nor unequal to itself
        return type(value).__name__ == "NAType"


def missing_rows(values: Iterable[Any]) -> list[int]:
    """Return the positions of the missing values; in a list or tuple, they are found faster."""
    if isinstance(values, (list, tuple)) and _NEVER_MISSING.issuperset(map(type, values)):
        return []
    return [row for row, value in enumerate(values) if is_missing(value)]
