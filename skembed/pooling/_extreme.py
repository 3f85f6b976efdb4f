"""`MaxPooling` and `MinPooling`: the extreme of each component over a document's tokens."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Corpus
from .._core.embedding import Embedding
from .._core.pieces import cut
from .._kernels import ISA
from .._kernels import pooling as kernel
from ._base import Pooling
from ._sums import PIECE


class MaxPooling(Pooling):
    """Largest value of each component over the vectors of a document's tokens."""

    name: ClassVar[str | None] = "max"
    _sign: ClassVar[int] = 1

    def transform(
        self, corpus: Corpus, embedding: Embedding, *, n_threads: int = 1
    ) -> NDArray[np.float32]:
        """Compute one row of features for each document; see `Pooling.transform`."""
        out = np.zeros((corpus.n_documents, embedding.n_components), dtype=np.float32)
        for ids, indptr, rows in cut(corpus.ids, corpus.indptr, PIECE):
            kernel.extreme(ids, indptr, embedding.vectors, self._sign, out[rows], n_threads, ISA)
        return out


class MinPooling(MaxPooling):
    """Smallest value of each component over the vectors of a document's tokens."""

    name: ClassVar[str | None] = "min"
    _sign: ClassVar[int] = -1
