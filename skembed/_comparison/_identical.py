"""Identical texts: which rows hold the same text, and in how many test sets that leaks.

Two texts are identical if they have the same characters except for upper case and spaces, which no
vectorizer sees by default. Nothing else is ignored, not even punctuation.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from .._core.targets import check_targets
from .._text.tokenized import TokenizedDocuments

Rows = NDArray[np.intp]


def first_identical(texts: Any) -> Rows:
    """Return the first row with the same text, for each row; its own row if there is none before.

    Of lists of tokens and `TokenizedDocuments`, the tokens are compared. Empty texts, and values of
    other types, are not identical to anything.
    """
    seen: dict[bytes, int] = {}
    first = np.arange(len(texts))
    for row, content in enumerate(_contents(texts)):
        if content:
            # a digest, so that the texts are not kept in memory once more
            first[row] = seen.setdefault(blake2b(content, digest_size=16).digest(), row)
    return first


def _contents(texts: Any) -> Any:
    """Yield what is compared, as bytes; empty if there is nothing to compare."""
    if isinstance(texts, TokenizedDocuments):
        ends = texts.indptr.tolist()
        yield from (texts.ids[a:b].tobytes() for a, b in pairwise(ends))
        return
    for text in texts:
        if isinstance(text, str):
            yield " ".join(text.lower().split()).encode("utf-8", "surrogatepass")
        elif isinstance(text, (list, tuple)) and all(isinstance(token, str) for token in text):
            yield "\0".join(text).encode("utf-8", "surrogatepass")
        else:
            yield text if isinstance(text, bytes) else b""


def joined_groups(first: Rows, groups: Any) -> Rows:
    """Return groups such that rows with the same text, or in the same given group, are together.

    ``first`` is the result of `first_identical`.
    """
    if groups is None:
        return first
    check_targets(groups, "groups")
    if np.ndim(groups) != 1:
        raise ValueError(
            f"groups must have one value for each document, got shape {np.shape(groups)}."
        )
    given = np.unique(np.asarray(groups), return_inverse=True)[1]
    n = len(first)
    # an edge from each row to the first row of its text, and to the first row of its group
    start = np.full(given.max() + 1, n)
    np.minimum.at(start, given, np.arange(n))
    edges = np.concatenate([first, start[given]]), np.tile(np.arange(n), 2)
    graph = sparse.csr_array((np.ones(2 * n, dtype=np.int8), edges), shape=(n, n))
    found: Rows = connected_components(graph, directed=False)[1]
    return found


def n_leaked(first: Rows, splits: Sequence[tuple[Rows, Rows]]) -> int:
    """Return the number of test texts, over all folds, whose text is in their training set too."""
    return sum(int(np.isin(first[test], first[train]).sum()) for train, test in splits)
