"""`ArraySnapshot`: immutable snapshots of an array that training keeps updating.

A small mini-batch changes a few rows of a large matrix; copying the whole matrix for each batch
would take longer than the training. Nothing here knows what the rows mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray


class ArraySnapshot:
    """An immutable snapshot of an array whose rows keep changing; ``shape`` is that of the array.

    The newest snapshot holds the array itself, and `changed` updates it in place unless its
    ``array`` was accessed. An older snapshot only holds the previous values of the rows that
    changed afterwards (the persistent arrays of Baker 1991). So a change usually costs no more than
    the rows that it changes, and a snapshot never changes, whichever thread uses it. The array
    given to the constructor is never modified.
    """

    def __init__(self, array: NDArray[Any]) -> None:
        self.shape = array.shape
        self._array = array
        self._view: NDArray[Any] | None = None  # ``array`` once it was accessed
        self._n_free = 0  # rows that may change in place: none, because others see this array
        self._newer: ArraySnapshot | None = None
        self._rows: NDArray[np.integer] = np.empty(0, dtype=np.intp)
        self._before: NDArray[Any] = array[:0]
        self._lock = Lock()  # shared by all snapshots of an array

    @property
    def array(self) -> NDArray[Any]:
        """The whole array, read-only; not copied if this is the newest snapshot."""
        if self._view is None:
            with self._lock:
                if self._newer is not None:
                    self._array = self._restored()
                    self._newer = None
                self._n_free = 0
                view = self._array[:]
            view.flags.writeable = False
            self._view = view  # valid for good, because no row may change in place any more
        return self._view

    def take(self, rows: NDArray[np.integer]) -> NDArray[Any]:
        """Return a copy of the given rows."""
        with self._lock:
            taken: NDArray[Any] = (self._array if self._newer is None else self._restored())[rows]
        return taken

    def parts(self, rows: slice | list[int]) -> Iterator[NDArray[Any]]:
        """Yield some rows, all at once; `QuantizedRows` yields them in chunks."""
        yield self.array[rows]

    def part(self, rows: slice) -> ArraySnapshot:
        """Return a snapshot of some rows, which share memory."""
        return ArraySnapshot(np.ascontiguousarray(self.array[rows]))

    def changed(self, rows: NDArray[np.integer], values: NDArray[Any]) -> ArraySnapshot:
        """Return a new snapshot with new values in the given rows, which are without duplicates."""
        with self._lock:
            if self._newer is not None or len(rows) > self._n_free:
                array = self._array.copy() if self._newer is None else self._restored()
                newer = ArraySnapshot(array)
                # At most this many, so that older snapshots hold no more than a second array.
                newer._n_free = len(array)
                array[rows] = values
                return newer
            newer = ArraySnapshot(self._array)
            newer._lock, newer._n_free = self._lock, self._n_free - len(rows)
            self._rows, self._before = rows, self._array[rows]
            # In this order, an interruption (Ctrl-C) never corrupts a snapshot.
            self._newer = newer
            self._array[rows] = values
            self._array = self._before
            return newer

    def _restored(self) -> NDArray[Any]:
        """Return a copy of the array of an older snapshot; the caller holds the lock."""
        states, state = [], self
        while state._newer is not None:
            states.append(state)
            state = state._newer
        array = state._array.copy()
        for older in reversed(states):
            array[older._rows] = older._before
        return array

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the array only."""
        return {"array": self.array}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore the array without a copy; it may be a memory map."""
        self.__init__(state["array"])  # type: ignore[misc]
