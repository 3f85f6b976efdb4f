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

    Arrays loaded from a path are memory-mapped, so that they take no memory until they are read.
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

    ``function`` is at the top level of its module. In addition to ``arguments``, of which those not
    in ``ignore`` are the key, it gets ``outcome=Outcome()``: it must set ``begun`` and append its
    result to ``values``, so that the result is not lost if the cache cannot be written. Then a
    warning says so; ``what`` names the result in it.
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
    """Remove files that joblib began to write in this thread but did not finish; return if any.

    joblib writes a temporary file and then renames it, but does not delete it if writing fails. The
    names of temporary files contain the process id and the thread id, so files of other processes
    and threads are kept.
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
