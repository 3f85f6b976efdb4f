"""Weights of documents: ``sample_weight`` times ``class_weight``."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils import check_array, compute_sample_weight

# All weights are rescaled if the largest is not in this range. A weight acts like that many copies
# of a document in one step: with more than a hundred the step overshoots, and with a weight below
# 1e-6 the AdaGrad sums do not change.
SMALLEST, LARGEST = 1e-3, 1e2


def combined_weight(
    sample_weight: NDArray[np.float64],
    class_weight: Mapping[Any, float] | str | None,
    y: Any,
) -> NDArray[np.float32]:
    """Return ``sample_weight`` times the weight of the class, (n_documents,), dtype float32.

    Not all are zero; the largest is between 0.001 and 100.
    """
    combined = sample_weight
    if class_weight is not None:
        check_class_weight(class_weight)
        with np.errstate(over="ignore"):
            combined = sample_weight * compute_sample_weight(class_weight, y)
        if not np.all(np.isfinite(combined)):
            row = int(np.argmin(np.isfinite(combined)))
            raise ValueError(
                f"sample_weight times class_weight overflows for document {row}: scale the weights "
                "so that their mean is near 1."
            )
        if not np.any(combined):
            raise ValueError(
                "The weight of every document is zero (class_weight, times sample_weight): nothing "
                "can be learned."
            )
    largest = combined.max()
    if not SMALLEST <= largest <= LARGEST:
        combined = combined / largest * np.clip(largest, SMALLEST, LARGEST)
    return combined.astype(np.float32)


def check_sample_weight(sample_weight: ArrayLike | None, n_documents: int) -> NDArray[np.float64]:
    """Return the weights of the documents (n_documents,): finite, not negative, not all zero."""
    if sample_weight is None:
        return np.ones(n_documents)
    shape = np.asarray(sample_weight).shape
    if shape != (n_documents,):
        raise ValueError(
            f"sample_weight must have one weight for each of the {n_documents} documents, got "
            f"shape {shape}."
        )
    try:
        weights: NDArray[np.float64] = check_array(
            sample_weight, ensure_2d=False, dtype=np.float64, input_name="sample_weight"
        )
    except (TypeError, ValueError, OverflowError) as error:
        if "sample_weight" in str(error):
            raise
        raise ValueError(f"sample_weight must hold numbers: {error}") from error
    if np.any(weights < 0):
        row = int(np.argmax(weights < 0))
        raise ValueError(f"Negative values in sample_weight: {weights[row]:g} in row {row}.")
    if not np.any(weights):
        raise ValueError("sample_weight is zero for every document: nothing can be learned.")
    return weights


def check_class_weight(class_weight: Mapping[Any, float] | str) -> None:
    """Refuse weights of classes that are negative or not finite numbers."""
    if isinstance(class_weight, str):
        return
    for label, weight in class_weight.items():
        if not (isinstance(weight, Real) and 0 <= weight < np.inf):
            raise ValueError(
                f"class_weight[{label!r}] is {weight!r}: the weight of a class must be a finite "
                "number, not below 0."
            )
