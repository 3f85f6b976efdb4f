"""Arithmetic on n-grams of tokens and characters.

Arrays in, arrays out: nothing is read here, and no vocabulary is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._compat.threads import n_useful_threads
from .._core.corpus import Corpus, made_corpus
from .._kernels import text as kernel
from .numbers import TokenIds

Ids = NDArray[np.int64]
Rows = NDArray[np.int32]
CHARACTERS = "char:"  # prefix of the name of an n-gram of characters
BUCKET = "bucket:"  # prefix of the name of a row that n-grams share
_PER_THREAD = 1 << 16  # minimum number of tokens for each additional thread


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


class Part(NamedTuple):
    """Places of n-grams in documents, and the row of each place; None: places are rows.

    Those of document ``j`` are ``places[indptr[j]:indptr[j + 1]]``; negative ones are left out.
    """

    places: Rows
    rows: Rows | None
    indptr: Ids


def n_threads_for(n_tokens: int, n_jobs: int | None) -> int:
    """Return the number of threads for the n-grams that end at ``n_tokens`` tokens."""
    return n_useful_threads(n_jobs, 1 + n_tokens // _PER_THREAD)


def rows_at(rows: Rows, places: NDArray[np.integer]) -> Rows:
    """Return ``rows[places]``, with -1 where the place is -1."""
    if not len(rows):
        return np.full(len(places), -1, dtype=np.int32)
    found: Rows = rows[places]
    found[places < 0] = -1
    return found


def merged(raw: TokenIds, parts: Sequence[Part], counted: Part, n_jobs: int | None) -> Corpus:
    """Combine the rows of the parts into documents, in each in the order of the parts.

    The tokens without a row in the part ``counted`` are the unknown ones.
    """
    n_threads = n_threads_for(len(raw.ids), n_jobs)
    known, lengths = np.zeros((2, len(raw.indptr) - 1), dtype=np.int64)
    kernel.append_rows(*counted, n_threads, known, None)
    for part in parts:
        if part is counted:
            lengths += known
        else:
            kernel.append_rows(*part, n_threads, lengths, None)
    indptr = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
    ids, begin = np.empty(indptr[-1], dtype=np.int32), indptr[:-1].copy()
    for part in parts:
        kernel.append_rows(*part, n_threads, begin, ids)
    return made_corpus(ids, indptr, raw.indptr[1:] - raw.indptr[:-1] - known)


def character_sequences(token: str, lengths: NGramRange) -> list[str]:
    """Return the n-grams of characters of ``<token>``, except the whole and single brackets."""
    text = f"<{token}>"
    return [
        text[i : i + n]
        for n in range(lengths.min_n, min(lengths.max_n, len(text) - 1) + 1)
        for i in range(n == 1, len(text) - max(n, 2) + 1)
    ]
