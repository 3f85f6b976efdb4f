"""Documents in, the numbers of their tokens out: each string is touched once.

Tokens are those of CountVectorizer with the same parameters, by its own public analyzer. There is
no loop over tokens in Python here, and nothing is kept of the documents but 4 bytes a token. Which
tokens are terms is decided elsewhere.
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

# Numbers taken together at least: NumPy converts them to 64 bits first.
_CHUNK = 1 << 16

LookUp = Callable[[Tokens], Iterator[int]]


class TokenIds(NamedTuple):
    """Ids in the order in which terms were first met, and where documents end."""

    ids: NDArray[np.int32]
    indptr: NDArray[np.int64]


def number_tokens(documents: object, analyzer: Analyzer, name: str) -> tuple[TokenIds, list[str]]:
    """Read the documents with a dict that grows; return the terms as first met, too."""
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
            "they are empty or only contain stop words, or token_pattern does not fit them."
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
    """Read documents, some at a time; without any document there is one piece, which is empty.

    A piece ends with the document that reaches its size; of documents that are tokens already,
    before the one that exceeds it.
    """
    if isinstance(documents, TokenizedDocuments):
        documents.check(analyzer)
        for part in documents.pieces(size):
            # a copy: what leaves tokens out moves the ends
            yield TokenIds(part.renumber(look_up), part.indptr.copy())
        return
    ids, ends = array("i"), array("q", [0])
    analyze, checks_all = analyzer.tokens, analyzer.input != "content"
    # what the iterable itself raises is none of the errors below
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
    # frombuffer shares the memory of the array, but refuses an empty one.
    shared = np.frombuffer(ids, dtype=np.int32) if ids else np.empty(0, dtype=np.int32)
    return TokenIds(shared, np.frombuffer(ends, dtype=np.int64))
