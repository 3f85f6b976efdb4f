"""Files of vectors, made an Embedding: the one way to those that read a format.

Two things always hold. No file is unpickled, whatever its name, so reading one never runs code.
Memory is taken for what a file holds, not for what its header says.
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
    """Read word2vec text or binary or GloVe text, also compressed by gzip, bzip2 or xz.

    Parameters
    ----------
    path : str
        A file.

    Returns
    -------
    embedding : Embedding
        Terms and vectors.

    Raises
    ------
    ValueError
        If it is another kind of file, or damaged; the message continues a sentence.
    """
    with open(path, "rb") as raw, decompress(raw) as file:
        layout = recognize(file.read(PIECE))
        # What is compressed says nothing certain about its size.
        size = os.fstat(raw.fileno()).st_size if file is raw else None
        if size is not None:
            check_size(layout, size)
        file.seek(layout.start)
        rows = (binary_rows if layout.is_binary else text_rows)(file, layout)
        return _collect(rows, layout, capacity=0 if size is None else layout.n_terms or 0)


def _collect(rows: Iterable[tuple[str, ArrayLike]], layout: Layout, *, capacity: int) -> Embedding:
    """Make an embedding of rows, with memory for ``capacity`` of them at first."""
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
