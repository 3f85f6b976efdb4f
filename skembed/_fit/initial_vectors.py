"""Initial vectors from the last fit or from the ``init`` parameter.

Each method decides which rows of which matrix to initialize with them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Vocabulary
from .._core.embedding import Embedding
from .._vectors.sources import as_embedding


class InitialVectors(NamedTuple):
    """Initial vectors for some terms of the vocabulary.

    ``rows`` and ``source_rows``, of shape (n,), are the rows of the terms in the vocabulary and in
    the embedding that the vectors come from; ``vectors`` has shape (n, n_components). ``warm`` is
    True if they come from the last fit.
    """

    rows: NDArray[np.integer]
    source_rows: NDArray[np.integer]
    vectors: NDArray[np.float32]
    warm: bool


def find_initial_vectors(
    vocabulary: Vocabulary, n_components: int, *, init: object, last: Embedding | None
) -> InitialVectors | None:
    """Return vectors of the last fit, or else those of ``init``, a path being read here.

    Without either, return None: all initial vectors are random.
    """
    if last is None and init is None:
        return None
    warm = last is not None
    embedding = last if last is not None else as_embedding(init, name="init")
    if embedding.n_components != n_components:
        raise ValueError(
            f"{'warm_start' if warm else 'init'} has vectors of {embedding.n_components} "
            f"components, n_components is {n_components}; they must be equal."
        )
    rows, source_rows = shared_terms(vocabulary, embedding)
    return InitialVectors(rows, source_rows, embedding.vectors[source_rows], warm)


def shared_terms(
    vocabulary: Vocabulary, embedding: Embedding
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of shared terms in the vocabulary, and their rows in the embedding."""
    source_rows = np.array(
        [embedding.index.get(term, -1) for term in vocabulary.terms], dtype=np.int64
    )
    rows = np.flatnonzero(source_rows >= 0)
    return rows, source_rows[rows]
