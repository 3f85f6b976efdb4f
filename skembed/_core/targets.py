"""`check_targets`: refuse missing targets and lists of labels, wherever y enters the package."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from scipy import sparse

from .missing import missing_rows

_LISTS = (list, tuple, set, frozenset, np.ndarray)


def check_targets(y: Any, name: str = "y") -> None:
    """Raise a ValueError if a target in ``y`` is missing, or if documents have lists of labels.

    Any container is accepted; nothing else is checked. Messages call the targets ``name``.
    """
    if sparse.issparse(y) or not hasattr(y, "__len__"):
        return
    native = nw.from_native(y, allow_series=True, eager_only=True, pass_through=True)
    if isinstance(native, nw.DataFrame):
        y = native.to_numpy()
    elif isinstance(native, nw.Series):
        y = native.to_list()
    if isinstance(y, np.ndarray):
        _check_array(y, name)
    elif not isinstance(y, (str, bytes)):
        _check_list(list(y), name)


def _check_array(y: np.ndarray[Any, Any], name: str) -> None:
    if y.dtype.kind in "OT":
        if y.ndim == 1:
            _check_list(y.tolist(), name)
            return
        flat = missing_rows(y.ravel().tolist())
    else:
        flat = np.flatnonzero(y != y).tolist()  # NaN and NaT do not equal themselves
    if flat:
        place = np.unravel_index(flat[0], y.shape)
        _refuse(name, [int(i) for i in place], y[place], len(flat))


def _check_list(y: list[Any], name: str) -> None:
    if rows := missing_rows(y):
        _refuse(name, rows[:1], y[rows[0]], len(rows))
    if not any(isinstance(target, _LISTS) for target in y):
        return
    if (row := _labels_at(y)) is not None:
        raise ValueError(
            f"{name}[{row}] is {y[row]!r}, a list of labels. Use "
            f"sklearn.preprocessing.MultiLabelBinarizer().fit_transform({name}), which makes a "
            "column of zeros and ones for each label."
        )
    for row, targets in enumerate(y):
        if columns := missing_rows(list(targets)):
            _refuse(name, [row, columns[0]], targets[columns[0]], len(columns))


def _labels_at(y: list[Any]) -> int | None:
    """Return the first row that is a list of labels, unless all are rows of one matrix."""
    first = len(y[0]) if isinstance(y[0], _LISTS) else -1
    for row, target in enumerate(y):
        if not isinstance(target, _LISTS):
            continue
        if isinstance(target, (set, frozenset)) or len(target) != first:
            return row
        if first > 1 and isinstance(target[0], str):
            return row
    return None


def _refuse(name: str, place: Collection[int], value: Any, n_missing: int) -> None:
    others = f" (and {n_missing - 1:,} more)" if n_missing > 1 else ""
    raise ValueError(
        f"{name}[{', '.join(map(str, place))}] is missing: {value}{others}. Leave out the "
        "documents for which it is missing."
    )
