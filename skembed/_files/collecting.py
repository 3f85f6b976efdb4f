"""Collect the rows that were asked for into one matrix, which grows with what is found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from .layout import BLOCK, Request, VectorTable

Matrix = NDArray[np.float32]


class GrowingMatrix:
    """A matrix to which rows are appended; memory is first reserved for ``capacity`` rows.

    Readers can write rows where they belong, so that they are not copied. Growing beyond the
    capacity costs more; reserved memory that is not used is returned.
    """

    def __init__(self, n_components: int, capacity: int) -> None:
        self._array = np.empty((capacity, n_components), dtype=np.float32)
        self._n_rows = 0

    def free(self, n: int) -> Matrix:
        """Return the next ``n`` rows, to be filled and appended."""
        end, n_components = self._n_rows + n, self._array.shape[1]
        if end > len(self._array):
            more = max(len(self._array) // 4, BLOCK // (4 * n_components), 1)
            more = max(len(self._array) + more, end)
            self._array.resize((more, n_components), refcheck=False)
        return self._array[self._n_rows : end]

    def reserved(self, begin: int, n: int) -> Matrix:
        """Return ``n`` rows from ``begin`` on, or others if they are beyond the reserved memory.

        Growing moves the memory: all that are filled must have been appended before.
        """
        if begin + n > len(self._array):
            return np.empty((n, self._array.shape[1]), dtype=np.float32)
        return self._array[begin : begin + n]

    def append(self, rows: Matrix) -> None:
        """Append rows; those that `free` returned are there already."""
        here = self.free(len(rows))
        if rows.ctypes.data != here.ctypes.data:
            here[:] = rows
        self._n_rows += len(rows)

    def keep(self, rows: NDArray[np.integer]) -> None:
        """Keep only the given rows, which are in order."""
        step = max(BLOCK // (4 * self._array.shape[1]), 1)
        for start in range(0, len(rows), step):
            some = rows[start : start + step]
            self._array[start : start + len(some)] = self._array[some]
        self._n_rows = len(rows)

    def result(self) -> Matrix:
        """Return the matrix of all rows; no more can be appended."""
        self._array.resize((self._n_rows, self._array.shape[1]), refcheck=False)
        return self._array


def collect(
    blocks: Iterable[tuple[list[str], Matrix]],
    matrix: GrowingMatrix,
    request: Request,
    notes: list[str],
) -> VectorTable:
    """Return the rows of all blocks; these may be in the next free rows of ``matrix``.

    If a term is repeated, its first row is kept, and a note says how many were left out.
    """
    found: list[str] = []
    distinct: set[str] = set()  # filled with each block, while threads read the next ones
    n_rows = 0
    for terms, rows in blocks:
        n_rows += len(terms)
        if request.vocabulary is not None:
            terms, rows = _known(terms, rows, request.vocabulary)  # noqa: PLW2901
        found += terms
        distinct.update(terms)
        matrix.append(rows)
    if not found:
        raise ValueError("none of the terms of vocabulary is in it" if n_rows else "it has no rows")
    if n_repeated := len(found) - len(distinct):
        first = dict.fromkeys(found, True)
        notes.append(
            f"{n_repeated:,} of its {n_rows:,} rows repeat the term of an earlier row; the first "
            "row of each term was kept"
        )
        found, terms = list(first), found
        matrix.keep(np.flatnonzero([first.pop(term, False) for term in terms]))
    return VectorTable(found, matrix.result())


def _known(terms: list[str], rows: Matrix, vocabulary: Collection[str]) -> tuple[list[str], Matrix]:
    """Return the rows whose terms are wanted."""
    chosen = [term in vocabulary for term in terms]
    return list(compress(terms, chosen)), rows[np.array(chosen, dtype=bool)]
