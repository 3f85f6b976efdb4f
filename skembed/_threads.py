"""How many threads a kernel may use: joblib's rules, read in one place.

Nothing here starts a thread or decides on work; kernels are given the number.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import joblib
from threadpoolctl import threadpool_limits

_ONE_AT_A_TIME = Lock()


def n_threads(n_jobs: int | None) -> int:
    """Return the number of threads that ``n_jobs`` stands for, here and now.

    Parameters
    ----------
    n_jobs : int or None
        As in joblib: None means 1 unless a :func:`joblib.parallel_config`
        context says otherwise, -1 all processors, -2 all but one.

    Returns
    -------
    n_threads : int
        At least 1. An explicit positive number is taken at its word. What joblib
        works out itself (None, negative) is limited to this machine's processors,
        because a distributed backend counts those of the whole cluster, and to
        ``OMP_NUM_THREADS``, which joblib sets in its workers to their fair share.

    Raises
    ------
    ValueError
        If ``n_jobs`` is 0.
    """
    effective = int(joblib.effective_n_jobs(n_jobs))
    if n_jobs is None or n_jobs < 0:
        effective = min(effective, int(joblib.cpu_count()), _omp_limit(effective))
    return max(effective, 1)


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Let BLAS use one thread for a while.

    It rounds differently with more, and a worker process may have fewer than this one. The setting
    belongs to the process: two fits at once must not undo each other's, so they take turns.

    Yields
    ------
    None
    """
    with _ONE_AT_A_TIME, threadpool_limits(1, user_api="blas"):
        yield


def _omp_limit(default: int) -> int:
    # OpenMP allows a list, one number for each nesting level.
    first = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    return int(first) if first.isdigit() and int(first) > 0 else default
