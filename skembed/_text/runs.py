"""`TokenRuns`: settings whose tokens are runs of characters, found by a kernel in many documents.

The tokens are exactly those of scikit-learn's analyzer, which reads documents with other settings.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer

from .._compat.threads import n_useful_threads
from .._kernels import text as kernel
from .characters import Codes, character_table
from .known import KnownTokens

# A token is a run of one class, such as \w\w+: with or without \b, no run is cut.
_RUN = re.compile(r"(?:\(\?u\))?(?:(\\b)?(?P<words>(?:\\w)+)\+(?(1)\\b)|\\S\+)")

# Minimum number of characters for each additional thread.
_PER_THREAD = 1 << 16


class TokenRuns(NamedTuple):
    """Tokens are the runs of at least ``shortest`` characters of a class, except ``stop_words``."""

    lowercase: bool
    strip_accents: str | None
    character_class: str
    shortest: int
    stop_words: Collection[str]

    def number(
        self, documents: list[str], n_jobs: int | None
    ) -> tuple[bytes, NDArray[np.int32], NDArray[np.int64]]:
        """Find the tokens of documents, including stop words.

        Returns the distinct tokens in the order of their first occurrence, in UTF-8 and each
        followed by a line feed; the position of each token among them; and where each document
        ends (and, first, 0).
        """
        ends = np.empty(len(documents) + 1, dtype=np.int64)
        numbers, found = kernel.number_tokens(
            tuple(documents), *self._characters(documents), _n_threads(documents, n_jobs), ends
        )
        return found, np.frombuffer(numbers, dtype=np.int32), ends

    def look_up(
        self, documents: list[str], known: KnownTokens, n_jobs: int | None
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Find the rows of the tokens of documents, -1 if a token is unknown; no stop words.

        Also returns where each document ends (and, first, 0).
        """
        ends = np.empty(len(documents) + 1, dtype=np.int64)
        rows = kernel.look_up_tokens(
            tuple(documents),
            *self._characters(documents),
            *known.table(self.stop_words),
            _n_threads(documents, n_jobs),
            ends,
        )
        return np.frombuffer(rows, dtype=np.int32), ends

    def _characters(
        self, documents: list[str]
    ) -> tuple[Codes, NDArray[np.int64], Codes, bool, int]:
        is_ascii = all(map(str.isascii, documents))
        table = character_table(
            self.lowercase, self.strip_accents, self.character_class, is_ascii=is_ascii
        )
        return *table, self.shortest


def _n_threads(documents: list[str], n_jobs: int | None) -> int:
    return n_useful_threads(n_jobs, 1 + sum(map(len, documents)) // _PER_THREAD)


def token_runs(vectorizer: CountVectorizer) -> TokenRuns | None:
    """Return the settings of a vectorizer if the kernel finds its tokens, else None."""
    plain = (
        vectorizer.input == "content"
        and vectorizer.analyzer == "word"
        and vectorizer.preprocessor is None
        and vectorizer.tokenizer is None
        and (not vectorizer.strip_accents or vectorizer.strip_accents in ("ascii", "unicode"))
        and tuple(vectorizer.ngram_range) == (1, 1)
        and isinstance(vectorizer.token_pattern, str)  # not compiled
    )
    match = _RUN.fullmatch(vectorizer.token_pattern) if plain else None
    if match is None:
        return None
    words = match["words"]
    return TokenRuns(
        lowercase=bool(vectorizer.lowercase),
        strip_accents=vectorizer.strip_accents or None,
        character_class=r"\w" if words else r"\S",
        shortest=len(words) // 2 if words else 1,
        stop_words=vectorizer.get_stop_words() or (),
    )
