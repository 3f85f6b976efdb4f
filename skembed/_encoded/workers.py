"""Dask's workers number the tokens of partitions, a few at a time, and return them in order.

Which tokens the numbers of different partitions have in common is found out elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from typing import Any

from .._compat.jobs import in_order
from .._core.distinct_tokens import DistinctTokens
from .._text.analyzer import Analyzer
from .._text.containers import iterate_documents
from .._text.numbers import TokenIds
from .._text.reading import number_partition

_PER_THREAD = 2  # partitions of each thread of the workers: one is read, one is delivered


def active_client() -> Any:
    """Return the client whose workers do Dask's work, or None if this process does it."""
    get = import_module("dask.base").get_scheduler()
    return getattr(get, "__self__", None)


def number_on_workers(
    client: Any, partitions: list[Any], analyzer: Analyzer, start: tuple[int, int, int]
) -> Iterator[tuple[TokenIds, DistinctTokens]]:
    """Yield each partition; in each, the distinct tokens are numbered from 0.

    ``start`` is what `place_of` returned for the first document.
    """
    first, skipped, row = start
    call = import_module("dask").delayed(_number, pure=False)
    calls = (
        call(i, part, analyzer.settings, skipped if i == first else 0)
        for i, part in enumerate(partitions[first:], first)
    )
    results = _computed(client, calls)
    for i in range(first, len(partitions)):
        try:
            raw, tokens, beginning = next(results)
        except Exception as error:
            error.add_note(f"This happened in partition {i}; rows are counted from document {row}.")
            raise
        if i == 0:
            analyzer.examine(beginning)
        yield raw, tokens
        row += len(raw.indptr) - 1


def place_of(
    client: Any, partitions: list[Any], row: int, analyzer: Analyzer
) -> tuple[int, int, int]:
    """Return the partition of a document, its row there, and its row in all partitions.

    If there are fewer documents, the last is their number.
    """
    if not row:
        return 0, 0, 0
    call = import_module("dask").delayed(_n_documents, pure=False)
    n_before = 0
    counts = _computed(client, (call(part, analyzer.takes_anything) for part in partitions))
    for i, n in enumerate(counts):
        if row < n_before + n:
            return i, row - n_before, row
        n_before += n
    return len(partitions), 0, n_before


def _computed(client: Any, calls: Iterable[Any]) -> Iterator[Any]:
    """Yield the results of calls; few are waiting to be taken, on the workers."""

    def most() -> int:  # the cluster may grow
        return _PER_THREAD * max(1, int(sum(client.nthreads().values()))) - 1

    return in_order(map(client.compute, calls), most)


def _number(
    i: int, documents: object, settings: dict[str, Any], n_skipped: int
) -> tuple[TokenIds, DistinctTokens, list[str]]:
    if n_skipped:
        rows = Analyzer(**settings).takes_anything
        documents = islice(iterate_documents(documents, rows=rows), n_skipped, None)
    raw, tokens, _, beginning = number_partition(i, documents, settings)
    return raw, tokens, beginning


def _n_documents(documents: object, rows: bool) -> int:
    return sum(1 for _ in iterate_documents(documents, rows=rows))
