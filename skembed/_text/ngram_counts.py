"""Find and count the n-grams of tokens and characters in documents.

No strings are built for n-grams of tokens. `_text.ngram_terms` selects the terms.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import take_lists
from .reading import TokenIds
from .sequences import Ids, NGramRange, character_sequences, document_of, longer
from .vocabulary import count_tokens


class NGrams(NamedTuple):
    """The n-grams of one length in the documents, and their counts.

    ``keys``, ``counts`` and ``document_counts`` have shape (n,) and dtype int64.
    """

    keys: Ids
    counts: Ids
    document_counts: Ids


def find_sequences(
    raw: TokenIds, n_tokens: int, most: int
) -> tuple[list[NGrams], list[NDArray[np.integer]]]:
    """Return all n-grams of 1 to ``most`` tokens, and for each length, which one ends where."""
    found = [NGrams(np.arange(n_tokens), *count_tokens(raw, n_tokens))]
    places: list[NDArray[np.integer]] = [raw.ids]
    if most == 1:
        return found, places
    document = document_of(raw)
    place = raw.ids.astype(np.int64)
    for n in range(2, most + 1):
        every, whole = longer(place, raw.ids, document, n, n_tokens)
        keys, inverse = np.unique(every[whole], return_inverse=True)
        indptr = np.concatenate([[0], np.cumsum(np.maximum(np.diff(raw.indptr) - n + 1, 0))])
        ids = inverse.astype(np.int32)
        found.append(NGrams(keys, *count_tokens(TokenIds(ids, indptr), len(keys))))
        place = np.full(len(whole), -1)
        place[whole] = inverse
        places.append(place)
    return found, places


def find_characters(
    raw: TokenIds, tokens: list[str], chars: NGramRange
) -> tuple[list[str], NGrams]:
    """Return the n-grams of characters of all tokens, and their counts."""
    ids: defaultdict[str, int] = defaultdict()
    ids.default_factory = ids.__len__
    flat, edges = array("i"), array("q", [0])
    for token in tokens:
        flat.fromlist([ids[gram] for gram in character_sequences(token, chars)])
        edges.append(len(flat))
    of_tokens = np.array(flat, dtype=np.int32), np.array(edges, dtype=np.int64)
    every, ends = take_lists(*of_tokens, raw.ids)
    counts = count_tokens(TokenIds(every, ends[raw.indptr]), len(ids))
    return list(ids), NGrams(np.arange(len(ids)), *counts)
