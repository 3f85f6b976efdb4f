"""The plan of a word2vec training: all sizes and tables that training uses.

They depend on the corpus and the parameters only, never on the number of threads, so that the
result does not depend on it either. Nothing is trained here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._fit.partition import deal, part_size
from .._kernels import word2vec

MAX_PARTS = 16  # measured, see docs/develop/measurements: more parts are not faster here
MIN_PART_SIZE = 256  # words; negatives come from a single part, which must hold enough words
MAX_STRETCH = 500_000  # tokens; the time between two updates of a row must not get too long
CALL_WORK = 40_000_000  # pairs x components of one kernel call: about 50 milliseconds
MOST_PASSES = 40  # with max_iter='auto'; with more, vectors of few texts become worse
BATCH_SIZE = 1024  # maximum number of bags that are averaged before any row is updated
FREQUENT_HITS = 80  # maximum expected updates of the most frequent word in one batch


class SGNSParameters(NamedTuple):
    """The parameters of word2vec that the training needs."""

    algorithm: str
    n_components: int
    window: int
    n_negative: int
    ns_exponent: float
    subsample: float
    n_threads: int


@dataclass(frozen=True, eq=False)
class TrainingPlan:
    """Parts, matrix rows, noise distribution and sizes, from the corpus and the parameters."""

    counts: NDArray[np.int64]
    n_tokens: int
    parameters: SGNSParameters

    @cached_property
    def n_parts(self) -> int:
        """Number of parts that the words are distributed over."""
        return max(1, min(MAX_PARTS, len(self.counts) // MIN_PART_SIZE))

    @cached_property
    def part_size(self) -> int:
        """Number of rows of a part; the last rows of a part may belong to no word."""
        return part_size(len(self.counts), self.n_parts)

    @cached_property
    def rows(self) -> NDArray[np.int32]:
        """Matrix row of each word, (n_terms,): dealt in snake order, most frequent first."""
        return deal(self.counts, self.n_parts)

    @cached_property
    def keep(self) -> NDArray[np.uint32]:
        """Probability of keeping each word, times 2**32, (n_terms,).

        p = sqrt(t / f) + t / f, where f is the word's fraction of the corpus and t is
        ``subsample``. This is the formula of the word2vec program.
        """
        if self.parameters.subsample == 0:
            return np.full(len(self.counts), np.iinfo(np.uint32).max, dtype=np.uint32)
        share = np.maximum(self.counts, 1) / max(self.n_tokens, 1)
        ratio = self.parameters.subsample / share
        limit = np.iinfo(np.uint32).max
        return np.minimum((np.sqrt(ratio) + ratio) * limit, limit).astype(np.uint32)

    @cached_property
    def noise(self) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
        """Alias table of count ** ns_exponent for each part: thresholds and aliases (n_rows,)."""
        weights = np.zeros(self.n_parts * self.part_size)
        # dividing by the largest count keeps the powers within the range of float64
        weights[self.rows] = (
            np.maximum(self.counts, 1) / max(int(self.counts.max()), 1)
        ) ** self.parameters.ns_exponent
        threshold = np.empty(len(weights), dtype=np.uint32)
        alias = np.empty(len(weights), dtype=np.int32)
        word2vec.alias_tables(weights, self.part_size, threshold, alias)
        return threshold, alias

    @cached_property
    def call_size(self) -> int:
        """Number of examples in one kernel call."""
        return max(1024, CALL_WORK // self.parameters.n_components)

    @cached_property
    def stretch(self) -> int:
        """Number of tokens in a stretch."""
        pairs = self.n_parts * self.call_size
        return min(MAX_STRETCH, max(1024, pairs // (self.parameters.window + 1)))

    @cached_property
    def batch_size(self) -> int:
        """Bags in a mini-batch: few enough that no row gets too many updates from one state."""
        share = self.counts / max(self.n_tokens, 1)
        kept = share * (self.keep / np.iinfo(np.uint32).max)
        hits = kept.max() / max(kept.sum(), 1e-300) * (self.parameters.window + 1)
        return int(np.clip(FREQUENT_HITS / hits // 8 * 8, 8, BATCH_SIZE))
