"""Initial vectors from the last fit or from the ``init`` parameter.

Each method decides which rows of which matrix to initialize with them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

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
    warm: bool = False

    def over(self, other: InitialVectors) -> InitialVectors:
        """Return these vectors, and those of ``other`` for its other terms."""
        rest = ~np.isin(other.rows, self.rows)
        return InitialVectors(
            np.concatenate([self.rows, other.rows[rest]]),
            np.concatenate([self.source_rows, other.source_rows[rest]]),
            np.concatenate([self.vectors, other.vectors[rest]]),
            self.warm,
        )


def find_initial_vectors(
    estimator: Any, vocabulary: Vocabulary, n_components: int, *, warm: bool
) -> InitialVectors | None:
    """Return vectors of the last fit if ``warm``, or else those of ``init``; a path is read here.

    Without either, return None: all initial vectors are random.
    """
    last: Embedding | None = getattr(estimator, "embedding_", None) if warm else None
    if last is not None:
        return match(last, vocabulary.terms, n_components, name="warm_start")._replace(warm=True)
    if estimator.init is None:
        return None
    init = as_embedding(estimator.init, name="init")
    return match(init, vocabulary.terms, n_components, name="init")


def match(
    embedding: Embedding, terms: NDArray[np.object_], n_components: int, *, name: str
) -> InitialVectors:
    """Return the vectors of the given terms; check that they have ``n_components`` components."""
    if embedding.n_components != n_components:
        raise ValueError(
            f"{name} has vectors of {embedding.n_components} components, n_components is "
            f"{n_components}; they must be equal."
        )
    places = np.array([embedding.index.get(term, -1) for term in terms], dtype=np.int64)
    rows = np.flatnonzero(places >= 0)
    source_rows = places[rows]
    return InitialVectors(rows, source_rows, embedding._take(source_rows))
