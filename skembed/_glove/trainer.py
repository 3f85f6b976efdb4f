"""GloVe on co-occurrence counts: the training schedule.

This file makes passes over the counts, which `_glove.blocks` sorts into blocks; the arithmetic is
in the kernels. Nothing here depends on estimators, texts or callbacks.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .._core.embedding import Embedding
from .._core.terms import Terms
from .._fit.matrices import padded, small_random_rows, zeros
from .._fit.schedule import LinearRate
from .._fit.seeds import draw_seed, subseed
from .._kernels import ISA, glove
from .blocks import Blocks

MAX_PARTS = 64  # measured, see docs/develop/measurements
MIN_PART_SIZE = 32  # words
PART_BYTES = 1 << 18  # of one matrix: the rows of a part should fit in the cache
CALL_WORK = 60_000_000  # non-zeros x components of one kernel call: about 50 milliseconds
MAX_CALL = 1 << 22  # non-zeros of one kernel call, which may be mapped from a file: 32 MB
MOST_PASSES = 10  # with max_iter='auto'; more gain nothing, even for few texts
TINY_LOSS = 1e-30  # for the case that all weights vanish
SAMPLE_ROWS = 1 << 10  # rows copied at a time to estimate the initial loss
UNMOVED = 1e38  # a sum of squares so large that no step changes the component


class GloVeParameters(NamedTuple):
    """The parameters of GloVe that the training needs."""

    n_components: int
    x_max: float
    alpha: float
    vectors: str
    n_threads: int
    memory_limit: int  # bytes


def number_of_parts(n_terms: int, n_components: int) -> int:
    """Return the number of parts that the words are distributed over."""
    wanted = n_terms * _row_length(n_components) * 8 // PART_BYTES
    most = min(MAX_PARTS, n_terms // MIN_PART_SIZE)
    return max(1, min(wanted, most), -(-n_terms // glove.MAX_PART_SIZE))


def _row_length(n_components: int) -> int:
    """Return the number of floats in a row: vector, bias, the constant 1, and padding."""
    return padded(n_components + 2)


class GloVeTrainer:
    """GloVe, a trainer for `skembed._fit.loop.run`.

    ``counts`` (n_terms, n_terms) has at least one non-zero. One number is drawn from
    ``random_state``.
    """

    def __init__(
        self,
        counts: csr_array,
        terms: Terms,
        parameters: GloVeParameters,
        random_state: np.random.RandomState,
    ) -> None:
        self.terms = terms
        self.parameters = parameters
        self.seed = draw_seed(random_state)
        d = parameters.n_components
        self.blocks = Blocks(
            counts,
            number_of_parts(len(terms), d),
            seed=self.seed,
            n_threads=parameters.n_threads,
            memory_limit=parameters.memory_limit,
        )
        n_rows = self.blocks.n_parts * self.blocks.part_size
        self.length = _row_length(d)
        # rows [w, b, 1] and [c, 1, e], each followed by its sums of squares
        self.input = zeros(n_rows, 2 * self.length)
        self.output = zeros(n_rows, 2 * self.length)
        generator = np.random.default_rng(self.seed)
        for matrix, bias, one in ((self.input, d, d + 1), (self.output, d + 1, d)):
            matrix[:, self.length : self.length + d + 2] = 1
            matrix[:, one] = 1
            matrix[:, self.length + one] = UNMOVED
            for rows, values in small_random_rows(generator, len(terms), d + 1, d):
                self.set_vectors(matrix, rows, values[:, :d])
                matrix[self.blocks.rows[rows], bias] = values[:, d]

    def set_vectors(
        self, matrix: NDArray[np.float32], terms: NDArray[np.integer], vectors: NDArray[np.float32]
    ) -> None:
        """Set the vectors of some words; ``terms`` holds their indices in the vocabulary."""
        matrix[self.blocks.rows[terms], : vectors.shape[1]] = vectors

    def set_sums(
        self, matrix: NDArray[np.float32], terms: NDArray[np.integer], sums: NDArray[np.float32]
    ) -> None:
        """Set AdaGrad's sums of squares of some words, to continue an earlier training."""
        place = slice(self.length, self.length + sums.shape[1])
        matrix[self.blocks.rows[terms], place] = sums

    @property
    def loss_at_start(self) -> float:
        """Mean loss per non-zero before training, from a sample; at least the mean weight."""
        rows, columns, counts = self.blocks.sample()
        products = np.empty(len(rows))
        for first in range(0, len(rows), SAMPLE_ROWS):
            some = slice(first, first + SAMPLE_ROWS)
            x, y = self.input[rows[some], : self.length], self.output[columns[some], : self.length]
            np.einsum("ij,ij->i", x, y, dtype=np.float64, out=products[some])
        weights = np.minimum(1, counts / self.parameters.x_max) ** self.parameters.alpha
        limits = np.finfo(np.float32)  # of the kernels
        if self.parameters.x_max > float(limits.max) or weights.max() < float(limits.tiny):
            raise ValueError(
                f"x_max={self.parameters.x_max:g} (with alpha={self.parameters.alpha:g}) makes "
                "the weights of all counts vanish: choose a lower x_max."
            )
        return max(float(np.mean(weights * (1 + (products - np.log(counts)) ** 2))), TINY_LOSS)

    def matrices(self) -> tuple[NDArray[np.float32], ...]:
        """Return the word and the context matrix, without the sums of squares."""
        return self.input[:, : self.length], self.output[:, : self.length]

    def result(self) -> dict[str, Any]:
        """Return the embedding, and for a later warm start all rows and their sums of squares."""
        rows, d, length = self.blocks.rows, self.parameters.n_components, self.length
        words, contexts = self.input[rows, : d + 2], self.output[rows, : d + 2]
        sums = tuple(m[rows, length : length + d + 2] for m in (self.input, self.output))
        w, c = words[:, :d], contexts[:, :d]
        if self.parameters.vectors == "sum":
            vectors = w + c
        elif self.parameters.vectors == "both":
            vectors = np.hstack([w, c])
        else:
            vectors = w.copy()
        factors = words, contexts
        embedding = Embedding._of_terms(self.terms, vectors)
        return {"embedding_": embedding, "_factors": factors, "_sums": sums}

    def steps(self, i: int, rates: LinearRate) -> Iterator[tuple[float, int]]:
        """Make pass ``i``; after each kernel call yield (sum of losses, number of non-zeros)."""
        seed = subseed(self.seed, i)
        P = self.blocks.n_parts
        rounds = np.random.default_rng(seed).permutation(P).astype(np.int32)
        call = max(1, min(MAX_CALL, CALL_WORK // self.parameters.n_components))
        n_calls = -(-len(self.blocks) // call)
        n_slices = -(-n_calls // P)
        edges = np.linspace(0, P, max(1, min(P, n_calls)) + 1).astype(int).tolist()
        for first, last in itertools.pairwise(edges):
            for part in range(n_slices):
                yield self._train(rounds[first:last], part, n_slices, rates.at(i, 0), seed)

    def _train(
        self, rounds: NDArray[np.int32], part: int, n_slices: int, rate: float, seed: int
    ) -> tuple[float, int]:
        blocks, P, parameters = self.blocks, self.blocks.n_parts, self.parameters
        losses = np.zeros((len(rounds), P))
        arrays = self.input, self.output, blocks.entries, blocks.begin, blocks.part_size, rounds
        steps = part, n_slices, parameters.x_max, parameters.alpha, rate, seed
        glove.train_rounds(*arrays, *steps, losses, parameters.n_threads, ISA)
        blocks.release()
        sizes = np.diff(blocks.begin).reshape(P, P)[rounds]
        n = (sizes * (part + 1) // n_slices - sizes * part // n_slices).sum()
        return float(losses.sum()), int(n)
