"""`TokenRule`: settings whose tokens a kernel finds in many documents, words or parts of them.

The tokens are exactly those of scikit-learn's analyzer, which reads documents with other settings.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer

from .._compat.threads import n_useful_threads
from .._core.distinct_tokens import DistinctTokens
from .._kernels import text as kernel
from .characters import Codes, character_table, unchanged_characters
from .known import KnownTokens
from .token_numbers import new_table
from .unicode_words import unicode_token_pattern

# A token is a run of one class, such as \w\w+: with or without \b, no run is cut.
_RUN = re.compile(r"(?:\(\?u\))?(?:(\\b)?(?P<words>(?:\\w)+)\+(?(1)\\b)|\\S\+)")

# A table of characters, the position of the kind, and the lengths of a token.
Reader = tuple[Codes, NDArray[np.int64], Codes, bool, int, int, int]

_ANALYZERS = ("word", "char", "char_wb")
_KINDS = (*_ANALYZERS, "token")  # their positions are the kinds of the kernel
_WITHOUT_END = 1 << 62  # maximum length of a word
_MOST = 1 << 31  # length that n-grams do not reach, so that numbers of them do not overflow
_WORDS_PER_CHARACTER = 0.2

# Minimum number of characters for each additional thread.
_PER_THREAD = 1 << 16


@dataclass(frozen=True)
class TokenRule:
    """Tokens of ``shortest`` to ``longest`` characters, except ``stop_words``.

    Words are runs of characters of a class, which combining marks continue if ``with_marks``.
    N-grams of characters extend over the white space between characters of the class, or are those
    of words padded with spaces. See `rule_of_tokens` for those inside given tokens.
    """

    lowercase: bool
    strip_accents: str | None
    kind: str
    character_class: str
    with_marks: bool
    shortest: int
    longest: int
    stop_words: Collection[str]

    @property
    def tokens_per_character(self) -> float:
        """Number of tokens that are expected for each character of the documents."""
        return _WORDS_PER_CHARACTER if self.kind == "word" else self.longest - self.shortest + 1

    def number(
        self, documents: list[str]
    ) -> tuple[DistinctTokens, NDArray[np.int32], NDArray[np.int64]]:
        """Find the tokens of documents, including stop words.

        Returns the distinct tokens in the order of their first occurrence, the position of each
        token among them, and where each document ends (and, first, 0).
        """
        table, ids, ends = new_table(DistinctTokens.of(())), bytearray(), no_ends()
        self.append_numbers(documents, table, ids, ends)
        return DistinctTokens.of_table(table), *as_arrays(ids, ends)

    def append_numbers(
        self, documents: list[str], table: kernel.TokenTable, ids: bytearray, ends: bytearray
    ) -> None:
        """Append the numbers that the tokens of documents have in a table; new ones are added.

        Where each document ends in ``ids`` is appended to ``ends``.
        """
        kernel.number_tokens(table, tuple(documents), *self._reader(documents), ids, ends)

    def append_rows(
        self,
        documents: list[str],
        known: KnownTokens,
        n_jobs: int | None,
        ids: bytearray,
        ends: bytearray,
    ) -> None:
        """Append the rows of the tokens of documents, -1 if a token is unknown; no stop words.

        Where each document ends in ``ids`` is appended to ``ends``.
        """
        n, table = _n_threads(documents, n_jobs), known.table(self.stop_words)
        kernel.look_up_tokens(tuple(documents), *self._reader(documents), *table, n, ids, ends)

    def look_up(
        self, documents: list[str], known: KnownTokens, n_jobs: int | None
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return what `append_rows` appends, and what it returns."""
        ids, ends = bytearray(), no_ends()
        self.append_rows(documents, known, n_jobs, ids, ends)
        return as_arrays(ids, ends)

    def _reader(self, documents: list[str]) -> Reader:
        return self._of_ascii if all(map(str.isascii, documents)) else self._of_all

    @cached_property
    def _of_ascii(self) -> Reader:
        return self._reader_of(is_ascii=True)

    @cached_property
    def _of_all(self) -> Reader:
        return self._reader_of(is_ascii=False)

    def _reader_of(self, *, is_ascii: bool) -> Reader:
        """Return the arguments of the kernels that say what a token is."""
        if self.kind == "token":
            table = unchanged_characters(is_ascii)
        else:
            table = character_table(
                self.lowercase, self.strip_accents, self.character_class, self.with_marks, is_ascii
            )
        return *table, _KINDS.index(self.kind), self.shortest, self.longest


def no_ends() -> bytearray:
    """Return where documents end, as int64, before there is any: the first one begins at 0."""
    return bytearray(8)


def as_arrays(ids: bytearray, ends: bytearray) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return arrays that share the memory of numbers, and of where each document ends in them."""
    return as_int32(ids), np.frombuffer(ends, dtype=np.int64)


def as_int32(ids: bytearray) -> NDArray[np.int32]:
    """Return an array that shares the memory of numbers."""
    # frombuffer does not accept an empty bytearray.
    return np.frombuffer(ids, dtype=np.int32) if ids else np.empty(0, dtype=np.int32)


def _n_threads(documents: list[str], n_jobs: int | None) -> int:
    return n_useful_threads(n_jobs, 1 + sum(map(len, documents)) // _PER_THREAD)


def rule_of_tokens(shortest: int, longest: int) -> TokenRule:
    """Return the rule by which "documents" are tokens, and have the n-grams of ``<token>``.

    They are those of `character_sequences`, in its order.
    """
    return TokenRule(
        lowercase=False,
        strip_accents=None,
        kind="token",
        character_class="",
        with_marks=False,
        shortest=min(shortest, _WITHOUT_END),
        longest=min(longest, _WITHOUT_END),
        stop_words=(),
    )


def token_rule(vectorizer: CountVectorizer) -> TokenRule | None:
    """Return the settings of a vectorizer if the kernel finds its tokens, else None."""
    plain = (
        vectorizer.input == "content"
        and vectorizer.preprocessor is None
        and (not vectorizer.strip_accents or vectorizer.strip_accents in ("ascii", "unicode"))
    )
    if not plain or vectorizer.analyzer not in _ANALYZERS:
        return None
    find = _words if vectorizer.analyzer == "word" else _characters
    found = find(vectorizer)
    if found is None:
        return None
    return TokenRule(
        lowercase=bool(vectorizer.lowercase),
        strip_accents=vectorizer.strip_accents or None,
        kind=vectorizer.analyzer,
        **found,
    )


def _words(vectorizer: CountVectorizer) -> dict[str, Any] | None:
    pattern = vectorizer.token_pattern
    is_plain = vectorizer.tokenizer is None and tuple(vectorizer.ngram_range) == (1, 1)
    if not is_plain or not isinstance(pattern, str):  # it may be compiled
        return None
    match = _RUN.fullmatch(pattern)
    with_marks = match is None and pattern == unicode_token_pattern()  # takes 20 ms the first time
    if with_marks:
        match = _RUN.fullmatch(r"\w\w+")
    if match is None:
        return None
    words = match["words"]
    return {
        "character_class": r"\w" if words else r"\S",
        "with_marks": with_marks,
        "shortest": len(words) // 2 if words else 1,
        "longest": _WITHOUT_END,
        "stop_words": vectorizer.get_stop_words() or (),
    }


def _characters(vectorizer: CountVectorizer) -> dict[str, Any] | None:
    lengths = tuple(vectorizer.ngram_range)
    if len(lengths) != 2 or not all(isinstance(n, Integral) for n in lengths):
        return None
    shortest, longest = map(int, lengths)
    if not 1 <= shortest <= longest < _MOST:
        return None
    return {
        "character_class": r"\S",
        "with_marks": False,
        "shortest": shortest,
        "longest": longest,
        "stop_words": (),
    }
