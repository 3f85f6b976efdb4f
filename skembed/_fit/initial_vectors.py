"""Where a training starts: from the last fit, from vectors given as ``init``, or from chance.

Here is what a vectorizer's parameters ask for; which rows of which matrix that sets is the
method's own.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Vocabulary
from .._core.embedding import Embedding
from .._vectors.sources import as_embedding


class Start(NamedTuple):
    """Vectors for some words: rows of the vocabulary, rows of the embedding they come from."""

    here: NDArray[np.int64]
    there: NDArray[np.int64]
    vectors: NDArray[np.float32]
    warm: bool


def find_start(
    estimator: Any, vocabulary: Vocabulary, n_components: int, *, may_be_warm: bool = True
) -> Start | None:
    """Return the vectors that ``warm_start`` or ``init`` of an estimator ask to start from.

    Parameters
    ----------
    estimator : estimator
        Its parameters ``warm_start`` and ``init`` and its ``embedding_`` are read.

    vocabulary : Vocabulary
        The terms of this fit.

    n_components : int
        Components that the vectors must have.

    may_be_warm : bool, default=True
        False leaves ``warm_start`` out of account: what learns from a part of the documents,
        to be judged by the others, must not start from vectors that have seen those.

    Returns
    -------
    start : Start or None
        The words that both know, with vectors of shape (n_words, n_components); None if
        everything starts from chance.

    Raises
    ------
    ValueError
        If the vectors have another number of components.
    """
    warm = may_be_warm and estimator.warm_start and hasattr(estimator, "embedding_")
    if not warm and estimator.init is None:
        return None
    embedding = estimator.embedding_ if warm else as_embedding(estimator.init, name="init")
    if embedding.n_components != n_components:
        raise ValueError(
            f"{'warm_start' if warm else 'init'} has vectors of {embedding.n_components} "
            f"components, n_components is {n_components}; they must be equal."
        )
    here, there = shared_terms(vocabulary, embedding)
    return Start(here, there, embedding.vectors[there], warm)


def shared_terms(
    vocabulary: Vocabulary, embedding: Embedding
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the terms that both hold, as rows of the one and rows of the other."""
    rows = np.array([embedding.index.get(term, -1) for term in vocabulary.terms], dtype=np.int64)
    here = np.flatnonzero(rows >= 0)
    return here, rows[here]
