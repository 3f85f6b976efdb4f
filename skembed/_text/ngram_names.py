"""The names of n-grams of tokens, and their order without names.

An n-gram is a place in the keys of its length, see `Level`; nothing is counted or selected here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .distinct import DistinctTokens
from .sequences import CHARACTERS, Ids, Rows

_CHUNK = 1 << 16  # number of names made at once


def lexical_codes(
    tokens: DistinctTokens, keys: Sequence[Ids], places: Sequence[NDArray[np.intp]], least: int
) -> Ids | None:
    """Return integers in the order of the names of n-grams; None if the names are needed.

    ``keys[n - 1]`` are those of all n-grams of n tokens, and ``places`` the places in them of those
    of ``least`` and more tokens. Names are in the order of the tokens in them if a space comes
    before all characters of tokens.
    """
    base = len(tokens) + 1
    if base ** len(keys) >= 1 << 63 or (tokens.text <= ord(" ")).any():
        return None
    order, ranks = np.arange(len(tokens)), np.empty(len(tokens), dtype=np.int64)
    tokens.order(order, np.zeros_like(order))
    ranks[order] = np.arange(1, base)
    return np.concatenate([_codes(ranks, keys, n, of_n) for n, of_n in enumerate(places, least)])


def _codes(ranks: Ids, keys: Sequence[Ids], n: int, places: NDArray[np.integer]) -> Ids:
    """Return the codes of n-grams of ``n`` tokens; their digits are the ranks of the tokens."""
    before, last = np.divmod(keys[n - 1][places], len(ranks))
    codes: Ids = ranks[last] * (len(ranks) + 1) ** (len(keys) - n)
    return codes if n == 1 else codes + _codes(ranks, keys, n - 1, before)


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


def spell(tokens: DistinctTokens, found: Rows, rows: Ids) -> NDArray[np.object_]:
    """Return the names of the n-grams in given rows of `members`."""
    names = np.empty(len(rows), dtype=object)
    for start in range(0, len(rows), _CHUNK):  # without a list of all of them
        part = found[rows[start : start + _CHUNK]].astype(np.int64)
        lengths, some = np.count_nonzero(part >= 0, axis=1), names[start : start + _CHUNK]
        for n in range(1, found.shape[1] + 1):
            here = np.flatnonzero(lengths == n)
            some[here] = tokens.joined(part[here, :n])
    return names


def all_names(
    tokens: DistinctTokens, keys: Sequence[Ids], least: int, places: Ids, grams: list[str]
) -> NDArray[np.object_]:
    """Return the names of n-grams of tokens and, behind them, of characters, at sorted places."""
    n_sequences = sum(map(len, keys[least - 1 :]))
    n = int(np.searchsorted(places, n_sequences))
    of_characters = [CHARACTERS + grams[i - n_sequences] for i in places[n:].tolist()]
    of_tokens = spell(tokens, members(keys, least, places[:n], len(tokens)), np.arange(n))
    return np.concatenate([of_tokens, np.array(of_characters, dtype=object)])
