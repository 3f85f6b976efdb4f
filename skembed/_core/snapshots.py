"""States of an array that training goes on changing, each of them to be had as it was.

A batch of a few texts moves a few rows of a large matrix: to copy the matrix for each batch would
cost more than the training. Nothing here knows what the rows stand for.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray


class ArraySnapshot:
    """One state of an array whose rows go on changing.

    The newest state has the array itself, and `changed` writes into it as long as nobody has
    seen it whole. An older state has the rows that were changed after it, as they were before
    (the persistent arrays of Baker 1991). So a change costs what it changes, and whoever holds a
    state, in any thread, finds it as it was.

    Parameters
    ----------
    array : ndarray of shape (n_rows, ...)
        The state; never written to.

    Attributes
    ----------
    shape : tuple of int
        Of the array.
    """

    def __init__(self, array: NDArray[Any]) -> None:
        self.shape = array.shape
        self._array = array
        self._n_free = 0  # rows that may be changed in place: none, others see this array
        self._newer: ArraySnapshot | None = None
        self._rows: NDArray[np.integer] = np.empty(0, dtype=np.intp)
        self._before: NDArray[Any] = array[:0]
        self._lock = Lock()  # one for all states of an array

    @property
    def array(self) -> NDArray[Any]:
        """All of it, read-only; without a copy if it is the newest state."""
        with self._lock:
            if self._newer is not None:
                self._array = self._restored()
                self._newer = None
            self._n_free = 0
            view = self._array[:]
        view.flags.writeable = False
        return view

    def take(self, rows: NDArray[np.integer]) -> NDArray[Any]:
        """Return a copy of some rows."""
        with self._lock:
            taken: NDArray[Any] = (self._array if self._newer is None else self._restored())[rows]
        return taken

    def changed(self, rows: NDArray[np.integer], values: NDArray[Any]) -> ArraySnapshot:
        """Return the state in which some rows have other values.

        Parameters
        ----------
        rows : ndarray of shape (n_changed,), dtype=integer
            The rows, each once.

        values : ndarray of shape (n_changed, ...)
            Their values.

        Returns
        -------
        newer : ArraySnapshot
            This one stays as it is.
        """
        with self._lock:
            if self._newer is not None or len(rows) > self._n_free:
                array = self._array.copy() if self._newer is None else self._restored()
                newer = ArraySnapshot(array)
                # as many as there are: older states hold no more than the array once again
                newer._n_free = len(array)
                array[rows] = values
                return newer
            newer = ArraySnapshot(self._array)
            newer._lock, newer._n_free = self._lock, self._n_free - len(rows)
            self._rows, self._before = rows, self._array[rows]
            # in this order no Ctrl-C leaves a state that is not what it was
            self._newer = newer
            self._array[rows] = values
            self._array = self._before
            return newer

    def _restored(self) -> NDArray[Any]:
        """Return a copy of an older state; the lock is held."""
        states, state = [], self
        while state._newer is not None:
            states.append(state)
            state = state._newer
        array = state._array.copy()
        for older in reversed(states):
            array[older._rows] = older._before
        return array

    def __getstate__(self) -> dict[str, Any]:
        """Keep the array only."""
        return {"array": self.array}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take the array as it comes, which may be a memory map."""
        self.__init__(state["array"])  # type: ignore[misc]
