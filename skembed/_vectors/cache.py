"""Read each file of vectors once a process, however many fits of a search name its path.

The cache is in memory only; worker processes map one copy, see `worker_copies`. How a file is read
is decided elsewhere.
"""

from __future__ import annotations

import os
import stat
from collections import OrderedDict
from collections.abc import Callable
from threading import RLock
from weakref import WeakValueDictionary

from .._core.embedding import Embedding
from .._files.opening import existing_part
from .worker_copies import read_for_workers

# Files that stay in memory although nobody uses them: between two fits of a search, nobody does.
_KEPT = 2

_Key = tuple[str, int, int, int]  # path, and size, time and number of the file
_recent: OrderedDict[_Key, Embedding] = OrderedDict()
_in_use: WeakValueDictionary[_Key, Embedding] = WeakValueDictionary()
_lock = RLock()


def read_once(path: str, read: Callable[[], Embedding]) -> Embedding:
    """Return what ``read`` returned for this file, or call it if the file is new or has changed.

    A second thread that asks for a file waits until the first one has read it.
    """
    key = _key(path)
    if key is None:
        return read()
    with _lock:
        embedding = _recent.get(key) or _in_use.get(key)
        if embedding is None:
            embedding = read_for_workers(key, read)
            if _key(path) != key:  # it has changed meanwhile
                return embedding
            _in_use[key] = embedding
        _recent[key] = embedding
        _recent.move_to_end(key)
        while len(_recent) > _KEPT:
            _recent.popitem(last=False)
    return embedding


def _key(path: str) -> _Key | None:
    """Return what identifies the content of a file; None if it is not there, or not a file."""
    try:
        found = os.stat(existing_part(path))
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return os.path.realpath(path), found.st_size, found.st_mtime_ns, found.st_ino


def _new_lock() -> None:
    global _lock  # noqa: PLW0603
    _lock = RLock()


if hasattr(os, "register_at_fork"):  # another thread may be reading while a process is forked
    os.register_at_fork(after_in_child=_new_lock)
