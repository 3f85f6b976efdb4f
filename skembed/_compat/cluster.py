"""Dask's workers as a backend of joblib: large arguments that survive the loss of a worker.

joblib copies each large argument to one worker. Dask then prefers that worker for all tasks, and if
it is lost, so is the argument, and all tasks that need it fail. Here, all workers get it, or map it
from a file if they can. Nothing here imports Dask unless its backend is active.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any
from uuid import uuid4

import joblib
import numpy as np

from .mapped_arguments import HUGE_PAGE, MappedArray, can_be_mapped, is_reachable, put_in_file

_LARGE = 1000  # bytes; what joblib copies to a worker before the tasks
_MOST_COPIES = 8  # made by this process; more workers get an argument from those that have it


def dask_backend() -> Any:
    """Return joblib's backend if it is that of Dask, or None."""
    backend, _ = joblib.parallel.get_active_backend()
    return backend if type(backend).__name__ == "DaskDistributedBackend" else None


def n_slots(backend: Any, n_jobs: int | None) -> int:
    """Return how many tasks the workers that may be used run at the same time."""
    n = int(backend.effective_n_jobs(n_jobs))  # of all workers; waits for the first ones
    return max(1, min(n, sum(_n_threads_of_workers(backend).values()) or n))


@contextmanager
def with_arguments(active: Any, tasks: list[tuple[Any, ...]], *, may_map: bool) -> Iterator[Any]:
    """Yield a backend like the active one, whose workers have the large arguments of tasks.

    The arguments that workers of the active one have are those of its backend, unless they were
    lost. If they ``may_map`` them, ``maps`` of the backend has, by id, what stands for an argument
    that is not sent, as long as the context lasts.
    """
    from dask.sizeof import sizeof

    every = {id(a): a for task in tasks for a in task}
    timeout = active.wait_for_workers_timeout
    backend = type(active)(
        client=active.client, wait_for_workers_timeout=timeout, **active.submit_kwargs
    )
    given = {i: f for i, f in active.data_futures.items() if f.status == "finished"}
    large = {i: a for i, a in every.items() if i in given or sizeof(a) > _LARGE}
    # these stay alive, so that no other argument gets the same id
    backend._scatter = [*active._scatter, *large.values()]
    with ExitStack() as files:
        others = {i: a for i, a in large.items() if i not in given}
        backend.maps = _in_files(active, others, files) if may_map else {}
        sent = {i: a for i, a in large.items() if i not in backend.maps}
        backend.data_futures = {**given, **_on_workers(backend, sent, given)}
        yield backend


def _in_files(active: Any, arguments: dict[int, Any], files: ExitStack) -> dict[int, MappedArray]:
    """Return where workers find large arrays, if all workers can open files of this process."""
    given = getattr(active, "maps", {})
    wanted = {i: a for i, a in arguments.items() if i in given or can_be_mapped(a)}
    if wanted.keys() <= given.keys():  # a worker that has come since says if it cannot open them
        return {i: given[i] for i in wanted}

    def in_file(array: Any) -> MappedArray | None:
        file, mapped = put_in_file(array) or (None, None)
        if file is not None:
            files.enter_context(file)
        return mapped

    trial = in_file(np.ones(2 * HUGE_PAGE, dtype=np.uint8))
    workers = list(_n_threads_of_workers(active))
    if trial is None or not workers:
        return {}
    found = active.client.run(is_reachable, trial, workers=workers, on_error="ignore")
    if not all(found.get(worker) for worker in workers):
        return {}
    maps = {i: given[i] if i in given else in_file(a) for i, a in wanted.items()}
    return {i: mapped for i, mapped in maps.items() if mapped is not None}


def _n_threads_of_workers(backend: Any) -> dict[str, int]:
    """Return the number of threads of each worker that tasks may run on."""
    return dict(backend.client.ncores(backend.submit_kwargs.get("workers")))


def _on_workers(backend: Any, arguments: dict[int, Any], given: dict[int, Any]) -> dict[int, Any]:
    """Send arguments to workers that do not have them; return the future of each."""
    client = backend.client
    keys = {i: given[i].key if i in given else f"skembed-{uuid4().hex}" for i in arguments}
    holders = client.who_has([given[i] for i in arguments if i in given])
    workers = list(_n_threads_of_workers(backend))[:_MOST_COPIES]

    def send(worker: str) -> dict[str, Any]:
        missing = {
            keys[i]: a for i, a in arguments.items() if worker not in holders.get(keys[i], ())
        }
        try:
            return dict(client.scatter(missing, workers=[worker], hash=False)) if missing else {}
        except (OSError, KeyError):  # the worker is lost; others get what it had
            return {}

    sent: dict[str, Any] = {}
    with ThreadPoolExecutor(_MOST_COPIES) as executor:  # a worker's new memory may be slow
        for found in executor.map(send, workers):
            sent |= found
    left = {keys[i]: a for i, a in arguments.items() if i not in given and keys[i] not in sent}
    if left:
        sent |= client.scatter(left, hash=False)
    return {i: sent[key] for i, key in keys.items() if key in sent}
