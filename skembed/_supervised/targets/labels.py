"""Check labels and indicators as given by the caller, and convert them to numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.utils import check_array


def sorted_classes(classes: ArrayLike) -> NDArray[Any]:
    """Return the unique classes, sorted; there must be at least one."""
    if np.ndim(classes) != 1:
        raise ValueError(f"classes must be a list or an array of the classes, got {classes!r}.")
    return np.unique(check_array(classes, ensure_2d=False, dtype=None, input_name="classes"))


def check_one_type(y: Any, name: str) -> None:
    """Raise a TypeError if some labels are str and others are not."""
    if not isinstance(y, np.ndarray) or y.dtype.kind != "O" or y.ndim != 1:
        return
    is_str = np.array([isinstance(label, str) for label in y], dtype=bool)
    if is_str.any() and not is_str.all():
        row = int(np.argmin(is_str))
        raise TypeError(
            f"{name}[{row}] is {y[row]!r} ({type(y[row]).__name__}), other labels are str: all "
            "labels must have the same type."
        )


def places(values: NDArray[Any], y: NDArray[Any]) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Return the index of each label among the sorted classes, and whether it is unknown."""
    if _family(values) != _family(y):
        return np.zeros(len(y), dtype=np.int32), np.ones(len(y), dtype=bool)
    labels = np.minimum(np.searchsorted(values, y), len(values) - 1)
    return labels.astype(np.int32), values[labels] != y


def _family(labels: NDArray[Any]) -> str:
    """Return the kind of the labels; labels of different kinds cannot be compared."""
    kind = labels.dtype.kind
    if kind in "UT" or (kind == "O" and all(isinstance(label, str) for label in labels)):
        return "str"
    return "number" if kind in "biuf" else kind


def indicators(y: Any, n_labels: int, name: str) -> NDArray[np.float32] | sparse.csr_array:
    """Check multilabel indicators (n_documents, n_labels); return them as float32, dense or CSR."""
    if y.ndim != 2 or y.shape[1] != n_labels:
        raise ValueError(
            f"{name} must have {n_labels} columns, one for each label, got shape {y.shape}."
        )
    is_sparse = sparse.issparse(y)
    wrong = ~np.isin(y.data if is_sparse else y, (0, 1))
    if np.any(wrong):
        at = np.argwhere(wrong)[0]
        value = np.asarray(y.data[at[0]] if is_sparse else y[tuple(at)]).tolist()
        row = np.searchsorted(y.indptr, at[0], side="right") - 1 if is_sparse else at[0]
        column = y.indices[at[0]] if is_sparse else at[1]
        raise ValueError(
            f"{name}[{row}, {column}] is {value!r}. Multilabel targets must be 1 for each label "
            "that a document has and 0 for the others."
        )
    if is_sparse:
        return sparse.csr_array(y, dtype=np.float32)
    return np.ascontiguousarray(y, dtype=np.float32)
