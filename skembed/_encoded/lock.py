"""The lock of a folder: one process at a time writes to it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from .files import LOCK


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, or raise a ValueError that says who holds it.

    The lock of a process of this machine that no longer runs is replaced.
    """
    path = folder / LOCK
    if not _take(path):
        holder = _holder(path)
        if not _has_ended(holder):
            raise _refused(path, holder)
        # Another process may do the same just now: only one of them moves the old lock away.
        old = path.with_name(f"{LOCK}.{os.getpid()}")
        with suppress(FileNotFoundError):
            os.rename(path, old)
            moved = _holder(old)
            if moved != holder:  # the lock of a process that was faster
                os.rename(old, path)
                raise _refused(path, moved)
            old.unlink()
        if not _take(path):
            raise _refused(path, _holder(path))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _take(path: Path) -> bool:
    """Create the lock if there is none."""
    created = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            created = True
            json.dump({"process": os.getpid(), "machine": socket.gethostname()}, file)
    except OSError as error:
        if created:
            path.unlink()
        elif isinstance(error, FileExistsError) and path.exists():
            return False
        raise ValueError(f"Nothing can be written to '{path.parent}': {error}.") from error
    return True


def _holder(path: Path) -> dict[str, Any]:
    """Return what the lock says; nothing if it was left empty."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _has_ended(holder: dict[str, Any]) -> bool:
    """Return whether the process is known to have ended; of other machines, it is not known."""
    process = holder.get("process")
    is_here = holder.get("machine") == socket.gethostname()
    if not is_here or not isinstance(process, int) or os.name != "posix":
        return False  # on Windows, os.kill would end the process
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False


def _refused(path: Path, holder: dict[str, Any]) -> ValueError:
    who = "process {process} of {machine}".format_map({"process": "?", "machine": "?", **holder})
    return ValueError(
        f"Another process encodes documents into '{path.parent}': {who}. Wait for it, or choose "
        f"another folder. If no such process runs any more, delete '{path}'."
    )
