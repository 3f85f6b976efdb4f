"""Sequences of tokens as numbers, and sequences of characters: the arithmetic of n-grams.

Arrays in, arrays out: no vocabulary is known here, and nothing is read or counted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .reading import TokenIds

Ids = NDArray[np.int64]
Rows = NDArray[np.int32]
CHARACTERS = "char:"  # before the name of a sequence of characters
BUCKET = "bucket:"  # before the number of a row that sequences share


class Level(NamedTuple):
    """Sequences of one length: sorted keys, (n,) int64, and their rows, (n,) int32, -1 for none.

    The key of a sequence is its beginning's place in the level before, times the number of tokens,
    plus its last token. Sequences without a row are there because longer ones begin with them.
    """

    keys: Ids
    rows: Rows


class NGramRange(NamedTuple):
    """Lengths of sequences, from ``min_n`` to ``max_n``."""

    min_n: int
    max_n: int


def document_of(raw: TokenIds) -> Ids:
    """Return the document of each token, (n_tokens,)."""
    return np.repeat(np.arange(len(raw.indptr) - 1), np.diff(raw.indptr))


def rows_at(rows: Rows, places: NDArray[np.integer]) -> Rows:
    """Return the rows at some places, -1 where the place is -1."""
    if not len(rows):
        return np.full(len(places), -1, dtype=np.int32)
    found: Rows = rows[places]
    found[places < 0] = -1
    return found


def longer(
    place: Ids, tokens: Rows, document: Ids, n: int, n_known: int
) -> tuple[Ids, NDArray[np.bool_]]:
    """Return the keys of the sequences of n tokens, and which of them lie in one document.

    ``place`` has the places of the sequences of n - 1 tokens, by where they begin.
    """
    last = tokens[n - 1 :]
    whole = document[n - 1 :] == document[: len(last)]
    return place[: len(last)] * n_known + last, whole


def find(keys: Ids, wanted: Ids, good: NDArray[np.bool_]) -> Ids:
    """Return the places of wanted keys among sorted ones, -1 where there is none."""
    if not len(keys):
        return np.full(len(wanted), -1)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(good & (keys[place] == wanted), place, -1)


def character_sequences(token: str, lengths: NGramRange) -> list[str]:
    """Return the sequences of characters of ``<token>``, except all of it and a bracket alone."""
    text = f"<{token}>"
    return [
        text[i : i + n]
        for n in range(lengths.min_n, min(lengths.max_n, len(text) - 1) + 1)
        for i in range(n == 1, len(text) - max(n, 2) + 1)
    ]
