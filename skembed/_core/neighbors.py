"""Exact nearest neighbors on plain arrays, in one pass over the vectors.

No index is built.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._compat.threads import one_blas_thread
from .linalg import unit


def cosines(
    vectors: NDArray[np.float32], norms: NDArray[np.float64], direction: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the cosine of each row and a direction of any length; no norm may be 0."""
    with one_blas_thread():
        dots = vectors @ unit(direction).astype(np.float32)
    return dots.astype(np.float64) / norms


def largest(values: NDArray[np.floating], n: int) -> NDArray[np.intp]:
    """Return the positions of the n largest values by decreasing value, ties by position."""
    n = min(max(n, 0), len(values))
    if n == 0:
        return np.empty(0, dtype=np.intp)
    # At least n values reach the n-th largest of the maxima of n or more blocks, and few others:
    # this takes a tenth of the time of partitioning all values.
    starts = np.arange(0, len(values), max(len(values) // (8 * n), 1))
    maxima = np.maximum.reduceat(values, starts)
    near = np.flatnonzero(values >= np.partition(maxima, -n)[-n])
    return near[np.argsort(-values[near], kind="stable")][:n]


def as_items(items: Any) -> list[Any]:
    """Convert a term, a vector (a sequence of numbers), or a sequence of these, to a list."""
    if items is None:
        return []
    if isinstance(items, str):
        return [items]
    items = items if isinstance(items, np.ndarray) else list(items)
    is_vector = len(items) > 0 and all(np.ndim(x) == 0 and not isinstance(x, str) for x in items)
    return [items] if is_vector else list(items)
