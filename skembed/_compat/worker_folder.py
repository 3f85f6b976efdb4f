"""A temporary folder that the worker processes of one parent share, removed with the last of them.

What is in it is decided elsewhere.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.util
import os
import stat
import tempfile
from pathlib import Path

from joblib.externals.loky.backend import resource_tracker

_tracked: set[str] = set()  # folders that the resource tracker keeps for this process


def worker_folder() -> Path | None:
    """Return the folder; None in other processes, or if it cannot be used.

    Daemonic processes, those of the backend "multiprocessing", are no workers here: they are
    terminated, and could not say that they do not need the folder any more.
    """
    process = multiprocessing.current_process()
    if os.name != "posix" or multiprocessing.parent_process() is None or process.daemon:
        return None
    parent = os.environ.get("JOBLIB_TEMP_FOLDER") or tempfile.gettempdir()
    path = os.path.join(parent, f"skembed-{os.getuid()}-{os.getppid()}")
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
        found = os.lstat(path)
    except OSError:
        return None
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        return None
    if path not in _tracked:
        # The tracker, a process, removes the folder after the last process, also if it was killed.
        resource_tracker.register(path, "folder")
        leave = resource_tracker.maybe_unlink
        multiprocessing.util.Finalize(None, leave, (path, "folder"), exitpriority=0)
        _tracked.add(path)
    return Path(path)
