"""joblib's tasks, for the coarse work that any of its backends may do.

What a task is, and what it may cost, is its caller's; how many there may be at a time is in
`_compat.threads`.
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
    """Run tasks by joblib and yield what they return, in the order of the tasks.

    Parameters
    ----------
    function : callable
        To be called as ``function(*task)``; at the top of its module, for processes.

    tasks : iterable of tuple
        The arguments of each task. Threads run them unless a
        :func:`joblib.parallel_config` context names another backend.

    n_jobs : int
        Tasks at a time; a number from `n_threads`.

    Yields
    ------
    result : object
        As soon as it and all before it are there.
    """
    calls = (joblib.delayed(function)(*task) for task in tasks)
    yield from _one_by_one(joblib.Parallel, calls, n_jobs=n_jobs, prefer="threads")


def _one_by_one(
    kind: Callable[..., Any], calls: Iterable[Any], **options: Any
) -> Generator[Any, None, None]:
    try:
        parallel = kind(return_as="generator", **options)
    except ValueError:  # some backends only know lists
        parallel = kind(**options)
    results = iter(parallel(calls))
    try:
        # `yield from` would close the results itself, and joblib warn that tasks are canceled.
        yield from (result for result in results)
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            getattr(results, "close", bool)()


@contextmanager
def stopping() -> Iterator[NDArray[np.bool_]]:
    """Tell tasks in other threads when nobody wants their results any more.

    Processes are ended by joblib; threads cannot be, and have to look.

    Yields
    ------
    stop : ndarray of shape (1,), dtype=bool
        To be given to the tasks. True as soon as the block is left by an exception.
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
    """Run tasks as scikit-learn runs the fits of a search, and yield what they return.

    Parameters
    ----------
    function : callable
        To be called as ``function(*task)``; at the top of its module.

    tasks : iterable of tuple
        The arguments of each task. Processes run them unless a
        :func:`joblib.parallel_config` context names another backend; scikit-learn's
        configuration is that of the caller.

    n_jobs : int or None
        Tasks at a time, as in joblib; no more than there are processors.

    Yields
    ------
    result : object
        In the order of the tasks, as soon as it and all before it are there.
    """
    calls = (delayed(function)(*task) for task in tasks)
    yield from _one_by_one(Parallel, calls, n_jobs=n_tasks(n_jobs))
