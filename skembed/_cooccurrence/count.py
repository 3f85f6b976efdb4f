"""Co-occurrence counts of a corpus, within a memory limit.

The rows of the matrix are split into ranges (`_cooccurrence.rows`). Each joblib task finds the
words of its range in the corpus and counts their rows completely. Partial counts are thus never
added up; finished rows are only concatenated, in memory or, if there are too many, on disk.
Nothing here depends on texts or estimators.
"""

from __future__ import annotations

from contextlib import closing
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .._compat.cache import Outcome, call_cached
from .._compat.jobs import kept_arguments, n_at_a_time, run_in_threads, stopping
from .._core.corpus import Corpus
from .._kernels import cooccurrence as kernel
from .memory_limit import as_bytes
from .plan import CountingPlan
from .rows import CALL_TOKENS, COUNTS_VERSION, Offsets, count_range, make_rules
from .storage import Columns, RowStore, Values

Arrays = tuple[Columns, Values, Offsets]

MAX_WINDOW = 0xFFFF  # tokens on each side: the kernel's index has 16 bits for them
MAX_TOKENS = 0xFFFFFFFF  # tokens of a corpus: the kernel's index has 32 bits for a position


def count_cooccurrences(
    corpus: Corpus,
    n_terms: int,
    *,
    window: int,
    symmetric: bool,
    weighting: str,
    memory_limit: int,
    n_jobs: int | None,
) -> csr_array:
    """Count how often terms occur near each other in the same document.

    The parameters are those of `cooccurrence_matrix`, with ``memory_limit`` in bytes; all ids are
    below ``n_terms``. The counts (n_terms, n_terms), dtype float32, are in canonical form, with
    int32 indices and int64 indptr. Their arrays are mapped from an unnamed file if they do not fit
    into ``memory_limit``.
    """
    counts, longest = _count_terms(corpus, n_terms)
    reach = min(window, longest - 1)  # tokens of one document are never farther apart
    _check_sizes(corpus, reach)
    indptr = np.zeros(n_terms + 1, dtype=np.int64)
    if reach < 1:
        return _as_csr(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32), indptr)
    rules = make_rules(reach, symmetric, weighting, int(counts.max()))
    plan = CountingPlan(counts, rules, memory_limit, n_at_a_time(n_jobs))
    with RowStore(plan.capacity, memory_limit) as rows, stopping() as stop:
        arguments = corpus.ids, corpus.indptr, counts, rules, stop
        with kept_arguments(*arguments):
            for wave in plan.waves(rows):
                tasks = ((*arguments, task) for task in wave)
                with closing(run_in_threads(count_range, tasks, plan.n_jobs)) as results:
                    for task, (sizes, parts) in zip(wave, results, strict=True):
                        indptr[task.begin + 1 : task.end + 1] = sizes
                        while parts:  # free each part once it is copied, even if the list lives on
                            rows.append(*parts.pop(0))
        np.cumsum(indptr, out=indptr)
        return _as_csr(*rows.result(), indptr)


def cached_counts(
    memory: Any,
    corpus: Corpus,
    n_terms: int,
    *,
    window: int,
    symmetric: bool,
    weighting: str,
    memory_limit: int | str,
    n_jobs: int | None,
) -> csr_array:
    """Count like `count_cooccurrences`, or load the counts from a cache.

    The key consists of the corpus, the parameters that affect the counts and `COUNTS_VERSION`. If
    the cache is given as a path, the arrays are mapped from its files.
    """
    arguments = {
        "ids": np.asarray(corpus.ids),
        "indptr": np.asarray(corpus.indptr),
        "n_terms": n_terms,
        "window": window,
        "symmetric": symmetric,
        "weighting": weighting,
        "version": COUNTS_VERSION,
        "memory_limit": as_bytes(memory_limit),
        "n_jobs": n_jobs,
    }
    ignore = ["memory_limit", "n_jobs"]
    return _as_csr(*call_cached(memory, _count_arrays, arguments, ignore=ignore, what="counts"))


def _count_arrays(
    ids: NDArray[np.int32],
    indptr: Offsets,
    n_terms: int,
    window: int,
    symmetric: bool,
    weighting: str,
    version: int,
    memory_limit: int,
    n_jobs: int | None,
    outcome: Outcome[Arrays],
) -> Arrays:
    outcome.begun = True
    counts: Any = count_cooccurrences(
        Corpus(ids, indptr, np.zeros(len(indptr) - 1, dtype=np.int64)),
        n_terms,
        window=window,
        symmetric=symmetric,
        weighting=weighting,
        memory_limit=memory_limit,
        n_jobs=n_jobs,
    )
    outcome.values.append((counts.indices, counts.data, counts.indptr))
    return outcome.values[0]


def _as_csr(indices: Columns, data: Values, indptr: Offsets) -> csr_array:
    # The constructor would convert both index arrays to one dtype, in memory.
    n_terms = len(indptr) - 1
    out: Any = csr_array((n_terms, n_terms), dtype=np.float32)
    out.data, out.indices, out.indptr = data, indices, indptr
    out.has_canonical_format = True
    return cast(csr_array, out)


def _count_terms(corpus: Corpus, n_terms: int) -> tuple[Offsets, int]:
    """Check the corpus; return the count of each term and the length of the longest document."""
    longest = kernel.longest_document(corpus.indptr, corpus.n_tokens)
    counts = np.zeros(n_terms, dtype=np.int64)
    for begin in range(0, corpus.n_tokens, CALL_TOKENS):
        kernel.count_terms(corpus.ids[begin : begin + CALL_TOKENS], counts)
    return counts, longest


def _check_sizes(corpus: Corpus, window: int) -> None:
    if corpus.n_tokens > MAX_TOKENS:
        raise ValueError(
            f"The corpus has {corpus.n_tokens} tokens, but co-occurrences can be counted in at "
            f"most {MAX_TOKENS}. Leave out frequent words (max_df) or some documents."
        )
    if window > MAX_WINDOW:
        raise ValueError(
            f"A window of {window} tokens (some documents are that long) is too wide, at most "
            f"{MAX_WINDOW} is possible. Choose a smaller window."
        )
