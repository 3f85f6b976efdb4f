"""Read an Embedding from a vector file; this is the entry point to the readers of all formats.

Two guarantees hold for every format. No file is ever unpickled, so reading a file never runs code.
Memory is allocated for the rows that a file contains, not for those that its header claims.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from .._core.embedding import Embedding
from .compression import decompress
from .layout import PIECE, Layout
from .recognition import check_size, recognize
from .text import text_rows
from .word2vec_binary import binary_rows


def read_vectors(path: str) -> Embedding:
    """Read a file in word2vec's text or binary format or GloVe's text format.

    It may be compressed with gzip, bzip2 or xz. The message of a ValueError is the second part of a
    sentence, which the caller begins.
    """
    with open(path, "rb") as raw, decompress(raw) as file:
        layout = recognize(file.read(PIECE))
        # The decompressed size of a compressed file is unknown.
        size = os.fstat(raw.fileno()).st_size if file is raw else None
        if size is not None:
            check_size(layout, size)
        file.seek(layout.start)
        rows = (binary_rows if layout.is_binary else text_rows)(file, layout)
        return _collect(rows, layout, capacity=0 if size is None else layout.n_terms or 0)


def _collect(rows: Iterable[tuple[str, ArrayLike]], layout: Layout, *, capacity: int) -> Embedding:
    """Create an embedding from rows; memory is first allocated for ``capacity`` rows."""
    terms: list[str] = []
    vectors = np.empty((capacity, layout.n_components), dtype=np.float32)
    for term, vector in rows:
        if len(terms) == len(vectors):
            more = max(len(terms) // 4, PIECE // (4 * layout.n_components), 1)
            vectors.resize((len(terms) + more, layout.n_components), refcheck=False)
        vectors[len(terms)] = vector
        terms.append(term)
    if len(terms) < (layout.n_terms or 0):
        raise ValueError(f"it ends after {len(terms):,} of the {layout.n_terms:,} terms")
    vectors.resize((len(terms), layout.n_components), refcheck=False)
    return Embedding(terms, vectors)
