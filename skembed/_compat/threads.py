"""How many threads a kernel, joblib or BLAS may use: joblib's rules, read in one place.

Nothing here starts a thread or decides on work; kernels are given the number.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from typing import Any

import joblib
import scipy.linalg  # noqa: F401  (its BLAS is one of those that are held)
from threadpoolctl import ThreadpoolController


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
        At least 1, and no more than this machine has processors: threads beyond these only
        take memory, and a distributed backend counts those of the whole cluster. What joblib
        works out itself (None, negative) is limited to ``OMP_NUM_THREADS`` as well, which
        joblib sets in its workers to their fair share.

    Raises
    ------
    ValueError
        If ``n_jobs`` is 0.
    """
    effective = int(joblib.effective_n_jobs(n_jobs))
    if effective > 1:  # to count processors takes longer than to read a short document
        effective = min(effective, int(joblib.cpu_count()))
        if n_jobs is None or n_jobs < 0:
            effective = min(effective, _omp_limit(effective))
    return max(effective, 1)


def n_tasks(n_jobs: int | None) -> int | None:
    """Return ``n_jobs`` as joblib is to be given it, here and now.

    Parameters
    ----------
    n_jobs : int or None
        As in joblib.

    Returns
    -------
    n_jobs : int or None
        The same, but no more than -1 would mean: the processors of this machine, or those of
        the cluster if a distributed backend is active. joblib would start every worker that it
        is asked for.
    """
    most = int(joblib.effective_n_jobs(-1))
    return n_jobs if joblib.effective_n_jobs(n_jobs) <= most else most


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Let BLAS use one thread for a while.

    With more, it adds up in another order and rounds differently, and a worker process may have
    fewer than this one. The setting belongs to the process: whoever comes first makes it, whoever
    leaves last takes it back, and nobody waits. Some 20 microseconds.

    Yields
    ------
    None
    """
    _BLAS.hold()
    try:
        yield
    finally:
        _BLAS.release()


class _Blas:
    """The BLAS libraries of this process, and how many calls want one thread of them now."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._n_holders = 0
        self._limits: Any = None

    @cached_property
    def _libraries(self) -> ThreadpoolController:
        # To look for them takes a millisecond, so it is done once: all are loaded by now.
        return ThreadpoolController().select(user_api="blas")

    def hold(self) -> None:
        with self._lock:
            if self._n_holders == 0:
                self._limits = self._libraries.limit(limits=1)
            self._n_holders += 1

    def release(self) -> None:
        with self._lock:
            self._n_holders -= 1
            if self._n_holders == 0:
                self._limits.restore_original_limits()

    def start_anew(self) -> None:
        """Forget, after a fork, what threads were doing that the child does not have."""
        self._lock = Lock()
        if self._n_holders > 0:
            self._n_holders = 0
            self._limits.restore_original_limits()


_BLAS = _Blas()
if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_BLAS.start_anew)


def _omp_limit(default: int) -> int:
    # OpenMP allows a list, one number for each nesting level.
    first = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    return int(first) if first.isdigit() and int(first) > 0 else default
