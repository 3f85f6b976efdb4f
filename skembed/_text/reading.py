"""Convert documents to token numbers, reading each string once.

CountVectorizer's own public analyzer extracts the tokens. There is no Python loop over tokens here,
and only 4 bytes per token are kept. The callers decide which tokens are terms.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._core.checks import check_terms
from .._core.pieces import WHOLE, Size
from .analyzer import Analyzer, Tokens
from .containers import iterate_documents
from .tokenized import TokenizedDocuments

# Number of token numbers taken at once.
_CHUNK = 1 << 16

LookUp = Callable[[Tokens], Iterator[int]]


class TokenIds(NamedTuple):
    """The number of each token, and where each document starts and ends in ``ids``."""

    ids: NDArray[np.int32]
    indptr: NDArray[np.int64]


def number_tokens(documents: object, analyzer: Analyzer, name: str) -> tuple[TokenIds, list[str]]:
    """Read documents and number their tokens by first occurrence; return the tokens too."""
    index: defaultdict[str, int] = defaultdict()
    index.default_factory = index.__len__
    raw = read_token_ids(documents, analyzer, partial(map, index.__getitem__))
    if len(raw.indptr) == 1:
        raise ValueError(
            f"Found array with 0 sample(s) (shape=(0,)) while a minimum of 1 is required by {name}:"
            " there are no documents."
        )
    if not index:
        raise ValueError(
            f"empty vocabulary; none of the {len(raw.indptr) - 1} documents has a token. Perhaps "
            "they are empty or only contain stop words, or token_pattern does not match them."
        )
    check_terms(index, analyzer.tokens_are)
    return raw, list(index)


def read_token_ids(documents: object, analyzer: Analyzer, look_up: LookUp) -> TokenIds:
    """Read all documents; see `read_pieces`."""
    [raw] = read_pieces(documents, analyzer, look_up, WHOLE)
    return raw


def read_pieces(
    documents: object, analyzer: Analyzer, look_up: LookUp, size: Size
) -> Iterator[TokenIds]:
    """Read documents in pieces; if there are no documents, yield one empty piece.

    A piece ends after the document that reaches the maximum size. For `TokenizedDocuments`, it ends
    before the document that would exceed the maximum size.
    """
    if isinstance(documents, TokenizedDocuments):
        documents.check(analyzer)
        for part in documents.pieces(size):
            # Copy indptr, because removing tokens modifies it.
            yield TokenIds(part.renumber(look_up), part.indptr.copy())
        return
    ids, ends = array("i"), array("q", [0])
    analyze, checks_all = analyzer.tokens, analyzer.input != "content"
    # Errors of the iterable itself are not caught below.
    for row, document in enumerate(iterate_documents(documents)):
        if len(ids) >= size.n_tokens or len(ends) > size.n_documents:
            yield _as_raw(ids, ends)
            ids, ends = array("i"), array("q", [0])
        if checks_all or type(document) is not str:
            analyzer.check(document, row)
        try:
            numbers = look_up(analyze(document))
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
