"""Large arrays that worker processes of this machine map from a file, in place of copies.

The file has no name: workers open it below /proc, by its number in the process that wrote it. So
nothing is left of it, however that process ends. There is no file where that is impossible, or
where tasks would be slow with it. Who gets an array in another way is decided elsewhere.
"""

from __future__ import annotations

import mmap
import os
import re
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import update_wrapper
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

LEAST_BYTES = 1 << 25  # of an array; to two workers, smaller ones are sent as fast
HUGE_PAGE = 1 << 21  # bytes
_SMAPS = "/proc/self/smaps"
_BOOT_ID = "/proc/sys/kernel/random/boot_id"  # another one on each machine


class NotReachableError(Exception):
    """A process cannot open the file of an array."""


@dataclass(frozen=True)
class MappedArray:
    """What another process needs to map an array."""

    path: str
    identity: tuple[str | int, ...]
    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    writeable: bool

    def array(self) -> NDArray[Any]:
        """Map the array; if it can be changed, changes stay in this process."""
        try:
            if _identity(self.path) != self.identity:
                raise NotReachableError(self.path)
            with open(self.path, "rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        except (OSError, ValueError) as error:
            raise NotReachableError(self.path) from error
        found = np.frombuffer(mapped, dtype=self.dtype).reshape(self.shape)
        found.flags.writeable = self.writeable
        return found


class OnMaps:
    """A function that is called with each `MappedArray` among its arguments mapped."""

    def __init__(self, function: Callable[..., Any]) -> None:
        update_wrapper(self, function)  # Dask shows the name
        self._function = function

    def __call__(self, *arguments: Any) -> Any:
        """Map arrays and call the function."""
        mapped = (a.array() if isinstance(a, MappedArray) else a for a in arguments)
        return self._function(*mapped)


def can_be_mapped(argument: Any) -> bool:
    """Return whether an argument is an array that can be in a file, and is large."""
    return (
        type(argument) in (np.ndarray, np.memmap)
        and argument.nbytes >= LEAST_BYTES
        and argument.flags.c_contiguous
        and not argument.dtype.hasobject
    )


def is_reachable(array: MappedArray) -> bool:
    """Return whether this is another process than the one with the file, and can map the array."""
    try:
        array.array()
    except NotReachableError:
        return False
    return not array.path.startswith(f"/proc/{os.getpid()}/")


def put_in_file(array: NDArray[Any]) -> tuple[IO[bytes], MappedArray] | None:
    """Write an array to a file, which is gone when it is closed; None if that is of no use."""
    try:
        with ExitStack() as stack:
            file = stack.enter_context(tempfile.TemporaryFile(prefix="skembed-", buffering=0))
            left = array.reshape(-1).view(np.uint8).data
            while left:
                left = left[file.write(left) :]
            path = f"/proc/{os.getpid()}/fd/{file.fileno()}"
            writeable = array.flags.writeable
            mapped = MappedArray(path, _identity(path), array.dtype, array.shape, writeable)
            if not _in_huge_pages(mapped.array()):
                return None
            stack.pop_all()
            return file, mapped
    except (OSError, NotReachableError):
        return None


def _identity(path: str) -> tuple[str | int, ...]:
    """Return what only this file has. It is not opened: it might be a pipe of another process."""
    found = os.stat(path)
    boot_id = Path(_BOOT_ID).read_text()
    return boot_id, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _in_huge_pages(array: NDArray[Any]) -> bool:
    """Return whether most pages of a mapped array are huge, as those of memory are.

    With pages of 4 KB, each access at random is a miss of the address cache. Those of a file are
    huge in few file systems.
    """
    values = array.reshape(-1).view(np.uint8)
    places = values[:: max(HUGE_PAGE, len(values) // 128)]
    places.max()  # only pages that were read are counted
    address, is_here = values.ctypes.data, False
    with open(_SMAPS) as file:
        for line in file:
            if edges := re.match("([0-9a-f]+)-([0-9a-f]+) ", line):
                is_here = int(edges[1], 16) <= address < int(edges[2], 16)
            elif is_here and line.startswith("FilePmdMapped:"):
                return int(line.split()[1]) * 1024 > len(places) * HUGE_PAGE // 2
    return False
