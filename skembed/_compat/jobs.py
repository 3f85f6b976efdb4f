"""Run coarse-grained tasks with joblib, in any of its backends.

The callers define the tasks; `_compat.threads` says how many may run at the same time.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import joblib
import numpy as np
from numpy.typing import NDArray
from sklearn.utils.parallel import Parallel, delayed

from .threads import n_tasks

T = TypeVar("T")


def run_in_threads(
    function: Callable[..., T], tasks: Iterable[tuple[Any, ...]], n_jobs: int
) -> Generator[T, None, None]:
    """Run tasks with joblib and yield their results in the order of the tasks.

    Parameters
    ----------
    function : callable
        Called as ``function(*task)``. It must be defined at the top level of a module, so that
        it can be sent to processes.

    tasks : iterable of tuple
        The arguments of each task. The tasks run in threads unless a
        :func:`joblib.parallel_config` context selects another backend.

    n_jobs : int
        Number of tasks that run at the same time, as returned by `n_threads`.

    Yields
    ------
    result : object
        The result of a task, as soon as it and all previous results are available.
    """
    calls = (joblib.delayed(function)(*task) for task in tasks)
    yield from _one_by_one(joblib.Parallel, calls, n_jobs=n_jobs, prefer="threads")


def _one_by_one(
    kind: Callable[..., Any], calls: Iterable[Any], **options: Any
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


@contextmanager
def stopping() -> Iterator[NDArray[np.bool_]]:
    """Tell tasks in other threads to stop when their results are no longer needed.

    joblib can terminate processes but not threads, so tasks in threads must check ``stop``.

    Yields
    ------
    stop : ndarray of shape (1,), dtype=bool
        The flag to pass to the tasks. It becomes True when an exception leaves the block.
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
    """Run tasks as scikit-learn runs the fits of a grid search, and yield their results.

    Parameters
    ----------
    function : callable
        Called as ``function(*task)``. It must be defined at the top level of a module.

    tasks : iterable of tuple
        The arguments of each task. The tasks run in processes unless a
        :func:`joblib.parallel_config` context selects another backend. They use the
        caller's scikit-learn configuration.

    n_jobs : int or None
        Number of tasks that run at the same time, as in joblib; no more than there are
        processors.

    Yields
    ------
    result : object
        The results in the order of the tasks, each as soon as it and all previous results are
        available.
    """
    calls = (delayed(function)(*task) for task in tasks)
    yield from _one_by_one(Parallel, calls, n_jobs=n_tasks(n_jobs))
