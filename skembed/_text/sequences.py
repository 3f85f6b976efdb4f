"""Arithmetic on n-grams of tokens and characters.

Arrays in, arrays out: nothing is read or counted here, and no vocabulary is used.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .reading import TokenIds

Ids = NDArray[np.int64]
Rows = NDArray[np.int32]
CHARACTERS = "char:"  # prefix of the name of an n-gram of characters
BUCKET = "bucket:"  # prefix of the name of a row that n-grams share


class Level(NamedTuple):
    """The n-grams of one length: sorted keys, (n,) int64, and rows, (n,) int32, -1 for no row.

    The key of an n-gram is the position of its beginning in the previous level, times the number of
    tokens, plus its last token. N-grams without a row are kept if longer ones begin with them.
    """

    keys: Ids
    rows: Rows


class NGramRange(NamedTuple):
    """Range of n-gram lengths, from ``min_n`` to ``max_n``, inclusive."""

    min_n: int
    max_n: int


def document_of(raw: TokenIds) -> Ids:
    """Return the document of each token, of shape (n_tokens,)."""
    return np.repeat(np.arange(len(raw.indptr) - 1), np.diff(raw.indptr))


def rows_at(rows: Rows, places: NDArray[np.integer]) -> Rows:
    """Return ``rows[places]``, with -1 where the place is -1."""
    if not len(rows):
        return np.full(len(places), -1, dtype=np.int32)
    found: Rows = rows[places]
    found[places < 0] = -1
    return found


def longer(
    place: Ids, tokens: Rows, document: Ids, n: int, n_known: int
) -> tuple[Ids, NDArray[np.bool_]]:
    """Return the keys of all n-grams of n tokens, and whether each lies within one document.

    ``place`` has the positions of the n-grams of n - 1 tokens, in the order of their first tokens.
    """
    last = tokens[n - 1 :]
    whole = document[n - 1 :] == document[: len(last)]
    return place[: len(last)] * n_known + last, whole


def find(keys: Ids, wanted: Ids, good: NDArray[np.bool_]) -> Ids:
    """Return the positions of the wanted keys in the sorted ``keys``, -1 for missing keys."""
    if not len(keys):
        return np.full(len(wanted), -1)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(good & (keys[place] == wanted), place, -1)


def character_sequences(token: str, lengths: NGramRange) -> list[str]:
    """Return the n-grams of characters of ``<token>``, except the whole and single brackets."""
    text = f"<{token}>"
    return [
        text[i : i + n]
        for n in range(lengths.min_n, min(lengths.max_n, len(text) - 1) + 1)
        for i in range(n == 1, len(text) - max(n, 2) + 1)
    ]
