"""Convert documents to token numbers, reading each string once.

A kernel finds the tokens of many documents at once, or CountVectorizer's own public analyzer those
of one document; the tokens are the same. There is no Python loop over tokens here, and only 4 bytes
per token are kept. The callers decide which tokens are terms.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import compress, islice, repeat
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from .._compat.threads import n_threads
from .._core.checks import check_terms
from .._core.pieces import WHOLE, Size, cut
from .analyzer import Analyzer, Tokens
from .containers import iterate_documents
from .distinct import DistinctTokens
from .tokenized import TokenizedDocuments

T = TypeVar("T")

# Number of token numbers taken at once.
_CHUNK = 1 << 16
# Number of characters that the kernel reads at once, in some 10 milliseconds, and expected number
# of characters for each token.
_BATCH = 1 << 20
_CHARACTERS_PER_TOKEN = 5
# Number of distinct tokens to keep from one piece to the next; they take some 20 megabytes.
_MOST_DISTINCT = 1 << 18
_STOP_WORD = -2  # the number of tokens to leave out; -1 are those without a number


class TokenIds(NamedTuple):
    """The number of each token, and where each document starts and ends in ``ids``."""

    ids: NDArray[np.int32]
    indptr: NDArray[np.int64]


def number_tokens(documents: object, analyzer: Analyzer, name: str) -> tuple[TokenIds, list[str]]:
    """Read all training documents and number their tokens; return the tokens too."""
    if isinstance(documents, TokenizedDocuments):
        documents = documents.compact()
    [(raw, tokens)] = read_pieces(documents, analyzer, WHOLE, list)
    if len(raw.indptr) == 1:
        raise ValueError(
            f"Found array with 0 sample(s) (shape=(0,)) while a minimum of 1 is required by {name}:"
            " there are no documents."
        )
    if not tokens:
        raise ValueError(
            f"empty vocabulary; none of the {len(raw.indptr) - 1} documents has a token. Perhaps "
            "they are empty or only contain stop words, or token_pattern does not match them."
        )
    check_terms(tokens, analyzer.tokens_are)
    return raw, tokens


def read_pieces(
    documents: object, analyzer: Analyzer, size: Size, look_up: Callable[[list[str]], T]
) -> Iterator[tuple[TokenIds, T]]:
    """Read documents in pieces; in each, the distinct tokens are numbered from 0.

    Each piece comes with what ``look_up`` returns for its distinct tokens. `TokenizedDocuments` are
    numbered already: their tokens are looked up once for all pieces, which are views.
    """
    if isinstance(documents, TokenizedDocuments):
        documents.check(analyzer)
        if len(documents.ids) < len(documents.tokens):  # a small part: other tokens cost nothing
            documents = documents.compact()
        found = look_up(documents.tokens.tolist())
        for ids, indptr, _ in cut(documents.ids, documents.indptr, size):
            yield TokenIds(ids, indptr), found
        return
    index: defaultdict[str, int] = defaultdict()
    index.default_factory = index.__len__
    numbers = _Numbers(partial(map, index.__getitem__), analyzer)
    for raw in _read(documents, analyzer, numbers, size):
        tokens = list(index)
        index.clear()
        numbers.forget()
        yield raw, look_up(tokens)


def known_pieces(
    documents: object, analyzer: Analyzer, size: Size, index: Mapping[str, int]
) -> Iterator[TokenIds]:
    """Read documents in pieces; look up the number of each token, -1 if it is unknown."""

    def known(tokens: Tokens) -> Iterator[int]:
        return map(index.get, tokens, repeat(-1))

    def look_up(tokens: list[str]) -> NDArray[np.int32]:
        return np.fromiter(known(tokens), np.int32, len(tokens))

    if isinstance(documents, TokenizedDocuments):
        for raw, found in read_pieces(documents, analyzer, size, look_up):
            yield TokenIds(found.take(raw.ids), raw.indptr)  # faster than found[raw.ids]
        return
    numbers = _Numbers(known, analyzer)
    for raw in _read(documents, analyzer, numbers, size):
        yield raw
        if numbers.n_distinct > _MOST_DISTINCT:
            numbers.forget()


def _read(
    documents: object, analyzer: Analyzer, numbers: _Numbers, size: Size
) -> Iterator[TokenIds]:
    """Read strings in pieces; a piece ends when it is expected to have the maximum size."""
    checks_all = analyzer.input != "content"
    piece = _Piece(analyzer, numbers)
    batch, n_characters = list[str](), 0  # documents for the kernel, not yet in the piece
    # Errors of the iterable itself are not caught below.
    for row, document in enumerate(iterate_documents(documents)):
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
            piece.add(document if is_there else None, row)
    piece.add_batch(batch)
    yield piece.result()


class _Numbers:
    """The numbers of tokens; those of batches are asked for once for each distinct token."""

    def __init__(self, number: Callable[[Tokens], Iterator[int]], analyzer: Analyzer) -> None:
        self.number = number
        self.stop_words = analyzer.runs.stop_words if analyzer.runs is not None else ()
        self.forget()

    def forget(self) -> None:
        """Forget the tokens of all batches so far."""
        self._distinct, self._numbers = DistinctTokens(), np.empty(0, dtype=np.int32)

    @property
    def n_distinct(self) -> int:
        """Number of distinct tokens of the batches."""
        return len(self._numbers)

    def of_batch(self, found: bytes) -> NDArray[np.int32]:
        """Return the numbers of the distinct tokens of a batch, `_STOP_WORD` for stop words."""
        places, new = self._distinct.add(found)
        if self.stop_words:
            is_term = np.array([token not in self.stop_words for token in new], dtype=bool)
            numbers = np.full(len(new), _STOP_WORD, dtype=np.int32)
            numbers[is_term] = np.fromiter(self.number(compress(new, is_term)), np.int32)
        else:
            numbers = np.fromiter(self.number(new), np.int32, len(new))
        self._numbers = np.concatenate([self._numbers, numbers])
        return self._numbers[places]


class _Piece:
    """The numbers of the tokens of the documents that were added, and where each document ends."""

    def __init__(self, analyzer: Analyzer, numbers: _Numbers) -> None:
        self.analyzer, self.numbers = analyzer, numbers
        self.n_threads = n_threads(analyzer.n_jobs)
        self.ids, self.ends = array("i"), array("q", [0])

    def __len__(self) -> int:
        return len(self.ends) - 1

    def add(self, document: Any, row: int) -> None:
        """Add a document read by scikit-learn's analyzer; None has no tokens."""
        try:
            tokens = () if document is None else self.analyzer.tokens(document)
            numbers = self.numbers.number(tokens)
            self.ids.fromlist(chunk := list(islice(numbers, _CHUNK)))
            while len(chunk) == _CHUNK:
                self.ids.fromlist(chunk := list(islice(numbers, _CHUNK)))
        except Exception as error:
            self.analyzer.explain(error, document, row)
            raise
        self.ends.append(len(self.ids))

    def add_batch(self, documents: list[str]) -> None:
        """Add documents read by the kernel; only their distinct tokens become strings."""
        if not documents or self.analyzer.runs is None:
            return
        found, places, ends = self.analyzer.runs.number(documents, self.n_threads)
        ids = self.numbers.of_batch(found).take(places)  # faster than an index
        if self.numbers.stop_words:
            is_term = ids != _STOP_WORD
            ids, ends = ids[is_term], np.concatenate([[0], np.cumsum(is_term)])[ends]
        self.ends.frombytes((ends[1:] + len(self.ids)).view(np.uint8).data)
        self.ids.frombytes(ids.view(np.uint8).data)

    def result(self) -> TokenIds:
        """Return the arrays; the piece must not be changed any more."""
        # frombuffer shares the memory of the array, but does not accept an empty one.
        ids = np.frombuffer(self.ids, dtype=np.int32) if self.ids else np.empty(0, dtype=np.int32)
        return TokenIds(ids, np.frombuffer(self.ends, dtype=np.int64))
