"""`BlockPooling`: two poolings, each for its own components of the vectors."""

from __future__ import annotations

import copy
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Corpus
from .._core.embedding import Embedding
from ._base import Pooling


class BlockPooling(Pooling):
    """Features of two blocks of components, each pooled in its own way.

    Parameters
    ----------
    first, second : Pooling
        Fitted poolings of the first components and of the others.

    n_first : int
        Number of components in the first block.
    """

    def __init__(self, first: Pooling, second: Pooling, n_first: int) -> None:
        self.first = first
        self.second = second
        self.n_first = n_first

    def blocks(self, n_components: int) -> list[tuple[Pooling, slice]]:
        """Return the poolings and their components; see `Pooling.blocks`."""
        edge = self.n_first
        return [(self.first, slice(0, edge)), (self.second, slice(edge, n_components))]

    def transform(
        self, corpus: Corpus, embedding: Embedding, *, n_threads: int = 1
    ) -> NDArray[np.float32]:
        """Compute one row of features for each document; see `Pooling.transform`."""
        features = self.second.transform(corpus, embedding, n_threads=n_threads)
        first = self.first.transform(corpus, embedding, n_threads=n_threads)
        features[:, : self.n_first] = first[:, : self.n_first]
        return features

    def for_terms(self, rows: NDArray[np.integer]) -> Self:
        """Return both poolings for other terms; see `Pooling.for_terms`."""
        other = copy.copy(self)
        other.first, other.second = self.first.for_terms(rows), self.second.for_terms(rows)
        return other
