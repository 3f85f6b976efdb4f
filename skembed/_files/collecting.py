"""Collect the rows that were asked for into one matrix, which grows with what is found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import compress, islice

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
    seen: dict[str, None] = {}
    vectors = np.empty((capacity, n_components), dtype=np.float32)
    n_rows = n_repeated = 0
    for block in blocks:
        terms, rows = block if request.vocabulary is None else _known(*block, request.vocabulary)
        n_rows += len(block[0])
        n_before = len(seen)
        seen.update(dict.fromkeys(terms))
        n_new = len(seen) - n_before
        if n_new < len(terms):
            n_repeated += len(terms) - n_new
            rows = rows[_first_rows(terms, islice(seen, n_before, None))]
        if len(seen) > len(vectors):
            more = max(len(vectors) // 4, BLOCK // (4 * n_components), 1)
            vectors.resize((max(len(vectors) + more, len(seen)), n_components), refcheck=False)
        vectors[n_before : len(seen)] = rows
    if n_repeated:
        notes.append(
            f"{n_repeated:,} of its {n_rows:,} rows repeat the term of an earlier row; the first "
            "row of each term was kept"
        )
    vectors.resize((len(seen), n_components), refcheck=False)
    if not seen:
        found = "none of the terms of vocabulary is in it" if n_rows else "it has no rows"
        raise ValueError(found)
    return VectorTable(list(seen), vectors)


def _known(terms: list[str], rows: Matrix, vocabulary: Collection[str]) -> tuple[list[str], Matrix]:
    """Return the rows whose terms are wanted."""
    chosen = [term in vocabulary for term in terms]
    return list(compress(terms, chosen)), rows[np.array(chosen, dtype=bool)]


def _first_rows(terms: list[str], new: Iterable[str]) -> NDArray[np.bool_]:
    """Return which terms are the first ones with the name of a new term."""
    awaited = dict.fromkeys(new, True)
    return np.array([awaited.pop(term, False) for term in terms], dtype=bool)
