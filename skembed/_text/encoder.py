"""`FeatureEncoder`: encode documents with terms that are tokens, n-grams of tokens or characters.

Encoding is integer arithmetic on token numbers; `_text.ngrams` selects the terms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Corpus, take_lists
from .._core.pieces import PIECE, WHOLE, Size
from .._core.terms import Terms
from .._kernels import text as kernel
from .analyzer import Analyzer
from .known import KnownTokens
from .numbers import TokenIds
from .reading import known_pieces, read_pieces
from .rules import rule_of_tokens
from .sequences import (
    CHARACTERS,
    Ids,
    Level,
    NGramRange,
    Part,
    Rows,
    character_sequences,
    merged,
    n_threads_for,
    rows_at,
)
from .vocabulary import corpus_of

Lists = tuple[Rows, Ids]  # values, and where the list of each token starts and ends in them


@dataclass(frozen=True, eq=False)
class FeatureEncoder:
    """Encodes documents as rows of terms.

    ``tokens`` are the known tokens in the order of their numbers, and ``token_rows`` their rows, -1
    if a token is not a term; only the first ``n_seen`` tokens are part of longer n-grams.
    ``words`` and ``chars`` are the lengths of the n-grams of tokens and characters, ``levels`` the
    n-grams of 2, 3, ... tokens, and ``grams`` the row of each n-gram of characters. Several n-grams
    may share a row. The first ``n_chosen`` of the ``n_rows`` rows are those of terms chosen from
    the documents of fit.
    """

    tokens: Terms
    n_seen: int
    token_rows: Rows
    words: NGramRange
    chars: NGramRange | None
    levels: tuple[Level, ...]
    grams: dict[str, int]
    n_chosen: int
    n_rows: int

    @cached_property
    def _known(self) -> KnownTokens:
        return KnownTokens(self.tokens)

    @cached_property
    def _known_grams(self) -> KnownTokens:
        return KnownTokens(self.grams)

    @cached_property
    def _slots(self) -> list[NDArray[np.uint32]]:
        """The hash table of the keys of each level."""
        tables = []
        for level in self.levels:
            slots = np.empty(1 << (2 * len(level.keys)).bit_length(), dtype=np.uint32)
            kernel.index_ngrams(level.keys, slots)
            tables.append(slots)
        return tables

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is made again when it is needed."""
        made = ("_known", "_known_grams", "_slots")
        state = {name: value for name, value in self.__dict__.items() if name not in made}
        return {**state, "tokens": self.tokens.names}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore the tokens, which are strings in the state."""
        self.__dict__.update(state, tokens=Terms(state["tokens"]))

    @property
    def is_token(self) -> NDArray[np.bool_]:
        """Whether each row is that of a single token, not of n-grams of tokens or characters."""
        found = np.zeros(self.n_rows, dtype=bool)
        found[self.token_rows[self.token_rows >= 0]] = True
        return found

    def encode(self, documents: object, analyzer: Analyzer) -> Corpus:
        """Read documents once and encode them; see `encode_pieces`."""
        [corpus] = self.encode_pieces(documents, analyzer, WHOLE)
        return corpus

    def encode_pieces(
        self, documents: object, analyzer: Analyzer, size: Size = PIECE
    ) -> Iterator[Corpus]:
        """Read documents once and encode them in pieces; at least one piece is yielded.

        ``n_unknown`` counts the tokens that are not terms or, if single tokens are never terms,
        those that are not in ``tokens``. The time does not depend on the number of terms.
        """
        if self.chars is None:
            for raw in known_pieces(documents, analyzer, size, self._known):
                only_tokens = self.words.max_n == 1
                if only_tokens:
                    yield corpus_of(raw, self.token_rows, analyzer.n_jobs)
                else:
                    yield self.rows_of(raw, raw.ids, n_jobs=analyzer.n_jobs)
            return
        look_up = partial(self.look_up, n_jobs=analyzer.n_jobs)
        for raw, (numbers, grams) in read_pieces(documents, analyzer, size, look_up):
            yield self.rows_of(raw, numbers[raw.ids], grams, n_jobs=analyzer.n_jobs)

    def look_up(self, tokens: list[str], n_jobs: int | None = None) -> tuple[Rows, Lists | None]:
        """Return the number of each token, -1 if it is unknown, and its rows of characters."""
        numbers = np.fromiter(map(self.tokens.index.get, tokens, repeat(-1)), np.int32, len(tokens))
        grams = None if self.chars is None else self._grams_of(tokens, self.chars, n_jobs)
        return numbers, grams

    def _grams_of(self, tokens: list[str], chars: NGramRange, n_jobs: int | None) -> Lists:
        names = list(map(str, tokens))  # a callable may return others
        return rule_of_tokens(*chars).look_up(names, self._known_grams, n_jobs)

    def rows_of(
        self,
        raw: TokenIds,
        known: Rows,
        grams: Lists | None = None,
        *,
        n_jobs: int | None = None,
        token_rows: Rows | None = None,
    ) -> Corpus:
        """Encode documents, given the number of each of their tokens, -1 if it is unknown.

        With n-grams of characters, the ids are places in ``grams``; with other ``token_rows``, they
        are places in these.
        """
        parts = [part for _, part in self._parts(raw, known, grams, n_jobs, token_rows)]
        return merged(raw, parts, self._counted(parts, known, raw), n_jobs)

    def rows_of_fitted(
        self,
        raw: TokenIds,
        places: Sequence[Rows],
        rows: Sequence[Rows],
        n_jobs: int | None = None,
    ) -> Corpus:
        """Encode the training documents, using the positions of n-grams that are already known.

        ``places[n - 1]`` is the n-gram of n tokens that ends at each token, or -1; ``rows[n - 1]``
        is the row of each of these n-grams.
        """
        parts = [
            Part(places[n - 1], rows[n - 1], raw.indptr)
            for n in range(self.words.min_n, self.words.max_n + 1)
        ]
        if self.chars is not None:
            tokens = self.tokens.names[: self.n_seen].tolist()
            parts.append(_characters(raw, self._grams_of(tokens, self.chars, n_jobs)))
        return merged(raw, parts, self._counted(parts, raw.ids, raw), n_jobs)

    def _counted(self, parts: Sequence[Part], known: Rows, raw: TokenIds) -> Part:
        """Return the part in which a token that is unknown has no row."""
        return parts[0] if self.words.min_n == 1 else Part(known, None, raw.indptr)

    def named(self, document: Any, analyzer: Analyzer) -> tuple[list[str], Rows]:
        """Return the names of the terms of one document, and their rows, one for each occurrence.

        A term that shares its row with others keeps its own name.
        """
        [(raw, distinct)] = read_pieces([document], analyzer, WHOLE, list)
        tokens = [distinct[i] for i in raw.ids]
        names, found = [], []
        numbers, grams = self.look_up(distinct)
        for n, (places, rows, _) in self._parts(raw, numbers[raw.ids], grams):
            mine_rows = places if rows is None else rows_at(rows, places[n - 1 :])
            if n == 0:
                mine = [CHARACTERS + gram for token in tokens for gram in self.characters(token)]
            else:
                mine = [" ".join(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]
            names += [name for name, row in zip(mine, mine_rows, strict=True) if row >= 0]
            found.append(mine_rows[mine_rows >= 0])
        return names, np.concatenate(found)

    def characters(self, token: str) -> list[str]:
        """Return the n-grams of characters of a token, padded with ``<`` and ``>``."""
        return character_sequences(token, self.chars) if self.chars is not None else []

    def _parts(
        self,
        raw: TokenIds,
        known: Rows,
        grams: Lists | None,
        n_jobs: int | None = None,
        token_rows: Rows | None = None,
    ) -> list[tuple[int, Part]]:
        """Return the n-grams of each length and their rows; length 0 is for characters."""
        parts = []
        if token_rows is not None:
            parts.append((1, Part(raw.ids, token_rows, raw.indptr)))
        elif self.words.min_n == 1:
            parts.append((1, Part(known, self.token_rows, raw.indptr)))
        known = np.where(known < self.n_seen, known, np.int32(-1))
        places, n_before, n_threads = known, self.n_seen, n_threads_for(len(known), n_jobs)
        for n in range(2, self.words.max_n + 1):
            level, slots = self.levels[n - 2], self._slots[n - 2]
            before, places = places, np.empty(len(known), dtype=np.int32)
            kernel.find_ngrams(
                *(before, known, raw.indptr, n_before, self.n_seen),
                *(level.keys, slots, n_threads, places),
            )
            n_before = len(level.keys)
            if n >= self.words.min_n:
                parts.append((n, Part(places, level.rows, raw.indptr)))
        if grams is not None:
            parts.append((0, _characters(raw, grams)))
        return parts


def encoder_of_tokens(terms: Terms) -> FeatureEncoder:
    """Return the encoder whose terms are single tokens."""
    n = len(terms)
    return FeatureEncoder(
        tokens=terms,
        n_seen=n,
        token_rows=np.arange(n, dtype=np.int32),
        words=NGramRange(1, 1),
        chars=None,
        levels=(),
        grams={},
        n_chosen=n,
        n_rows=n,
    )


def _characters(raw: TokenIds, grams: Lists) -> Part:
    """Return the rows of the n-grams of characters."""
    rows, ends = take_lists(*grams, raw.ids)
    return Part(rows, None, ends[raw.indptr])
