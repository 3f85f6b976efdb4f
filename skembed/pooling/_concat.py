"""ConcatPooling: several poolings side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Corpus, Vocabulary
from .._core.embedding import Embedding
from ._base import Pooling


class ConcatPooling(Pooling):
    """The features of several poolings, one after the other.

    Parameters
    ----------
    poolings : sequence of str or Pooling
        What to put side by side, such as ``["mean", "max"]``.

    Attributes
    ----------
    poolings_ : list of Pooling
        The fitted poolings.
    """

    def __init__(self, poolings: Sequence[str | Pooling]) -> None:
        self.poolings = poolings

    def fit(
        self, corpus: Corpus, vocabulary: Vocabulary, embedding: Embedding, *, n_threads: int = 1
    ) -> Self:
        """Fit each pooling; see `Pooling.fit`."""
        # The table of names stands above this file and holds it.
        from . import resolve

        if not len(self.poolings):
            raise ValueError("pooling is an empty list: name at least one pooling.")
        self.poolings_ = [
            resolve(pooling).fit(corpus, vocabulary, embedding, n_threads=n_threads)
            for pooling in self.poolings
        ]
        return self

    def transform(
        self, corpus: Corpus, embedding: Embedding, *, n_threads: int = 1
    ) -> NDArray[np.float32]:
        """Make one row of features for each document; see `Pooling.transform`."""
        parts = [p.transform(corpus, embedding, n_threads=n_threads) for p in self.poolings_]
        return np.hstack(parts)

    def n_features_out(self, embedding: Embedding) -> int:
        """Return the number of features of all poolings together."""
        return sum(pooling.n_features_out(embedding) for pooling in self.poolings_)
