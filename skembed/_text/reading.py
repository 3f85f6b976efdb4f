"""Convert documents to token numbers, reading each string once.

CountVectorizer's own public analyzer extracts the tokens. There is no Python loop over tokens here,
and only 4 bytes per token are kept. The callers decide which tokens are terms.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice, repeat
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from .._core.checks import check_terms
from .._core.pieces import WHOLE, Size, cut
from .analyzer import Analyzer, Tokens
from .containers import iterate_documents
from .tokenized import TokenizedDocuments

T = TypeVar("T")

# Number of token numbers taken at once.
_CHUNK = 1 << 16


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
    for raw in _read(documents, analyzer, partial(map, index.__getitem__), size):
        tokens = list(index)
        index.clear()
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
        for raw, numbers in read_pieces(documents, analyzer, size, look_up):
            yield TokenIds(numbers.take(raw.ids), raw.indptr)  # faster than numbers[raw.ids]
    else:
        yield from _read(documents, analyzer, known, size)


def _read(
    documents: object, analyzer: Analyzer, number: Callable[[Tokens], Iterator[int]], size: Size
) -> Iterator[TokenIds]:
    """Read strings in pieces; a piece ends after the document that reaches the maximum size."""
    ids, ends = array("i"), array("q", [0])
    analyze, checks_all = analyzer.tokens, analyzer.input != "content"
    # Errors of the iterable itself are not caught below.
    for row, document in enumerate(iterate_documents(documents)):
        if len(ids) >= size.n_tokens or len(ends) > size.n_documents:
            yield _as_raw(ids, ends)
            ids, ends = array("i"), array("q", [0])
        if (checks_all or type(document) is not str) and not analyzer.check(document, row):
            ends.append(len(ids))
            continue
        try:
            numbers = number(analyze(document))
            ids.fromlist(chunk := list(islice(numbers, _CHUNK)))
            while len(chunk) == _CHUNK:
                ids.fromlist(chunk := list(islice(numbers, _CHUNK)))
        except Exception as error:
            analyzer.explain(error, document, row)
            raise
        ends.append(len(ids))
    yield _as_raw(ids, ends)


def _as_raw(ids: array[int], ends: array[int]) -> TokenIds:
    # frombuffer shares the memory of the array, but does not accept an empty one.
    shared = np.frombuffer(ids, dtype=np.int32) if ids else np.empty(0, dtype=np.int32)
    return TokenIds(shared, np.frombuffer(ends, dtype=np.int64))
