"""Run coarse-grained tasks with joblib, in any of its backends.

The callers define the tasks; `_compat.threads` says how many may run at the same time.
"""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import joblib
import numpy as np
from numpy.typing import NDArray
from sklearn.utils.parallel import Parallel, delayed

from .cluster import dask_backend, n_slots, with_arguments
from .mapped_arguments import NotReachableError, OnMaps
from .threads import n_tasks, n_threads

T = TypeVar("T")

_N_ATTEMPTS = 3  # to run tasks whose arguments are lost with workers, as often as Dask itself


def run_in_threads(
    function: Callable[..., T], tasks: Iterable[tuple[Any, ...]], n_jobs: int
) -> Generator[T, None, None]:
    """Run ``function(*task)`` for each task; yield results in order, each as soon as possible.

    The tasks run in threads, or in the backend of a :func:`joblib.parallel_config` context, which
    may be processes, so the function must be at the top level of a module. ``n_jobs`` is what
    `n_threads` or `n_at_a_time` returned.
    """
    kind, delay = joblib.Parallel, joblib.delayed
    yield from _one_by_one(kind, delay, function, tasks, n_jobs=n_jobs, prefer="threads")


@contextmanager
def kept_arguments(*arguments: Any) -> Iterator[None]:
    """Context manager for several calls of `run_in_threads` whose tasks have the same arguments.

    Dask's workers get large ones once. ``run_in_threads`` must get the same objects.
    """
    if (active := dask_backend()) is None:
        yield
    else:
        with (
            with_arguments(active, [arguments], may_map=True) as backend,
            joblib.parallel_config(backend=backend),
        ):
            yield


def n_at_a_time(n_jobs: int | None) -> int:
    """Return how many tasks run at the same time: `n_threads`, or all that Dask's workers can."""
    active = dask_backend()
    return n_threads(n_jobs) if active is None else n_slots(active, n_jobs)


def _one_by_one(
    kind: Callable[..., Any],
    delay: Callable[..., Any],
    function: Callable[..., Any],
    tasks: Iterable[tuple[Any, ...]],
    **options: Any,
) -> Generator[Any, None, None]:
    active = dask_backend()
    if active is None:
        call = delay(function)
        yield from _results(kind, (call(*task) for task in tasks), options)
        return
    tasks, n_done, n_lost, may_map = list(tasks), 0, 0, True
    while True:
        left = tasks[n_done:]
        try:
            with with_arguments(active, left, may_map=may_map) as backend:
                call, maps = delay(OnMaps(function)), backend.maps
                calls = (call(*(maps.get(id(a), a) for a in task)) for task in left)
                for result in _results(kind, calls, {**options, "backend": backend}):
                    n_done += 1
                    yield result
            return
        except CancelledError:  # all workers that had an argument are lost
            n_lost += 1
            if n_lost == _N_ATTEMPTS:
                raise
        except NotReachableError:  # a worker has come that is on another machine
            if not may_map:
                raise
            may_map = False


def _results(
    kind: Callable[..., Any], calls: Iterable[Any], options: dict[str, Any]
) -> Generator[Any, None, None]:
    try:
        parallel = kind(return_as="generator", **options)
    except ValueError:  # some backends only support lists
        parallel = kind(**options)
    results = iter(parallel(calls))
    try:
        # `yield from results` would close them itself, and joblib would warn of canceled tasks.
        yield from (result for result in results)
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            getattr(results, "close", bool)()


def call_in_threads(calls: Iterable[Callable[[], T]], n: int) -> Iterator[T]:
    """Make calls on n threads of this process; yield their results in order.

    The calls are taken in this thread, at most one more than the threads can make.
    """
    executor = ThreadPoolExecutor(n)
    try:
        yield from in_order(map(executor.submit, calls), lambda: n)
    finally:
        executor.shutdown(cancel_futures=True)


def in_order(futures: Iterable[Any], most: Callable[[], int]) -> Iterator[Any]:
    """Yield the results of futures, each as soon as possible; at most ``most()`` are waited for."""
    waiting = deque[Any]()
    for future in futures:
        waiting.append(future)
        if len(waiting) > most():
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextmanager
def stopping() -> Iterator[NDArray[np.bool_]]:
    """Yield a flag, of shape (1,), that becomes True when an exception leaves the block.

    joblib can terminate processes but not threads, so tasks in threads must check it.
    """
    stop = np.zeros(1, dtype=bool)
    try:
        yield stop
    except BaseException:
        stop[0] = True
        raise


def run_in_workers(
    function: Callable[..., T], tasks: Iterable[tuple[Any, ...]], n_jobs: int | None
) -> Generator[T, None, None]:
    """Run ``function(*task)`` for each task, as scikit-learn runs the fits of a grid search.

    As `run_in_threads`, but in processes by default, and with the caller's scikit-learn
    configuration. ``n_jobs`` is as in joblib, and limited to the number of processors.
    """
    yield from _one_by_one(Parallel, delayed, function, tasks, n_jobs=n_tasks(n_jobs))
