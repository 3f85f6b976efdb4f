"""Collect the rows that were asked for into one matrix, which grows with what is found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from .layout import BLOCK, Request, VectorTable

Matrix = NDArray[np.float32]


def collect(
    blocks: Iterable[tuple[list[str], Matrix]],
    n_components: int,
    request: Request,
    notes: list[str],
    *,
    capacity: int,
) -> VectorTable:
    """Return the rows of all blocks; memory is first reserved for ``capacity`` rows.

    Reserved memory that is not used is returned; growing beyond it costs more.

    If a term is repeated, its first row is kept, and a note says how many were left out.
    """
    found: list[str] = []
    vectors = np.empty((capacity, n_components), dtype=np.float32)
    n_rows = 0
    for block in blocks:
        terms, rows = block if request.vocabulary is None else _known(*block, request.vocabulary)
        n_rows += len(block[0])
        n_before = len(found)
        found += terms
        if len(found) > len(vectors):
            more = max(len(vectors) // 4, BLOCK // (4 * n_components), 1)
            vectors.resize((max(len(vectors) + more, len(found)), n_components), refcheck=False)
        vectors[n_before : len(found)] = rows
    if not found:
        raise ValueError("none of the terms of vocabulary is in it" if n_rows else "it has no rows")
    first = dict.fromkeys(found, True)
    if n_repeated := len(found) - len(first):
        notes.append(
            f"{n_repeated:,} of its {n_rows:,} rows repeat the term of an earlier row; the first "
            "row of each term was kept"
        )
        found, terms = list(first), found
        _keep(vectors, np.flatnonzero([first.pop(term, False) for term in terms]))
    vectors.resize((len(found), n_components), refcheck=False)
    return VectorTable(found, vectors)


def _known(terms: list[str], rows: Matrix, vocabulary: Collection[str]) -> tuple[list[str], Matrix]:
    """Return the rows whose terms are wanted."""
    chosen = [term in vocabulary for term in terms]
    return list(compress(terms, chosen)), rows[np.array(chosen, dtype=bool)]


def _keep(vectors: Matrix, rows: NDArray[np.integer]) -> None:
    """Move the given rows, which are in order, to the first places."""
    step = max(BLOCK // (4 * vectors.shape[1]), 1)
    for start in range(0, len(rows), step):
        some = rows[start : start + step]
        vectors[start : start + len(some)] = vectors[some]
