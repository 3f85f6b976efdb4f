"""Dask's workers as a backend of joblib: large arguments and results.

joblib copies each large argument to one worker. If that worker is lost, so is the argument, and all
tasks that need it fail. Results come by way of the scheduler. If all workers run on this machine,
arrays go through a file instead. Nothing here imports Dask unless its backend is active.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

import joblib
import numpy as np

from .shared_file import Address, is_shared, loaded, new_shared_file, stored

T = TypeVar("T")

_LARGE = 1000  # bytes; what joblib copies to a worker before the tasks
_LARGE_RESULT = 1 << 20  # bytes of the arrays in a result that are worth a file


def dask_backend() -> Any:
    """Return joblib's backend if it is that of Dask, or None."""
    backend, _ = joblib.parallel.get_active_backend()
    return backend if type(backend).__name__ == "DaskDistributedBackend" else None


def with_arguments(active: Any, tasks: list[tuple[Any, ...]]) -> Any:
    """Return a backend like the active one, whose scheduler keeps the large arguments of tasks.

    Each argument moves to the scheduler once, and from there to each worker that needs it, also to
    one that takes the place of another.
    """
    import dask
    from dask.sizeof import sizeof

    given = active.data_futures  # the user's own
    every = {id(a): a for task in tasks for a in task}
    large = {i: a for i, a in every.items() if i not in given and sizeof(a) > _LARGE}
    timeout = active.wait_for_workers_timeout
    backend = type(active)(
        client=active.client, wait_for_workers_timeout=timeout, **active.submit_kwargs
    )
    # these stay alive, so that no other argument gets the same id
    backend._scatter = [*active._scatter, *large.values()]
    # Dask recomputes a lost result; scattered data is lost with its worker.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1PB"}):
        kept = {i: active.client.submit(_itself, a, pure=False) for i, a in large.items()}
    backend.data_futures = {**given, **kept}
    return backend


def _itself(value: T) -> T:
    return value


@contextmanager
def file_for_workers(active: Any) -> Iterator[Address | None]:
    """Yield a file that all workers can open, or None if they are on several machines."""
    with new_shared_file() as file:
        found = active.client.run(is_shared, file, on_error="return") if file else {}
        yield file if found and all(one is True for one in found.values()) else None


def with_file(
    file: Address, function: Callable[..., Any], tasks: list[tuple[Any, ...]], active: Any
) -> tuple[Callable[..., Any], list[tuple[Any, ...]]]:
    """Write each large array among the arguments to the file; return what to call instead."""
    arrays = {id(a): a for task in tasks for a in task if isinstance(a, np.ndarray)}
    new = {i: stored(a, file, _LARGE) for i, a in arrays.items() if i not in active.data_futures}
    tasks = [tuple(new.get(id(a), a) for a in task) for task in tasks]
    return partial(_call, function, file, _LARGE_RESULT), tasks


def _call(function: Callable[..., Any], file: Address, large: int, *arguments: Any) -> Any:
    return stored(function(*map(loaded, arguments)), file, large)
