"""Dask collections of documents: the work on a partition is done where the partition is.

Nothing here reads documents, and Dask is only imported if there is a collection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from .._core.distinct_tokens import DistinctTokens
from .token_numbers import TokenNumbers

T = TypeVar("T")


def partitions_of(documents: Any) -> list[Any] | None:
    """Return the partitions of a Dask bag, Series, dataframe or array, or of a list of Delayed.

    They are Delayed objects. Anything else has none.
    """
    if isinstance(documents, (list, tuple)):
        return _culled(documents) if documents and all(map(_is_delayed, documents)) else None
    kind = type(documents)  # a Delayed object has every attribute, its class has not
    if hasattr(kind, "__dask_graph__") and hasattr(kind, "to_delayed"):
        return _culled(np.ravel(documents.to_delayed()).tolist())
    return None


def known_length(documents: object) -> int:
    """Return the number of documents, or 0 if it is not known before they are read.

    Dask's collections compute all partitions to know theirs.
    """
    kind = type(documents)
    is_known = hasattr(kind, "__len__") and not hasattr(kind, "__dask_graph__")
    return len(documents) if is_known else 0  # type: ignore[arg-type]


def _is_delayed(item: object) -> bool:
    return type(item).__module__ == "dask.delayed"


def _culled(partitions: Sequence[Any]) -> list[Any]:
    """Give each partition the part of the graph that it needs; Dask gives all of it to each."""
    cull, as_dict = import_module("dask.optimization").cull, import_module("dask.utils").ensure_dict
    delayed = import_module("dask.delayed").Delayed
    graphs = [part.__dask_graph__() for part in partitions]
    whole = {id(graph): graph for graph in graphs}  # usually one
    whole = {i: as_dict(graph) for i, graph in whole.items()}
    return [
        delayed(part.key, cull(whole[id(graph)], [part.key])[0])
        for part, graph in zip(partitions, graphs, strict=True)
    ]


def map_partitions(function: Callable[..., T], partitions: list[Any], shared: Any) -> list[T]:
    """Return ``function(i, partition, shared)`` of each partition i, computed by Dask's workers.

    ``function`` is at the top level of a module; ``shared`` moves to each worker once.
    """
    dask: Any = import_module("dask")  # optional
    call, shared = dask.delayed(_call, pure=False), dask.delayed(shared, traverse=False)
    parts = enumerate(partitions)
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
