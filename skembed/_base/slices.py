"""New documents to features or predictions, in the order of the documents.

With several threads, each one takes slices of documents from strings to results, so that no thread
waits for others at the end of a step, and Python code of one runs beside kernels of another. What
a step does is defined elsewhere; a result does not depend on the slices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from .._compat.jobs import call_in_threads
from .._compat.threads import n_useful_threads
from .._core.corpus import Corpus
from .._text.analyzer import Analyzer
from .._text.reading import AT_ONCE
from .._text.stored import StoredDocuments
from .._text.tokenized import TokenizedDocuments
from .unknown import Known

T = TypeVar("T")

_LEAST, _MOST = 1 << 16, 1 << 20  # characters of a slice
_MANY = 1 << 30  # documents if their number is not known


class _Slice(NamedTuple):
    """Some documents in a row, and the number of those before them."""

    documents: list[Any]
    row: int


def compute(
    fitted: Any, X: Any, function: Callable[[Any, Corpus], T], n_documents: int
) -> Iterator[T]:
    """Yield ``function(fitted, piece)`` for new documents in pieces; at least one is yielded.

    ``fitted`` is a snapshot of a vectorizer, in threads another one with ``n_jobs=1``;
    ``n_documents`` is 0 if their number is unknown. At the end, warn once if nothing is known in
    the documents, or if they are of another form.
    """
    analyzer, known = fitted._analyzer(), Known()
    n_threads = _n_threads(fitted, X, analyzer, n_documents)
    if n_threads == 1:
        for corpus in fitted._encode_pieces(X, analyzer):
            known.add(corpus)
            yield function(fitted, corpus)
    else:
        for results, of_slice in _on_threads(fitted, X, function, analyzer, n_threads):
            known.join(of_slice)
            yield from results
    known.warn(X, analyzer, getattr(fitted, "_fitted_on_lists", None))


def _n_threads(fitted: Any, X: Any, analyzer: Analyzer, n_documents: int) -> int:
    """Return the number of threads: 1 if the interpreter reads, or nobody has to."""
    # Few documents may be long: threads of the kernels share them.
    n_parts = (n_documents or _MANY) // AT_ONCE
    if n_parts <= 1 or analyzer.rule is None:
        return 1
    is_read = isinstance(X, (TokenizedDocuments, StoredDocuments))
    return 1 if is_read else n_useful_threads(fitted.n_jobs, n_parts)


def _on_threads(
    fitted: Any,
    X: Any,
    function: Callable[[Any, Corpus], T],
    analyzer: Analyzer,
    n_threads: int,
) -> Iterator[tuple[list[T], Known]]:
    """Yield the results of slices. The first one makes the tables that all threads share."""
    one = fitted._snapshot()
    one.n_jobs = 1
    of_slice = partial(_of_slice, one, function, analyzer)
    slices = _slices(X, analyzer, n_threads)
    yield of_slice(next(slices))
    yield from call_in_threads((partial(of_slice, some) for some in slices), n_threads)


def _of_slice(
    one: Any, function: Callable[[Any, Corpus], T], analyzer: Analyzer, some: _Slice
) -> tuple[list[T], Known]:
    results, known = [], Known()
    for corpus in one._encode_pieces(some.documents, analyzer.single(some.row)):
        known.add(corpus)
        results.append(function(one, corpus))
    return results, known


def _slices(X: Any, analyzer: Analyzer, n_threads: int) -> Iterator[_Slice]:
    """Yield documents in slices, at least one, of which the first ones are small."""
    each, row, n_read = analyzer.iterate(X), 0, 0
    while True:
        most = min(_MOST, max(_LEAST, n_read // (2 * n_threads)))  # all threads get some
        documents, n_characters = list[Any](), 0
        while n_characters < most and (some := list(islice(each, AT_ONCE))):
            documents += some
            n_characters += sum(map(len, some if set(map(type, some)) == {str} else map(str, some)))
        if documents or not row:
            yield _Slice(documents, row)
        if not documents:
            return
        row, n_read = row + len(documents), n_read + n_characters
