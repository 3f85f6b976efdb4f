"""How many threads a kernel may use: joblib's rules, read in one place.

Nothing here starts a thread or decides on work; kernels are given the number.
"""

from __future__ import annotations

import os

import joblib


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


def _omp_limit(default: int) -> int:
    # OpenMP allows a list, one number for each nesting level.
    first = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    return int(first) if first.isdigit() and int(first) > 0 else default
