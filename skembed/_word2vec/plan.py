"""The plan of a word2vec training: what follows from the corpus and the parameters alone.

Never from the number of threads, so that no bit depends on it. Nothing is trained here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._fit.partition import deal, part_size
from .._kernels import word2vec

MAX_PARTS = 16  # measured, see docs/develop/measurements: more parts bring no speed here
MIN_PART_SIZE = 256  # words; negatives come from one part, which must not be a handful
MAX_STRETCH = 500_000  # tokens; rows must not wait too long between two visits
CALL_WORK = 40_000_000  # pairs x components of one kernel call: some 50 milliseconds
BATCH_SIZE = 1024  # bags that are averaged before any row moves
FREQUENT_HITS = 80  # how often the most frequent word may be expected in such a batch


class SGNSParameters(NamedTuple):
    """The parameters of word2vec that the training itself needs."""

    algorithm: str
    n_components: int
    window: int
    n_negative: int
    ns_exponent: float
    subsample: float
    n_threads: int


@dataclass(frozen=True, eq=False)
class TrainingPlan:
    """What follows from the corpus and the parameters: parts, rows, noise, stretches."""

    counts: NDArray[np.int64]
    n_tokens: int
    parameters: SGNSParameters

    @property
    def n_terms(self) -> int:
        """Number of words."""
        return len(self.counts)

    @cached_property
    def n_parts(self) -> int:
        """Parts that the words are dealt into."""
        return max(1, min(MAX_PARTS, self.n_terms // MIN_PART_SIZE))

    @cached_property
    def part_size(self) -> int:
        """Rows of a part; the last ones of a part may belong to no word."""
        return part_size(self.n_terms, self.n_parts)

    @cached_property
    def rows(self) -> NDArray[np.int32]:
        """The matrix row of each word, (n_terms,): dealt in a snake, most frequent first."""
        return deal(self.counts, self.n_parts)

    @cached_property
    def keep(self) -> NDArray[np.uint32]:
        """Probability of keeping each word, times 2**32, (n_terms,).

        p = sqrt(t / f) + t / f with f the word's share of the corpus and t ``subsample``:
        the formula of the word2vec program.
        """
        if self.parameters.subsample == 0:
            return np.full(self.n_terms, np.iinfo(np.uint32).max, dtype=np.uint32)
        share = np.maximum(self.counts, 1) / max(self.n_tokens, 1)
        ratio = self.parameters.subsample / share
        limit = np.iinfo(np.uint32).max
        return np.minimum((np.sqrt(ratio) + ratio) * limit, limit).astype(np.uint32)

    @cached_property
    def noise(self) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
        """Alias tables, one a part, of count ** ns_exponent: thresholds and aliases (n_rows,)."""
        weights = np.zeros(self.n_parts * self.part_size)
        # float64 powers of large counts and exponents are kept in range by the largest count
        weights[self.rows] = (
            np.maximum(self.counts, 1) / max(int(self.counts.max()), 1)
        ) ** self.parameters.ns_exponent
        threshold = np.empty(len(weights), dtype=np.uint32)
        alias = np.empty(len(weights), dtype=np.int32)
        word2vec.alias_tables(weights, self.part_size, threshold, alias)
        return threshold, alias

    @cached_property
    def call_size(self) -> int:
        """Examples of one kernel call."""
        return max(1024, CALL_WORK // self.parameters.n_components)

    @cached_property
    def stretch(self) -> int:
        """Tokens of a stretch."""
        pairs = self.n_parts * self.call_size
        return min(MAX_STRETCH, max(1024, pairs // (self.parameters.window + 1)))

    @cached_property
    def batch_size(self) -> int:
        """Bags of a mini-batch: few enough that no row is pushed too often from one state."""
        share = self.counts / max(self.n_tokens, 1)
        kept = share * (self.keep / np.iinfo(np.uint32).max)
        hits = kept.max() / max(kept.sum(), 1e-300) * (self.parameters.window + 1)
        return int(np.clip(FREQUENT_HITS / hits // 8 * 8, 8, BATCH_SIZE))
