"""Where a training starts: from the last fit, from vectors given as ``init``, or from chance.

Which rows of which matrix they go to is the method's own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Vocabulary
from .._core.embedding import Embedding
from .._vectors.sources import as_embedding


class InitialVectors(NamedTuple):
    """Vectors for some terms: their rows in the vocabulary and in the embedding they come from.

    ``rows`` and ``source_rows`` of shape (n,), ``vectors`` of shape (n, n_components); ``warm``:
    whether they come from the last fit.
    """

    rows: NDArray[np.int64]
    source_rows: NDArray[np.int64]
    vectors: NDArray[np.float32]
    warm: bool


def find_initial_vectors(
    vocabulary: Vocabulary, n_components: int, *, init: object, last: Embedding | None
) -> InitialVectors | None:
    """Return the vectors of the last fit, or those given as ``init``; a path is read here.

    Parameters
    ----------
    vocabulary : Vocabulary
        The terms of this fit.

    n_components : int
        Components that the vectors must have.

    init : object
        The parameter of the estimator.

    last : Embedding or None
        What the last fit learned, for a warm start; it comes before ``init``.

    Returns
    -------
    initial : InitialVectors or None
        The terms that both know, with vectors of shape (n_terms, n_components); None if
        everything starts from chance.

    Raises
    ------
    ValueError
        If the vectors have another number of components.
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
    """Return the terms that both hold, as rows of the one and rows of the other."""
    source_rows = np.array(
        [embedding.index.get(term, -1) for term in vocabulary.terms], dtype=np.int64
    )
    rows = np.flatnonzero(source_rows >= 0)
    return rows, source_rows[rows]
