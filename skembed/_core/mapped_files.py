"""Arrays in unnamed files, mapped into memory: nothing is left of them, however a process ends.

Files are unnamed from the moment they are created or, where the system requires a name, deleted
with their last handle. What goes into them is decided elsewhere.
"""

from __future__ import annotations

import mmap
import tempfile
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray


class MappedFile(mmap.mmap):
    """A map of a file, so that `release` can tell it from memory without a file."""


def nameless_file(folder: str | None = None) -> IO[bytes]:
    """Create a temporary file that is gone with its last handle or map."""
    return tempfile.TemporaryFile(prefix="skembed-", dir=folder)


def mapped_file(file: IO[bytes], dtype: type[np.generic]) -> NDArray[Any]:
    """Map a file, copy on write; an empty one cannot be mapped."""
    file.flush()
    if not file.seek(0, 2):
        return np.empty(0, dtype=dtype)
    # Not np.memmap, because joblib would look for a file name to share it.
    return np.frombuffer(MappedFile(file.fileno(), 0, access=mmap.ACCESS_COPY), dtype=dtype)


def release(array: NDArray[Any]) -> None:
    """Give back the memory of an array mapped from a file; its values are read again when needed.

    Changes of the array may be lost. Other arrays are left alone, as is every array on systems
    without ``madvise``, which take such memory back by themselves.
    """
    mapped = _map_of(array)
    if mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)


def is_mapped(array: NDArray[Any]) -> bool:
    """Return whether an array is mapped from a file."""
    return _map_of(array) is not None


def _map_of(array: Any) -> mmap.mmap | None:
    """Return the map of a file that holds the array, if any; not a map without a file."""
    of_file = False
    while isinstance(array, (np.ndarray, memoryview)):
        of_file = of_file or isinstance(array, np.memmap)
        array = array.obj if isinstance(array, memoryview) else array.base
    return array if isinstance(array, MappedFile if not of_file else mmap.mmap) else None
