"""Dask collections of documents: the work on a partition is done where the partition is.

Nothing here reads documents, and Dask is only imported if there is a collection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from .distinct import DistinctTokens, TokenNumbers

T = TypeVar("T")


def is_collection(documents: Any) -> bool:
    """Return whether this is a Dask bag, Series, dataframe or array."""
    kind = type(documents)  # a Delayed object has every attribute, its class has not
    return hasattr(kind, "__dask_graph__") and hasattr(kind, "to_delayed")


def compute_each(collection: Any) -> Iterator[Any]:
    """Yield the content of each partition; one after the other is computed."""
    for partition in np.ravel(collection.to_delayed()).tolist():
        yield partition.compute()


def map_partitions(function: Callable[..., T], collection: Any, shared: Any) -> list[T]:
    """Return ``function(i, partition, shared)`` of each partition i, computed by Dask's workers.

    ``function`` is at the top level of a module; ``shared`` moves to each worker once.
    """
    dask: Any = import_module("dask")  # optional
    call, shared = dask.delayed(_call, pure=False), dask.delayed(shared, traverse=False)
    parts = enumerate(np.ravel(collection.to_delayed()).tolist())
    return list(dask.compute(*(call(function, i, part, shared) for i, part in parts)))


def _call(function: Callable[..., T], i: int, partition: Any, shared: Any) -> T:
    try:
        return function(i, partition, shared)
    except Exception as error:
        error.add_note(f"This happened in partition {i}; rows are counted from its first.")
        raise


def merge_numbers(
    parts: Iterable[tuple[NDArray[np.int32], NDArray[np.int64], DistinctTokens]],
) -> tuple[NDArray[np.int32], NDArray[np.int64], DistinctTokens]:
    """Join the (ids, indptr, tokens) of partitions, each with numbers of its own, into one."""
    numbers = TokenNumbers()
    ids, lengths = [np.empty(0, dtype=np.int32)], [np.zeros(1, dtype=np.int64)]
    for mine, indptr, tokens in parts:
        ids.append(numbers.add(tokens).take(mine))
        lengths.append(np.diff(indptr))
    return np.concatenate(ids), np.cumsum(np.concatenate(lengths)), numbers.tokens()
