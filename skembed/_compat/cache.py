"""joblib's cache, which only saves time.

One that cannot be written is a warning, no error, and nothing half-written stays in it. What is
kept, and by which key, is the caller's.
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


class Outcome(Generic[T]):
    """What became of a call behind a cache: whether it was made, and what it returned."""

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
    """Call a function, or take what it returned to an earlier call from a cache.

    Parameters
    ----------
    memory : joblib.Memory, str, path-like or None
        The cache.

    function : callable
        At the top of its module. Besides the arguments it is given ``outcome=Outcome()``, sets
        ``begun`` and appends to ``values`` what it returns: that is still there if the cache
        cannot take it.

    arguments : dict
        By name. Those that are not ignored are the key; joblib hashes them.

    ignore : list of str
        Names of arguments that do not change what is returned.

    what : str
        What is kept, for the warning.

    Returns
    -------
    value : object
        What the function returns; from a cache given as a path with its arrays mapped.

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
        why = f" ({error})" if isinstance(error, OSError) else ""  # else joblib has warned of it
    warnings.warn(
        f"The cache memory={memory!r} could not keep the {what}{why}: the next call makes them "
        "anew. Make room there, or choose another folder.",
        UserWarning,
        stacklevel=3,
    )
    return outcome.values.pop() if outcome.values else function(**arguments, outcome=outcome)


def remove_partial(cached: Any) -> bool:
    """Remove the files that joblib began to write in this thread and did not end.

    joblib writes beside the place and moves, but leaves what it cannot end. The names of such
    files hold the numbers of process and thread, so that those of others stay.

    Parameters
    ----------
    cached : object
        What a memory's ``cache`` returned; only joblib's folders are cleaned.

    Returns
    -------
    found : bool
        Whether there were any.
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
