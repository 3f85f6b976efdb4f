"""The names of n-grams of tokens, and their order without names.

An n-gram is a place in the keys of its length, see `Level`; nothing is counted or selected here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .._core.distinct_tokens import DistinctTokens
from .sequences import CHARACTERS, Ids, Rows

_CHUNK = 1 << 16  # number of n-grams at once


def are_in_order_of_names(tokens: DistinctTokens) -> bool:
    """Return whether n-grams have the order of the tokens in them, which must be sorted.

    They have if a space comes before all characters of tokens.
    """
    return not (tokens.text <= ord(" ")).any()


def members(keys: Sequence[Ids], least: int, places: Ids, n_tokens: int) -> Rows:
    """Return the tokens of n-grams, (n, most), with -1 behind those of shorter n-grams.

    ``places`` are counted over all lengths from ``least`` on; ``keys`` need not remain.
    """
    found = np.full((len(places), len(keys)), -1, dtype=np.int32)
    edges = np.cumsum([0, *map(len, keys[least - 1 :])])
    for start in range(0, len(places), _CHUNK):
        part, some = places[start : start + _CHUNK], found[start : start + _CHUNK]
        group = np.searchsorted(edges, part, side="right") - 1
        for n, edge in enumerate(edges[:-1], least):
            here = np.flatnonzero(group == n - least)
            at = part[here] - edge
            for k in range(n - 1, 0, -1):
                at, some[here, k] = np.divmod(keys[k][at], n_tokens)
            some[here, 0] = at
    return found


def all_names(
    tokens: DistinctTokens, keys: Sequence[Ids], least: int, places: Ids, grams: list[str]
) -> NDArray[np.object_]:
    """Return the names of n-grams of tokens and, behind them, of characters, at sorted places."""
    n_sequences = sum(map(len, keys[least - 1 :]))
    n = int(np.searchsorted(places, n_sequences))
    of_characters = [CHARACTERS + grams[i - n_sequences] for i in places[n:].tolist()]
    of_tokens = tokens.joined(members(keys, least, places[:n], len(tokens)))
    return np.concatenate([of_tokens, np.array(of_characters, dtype=object)])
