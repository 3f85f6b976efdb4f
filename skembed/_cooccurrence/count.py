"""Co-occurrence counts of a corpus, within a bound of memory: who counts which rows, when.

The rows of the matrix are cut into ranges (`_cooccurrence.rows`). A joblib task finds the words of
its range in the corpus and counts their rows completely, so that no partial count is ever
added to another, and the rows only have to be put one after the other: in memory, or on
disk when they are too many. Texts and estimators are unknown here.
"""

from __future__ import annotations

from contextlib import closing
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .._compat.cache import Outcome, call_cached
from .._compat.jobs import run_in_threads, stopping
from .._compat.threads import n_threads
from .._core.corpus import Corpus
from .._kernels import cooccurrence as kernel
from .memory_limit import as_bytes
from .plan import CountingPlan
from .rows import CALL_TOKENS, COUNTS_VERSION, Offsets, count_range, make_rules
from .storage import Columns, RowStore, Values

Arrays = tuple[Columns, Values, Offsets]

MAX_WINDOW = 0xFFFF  # tokens to a side, and
MAX_TOKENS = 0xFFFFFFFF  # tokens of a corpus: what the kernel's index has bits for


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
    """Count which terms stand near which, inside documents.

    Parameters
    ----------
    corpus : Corpus
        The documents.

    n_terms : int
        Number of terms; ids lie below it.

    window : int
        Greatest distance that counts.

    symmetric : bool
        Count what stands on both sides of a term, or on its left only.

    weighting : {'harmonic', 'uniform'}
        Two terms at distance D count 1 / D, or 1.

    memory_limit : int
        Bytes that counting may take, beyond the corpus.

    n_jobs : int or None
        Tasks at a time, as in joblib; no bit of the result depends on it.

    Returns
    -------
    counts : csr_array of shape (n_terms, n_terms), dtype=float32
        In canonical form, with indices of int32 and indptr of int64. Mapped from a
        file that has no name if memory_limit asks for it.

    Raises
    ------
    ValueError
        If memory_limit is too low, or the temporary folder cannot take what is beyond it.
    """
    counts, longest = _count_terms(corpus, n_terms)
    reach = min(window, longest - 1)  # no two tokens of a document are farther apart
    _check_sizes(corpus, reach)
    indptr = np.zeros(n_terms + 1, dtype=np.int64)
    if reach < 1:
        return _as_csr(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32), indptr)
    rules = make_rules(reach, symmetric, weighting, int(counts.max()))
    plan = CountingPlan(counts, rules, memory_limit, n_threads(n_jobs))
    with RowStore(plan.capacity, memory_limit) as rows, stopping() as stop:
        arguments = corpus.ids, corpus.indptr, counts, rules, stop
        for wave in plan.waves(rows):
            tasks = ((*arguments, task) for task in wave)
            with closing(run_in_threads(count_range, tasks, plan.n_jobs)) as results:
                for task, (sizes, parts) in zip(wave, results, strict=True):
                    indptr[task.begin + 1 : task.end + 1] = sizes
                    while parts:  # each goes as soon as it is copied, whoever holds the list
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
    """Count as `count_cooccurrences` does, or take the counts from a cache.

    Parameters
    ----------
    memory : joblib.Memory, str, path-like or None
        The cache. The key is the corpus, what is counted and `COUNTS_VERSION`, not
        memory_limit and n_jobs.

    corpus, n_terms, window, symmetric, weighting, n_jobs
        As for `count_cooccurrences`.

    memory_limit : int or str
        Bytes, or a str such as "256MB".

    Returns
    -------
    counts : csr_array of shape (n_terms, n_terms), dtype=float32
        From a cache given as a path, its arrays are mapped from the files there.
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
    # The constructor would make both index arrays one type, in memory.
    n_terms = len(indptr) - 1
    out: Any = csr_array((n_terms, n_terms), dtype=np.float32)
    out.data, out.indices, out.indptr = data, indices, indptr
    out.has_canonical_format = True
    return cast(csr_array, out)


def _count_terms(corpus: Corpus, n_terms: int) -> tuple[Offsets, int]:
    """Check the corpus; return how often each term occurs, and the length of a document at most."""
    longest = kernel.longest_document(corpus.indptr, corpus.n_tokens)
    counts = np.zeros(n_terms, dtype=np.int64)
    for begin in range(0, corpus.n_tokens, CALL_TOKENS):
        kernel.count_terms(corpus.ids[begin : begin + CALL_TOKENS], counts)
    return counts, longest


def _check_sizes(corpus: Corpus, window: int) -> None:
    if corpus.n_tokens > MAX_TOKENS:
        raise ValueError(
            f"The corpus has {corpus.n_tokens} tokens, co-occurrences can be counted in at most "
            f"{MAX_TOKENS}. Leave frequent words out (max_df), or documents."
        )
    if window > MAX_WINDOW:
        raise ValueError(
            f"A window of {window} tokens (documents are that long) is too wide, at most "
            f"{MAX_WINDOW} is possible. Choose a smaller window."
        )
