"""`SharedRows`: a matrix whose first components are rows of another embedding, without a copy.

Rows become an array when they are taken, as in `QuantizedRows`; the whole matrix never needs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .checks import read_only
from .snapshots import ArraySnapshot

# Number of rows taken at once.
_CHUNK = 8192


class Source(Protocol):
    """The embedding whose rows are shared."""

    def __len__(self) -> int: ...

    @property
    def n_components(self) -> int: ...

    def _take(self, rows: NDArray[np.integer]) -> NDArray[np.float32]: ...


class SharedRows:
    """Rows of ``source``, and beside them components of their own.

    ``places`` (n,) are rows of ``source`` or, from ``len(source)`` on, of ``more``; -1 stands for a
    row of zeros. The first rows have the components of ``own`` too, the others have zeros there.
    Has the properties and methods of an `ArraySnapshot`.
    """

    def __init__(
        self,
        source: Source,
        places: NDArray[np.int32],
        more: NDArray[np.float32],
        own: ArraySnapshot | None = None,
    ) -> None:
        self.source, self.places, self.more = source, places, more
        self.own = ArraySnapshot(np.empty((0, 0), dtype=np.float32)) if own is None else own

    def beside(self, own: NDArray[np.float32]) -> SharedRows:
        """Return the same shared rows beside other components."""
        return SharedRows(self.source, self.places, self.more, ArraySnapshot(own))

    @property
    def n_shared(self) -> int:
        """Number of components that are shared."""
        return self.source.n_components

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the matrix."""
        return len(self.places), self.n_shared + int(self.own.shape[1])

    @property
    def array(self) -> NDArray[np.float32]:
        """The whole matrix, read-only: a new array each time."""
        whole = np.empty(self.shape, dtype=np.float32)
        for start in range(0, len(whole), _CHUNK):
            rows = np.arange(start, min(start + _CHUNK, len(whole)))
            whole[rows[0] : rows[-1] + 1] = self.take(rows)
        return read_only(whole)

    def take(self, rows: NDArray[np.integer]) -> NDArray[np.float32]:
        """Return a copy of some rows."""
        taken = np.zeros((len(rows), self.shape[1]), dtype=np.float32)
        places, edge = self.places[rows], self.n_shared
        is_more = places >= len(self.source)
        is_shared = (places >= 0) & ~is_more
        is_own = rows < self.own.shape[0]
        taken[is_shared, :edge] = self.source._take(places[is_shared])
        taken[is_more, :edge] = self.more[places[is_more] - len(self.source)]
        taken[is_own, edge:] = self.own.take(rows[is_own])
        return taken

    def parts(self, rows: slice | list[int]) -> Iterator[NDArray[np.float32]]:
        """Yield some rows, in one or more chunks."""
        chosen = np.arange(len(self.places))[rows]
        for start in range(0, max(len(chosen), 1), _CHUNK):
            yield self.take(chosen[start : start + _CHUNK])

    def part(self, rows: slice) -> ArraySnapshot:
        """Return a copy of some rows."""
        return ArraySnapshot(self.take(np.arange(len(self.places))[rows]))

    def changed(
        self, rows: NDArray[np.integer], values: NDArray[np.float32], scale: NDArray[Any]
    ) -> SharedRows | ArraySnapshot:
        """Return a matrix with new values in some rows, and the components of the others scaled.

        It shares the same rows, unless their components change.
        """
        own, edge = self.own, self.n_shared
        is_same = np.array_equal(self.take(rows)[:, :edge], values[:, :edge])
        if not is_same or not np.all(scale[:edge] == 1):
            return ArraySnapshot(self.array * scale.astype(np.float32)).changed(rows, values)
        if not own.shape[1]:
            return self
        if not np.all(scale[edge:] == 1):
            own = ArraySnapshot(own.array * scale[edge:].astype(np.float32))
        own = own.changed(rows, values[:, edge:])
        return SharedRows(self.source, self.places, self.more, own)
