"""Large arrays for other processes of this machine, in an unnamed file.

The system finds the file by the process that has it open (Linux only), so it needs no name, and
nothing is left of it, however the processes end. What goes into it is decided elsewhere.
"""

from __future__ import annotations

import mmap
import os
import pickle
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

_AT_MOST = 1 << 30  # bytes that are written at once
_BOOT = Path("/proc/sys/kernel/random/boot_id")  # tells this machine since its start from others


class NotSharedError(Exception):
    """Raised if a process cannot open the file: it runs on another machine, or for another user."""


class Address(NamedTuple):
    """Where other processes find the file, and what tells it from another one at that path."""

    path: str
    boot: str
    device: int
    inode: int


class Stored(NamedTuple):
    """A pickle without its arrays, and where these begin and end in the file."""

    address: Address
    pickled: bytes
    places: list[tuple[int, int]]


@contextmanager
def new_shared_file() -> Iterator[Address | None]:
    """Yield the address of a new file, or None if there cannot be one; close it in the end."""
    with ExitStack() as stack:
        address = None
        with suppress(OSError):
            file = stack.enter_context(tempfile.TemporaryFile(prefix="skembed-"))
            address = _address_of(f"/proc/{os.getpid()}/fd/{file.fileno()}")
        yield address


def is_shared(address: Address) -> bool:
    """Return whether this process can open the file."""
    with suppress(NotSharedError), _opened(address):
        return True
    return False


def stored(value: Any, address: Address, least: int) -> Any:
    """Write the arrays in a value to the file, and return what stands for the value.

    Return the value itself if its arrays have fewer than ``least`` bytes, the disk is full, or the
    other process could not unpickle it without help.
    """
    buffers: list[pickle.PickleBuffer] = []
    try:
        pickled = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    except (pickle.PicklingError, AttributeError, TypeError):
        return value
    arrays = [buffer.raw() for buffer in buffers]
    if sum(array.nbytes for array in arrays) < least or b"__main__" in pickled:
        return value
    try:
        with _opened(address) as file:
            return Stored(address, pickled, [_append(file, array) for array in arrays])
    except OSError:
        return value


def loaded(value: Any, *, is_last: bool = False) -> Any:
    """Return the value that `stored` was given, its arrays mapped from the file.

    Changes of the arrays are not for others. If nobody loads them again, ``is_last``, the file
    gives back the room of each array as soon as the array is gone.
    """
    if not isinstance(value, Stored):
        return value
    map_of = _LastMap if is_last else partial(mmap.mmap, access=mmap.ACCESS_COPY)
    with _opened(value.address) as file:
        arrays = [
            map_of(file, end - begin, offset=begin) if end > begin else bytearray()
            for begin, end in value.places
        ]
    return pickle.loads(value.pickled, buffers=arrays)


class _LastMap(mmap.mmap):
    """A map of a part of the file that goes with it."""

    def __del__(self) -> None:
        with suppress(OSError):  # not all file systems can do it
            self.madvise(mmap.MADV_REMOVE)


def _append(file: int, array: memoryview) -> tuple[int, int]:
    """Append an array, which other processes may do at the same time."""
    if array.nbytes > _AT_MOST:
        raise OSError("The system does not write as many bytes at once.")
    padding = bytes(-array.nbytes % mmap.ALLOCATIONGRANULARITY)  # a map begins at such a place
    if os.writev(file, [array, padding]) < array.nbytes + len(padding):
        raise OSError("The disk is full.")
    end = os.lseek(file, 0, os.SEEK_CUR) - len(padding)
    if (begin := end - array.nbytes) % mmap.ALLOCATIONGRANULARITY:
        raise OSError("The disk was full before: the array cannot be mapped from where it begins.")
    return begin, end


@contextmanager
def _opened(address: Address) -> Iterator[int]:
    try:
        is_same = _address_of(address.path) == address
        file = os.open(address.path, os.O_RDWR | os.O_APPEND) if is_same else -1
    except OSError:
        file = -1
    if file < 0:
        raise NotSharedError
    try:
        yield file
    finally:
        os.close(file)


def _address_of(path: str) -> Address:
    found = os.stat(path)
    return Address(path, _BOOT.read_text(), found.st_dev, found.st_ino)
