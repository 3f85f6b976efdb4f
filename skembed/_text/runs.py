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

from .._kernels import text as kernel
from .characters import character_table

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
        self, documents: list[str], n_threads: int
    ) -> tuple[bytes, NDArray[np.int32], NDArray[np.int64]]:
        """Find the tokens of documents, including stop words.

        Returns the distinct tokens in the order of their first occurrence, in UTF-8 and each
        followed by a line feed; the position of each token among them; and where each document
        ends (and, first, 0).
        """
        table = character_table(*self[:3], is_ascii=all(map(str.isascii, documents)))
        n_threads = min(n_threads, 1 + sum(map(len, documents)) // _PER_THREAD)
        ends = np.empty(len(documents) + 1, dtype=np.int64)
        numbers, found = kernel.number_tokens(
            tuple(documents), *table, self.shortest, n_threads, ends
        )
        return found, np.frombuffer(numbers, dtype=np.int32), ends


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
