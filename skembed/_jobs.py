"""joblib's tasks and joblib's cache, for the coarse work that any of its backends may do.

What a task is, and what it may cost, is its caller's; how many there may be at a time is in
`_threads`.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Generator, Iterable
from typing import Any, TypeVar, cast

import joblib
from sklearn.utils.parallel import Parallel, delayed
from sklearn.utils.validation import check_memory

from ._threads import n_tasks

T = TypeVar("T")


def in_order(
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
    try:
        parallel = joblib.Parallel(n_jobs=n_jobs, prefer="threads", return_as="generator")
    except ValueError:  # some backends only know lists
        parallel = joblib.Parallel(n_jobs=n_jobs, prefer="threads")
    results = iter(parallel(calls))
    try:
        # `yield from` would close the results itself, and joblib warn that tasks are cancelled.
        yield from (result for result in results)
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            getattr(results, "close", bool)()


def cache(memory: Any) -> Any:
    """Make the ``memory`` parameter an object with the interface of joblib.Memory.

    Parameters
    ----------
    memory : joblib.Memory, str, path-like or None
        Where to keep results. From a path they come back mapped into memory, so that
        they take none of it until they are read; None keeps nothing.

    Returns
    -------
    memory : object
        With a ``cache`` method.

    Raises
    ------
    ValueError
        If it is something else.
    """
    if isinstance(memory, (str, os.PathLike)):
        # "c": what a caller writes into an array stays his own
        return joblib.Memory(cast(str, os.fspath(memory)), mmap_mode="c", verbose=0)
    return check_memory(memory)


def in_workers(
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
    yield from Parallel(n_jobs=n_tasks(n_jobs), return_as="generator")(
        delayed(function)(*task) for task in tasks
    )
