"""Convert documents to token numbers, reading each string once.

A kernel finds the tokens of many documents at once, or CountVectorizer's own public analyzer those
of one document; the tokens are the same. There is no Python loop over tokens here, and only 4 bytes
per token are kept. The callers decide which tokens are terms.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import compress, count, islice
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from .._core.checks import check_terms
from .._core.pieces import WHOLE, Size, cut
from .._kernels import text as kernel
from .analyzer import Analyzer, Tokens
from .containers import iterate_documents
from .distinct import DistinctTokens
from .known import KnownTokens
from .partitions import is_collection, map_partitions, merge_numbers
from .scripts import N_CHARACTERS, N_EXAMINED
from .stored import StoredDocuments
from .tokenized import TokenizedDocuments

T = TypeVar("T")

# Number of token numbers taken at once.
_CHUNK = 1 << 16
# Number of characters that the kernel reads at once, in some 30 milliseconds, and expected number
# of characters for each token.
_BATCH = 1 << 22
_CHARACTERS_PER_TOKEN = 5


class TokenIds(NamedTuple):
    """The number of each token, and where each document starts and ends in ``ids``."""

    ids: NDArray[np.int32]
    indptr: NDArray[np.int64]


def number_tokens(documents: object, analyzer: Analyzer, name: str) -> tuple[TokenIds, list[str]]:
    """Read all training documents and number their tokens; return the tokens too."""
    if isinstance(documents, TokenizedDocuments):
        documents = documents.compact()
    if is_collection(documents):
        raw, tokens = _number_partitions(documents, analyzer)
    else:
        [(raw, tokens)] = read_pieces(documents, analyzer, WHOLE, list)
    check_found(len(raw.indptr) - 1, len(tokens), name)
    if analyzer.runs is None:
        check_terms(tokens, *analyzer.tokens_are)
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


def _number_partitions(documents: object, analyzer: Analyzer) -> tuple[TokenIds, list[str]]:
    """Have Dask's workers number the tokens of the partitions of a collection."""
    settings = {**analyzer.parameters, "handle_missing": analyzer.handle_missing}
    found = map_partitions(_number_partition, documents, settings)
    if analyzer.examines:  # here, so that a warning is not lost on a worker
        list(analyzer.iterate(found[0][-1]))
    seen = {saw for *_, saw, _ in found} - {None}
    analyzer.saw_lists = any(seen) if seen else None
    ids, indptr, tokens = merge_numbers((*raw, tokens) for raw, tokens, *_ in found)
    return TokenIds(ids, indptr), tokens


def _number_partition(
    i: int, documents: object, settings: dict[str, Any]
) -> tuple[TokenIds, list[str], bool | None, list[str]]:
    """Return numbers and tokens of a partition, ``saw_lists``, and the beginning of the first."""
    analyzer = Analyzer(**settings)
    [(raw, tokens)] = read_pieces(documents, analyzer, WHOLE, list)
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
    distinct = _Distinct(analyzer)
    for raw in _read(documents, analyzer, distinct, size):
        yield raw, look_up(distinct.take())


def known_pieces(
    documents: object, analyzer: Analyzer, size: Size, known: KnownTokens
) -> Iterator[TokenIds]:
    """Read documents in pieces; look up the row of each token, -1 if it is unknown."""
    if isinstance(documents, (TokenizedDocuments, StoredDocuments)):

        def look_up(tokens: list[str]) -> NDArray[np.int32]:
            return np.fromiter(known.rows(tokens), np.int32, len(tokens))

        for raw, found in read_pieces(documents, analyzer, size, look_up):
            yield TokenIds(found.take(raw.ids), raw.indptr)  # faster than found[raw.ids]
        return
    yield from _read(documents, analyzer, _Known(known, analyzer), size)


def _read(
    documents: object, analyzer: Analyzer, numbers: _Distinct | _Known, size: Size
) -> Iterator[TokenIds]:
    """Read strings in pieces; a piece ends when it is expected to have the maximum size."""
    checks_all = analyzer.input != "content"
    piece = _Piece(analyzer, numbers)
    batch, n_characters = list[str](), 0  # documents for the kernel, not yet in the piece
    # Errors of the iterable itself are not caught below.
    for row, document in enumerate(analyzer.iterate(documents)):
        n_tokens = len(piece.ids) + n_characters // _CHARACTERS_PER_TOKEN
        is_full = n_tokens >= size.n_tokens or len(piece) + len(batch) >= size.n_documents
        if is_full or n_characters >= _BATCH:
            piece.add_batch(batch)
            batch, n_characters = [], 0
        if is_full:
            yield piece.result()
            piece = _Piece(analyzer, numbers)
        is_str = type(document) is str
        is_there = (is_str and not checks_all) or analyzer.check(document, row)
        if analyzer.runs is not None and (is_str or not is_there):
            batch.append(document if is_there else "")
            n_characters += len(batch[-1])
        else:
            piece.add_batch(batch)
            batch, n_characters = [], 0
            piece.add(document, row, is_there)
    piece.add_batch(batch)
    yield piece.result()


class _Distinct:
    """Numbers tokens in the order of their first occurrence."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.runs, self.n_jobs = analyzer.runs, analyzer.n_jobs
        self._tokens: list[str] = []
        self._begin()

    def _begin(self) -> None:
        self._index: defaultdict[str, int] | None = None  # of tokens, if there is more than batches
        # the tokens of all batches, and the number of each
        self._distinct, self._numbers = DistinctTokens(), np.empty(0, dtype=np.int32)

    def take(self) -> list[str]:
        """Return all tokens, and begin anew."""
        tokens = self._tokens if self._index is None else list(self._index)
        self._tokens = []
        self._begin()
        return tokens

    def number(self, tokens: Tokens) -> Iterator[int]:
        """Return the numbers of the tokens of a document."""
        if self._index is None:
            self._index = defaultdict(None, zip(self._tokens, count()))
            self._index.default_factory = self._index.__len__
        return map(self._index.__getitem__, tokens)

    def read(self, documents: list[str]) -> TokenIds:
        """Return the numbers of the tokens of a batch; only new tokens become strings."""
        assert self.runs is not None
        found, ids, ends = self.runs.number(documents, self.n_jobs)
        among, new = self._distinct.add(found)
        stop_words = self.runs.stop_words
        is_term = np.fromiter((token not in stop_words for token in new), bool, len(new))
        numbers = np.full(len(new), -1, dtype=np.int32)
        numbers[is_term] = self._add(list(compress(new, is_term)) if stop_words else new)
        self._numbers = np.concatenate([self._numbers, numbers])
        n = kernel.recode(ids, ends, self._numbers[among], np.empty(len(documents), dtype=np.int64))
        return TokenIds(ids[:n], ends)

    def _add(self, tokens: list[str]) -> NDArray[np.int32]:
        """Return the numbers of tokens that are in no earlier batch."""
        if self._index is not None:
            return np.fromiter(self.number(tokens), np.int32, len(tokens))
        self._tokens += tokens
        return np.arange(len(self._tokens) - len(tokens), len(self._tokens), dtype=np.int32)


class _Known:
    """Looks up the rows of known tokens."""

    def __init__(self, known: KnownTokens, analyzer: Analyzer) -> None:
        self.known, self.runs, self.n_jobs = known, analyzer.runs, analyzer.n_jobs
        self.number = known.rows

    def read(self, documents: list[str]) -> TokenIds:
        """Return the rows of the tokens of a batch, -1 if a token is unknown."""
        assert self.runs is not None
        return TokenIds(*self.runs.look_up(documents, self.known, self.n_jobs))


class _Piece:
    """The numbers of the tokens of the documents that were added, and where each document ends."""

    def __init__(self, analyzer: Analyzer, numbers: _Distinct | _Known) -> None:
        self.analyzer, self.numbers = analyzer, numbers
        self.ids, self.ends = array("i"), array("q", [0])

    def __len__(self) -> int:
        return len(self.ends) - 1

    def add(self, document: Any, row: int, is_there: bool) -> None:
        """Add a document read by scikit-learn's analyzer; a missing one has no tokens."""
        try:
            tokens = self.analyzer.tokens(document) if is_there else ()
            numbers = self.numbers.number(tokens)
            self.ids.fromlist(chunk := list(islice(numbers, _CHUNK)))
            while len(chunk) == _CHUNK:
                self.ids.fromlist(chunk := list(islice(numbers, _CHUNK)))
        except Exception as error:
            self.analyzer.explain(error, document, row)
            raise
        self.ends.append(len(self.ids))

    def add_batch(self, documents: list[str]) -> None:
        """Add documents read by the kernel."""
        if documents:
            ids, ends = self.numbers.read(documents)
            self.ends.frombytes((ends[1:] + len(self.ids)).view(np.uint8).data)
            self.ids.frombytes(ids.view(np.uint8).data)

    def result(self) -> TokenIds:
        """Return the arrays; the piece must not be changed any more."""
        # frombuffer shares the memory of the array, but does not accept an empty one.
        ids = np.frombuffer(self.ids, dtype=np.int32) if self.ids else np.empty(0, dtype=np.int32)
        return TokenIds(ids, np.frombuffer(self.ends, dtype=np.int64))
