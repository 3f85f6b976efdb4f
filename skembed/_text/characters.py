"""Tables of characters for the tokenizing kernel, made by preprocessing each character in Python.

So they follow the version of Unicode, ``str.lower`` and ``re`` of this Python, and scikit-learn's
functions. `_text.rules` decides which settings the kernel can serve.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer

from .unicode_words import JOINERS, combining_marks

Codes = NDArray[np.uint32]

N_ASCII, N_UNICODE = 128, 0x110000
# The flags of an entry, as in the kernel.
IN_TOKEN, SPECIAL, CASED, IGNORABLE, CONTINUES, JOINS = (1 << bit for bit in range(21, 27))
_LINE_FEED, _CAPITAL_SIGMA, _FINAL_SIGMA = 0x0A, 0x3A3, 0x3C2
_AT_ONCE = 1 << 16  # characters; the strings of all of them take 170 MB
_UTF_32 = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


class CharacterTable(NamedTuple):
    """What each character becomes, and whether that is part of a token; see the kernel.

    A character that becomes several, or none, has the position of its ``expansions`` in ``begins``.
    """

    entries: Codes
    begins: NDArray[np.int64]
    expansions: Codes
    has_sigma: bool


@lru_cache(maxsize=8)  # a table of all characters takes 4 MB
def character_table(
    lowercase: bool,
    strip_accents: str | None,
    character_class: str,
    with_marks: bool,
    is_ascii: bool,
) -> CharacterTable:
    """Make the table for documents that are preprocessed as CountVectorizer does.

    ``character_class`` is the regular expression of a character in a token; it must not match a
    line feed. If ``with_marks``, combining marks and joiners may continue a token.
    """
    codes = np.arange(N_ASCII if is_ascii else N_UNICODE, dtype=np.uint32)
    codes = codes[codes != _LINE_FEED]  # it separates the others below
    parts = np.array_split(codes, -(-len(codes) // _AT_ONCE))
    flags = _flags_in_tokens(parts, character_class, with_marks)
    vectorizer = CountVectorizer(lowercase=lowercase, strip_accents=strip_accents)
    preprocess = vectorizer.build_preprocessor()
    has_sigma = lowercase and not is_ascii
    entries = np.full(len(codes) + 1, _LINE_FEED, dtype=np.uint32)
    begins, expansions = [0], []
    for part in parts:
        became = _codes(preprocess(_lines(part)))
        ends = np.flatnonzero(became == _LINE_FEED)
        lengths = np.diff(ends, prepend=-1) - 1
        became |= flags[became]
        single = lengths == 1
        entries[part[single]] = became[ends[single] - 1]
        for end, length in zip(ends[~single].tolist(), lengths[~single].tolist(), strict=True):
            expansions.append(became[end - length : end])
            begins.append(begins[-1] + length)
        special = np.arange(len(begins) - 1 - np.count_nonzero(~single), len(begins) - 1)
        entries[part[~single]] = SPECIAL | special.astype(np.uint32)
        if has_sigma:
            entries[part] |= _around_sigma(part)
    return CharacterTable(
        entries, np.array(begins), np.concatenate([*expansions, codes[:0]]), has_sigma
    )


@lru_cache(maxsize=2)
def unchanged_characters(is_ascii: bool) -> CharacterTable:
    """Make the table for which every character is part of a token, and remains what it is."""
    entries = np.arange(N_ASCII if is_ascii else N_UNICODE, dtype=np.uint32) | np.uint32(IN_TOKEN)
    return CharacterTable(entries, np.zeros(1, dtype=np.int64), entries[:0], False)


def _flags_in_tokens(parts: list[Codes], character_class: str, with_marks: bool) -> Codes:
    """Return what each character does in a token."""
    classes = {IN_TOKEN: character_class}
    if with_marks:
        classes = {JOINS: f"[{JOINERS}]", CONTINUES: f"[{combining_marks()}]", **classes}
    flags = np.zeros(N_UNICODE, dtype=np.uint32)
    for flag, characters in classes.items():
        for part in parts:
            flags[_codes("".join(re.findall(f"{characters}+", _text(part))))] = flag
    return flags


def _around_sigma(codes: Codes) -> Codes:
    """Return the flags of characters by which a capital sigma becomes one of two small ones.

    It becomes a final sigma after a cased letter, even if ignorable characters separate them.
    """
    follows, follows_after_a = (
        _codes(_lines(*before, codes, _CAPITAL_SIGMA).lower()) for before in ((), (ord("a"),))
    )
    is_cased, is_either = (
        became[np.flatnonzero(became == _LINE_FEED) - 1] == _FINAL_SIGMA
        for became in (follows, follows_after_a)
    )
    return np.select([is_cased, is_either], [CASED, IGNORABLE]).astype(np.uint32)


def _lines(*columns: Codes | int) -> str:
    """Return a text with one line for each row of the columns, of the characters of that row."""
    rows = np.stack(np.broadcast_arrays(*columns, _LINE_FEED), axis=1)
    return _text(rows.astype(np.uint32))


def _text(codes: Codes) -> str:
    return codes.tobytes().decode(_UTF_32, "surrogatepass")


def _codes(text: str) -> Codes:
    return np.frombuffer(bytearray(text, _UTF_32, "surrogatepass"), dtype=np.uint32)
