"""Number of threads for kernels, joblib and BLAS, following joblib's rules.

Nothing here distributes work; kernels get the number as an argument.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from typing import Any

import joblib
import scipy.linalg  # noqa: F401  (loads the BLAS of SciPy, which is limited here too)
from threadpoolctl import ThreadpoolController


def n_threads(n_jobs: int | None) -> int:
    """Return the number of threads that ``n_jobs`` means in the current context, as in joblib.

    At most the number of processors of this machine: more threads would only take memory, and a
    distributed backend counts the processors of the whole cluster. If ``n_jobs`` is None or
    negative, ``OMP_NUM_THREADS`` is a limit too; in its workers, joblib sets it to each worker's
    share of the processors.
    """
    effective = int(joblib.effective_n_jobs(n_jobs))
    if effective > 1:  # counting processors takes longer than reading a short document
        effective = min(effective, int(joblib.cpu_count()))
        if n_jobs is None or n_jobs < 0:
            effective = min(effective, _omp_limit(effective))
    return max(effective, 1)


def n_useful_threads(n_jobs: int | None, n_parts: int) -> int:
    """Return the number of threads for work that has ``n_parts`` parts of a useful size, or fewer.

    Asking joblib takes longer than reading a short document, so a single part does without.
    """
    return min(n_threads(n_jobs), n_parts) if n_parts > 1 else 1


def n_tasks(n_jobs: int | None) -> int | None:
    """Limit ``n_jobs`` to what -1 means, to pass it to joblib.

    That is the number of processors of this machine, or of the cluster if a distributed backend is
    active. joblib itself has no such limit and starts as many workers as it is asked for.
    """
    most = int(joblib.effective_n_jobs(-1))
    return n_jobs if joblib.effective_n_jobs(n_jobs) <= most else most


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Context manager that limits BLAS to one thread; it takes about 20 microseconds.

    With more threads, BLAS sums in a different order and rounds differently, and a worker process
    may have fewer threads than this one. The limit applies to the whole process: the first of
    several concurrent contexts sets it, the last one removes it, and none of them waits.
    """
    _BLAS.hold()
    try:
        yield
    finally:
        _BLAS.release()


class _Blas:
    """The BLAS libraries of this process, and the number of active `one_blas_thread` contexts."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._n_holders = 0
        self._limits: Any = None

    @cached_property
    def _libraries(self) -> ThreadpoolController:
        # Searching takes a millisecond, so it is done once; all libraries are loaded by now.
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
        """Reset the state after a fork, because the child process has none of the other threads."""
        self._lock = Lock()
        if self._n_holders > 0:
            self._n_holders = 0
            self._limits.restore_original_limits()


_BLAS = _Blas()
if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_BLAS.start_anew)


def _omp_limit(default: int) -> int:
    # OpenMP allows a list with one number for each nesting level.
    first = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    return int(first) if first.isdigit() and int(first) > 0 else default
