"""Storage for the rows of a sparse array while they are being computed: in memory or on disk.

The files are unnamed. When to move the rows to disk is the caller's decision.
"""

from __future__ import annotations

import mmap
import tempfile
from types import TracebackType
from typing import IO, Any, Self

import numpy as np
from numpy.typing import NDArray

from .._core import mapped_files
from .memory_limit import show_bytes

Columns = NDArray[np.int32]
Values = NDArray[np.float32]


def mapped_zeros(n: int, dtype: type[np.generic]) -> NDArray[Any]:
    """Return an array of zeros, whose memory goes back to the system as soon as it is freed.

    Allocators keep several megabytes of freed memory, separately for each thread, which is too
    much when a memory limit has to hold. The zeros take no memory until they are written to.
    """
    n_bytes = n * np.dtype(dtype).itemsize
    if n_bytes < mmap.PAGESIZE:
        return np.zeros(n, dtype=dtype)
    private = (
        {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS} if hasattr(mmap, "MAP_PRIVATE") else {}
    )
    return np.frombuffer(mmap.mmap(-1, n_bytes, **private), dtype=dtype)


class RowStore:
    """Columns and values of rows that are appended in order; a context manager, for its files.

    At most ``capacity`` values are held in memory; where the system allocates memory only when it
    is written to, unused capacity takes none. ``memory_limit``, in bytes, is only for messages.
    """

    def __init__(self, capacity: int, memory_limit: int) -> None:
        self._limit = memory_limit
        self._capacity = capacity
        self._held: tuple[Columns, Values] | None = None
        self._files: tuple[IO[bytes], IO[bytes]] | None = None
        self.n_values = 0

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the files, which deletes them; mapped arrays stay readable."""
        self._held = None
        failures = []
        for file in self._files or ():
            try:
                file.close()
            except OSError as closing:
                failures.append(closing)
        # If the disk is full and buffered data cannot be written, `error` says so already.
        if failures and error is None:
            raise self._unstorable(failures[0]) from failures[0]

    @property
    def n_bytes(self) -> int:
        """Bytes of memory in use."""
        return 0 if self._files else 8 * self.n_values

    def append(self, columns: Columns, values: Values) -> None:
        """Append rows, in memory or, after `move_to_disk`, on disk."""
        begin, self.n_values = self.n_values, self.n_values + len(columns)
        if self._files:
            self._write(columns, values)
            return
        if self._held is None:
            self._held = np.empty(self._capacity, np.int32), np.empty(self._capacity, np.float32)
        self._held[0][begin : self.n_values] = columns
        self._held[1][begin : self.n_values] = values

    def move_to_disk(self) -> None:
        """Move all rows to disk, where later rows are appended; further calls do nothing."""
        if self._files:
            return
        try:
            self._files = mapped_files.nameless_file(), mapped_files.nameless_file()
        except OSError as error:
            raise self._unstorable(error) from error
        if self._held is not None:
            columns, values = self._held
            self._held = None
            self._write(columns[: self.n_values], values[: self.n_values])

    def result(self) -> tuple[Columns, Values]:
        """Return (columns, values), each of shape (n_values,); call it once, at the end."""
        if self._files:
            try:
                of_columns, of_values = self._files
                return (
                    mapped_files.mapped_file(of_columns, np.int32),
                    mapped_files.mapped_file(of_values, np.float32),
                )
            except OSError as error:
                raise self._unstorable(error) from error
        if self._held is None:
            return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32)
        for array in self._held:
            array.resize(self.n_values, refcheck=False)  # frees the unused capacity
        return self._held

    def _write(self, columns: Columns, values: Values) -> None:
        assert self._files is not None
        try:
            for file, array in zip(self._files, (columns, values), strict=True):
                file.write(array.view(np.uint8).data)
        except OSError as error:
            raise self._unstorable(error) from error

    def _unstorable(self, error: OSError) -> ValueError:
        return unstorable("counts", self._limit, error)


def unstorable(what: str, memory_limit: int, error: OSError) -> ValueError:
    """Return the error for arrays that fit neither into memory nor on the disk."""
    try:
        folder = repr(tempfile.gettempdir())
    except OSError:
        folder = "(none is usable)"
    return ValueError(
        f"The {what} do not fit into memory_limit={show_bytes(memory_limit)}, and could not be "
        f"written to the temporary folder {folder}: {error}. Make room there, set the "
        "environment variable TMPDIR to another folder, or raise memory_limit."
    )
