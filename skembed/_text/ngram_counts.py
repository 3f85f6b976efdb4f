"""Find and count the n-grams of tokens and characters in documents.

No strings are built for n-grams of tokens. `_text.ngram_terms` selects the terms.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._core.corpus import take_lists
from .._kernels import text as kernel
from .numbers import TokenIds
from .rules import rule_of_tokens
from .sequences import Ids, NGramRange, Rows, n_threads_for
from .vocabulary import count_tokens


class NGrams(NamedTuple):
    """The n-grams of one length in the documents, and their counts.

    ``keys``, ``counts`` and ``document_counts`` have shape (n,) and dtype int64.
    """

    keys: Ids
    counts: Ids
    document_counts: Ids


def find_sequences(
    raw: TokenIds, n_tokens: int, most: int, n_jobs: int | None
) -> tuple[list[NGrams], list[Rows]]:
    """Return all n-grams of 1 to ``most`` tokens, and for each length, which one ends where.

    The n-grams of two or more tokens are sorted by their keys, see `Level`; where one ends, its
    position among them is given, and -1 where none ends.
    """
    found = [NGrams(np.arange(n_tokens), *count_tokens(raw, n_tokens, n_jobs))]
    places: list[Rows] = [raw.ids]
    for _ in range(1, most):
        ends = np.empty(len(raw.ids), dtype=np.int32)
        counted = kernel.number_ngrams(
            places[-1],
            raw.ids,
            raw.indptr,
            len(found[-1].keys),
            n_tokens,
            n_threads_for(len(raw.ids), n_jobs),
            ends,
        )
        found.append(NGrams(*(np.frombuffer(values, dtype=np.int64) for values in counted)))
        places.append(ends)
    return found, places


def find_characters(
    raw: TokenIds, tokens: list[str], chars: NGramRange, n_jobs: int | None
) -> tuple[list[str], NGrams]:
    """Return the n-grams of characters of all tokens, and their counts."""
    found, grams, of_token = rule_of_tokens(*chars).number(tokens)
    every, ends = take_lists(grams, of_token, raw.ids)
    counts = count_tokens(TokenIds(every, ends[raw.indptr]), len(found), n_jobs)
    return found.strings(), NGrams(np.arange(len(found)), *counts)
