"""`ShuffledCorpus`: documents in the random order of training, of which one chunk is in memory.

The order depends on the documents and the seed only, not on where the documents are kept.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Corpus, joined

CHUNK = 1 << 25  # tokens of which a random order is in memory; fewer are worse, see measurements
BLOCKS = 64  # blocks of neighboring documents in a chunk


class ShuffledCorpus:
    """The documents of a corpus in random order; iteration yields it in chunks, always the same.

    Up to `CHUNK` tokens, there is one chunk, in which the order of the documents is a permutation.
    In larger corpora a chunk has `BLOCKS` random blocks of neighboring documents, and the order of
    its documents is a permutation of them.
    """

    def __init__(self, corpus: Corpus, rng: np.random.Generator) -> None:
        self.corpus = corpus
        self._order: NDArray[np.int64] | None = None  # of the documents of a single chunk
        if corpus.n_tokens <= CHUNK:
            self._order = rng.permutation(corpus.n_documents)
            self.longest = int(corpus.document_lengths.max(initial=0))
            return
        starts = np.searchsorted(corpus.indptr, np.arange(0, corpus.n_tokens, CHUNK // BLOCKS))
        edges = np.unique([*starts.tolist(), corpus.n_documents]).tolist()
        blocks = list(itertools.pairwise(edges))
        self.longest = max(int(np.diff(corpus.indptr[a : b + 1]).max()) for a, b in blocks)
        order = rng.permutation(len(blocks)).tolist()
        starts_of_chunks = range(0, len(order), BLOCKS)
        self._chunks = [[blocks[b] for b in order[i : i + BLOCKS]] for i in starts_of_chunks]
        self._seed = int(rng.integers(np.iinfo(np.int64).max))

    def __iter__(self) -> Iterator[tuple[int, Corpus]]:
        """Yield the number of tokens before each chunk, and the chunk."""
        if self._order is not None:
            yield 0, self.corpus.take(self._order)
            return
        n_before = 0
        for i in range(len(self._chunks)):
            chunk = self._chunk(i)
            yield n_before, chunk
            n_before += chunk.n_tokens

    def _chunk(self, i: int) -> Corpus:
        chunk = joined([self.corpus.part(*block) for block in self._chunks[i]])
        rng = np.random.default_rng((self._seed, i))
        return chunk.take(rng.permutation(chunk.n_documents))
