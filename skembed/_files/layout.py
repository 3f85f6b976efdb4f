"""The types that the readers share: what is asked for, how a file is laid out, what it contains."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Number of bytes used to recognize the format.
HEAD = 1 << 20

# Number of bytes to read at once: they stay in the cache of a core, and in memory that is used
# again. A row is never longer than LONGEST.
BLOCK = 1 << 18
LONGEST = 1 << 26


class Request(NamedTuple):
    """Which rows of a file to read, and how to decode its terms; see `Embedding.load`."""

    limit: int | None = None
    vocabulary: Collection[str] | None = None
    encoding: str = "utf-8"
    errors: str = "strict"
    n_threads: int = 1


class Layout(NamedTuple):
    """How the rows of a vector file are stored."""

    format: str
    n_terms: int | None = None  # None if there is no header: each line is a row
    n_components: int = 0
    start: int = 0  # position of the first row, in bytes
    row_bytes: float = 0  # average size of the first lines, if there is no header

    @property
    def first_line(self) -> int:
        """Number of the first line of text with a row, from 1."""
        return 1 if self.n_terms is None else 2

    def fits(self, n_bytes: int) -> bool:
        """Return whether the rows that the header declares could be in ``n_bytes`` bytes."""
        # The shortest row of text has a term of one byte, and numbers of one digit.
        shortest = 1 + self.n_components * (4 if self.format == "word2vec-binary" else 2)
        return (self.n_terms or 0) * shortest <= n_bytes + 1  # the last newline may be missing


class NGramRows(NamedTuple):
    """fastText's rows of n-grams of characters; see `Subwords`."""

    rows: NDArray[np.float32]
    min_n: int
    max_n: int
    are_added: bool  # whether the vectors of the terms contain those of their n-grams


class VectorTable(NamedTuple):
    """The content of a file: distinct terms, and a finite C-contiguous float32 matrix.

    If ``scales`` of shape (n_terms,) is given, ``vectors`` are 8-bit integers to multiply with it.
    ``blocks`` and ``ngrams`` are what some formats hold besides.
    """

    terms: list[str]
    vectors: NDArray[Any]
    scales: NDArray[np.float32] | None = None
    blocks: dict[str, slice] | None = None
    ngrams: NGramRows | None = None
