"""Skip-gram and CBOW with negative sampling: the training schedule.

This file decides which examples are trained when. The arithmetic is in the kernels, the sizes are
in `_word2vec.plan`. Nothing here depends on estimators, texts or callbacks.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Corpus
from .._core.embedding import Embedding
from .._core.terms import Terms
from .._fit.matrices import small_random_rows, zeros
from .._fit.partition import N_SEGMENTS, block_places, sizes_of_rounds
from .._fit.schedule import LinearRate
from .._fit.seeds import draw_seed, subseed
from .._fit.shuffled import ShuffledCorpus
from .._kernels import ISA, word2vec
from .plan import SGNSParameters, TrainingPlan


class Windows(NamedTuple):
    """A stretch of the corpus after subsampling; all of shape (n_kept,), dtype int32."""

    kept: NDArray[np.int32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]


class SGNSTrainer:
    """Skip-gram or CBOW with negative sampling, a trainer for `skembed._fit.loop.run`.

    ``counts`` and ``terms`` have shape (n_terms,); the counts may include those of earlier
    documents. One number is drawn from ``random_state``.
    """

    def __init__(
        self,
        corpus: Corpus,
        counts: NDArray[np.int64],
        terms: Terms,
        parameters: SGNSParameters,
        random_state: np.random.RandomState,
    ) -> None:
        self.terms = terms
        self.parameters = parameters
        self.plan = TrainingPlan(counts, int(counts.sum()), parameters)
        self.seed = draw_seed(random_state)
        rng = np.random.default_rng(self.seed)
        n_rows = self.plan.n_parts * self.plan.part_size
        self.input = zeros(n_rows, parameters.n_components)
        self.output = zeros(n_rows, parameters.n_components)
        # as in word2vec: small random word vectors, context vectors of zeros
        d = parameters.n_components
        for rows, values in small_random_rows(rng, len(terms), d, d):
            self.set_vectors(self.input, rows, values)
        # adjacent documents are often about one subject, which would bias the vectors
        self.documents = ShuffledCorpus(corpus, rng)
        # no window reaches farther
        self._span = min(parameters.window, max(self.documents.longest - 1, 0))
        room = min(self.plan.stretch, corpus.n_tokens) + 2 * self._span
        self._buffers = [np.empty(room, dtype=np.int32) for _ in range(3)]
        self._room = np.empty((0, 2), dtype=np.int32)  # for pairs of words

    def set_vectors(
        self, matrix: NDArray[np.float32], terms: NDArray[np.integer], vectors: NDArray[np.float32]
    ) -> None:
        """Set the vectors of some words; ``terms`` holds their indices in the vocabulary."""
        matrix[self.plan.rows[terms], : self.parameters.n_components] = vectors

    def vectors_of(self, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the vectors in the order of the vocabulary, (n_terms, n_components)."""
        return np.ascontiguousarray(matrix[self.plan.rows, : self.parameters.n_components])

    @property
    def loss_at_start(self) -> float:
        """Mean loss per example before training, but at least the loss when all scores are 0.

        After a warm start the loss can have any value; it is estimated from some examples.
        """
        at_zero = (1 + self.parameters.n_negative) * math.log(2)
        if not self.output.any():
            return at_zero
        steps = SGNSTrainer.steps(self, 0, LinearRate(0.0, 0.0, 1))
        loss, n = next(((loss, n) for loss, n in steps if n > 0), (0.0, 1))
        return max(at_zero, loss / n)

    def matrices(self) -> tuple[NDArray[np.float32], ...]:
        """Return the input and the output matrix."""
        return self.input, self.output

    def result(self) -> dict[str, Any]:
        """Return the embedding, and the context vectors for a later warm start."""
        self._room = self._room[:0].copy()  # the vectors can have this memory
        return {
            "embedding_": Embedding._of_terms(self.terms, self.vectors_of(self.input)),
            "_context_vectors": self.vectors_of(self.output),
        }

    def steps(self, i: int, rates: LinearRate) -> Iterator[tuple[float, int]]:
        """Make pass ``i``; after each kernel call yield (sum of losses, number of examples)."""
        n = self.plan.n_tokens
        train = self._pairs if self.parameters.algorithm == "skip-gram" else self._bags
        for n_before, chunk in self.documents:
            for begin in range(0, chunk.n_tokens, self.plan.stretch):
                end = min(begin + self.plan.stretch, chunk.n_tokens)
                seed = subseed(self.seed, i, n_before + begin)
                windows = self._windows(chunk, begin, end, seed)
                if len(windows.kept) > 0:
                    start, stop = (rates.at(i, (n_before + at) / n) for at in (begin, end))
                    yield from train(windows, (start, stop), seed)

    def _windows(self, corpus: Corpus, begin: int, end: int, seed: int) -> Windows:
        plan = self.plan
        window, n_threads = self.parameters.window, self.parameters.n_threads
        kept, left, right = self._buffers
        given = corpus.ids, corpus.indptr, begin, end, plan.keep, plan.rows, window, self._span
        n = word2vec.sample_windows(*given, seed, kept, left, right, n_threads)
        return Windows(kept[:n], left[:n], right[:n])

    def _pairs(
        self, windows: Windows, rates: tuple[float, float], seed: int
    ) -> Iterator[tuple[float, int]]:
        """Skip-gram: train in rounds of blocks that share no rows (Gemulla et al. 2011)."""
        P, n_threads = self.plan.n_parts, self.parameters.n_threads
        pairs, block_begin = self._sorted_pairs(windows)
        n_calls = max(1, min(P, -(-len(pairs) // self.plan.call_size)))
        edges = np.linspace(0, P, n_calls + 1).astype(int).tolist()
        for first, last in itertools.pairwise(edges):
            losses = np.zeros((last - first, P))
            start, stop = (rates[0] + (rates[1] - rates[0]) * r / P for r in (first, last))
            word2vec.train_rounds(
                *(self.input, self.output, pairs, block_begin, self.plan.part_size, first, last),
                *(*self.plan.noise, self.parameters.n_negative, start, stop, seed),
                *(losses, n_threads, ISA),
            )
            sizes = sizes_of_rounds(block_begin, np.arange(first, last))
            yield float(losses.sum()), int(sizes.sum())

    def _sorted_pairs(self, windows: Windows) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return pairs (n_pairs, 2) sorted by block, and where each block begins (P * P + 1,)."""
        P, part_size, n_threads = self.plan.n_parts, self.plan.part_size, self.parameters.n_threads
        counts = np.empty((N_SEGMENTS, P * P), dtype=np.int64)
        word2vec.count_pairs(*windows, P, part_size, counts, n_threads)
        block_begin, offsets = block_places(counts)
        n = int(block_begin[-1])
        if len(self._room) < n:  # kept, because new memory is slow
            self._room = np.empty((n, 2), dtype=np.int32)
        pairs = self._room[:n]
        word2vec.fill_pairs(*windows, P, part_size, offsets, pairs, n_threads)
        return pairs, block_begin

    def _bags(
        self, windows: Windows, rates: tuple[float, float], seed: int
    ) -> Iterator[tuple[float, int]]:
        """CBOW: train on mini-batches, in which each row is updated by a single thread."""
        n, batch = len(windows.kept), self.plan.batch_size
        size = max(1, self.plan.call_size // batch) * batch
        for begin in range(0, n, size):
            end = min(begin + size, n)
            start, stop = (rates[0] + (rates[1] - rates[0]) * at / n for at in (begin, end))
            loss = word2vec.train_bags(
                *(self.input, self.output, *windows, begin, end, batch, self.plan.part_size),
                *(*self.plan.noise, self.parameters.n_negative, start, stop, seed),
                *(self.parameters.n_threads, ISA),
            )
            bags = (windows.left[begin:end] + windows.right[begin:end]) > 0
            yield loss, int(np.count_nonzero(bags))
