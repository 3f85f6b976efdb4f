"""Co-occurrence counts in blocks, the form that GloVe trains on: in memory or in a file.

In memory, the counts are sorted at once. For a file they are sorted in pieces of some rows each,
which are written to where their blocks lie; then the blocks are read again and shuffled. The
result has the same bits. How blocks are trained on is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .._cooccurrence import storage
from .._cooccurrence.plan import OVERHEAD, SLACK
from .._core import mapped_files
from .._fit.partition import N_SEGMENTS, block_places, deal, part_size
from .._kernels import glove

MAX_PIECE = 1 << 23  # non-zeros sorted in one kernel call: about 200 milliseconds
LOSS_SAMPLE = 1 << 16  # maximum number of non-zeros used to estimate the initial loss
LEAST_SHARE = 0.05  # of memory_limit, in case that cached counts in memory take all of it
SAMPLED = 64  # non-zeros read together: the system maps some 64 KB around each

Offsets = NDArray[np.int64]
Entries = NDArray[np.uint64]
Ids = NDArray[np.int32]
Arguments = tuple[Offsets, Ids, NDArray[np.float32], int, Ids, int, int]


class Blocks:
    """Non-zero counts in blocks (part of the word, part of the context), shuffled within each.

    Round r has the blocks (i, (i + r) mod P) of all parts i; each begins at ``begin[r * P + i]`` in
    ``entries``. The order inside a block follows from ``seed`` and is the same in all passes. The
    counts are not modified; their arrays may be mapped from a file. If counts and blocks together
    do not fit into ``memory_limit`` bytes, the blocks are mapped from an unnamed file.
    """

    def __init__(
        self, counts: csr_array, n_parts: int, *, seed: int, n_threads: int, memory_limit: int
    ) -> None:
        n_terms = counts.shape[0]
        self.n_parts, self.part_size = n_parts, part_size(n_terms, n_parts)
        # in symmetric counts, a column has as many non-zeros as its row, in others about as many
        self.rows = deal(np.diff(counts.indptr), n_parts)
        sorter = Sorter(counts, self.rows, n_parts, self.part_size, seed, n_threads)
        held = 0 if mapped_files.is_mapped(counts.data) else 8 * counts.nnz
        room = int((memory_limit - OVERHEAD - held) * SLACK)
        room = max(room, int(memory_limit * LEAST_SHARE))
        if 16 * counts.nnz - held <= room:
            self.entries = np.empty(counts.nnz, dtype=np.uint64)
            self.begin = sorter.sort(0, n_terms, self.entries)
            sorter.shuffle(0, self.begin, self.entries)
            return
        try:
            with mapped_files.nameless_file() as file:
                self.begin = sort_in_file(sorter, room // 16, file)
                self.entries = mapped_files.mapped_file(file, np.uint64)
        except OSError as error:
            raise storage.unstorable("blocks of the counts", memory_limit, error) from error

    def __len__(self) -> int:
        """Return the number of non-zeros."""
        return len(self.entries)

    def release(self) -> None:
        """Give back the memory of entries that are mapped from a file."""
        mapped_files.release(self.entries)

    def sample(self) -> tuple[Offsets, Offsets, NDArray[np.float64]]:
        """Return evenly spaced non-zeros: their rows in the two matrices, and their counts."""
        places = np.arange(0, len(self), -(-len(self) // LOSS_SAMPLE))
        packed = np.empty(len(places), dtype=np.uint64)
        for first in range(0, len(places), SAMPLED):
            packed[first : first + SAMPLED] = self.entries[places[first : first + SAMPLED]]
            self.release()
        block = np.searchsorted(self.begin, places, side="right") - 1
        row, column = packed.view(np.uint16).reshape(-1, 4)[:, :2].T.astype(np.int64)
        r, i = np.divmod(block, self.n_parts)
        j = (i + r) % self.n_parts
        counts = packed.view(np.float32)[1::2].astype(np.float64)
        return row + i * self.part_size, column + j * self.part_size, counts


class Sorter(NamedTuple):
    """Counts, the parts to sort them by, and how."""

    counts: csr_array
    rows: Ids
    n_parts: int
    part_size: int
    seed: int
    n_threads: int

    @property
    def order(self) -> Offsets:
        """The numbers i * P + j of the blocks in the order of rounds."""
        r, i = np.divmod(np.arange(self.n_parts**2), self.n_parts)
        numbers: Offsets = i * self.n_parts + (i + r) % self.n_parts
        return numbers

    def sizes(self, first: int, last: int) -> Offsets:
        """Return how many non-zeros the rows first ... last - 1 have in each segment and block."""
        table = np.empty((N_SEGMENTS, self.n_parts**2), dtype=np.int64)
        glove.count_blocks(*self._arguments(first, last), table, self.n_threads)
        self._release()
        return table[:, self.order]

    def sort(self, first: int, last: int, entries: Entries) -> Offsets:
        """Sort the non-zeros of some rows into blocks; return where these begin in ``entries``."""
        begin, places = block_places(self.sizes(first, last))
        offsets = np.empty(places.shape, dtype=np.int64)
        offsets[:, self.order] = places
        glove.fill_blocks(*self._arguments(first, last), offsets, entries, self.n_threads)
        self._release()
        return begin

    def shuffle(self, first: int, begin: Offsets, entries: Entries) -> None:
        """Shuffle the blocks from ``first`` on, which begin at ``begin`` in ``entries``."""
        glove.shuffle_blocks(entries, begin, first, self.n_parts, self.seed, self.n_threads)

    def _arguments(self, first: int, last: int) -> Arguments:
        counts = self.counts.indptr[first : last + 1], self.counts.indices, self.counts.data
        return *counts, first, self.rows, self.n_parts, self.part_size

    def _release(self) -> None:
        for array in (self.counts.indices, self.counts.data):
            mapped_files.release(array)


def sort_in_file(sorter: Sorter, most: int, file: Any) -> Offsets:
    """Write the blocks to a file; return where they begin.

    ``most`` non-zeros are in memory at a time, but at least those of one row and of one block.
    """
    indptr = sorter.counts.indptr
    pieces = list(ranges(indptr, min(most, MAX_PIECE)))
    sizes = sum(sorter.sizes(*piece).sum(axis=0) for piece in pieces)
    begin = np.concatenate([[0], np.cumsum(sizes)])
    groups = list(ranges(begin, min(most, MAX_PIECE)))
    buffer = storage.mapped_zeros(max(_largest(indptr, pieces), _largest(begin, groups)), np.uint64)
    places = begin[:-1].copy()
    for first, last in pieces:
        entries = buffer[: indptr[last] - indptr[first]]
        runs = sorter.sort(first, last, entries)
        for block in np.flatnonzero(np.diff(runs)):
            file.seek(8 * places[block])
            file.write(entries[runs[block] : runs[block + 1]].data)
        places += np.diff(runs)
    for first, last in groups:
        entries = buffer[: begin[last] - begin[first]]
        file.seek(8 * begin[first])
        file.readinto(entries)
        sorter.shuffle(first, begin[first : last + 1] - begin[first], entries)
        file.seek(8 * begin[first])
        file.write(entries.data)
    return begin


def ranges(offsets: Offsets, most: int) -> Iterator[tuple[int, int]]:
    """Yield ranges (first, last) of items with at most ``most`` entries, or of a single item.

    Item i has the entries ``offsets[i]`` to ``offsets[i + 1] - 1``.
    """
    first = 0
    while first < len(offsets) - 1:
        fits = int(np.searchsorted(offsets, offsets[first] + most, side="right")) - 1
        last = max(first + 1, fits)
        yield first, last
        first = last


def _largest(offsets: Offsets, pieces: list[tuple[int, int]]) -> int:
    return max(int(offsets[last] - offsets[first]) for first, last in pieces)
