"""Cache results with joblib, to save time only.

If the cache cannot be written, a warning says so, and partially written files are removed. The
caller decides what to cache and which arguments are the key.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import joblib
from sklearn.utils.validation import check_memory

T = TypeVar("T")


def cache(memory: Any) -> Any:
    """Convert the ``memory`` parameter to an object with the interface of joblib.Memory.

    Parameters
    ----------
    memory : joblib.Memory, str, path-like or None
        Where to store results. Arrays loaded from a path are memory-mapped, so that they
        take no memory until they are read. None stores nothing.

    Returns
    -------
    memory : object
        An object with a ``cache`` method.

    Raises
    ------
    ValueError
        If ``memory`` is anything else.
    """
    if isinstance(memory, (str, os.PathLike)):
        # "c" (copy on write): changes that a caller makes to an array do not reach the cache.
        return joblib.Memory(cast(str, os.fspath(memory)), mmap_mode="c", verbose=0)
    return check_memory(memory)


class Outcome(Generic[T]):
    """Whether a cached function was really called, and what it returned."""

    def __init__(self) -> None:
        self.begun = False
        self.values: list[T] = []


def call_cached(
    memory: Any,
    function: Callable[..., T],
    arguments: dict[str, Any],
    *,
    ignore: list[str],
    what: str,
) -> T:
    """Call a function, or load the result of an earlier call from the cache.

    Parameters
    ----------
    memory : joblib.Memory, str, path-like or None
        The cache.

    function : callable
        A function at the top level of its module. In addition to ``arguments``, it gets
        ``outcome=Outcome()``. It must set ``begun`` and append its result to ``values``, so
        that the result is not lost if the cache cannot be written.

    arguments : dict
        Keyword arguments. Those that are not ignored are the key; joblib hashes them.

    ignore : list of str
        Names of arguments that do not affect the result.

    what : str
        Name of the cached result, for the warning.

    Returns
    -------
    value : object
        The result of the function. If it comes from a cache given as a path, its arrays are
        memory-mapped.

    Warns
    -----
    UserWarning
        If the cache cannot be written.
    """
    outcome: Outcome[T] = Outcome()
    cached: Any = None
    try:
        cached = cache(memory).cache(function, ignore=[*ignore, "outcome"])
        value = cast(T, cached(**arguments, outcome=outcome))
        if not (outcome.begun and remove_partial(cached)):
            return value
        why = ""
    except BaseException as error:
        remove_partial(cached)
        unwritable = isinstance(error, OSError) and not outcome.begun
        if not isinstance(error, Exception) or not (unwritable or outcome.values):
            raise
        why = f" ({error})" if isinstance(error, OSError) else ""  # otherwise joblib has warned
    warnings.warn(
        f"The cache memory={memory!r} could not keep the {what}{why}: they will be computed "
        "again next time. Make room there, or choose another folder.",
        UserWarning,
        stacklevel=3,
    )
    return outcome.values.pop() if outcome.values else function(**arguments, outcome=outcome)


def remove_partial(cached: Any) -> bool:
    """Remove files that joblib began to write in this thread but did not finish.

    joblib writes a temporary file and then renames it, but does not delete it if writing fails.
    The names of temporary files contain the process id and the thread id, so files of other
    processes and threads are kept.

    Parameters
    ----------
    cached : object
        What the ``cache`` method of a memory returned; only joblib's folders are cleaned.

    Returns
    -------
    found : bool
        Whether there were any such files.
    """
    location = getattr(getattr(cached, "store_backend", None), "location", None)
    if not isinstance(location, str):
        return False
    folder = Path(location, getattr(cached, "func_id", ""))
    marks = str(os.getpid()), str(id(threading.current_thread()))
    partial = [
        path
        for name in ("output.pkl", "metadata.json", "func_code.py")
        for path in folder.rglob(f"{name}?*")
        if all(mark in path.name for mark in marks)
    ]
    for path in partial:
        path.unlink(missing_ok=True)
        if path.name.startswith("output.pkl") and not path.with_name("output.pkl").exists():
            path.with_name("metadata.json").unlink(missing_ok=True)
            with suppress(OSError):  # another process may write there
                path.parent.rmdir()
    return bool(partial)
