"""Dask's workers as a backend of joblib: large arguments that survive the loss of a worker.

joblib copies each large argument to one worker. If that worker is lost, so is the argument, and all
tasks that need it fail. Nothing here imports Dask unless its backend is active.
"""

from __future__ import annotations

from typing import Any, TypeVar

import joblib

T = TypeVar("T")

_LARGE = 1000  # bytes; what joblib copies to a worker before the tasks


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
