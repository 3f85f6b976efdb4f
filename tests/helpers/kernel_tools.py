"""What the tests of the kernels share: instruction sets, matrices, a corpus drawn at random."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from skembed._fit.matrices import zeros
from skembed._fit.partition import block_places
from skembed._kernels import common, word2vec

# Every kernel runs with every instruction set of the machine.
each_isa = pytest.mark.parametrize(
    "isa", range(len(common.instruction_sets())), ids=common.instruction_sets()
)

COMPONENTS = [1, 7, 16, 100]
NEGATIVES = [1, 5, 6, 7, 20, 64]
THREADS = [1, 2, 3, 7]

# Rounding of float32 in sums of up to some hundred terms of size one.
TOLERANCE = {"rtol": 2e-5, "atol": 3e-6}


def alias_tables(weights, part_size):
    """Alias tables of all parts."""
    weights = np.asarray(weights, dtype=np.float64)
    threshold = np.empty(len(weights), dtype=np.uint32)
    alias = np.empty(len(weights), dtype=np.int32)
    word2vec.alias_tables(weights, part_size, threshold, alias)
    return threshold, alias


def matrix(rng, n_rows, d, scale=0.5):
    """A matrix as the kernels want it, with d columns that are not zero."""
    out = zeros(n_rows, d)
    out[:, :d] = rng.normal(scale=scale, size=(n_rows, d))
    return out


def copy(array):
    """A copy that is aligned like the original."""
    out = zeros(*array.shape)
    out[:] = array
    return out


def draw_corpus(rng, n_terms=12, n_documents=15, longest=20):
    """Documents of a skewed distribution, some of them empty: (ids, indptr)."""
    lengths = rng.integers(0, longest + 1, size=n_documents)
    lengths[::5] = 0
    p = 1 / np.arange(1, n_terms + 1)
    ids = rng.choice(n_terms, size=lengths.sum(), p=p / p.sum()).astype(np.int32)
    return ids, np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def keep_all(n_terms):
    """Thresholds that drop nothing."""
    return np.full(n_terms, np.iinfo(np.uint32).max, dtype=np.uint32)


def sample_windows(ids, indptr, begin, end, keep, rows, window, seed, n_threads=1):
    """The kernel with outputs of the right size, cut to what it wrote."""
    span = min(window, max(int(np.diff(indptr).max()) - 1, 0))
    room = end - begin + 2 * span
    arrays = [np.full(room, -99, dtype=np.int32) for _ in range(3)]
    arguments = ids, indptr, begin, end, keep, rows, window, span, seed, *arrays, n_threads
    n = word2vec.sample_windows(*arguments)
    return [array[:n] for array in arrays]


def sort_pairs(kept, left, right, n_parts, part_size, n_segments=4, n_threads=1):
    """Pairs sorted by block and where blocks begin, by the two kernels."""
    counts = np.empty((n_segments, n_parts**2), dtype=np.int64)
    word2vec.count_pairs(kept, left, right, n_parts, part_size, counts, n_threads)
    begin, offsets = block_places(counts)
    pairs = np.full((begin[-1], 2), -99, dtype=np.int32)
    word2vec.fill_pairs(kept, left, right, n_parts, part_size, offsets, pairs, n_threads)
    return pairs, begin


def skipgram_case(d=7, n_negative=5, n_parts=3, part_size=5, n_pairs=90, n_rows=None, seed=0):
    """Arguments of `train_rounds` without the last three, for all rounds."""
    rng = np.random.default_rng([seed, d, n_negative])
    n_rows = n_parts * part_size if n_rows is None else n_rows
    pairs = rng.integers(n_rows, size=(n_pairs, 2)).astype(np.int32)
    block = pairs[:, 0] // part_size * n_parts + pairs[:, 1] // part_size
    order = np.argsort(block, kind="stable")
    threshold, alias = alias_tables(rng.random(n_rows) + 0.1, part_size)
    return SimpleNamespace(
        input=matrix(rng, n_rows, d),
        output=matrix(rng, n_rows, d),
        pairs=np.ascontiguousarray(pairs[order]),
        block_begin=np.searchsorted(block[order], np.arange(n_parts**2 + 1)).astype(np.int64),
        part_size=part_size,
        first=0,
        last=n_parts,
        threshold=threshold,
        alias=alias,
        n_negative=n_negative,
        # Low enough that rows stay of size one, whatever the number of negatives.
        first_rate=0.5 / max(n_negative, 5),
        last_rate=0.1 / max(n_negative, 5),
        seed=12345 + seed,
    )


def bags_case(
    d=7,
    n_negative=5,
    n_terms=12,
    batch_size=16,
    part_size=12,
    window=3,
    seed=0,
    n_documents=15,
    longest=20,
):
    """Arguments of `train_bags` without the last two, for all bags of a small corpus."""
    rng = np.random.default_rng([seed, d, n_negative])
    ids, indptr = draw_corpus(rng, n_terms, n_documents, longest)
    rows = rng.permutation(n_terms).astype(np.int32)
    keep = keep_all(n_terms)
    kept, left, right = sample_windows(ids, indptr, 0, len(ids), keep, rows, window, 77)
    threshold, alias = alias_tables(rng.random(n_terms) + 0.1, part_size)
    return SimpleNamespace(
        input=matrix(rng, n_terms, d),
        output=matrix(rng, n_terms, d),
        kept=kept,
        left=left,
        right=right,
        begin=0,
        end=len(kept),
        batch_size=batch_size,
        part_size=part_size,
        threshold=threshold,
        alias=alias,
        n_negative=n_negative,
        # Every word of a bag takes the whole gradient, so lower still.
        first_rate=0.1 / max(n_negative, 5),
        last_rate=0.02 / max(n_negative, 5),
        seed=12345 + seed,
    )


def float64(case):
    """The same arguments with matrices of float64, for the oracle."""
    changed = {name: getattr(case, name).astype(np.float64) for name in ("input", "output")}
    return SimpleNamespace(**{**vars(case), **changed})


def again(case):
    """The same arguments with matrices of their own."""
    changed = {name: copy(getattr(case, name)) for name in ("input", "output")}
    return SimpleNamespace(**{**vars(case), **changed})


def train_rounds(case, isa, n_threads=1):
    """Run the kernel on the case's matrices; losses (rounds, P)."""
    n_parts = round((len(case.block_begin) - 1) ** 0.5)
    losses = np.full((case.last - case.first, n_parts), np.nan)
    word2vec.train_rounds(*vars(case).values(), losses, n_threads, isa)
    return losses


def train_bags(case, isa, n_threads=1):
    """Run the kernel on the case's matrices; the loss."""
    return word2vec.train_bags(*vars(case).values(), n_threads, isa)
