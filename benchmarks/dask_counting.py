"""Measure the counting of co-occurrences on Dask's workers on this machine: one and two of them.

    python benchmarks/dask_counting.py --corpus wiki17m.txt.xz

Each time is that of the whole call, as this process sees it: arguments, tasks, results and the
counts in memory. All ways take turns, so that a change of the machine's speed affects all. Copies
of the corpus have as many non-zero counts as the corpus itself, so they take longer to count but
not to move.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from time import perf_counter
from typing import Any

import joblib
import numpy as np
from _common import (
    header,
    keep_freed_memory,
    load_average,
    plural,
    reached,
    read_documents,
    say,
    section,
    spread,
    table,
    write,
)
from sklearn.feature_extraction.text import CountVectorizer

from skembed import tokenize_documents
from skembed._cooccurrence.count import count_cooccurrences
from skembed._core.corpus import Corpus
from skembed._text.analyzer import analyzer_of
from skembed._text.vocabulary import learn_vocabulary

WINDOW = 10
LEAST_SPEEDUP = 1.6
N_COPIES = (1, 10)  # of the corpus
WORKERS = {"one worker": 1, "two workers": 2}


def main() -> None:
    """Measure everything and write the page."""
    keep_freed_memory()
    load = load_average()
    options = read_options()
    documents = read_documents(options.corpus, options.limit_documents)
    analyzer = analyzer_of(CountVectorizer())
    vocabulary, corpus = learn_vocabulary(tokenize_documents(documents), analyzer, min_df=5)
    times = {}
    for n in N_COPIES:
        copies = repeated(corpus, n)
        say(f"{copies.n_tokens:,} tokens")
        repeats = options.repeats if n == 1 else min(options.repeats, 3)
        times[copies.n_tokens], n_values = measured(copies, len(vocabulary), repeats)
    write(page(len(vocabulary), n_values, times, options, header(load)), options.output)


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--corpus", type=Path, required=True, help="text file, one document per line")
    add("--limit-documents", type=int, help="only use the first documents")
    add("--repeats", type=int, default=5, help="number of runs for each timing")
    add("--output", type=Path, help="file for the page in reStructuredText; printed if not given")
    add("--quick", action="store_true", help="quick trial with 20,000 documents")
    options = parser.parse_args()
    if options.quick:
        options.limit_documents, options.repeats = 20_000, 3
    return options


def repeated(corpus: Corpus, n: int) -> Corpus:
    """Return a corpus of n copies of the documents."""
    ends = corpus.indptr[1:] + corpus.n_tokens * np.arange(n)[:, np.newaxis]
    indptr = np.concatenate([[0], ends.ravel()])
    return Corpus(np.tile(corpus.ids, n), indptr, np.tile(corpus.n_unknown, n))


def measured(corpus: Corpus, n_terms: int, repeats: int) -> tuple[dict[str, list[float]], int]:
    """Return the times of each way to count, and the number of non-zero counts.

    The first run of each is not timed.
    """
    from distributed import Client, LocalCluster

    times: dict[str, list[float]] = {}
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as two,
        Client(two, direct_to_workers=True) as client,
    ):
        wanted = counted(corpus, n_terms, 1)
        for i in range(repeats + 1):
            for name, (context, n_jobs) in ways(list(client.scheduler_info()["workers"])).items():
                begin = perf_counter()
                with context():
                    found = counted(corpus, n_terms, n_jobs)
                seconds = perf_counter() - begin
                if not i:
                    check_same(found, wanted)
                else:
                    times.setdefault(name, []).append(seconds)
                    say(f"{name}: {seconds:.2f} s")
    return times, wanted.nnz


def ways(
    workers: list[str],
) -> dict[str, tuple[Callable[[], AbstractContextManager[Any]], int | None]]:
    """Return the context in which to count, and ``n_jobs``, of each row of the table."""

    def on_workers(n_workers: int) -> Any:
        return joblib.parallel_config("dask", workers=workers[:n_workers])

    found: dict[str, Any] = {"one thread": (nullcontext, 1), "two threads": (nullcontext, 2)}
    for name, n in WORKERS.items():
        found[name] = lambda n=n: on_workers(n), None
    return found


def counted(corpus: Corpus, n_terms: int, n_jobs: int | None) -> Any:
    """Count co-occurrences as GloVe does."""
    rules = {"window": WINDOW, "symmetric": True, "weighting": "harmonic"}
    return count_cooccurrences(corpus, n_terms, **rules, memory_limit=4_000_000_000, n_jobs=n_jobs)


def check_same(found: Any, wanted: Any) -> None:
    """Raise if two results differ in a bit."""
    for name in ("data", "indices", "indptr"):
        mine, theirs = getattr(found, name), getattr(wanted, name)
        if not np.array_equal(mine.view(np.uint8), theirs.view(np.uint8)):
            raise AssertionError(f"{name} of the counts differ")


def page(
    n_terms: int,
    n_values: int,
    times: dict[int, dict[str, list[float]]],
    options: argparse.Namespace,
    head: str,
) -> str:
    """Return the part of the page on benchmarks; the times are those of each number of tokens."""
    few, many = times
    name = options.corpus.name.split(".")[0]
    counted_text = (
        f"{few:,} tokens of {name}, and {N_COPIES[1]} copies of them, {n_terms:,} terms "
        f"(``min_df=5``), ``window={WINDOW}``: {n_values:,} non-zero counts of each, which are "
        f"{8 * n_values / 1e6:.0f} MB. Two worker processes of one thread each run on the two "
        "cores that this process uses, too; 'one worker' is one of them, while the other waits. "
        "This process connects to them directly (``direct_to_workers=True``). The time is that of "
        "the whole call, as this process sees it. See :ref:`cluster`."
    )
    rows, goals = [], []
    for n_tokens, mine in times.items():
        rows += [(f"{n_tokens:,}", way, f"{spread(seconds)} s") for way, seconds in mine.items()]
        one, two = (statistics.median(mine[way]) for way in WORKERS)
        goals.append(
            (
                f"{n_tokens:,} tokens: two workers, relative to one",
                f"{LEAST_SPEEDUP:.2f}",
                f"{one / two:.2f}",
                reached(one / two, LEAST_SPEEDUP),
            )
        )
    n_few, n_many = (plural(len(times[n]["one worker"]), "run") for n in (few, many))
    times_text = f"The median of {n_few} (copies: {n_many}), which took turns, and the range."
    return "\n".join(
        [
            section("Counting on Dask's workers", counted_text, level="-"),
            f"{head}\n",
            section("Goals", table(["goal", "target", "measured", "reached"], goals)),
            section("Times", times_text, table(["tokens", "way", "time"], rows)),
        ]
    )


if __name__ == "__main__":
    main()
