"""Convert documents to token numbers, reading each string once.

A kernel finds the tokens of many documents at once, or CountVectorizer's own public analyzer those
of one document; the tokens are the same. There is no Python loop over tokens here, and only 4 bytes
per token are kept. The callers decide which tokens are terms.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from .._core.distinct_tokens import DistinctTokens
from .._core.pieces import WHOLE, Size, cut
from .analyzer import Analyzer
from .containers import iterate_documents
from .known import KnownTokens
from .numbering_threads import AHEAD, SLICE
from .numbers import KnownNumbers, NewNumbers, TokenIds
from .partitions import map_partitions, merge_numbers, partitions_of
from .rules import as_arrays, no_ends
from .scripts import N_CHARACTERS, N_EXAMINED
from .stored import StoredDocuments
from .tokenized import TokenizedDocuments

T = TypeVar("T")

# Number of token numbers taken at once.
_CHUNK = 1 << 16
# Number of characters that the kernel reads at once, times 8 times the tokens expected of each: it
# takes some 80 milliseconds.
_BATCH = 1 << 24
# Number of documents looked at together, which is faster than one by one.
AT_ONCE = 32


def number_tokens(
    documents: object, analyzer: Analyzer, name: str
) -> tuple[TokenIds, DistinctTokens]:
    """Read all training documents and number their tokens; return the tokens too."""
    if isinstance(documents, TokenizedDocuments):
        documents = documents.compact()
    if isinstance(documents, (TokenizedDocuments, StoredDocuments)):
        [(raw, tokens)] = read_pieces(documents, analyzer, WHOLE, DistinctTokens.of)
    elif (partitions := partitions_of(documents)) is not None:
        raw, tokens = _number_partitions(partitions, analyzer)
    else:
        [(raw, tokens)] = number_pieces(documents, analyzer, WHOLE)
    check_found(len(raw.indptr) - 1, len(tokens), name)
    return raw, tokens


def check_found(n_documents: int, n_types: int, name: str) -> None:
    """Raise a ValueError if there are no documents or no tokens."""
    if not n_documents:
        raise ValueError(
            f"Found array with 0 sample(s) (shape=(0,)) while a minimum of 1 is required by {name}:"
            " there are no documents."
        )
    if not n_types:
        raise ValueError(
            f"empty vocabulary; none of the {n_documents} documents has a token. Perhaps "
            "they are empty or only contain stop words, or token_pattern does not match them."
        )


def number_pieces(
    documents: object, analyzer: Analyzer, size: Size
) -> Iterator[tuple[TokenIds, DistinctTokens]]:
    """Read strings in pieces; in each, the distinct tokens are numbered from 0."""
    with closing(NewNumbers(analyzer)) as numbers:
        for raw in _read(documents, analyzer, numbers, size):
            yield raw, numbers.take()


def _number_partitions(
    partitions: list[Any], analyzer: Analyzer
) -> tuple[TokenIds, DistinctTokens]:
    """Have Dask's workers number the tokens of partitions."""
    found = map_partitions(number_partition, partitions, analyzer.settings)
    analyzer.examine(found[0][-1])
    seen = {saw for *_, saw, _ in found} - {None}
    analyzer.saw_lists = any(seen) if seen else None
    ids, indptr, tokens = merge_numbers((*raw, tokens) for raw, tokens, *_ in found)
    return TokenIds(ids, indptr), tokens


def number_partition(
    i: int, documents: object, settings: dict[str, Any]
) -> tuple[TokenIds, DistinctTokens, bool | None, list[str]]:
    """Return numbers and tokens of a partition, ``saw_lists``, and the beginning of the first."""
    analyzer = Analyzer(**settings)
    [(raw, tokens)] = number_pieces(documents, analyzer, WHOLE)
    first = islice(iterate_documents(documents, rows=True), N_EXAMINED if i == 0 else 0)
    beginning = [document[:N_CHARACTERS] for document in first if isinstance(document, str)]
    return raw, tokens, analyzer.saw_lists, beginning


def read_pieces(
    documents: object, analyzer: Analyzer, size: Size, look_up: Callable[[list[str]], T]
) -> Iterator[tuple[TokenIds, T]]:
    """Read documents in pieces; in each, the distinct tokens are numbered from 0.

    Each piece comes with what ``look_up`` returns for its distinct tokens. `TokenizedDocuments` and
    `StoredDocuments` are numbered already: their tokens are looked up once for all pieces, which
    are views.
    """
    if isinstance(documents, (TokenizedDocuments, StoredDocuments)):
        documents.check(analyzer)
        if isinstance(documents, TokenizedDocuments):
            if len(documents.ids) < len(documents.tokens):  # a part: other tokens cost nothing
                documents = documents.compact()
        elif size == WHOLE:
            documents = documents.read()
        found = look_up(documents.tokens.tolist())
        for shard in documents.shards():
            for ids, indptr, _ in cut(*shard, size):
                yield TokenIds(ids, indptr), found
        return
    with closing(NewNumbers(analyzer)) as numbers:
        for raw in _read(documents, analyzer, numbers, size):
            yield raw, look_up(numbers.take_strings())


def known_pieces(
    documents: object, analyzer: Analyzer, size: Size, known: KnownTokens
) -> Iterator[TokenIds]:
    """Read documents in pieces; look up the row of each token, -1 if it is unknown."""
    if isinstance(documents, (TokenizedDocuments, StoredDocuments)):

        def look_up(tokens: list[str]) -> NDArray[np.int32]:
            return np.fromiter(known.rows(tokens), np.int32, len(tokens))

        pieces = read_pieces(documents, analyzer, size, look_up)
        # faster than found[raw.ids]
        return (TokenIds(found.take(raw.ids), raw.indptr) for raw, found in pieces)
    return _read(documents, analyzer, KnownNumbers(known, analyzer), size)


def _read(
    documents: object, analyzer: Analyzer, numbers: NewNumbers | KnownNumbers, size: Size
) -> Iterator[TokenIds]:
    """Read strings in pieces; a piece ends when it is expected to have the maximum size."""
    piece = _Piece(analyzer, numbers, size)
    # Other documents may be made one by one, and a warning may come after the first ones.
    is_made = hasattr(type(documents), "__len__")
    n_single = N_EXAMINED + 1 if analyzer.examines else 0
    each, row = analyzer.iterate(documents), 0
    # Errors of the iterable itself are not caught below.
    while some := list(islice(each, AT_ONCE if is_made and row >= n_single else 1)):
        if piece.add_strings(some):
            row += len(some)
            continue
        for document in some:
            if piece.is_full():
                yield piece.result()
                piece = _Piece(analyzer, numbers, size)
            piece.add(document, row)
            row += 1
    yield piece.result()


class _Piece:
    """The numbers of the tokens of the documents that were added, and where each document ends."""

    def __init__(self, analyzer: Analyzer, numbers: NewNumbers | KnownNumbers, size: Size) -> None:
        self.analyzer, self.numbers, self.size = analyzer, numbers, size
        self._has_kernel = analyzer.rule is not None
        self._per_character = analyzer.tokens_per_character
        # The end of a piece that is not whole depends on how many tokens the last batch has.
        is_ahead = numbers.n_threads > 1 and size == WHOLE
        self._n_ahead = AHEAD * numbers.n_threads if is_ahead else 0
        self._batch_size = SLICE if is_ahead else _BATCH / max(1, 8 * self._per_character)
        self._batch: list[str] = []  # not read by the kernel yet
        self._n_characters = 0  # of these
        self._n_tokens = self._n_documents = 0  # of the documents that are read
        self._ids, self._ends = bytearray(), no_ends()

    def is_full(self) -> bool:
        """Return whether no more document belongs to the piece."""
        return self._is_full(self._n_characters, 0)

    def _is_full(self, n_characters: int, n_more: int) -> bool:
        """Return whether it is full with a batch of that many characters and more documents."""
        n_tokens, n_documents = self.size
        return (
            self._n_tokens + n_characters * self._per_character >= n_tokens
            or self._n_documents + len(self._batch) + n_more >= n_documents
        )

    def add_strings(self, documents: list[Any]) -> bool:
        """Add documents if all are strings that the kernel reads, and belong to the piece."""
        if not self._has_kernel or set(map(type, documents)) != {str}:
            return False
        n_characters = self._n_characters + sum(map(len, documents))
        if n_characters >= self._batch_size or self._is_full(n_characters, len(documents) - 1):
            return False
        self._batch += documents
        self._n_characters = n_characters
        return True

    def add(self, document: Any, row: int) -> None:
        """Add a document; one that is missing has no tokens."""
        is_str = type(document) is str
        is_text = is_str and self.analyzer.input == "content"
        is_there = is_text or self.analyzer.check(document, row)
        if self._n_characters >= self._batch_size:
            self._read_batch(self._n_ahead)
        if self._has_kernel and (is_str or not is_there):
            self._batch.append(document if is_there else "")
            self._n_characters += len(self._batch[-1])
        else:
            self._read_batch()
            self._add_tokens(document, row, is_there)

    def result(self) -> TokenIds:
        """Return the arrays; the piece must not be changed any more."""
        self._read_batch()
        return TokenIds(*as_arrays(self._ids, self._ends))

    def _add_tokens(self, document: Any, row: int, is_there: bool) -> None:
        """Add a document read by scikit-learn's analyzer."""
        try:
            tokens = self.analyzer.tokens(document) if is_there else ()
            numbers = self.numbers.number(tokens)
            while chunk := array("i", islice(numbers, _CHUNK)):
                self._ids += chunk
        except Exception as error:
            self.analyzer.explain(error, document, row)
            raise
        self._n_tokens = len(self._ids) // 4
        self._ends += self._n_tokens.to_bytes(8, sys.byteorder)
        self._n_documents += 1

    def _read_batch(self, n_ahead: int = 0) -> None:
        """Have the kernel read the documents that wait for it; leave some to threads."""
        if not self._batch and not self._n_ahead:
            return
        self.numbers.read(self._batch, self._ids, self._ends, n_ahead)
        self._n_tokens = len(self._ids) // 4
        self._n_documents += len(self._batch)
        self._batch, self._n_characters = [], 0
