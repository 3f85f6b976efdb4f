"""`FeatureEncoder`: encode documents with terms that are tokens, n-grams of tokens or characters.

Encoding is integer arithmetic on token numbers; `_text.ngrams` selects the terms.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import TAKEN_AT_ONCE, Corpus, take_lists
from .._core.pieces import PIECE, WHOLE, Size
from .analyzer import Analyzer
from .known import KnownTokens
from .reading import TokenIds, known_pieces, read_pieces
from .sequences import (
    CHARACTERS,
    Ids,
    Level,
    NGramRange,
    Rows,
    character_sequences,
    document_of,
    find,
    longer,
    rows_at,
)
from .vocabulary import corpus_of

Lists = tuple[Rows, Ids]  # values, and where the list of each token starts and ends in them


@dataclass(frozen=True, eq=False)
class FeatureEncoder:
    """Encodes documents as rows of terms.

    ``tokens`` are the numbers of the known tokens and ``token_rows`` their rows, -1 if a token is
    not a term; only the first ``n_seen`` tokens are part of longer n-grams. ``words`` and ``chars``
    are the lengths of the n-grams of tokens and characters, ``levels`` the n-grams of 2, 3, ...
    tokens, and ``grams`` the row of each n-gram of characters. Several n-grams may share a row. The
    first ``n_chosen`` of the ``n_rows`` rows are those of terms chosen from the documents of fit.
    """

    tokens: dict[str, int]
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

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is made again when it is needed."""
        return {name: value for name, value in self.__dict__.items() if name != "_known"}

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
                yield corpus_of(raw, self.token_rows) if only_tokens else self.rows_of(raw, raw.ids)
            return
        for raw, (numbers, grams) in read_pieces(documents, analyzer, size, self.look_up):
            yield self.rows_of(raw, numbers[raw.ids], grams)

    def look_up(self, tokens: list[str]) -> tuple[Rows, Lists]:
        """Return the number of each token, -1 if it is unknown, and its rows of characters."""
        numbers = np.fromiter(map(self.tokens.get, tokens, repeat(-1)), np.int32, len(tokens))
        grams, indptr = array("i"), array("q", [0])
        for token in tokens:
            grams.extend(map(self.grams.get, self.characters(token), repeat(-1)))
            indptr.append(len(grams))
        return numbers, (np.array(grams, np.int32), np.array(indptr, np.int64))

    def rows_of(self, raw: TokenIds, known: Rows, grams: Lists | None = None) -> Corpus:
        """Encode documents, given the number of each of their tokens, -1 if it is unknown.

        With n-grams of characters, the ids are places in ``grams``.
        """
        parts = [part for _, part in self._parts(raw, known, grams)]
        missing = parts[0][0] < 0 if self.words.min_n == 1 else known < 0
        return self.merge_parts(raw, parts, missing)

    def rows_of_fitted(
        self, raw: TokenIds, places: Sequence[NDArray[np.integer]], rows: Sequence[Rows]
    ) -> Corpus:
        """Encode the training documents, using the positions of n-grams that are already known.

        ``places[n - 1]`` is the n-gram of n tokens that ends at each token, from token n - 1 on, or
        -1 if the n-gram would begin in an earlier document. ``rows[n - 1]`` is the row of each of
        these n-grams.
        """
        document = document_of(raw)
        parts = []
        for n in range(self.words.min_n, self.words.max_n + 1):
            whole = places[n - 1] >= 0
            parts.append((rows[n - 1][places[n - 1][whole]], document[n - 1 :][whole]))
        missing = parts[0][0] < 0 if self.words.min_n == 1 else np.zeros(len(raw.ids), dtype=bool)
        if self.chars is not None:
            _, grams = self.look_up(list(islice(self.tokens, self.n_seen)))
            parts.append(_character_rows(raw, document, grams))
        return self.merge_parts(raw, parts, missing)

    @staticmethod
    def merge_parts(
        raw: TokenIds, parts: Sequence[tuple[Rows, Ids]], missing: NDArray[np.bool_]
    ) -> Corpus:
        """Combine parts, each with rows and their documents, into documents; keep part order."""
        n_documents = len(raw.indptr) - 1
        totals = np.concatenate([[0], np.cumsum(missing)])
        n_unknown = np.diff(totals[raw.indptr])
        lengths = np.zeros((len(parts), n_documents), dtype=np.int64)
        for i, part in enumerate(parts):
            for _, documents in _kept(part):
                lengths[i] += np.bincount(documents, minlength=n_documents)
        indptr = np.concatenate([[0], np.cumsum(lengths.sum(axis=0))])
        ids, start = np.empty(indptr[-1], dtype=np.int32), indptr[:-1].copy()
        for length, part in zip(lengths, parts, strict=True):
            offset, done = start - (np.cumsum(length) - length), 0
            for rows, documents in _kept(part):
                ids[offset[documents] + np.arange(done, done + len(rows))] = rows
                done += len(rows)
            start += length
        return Corpus(ids, indptr, n_unknown.astype(np.int64))

    def named(self, document: Any, analyzer: Analyzer) -> tuple[list[str], Rows]:
        """Return the names of the terms of one document, and their rows, one for each occurrence.

        A term that shares its row with others keeps its own name.
        """
        [(raw, distinct)] = read_pieces([document], analyzer, WHOLE, list)
        tokens = [distinct[i] for i in raw.ids]
        names, found = [], []
        numbers, grams = self.look_up(distinct)
        for n, (rows, _) in self._parts(raw, numbers[raw.ids], grams):
            if n == 0:
                mine = [CHARACTERS + gram for token in tokens for gram in self.characters(token)]
            else:
                mine = [" ".join(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]
            names += [name for name, row in zip(mine, rows, strict=True) if row >= 0]
            found.append(rows[rows >= 0])
        return names, np.concatenate(found)

    def characters(self, token: str) -> list[str]:
        """Return the n-grams of characters of a token, padded with ``<`` and ``>``."""
        return character_sequences(token, self.chars) if self.chars is not None else []

    def _parts(
        self, raw: TokenIds, known: Rows, grams: Lists | None
    ) -> list[tuple[int, tuple[Rows, Ids]]]:
        """Return rows and documents of the n-grams of each length; length 0 is for characters."""
        document = document_of(raw)
        parts = []
        if self.words.min_n == 1:
            parts.append((1, (rows_at(self.token_rows, known), document)))
        known = np.where(known < self.n_seen, known, np.int32(-1))
        place = known.astype(np.int64)
        for n in range(2, self.words.max_n + 1):
            # An unknown beginning (-1) results in a key smaller than all known keys.
            keys, whole = longer(place, known, document, n, self.n_seen)
            level = self.levels[n - 2]
            place = find(level.keys, keys, known[n - 1 :] >= 0)
            rows = rows_at(level.rows, place)
            if n >= self.words.min_n:
                parts.append((n, (rows[whole], document[n - 1 :][whole])))
        if grams is not None:
            parts.append((0, _character_rows(raw, document, grams)))
        return parts


def _character_rows(raw: TokenIds, document: Ids, grams: Lists) -> tuple[Rows, Ids]:
    """Return rows and documents of the n-grams of characters."""
    rows, ends = take_lists(*grams, raw.ids)
    return rows, np.repeat(document, np.diff(ends))


def _kept(part: tuple[Rows, Ids]) -> Iterator[tuple[Rows, Ids]]:
    """Yield the rows that are not -1 and their documents, in chunks to save memory."""
    rows, documents = part
    for at in range(0, len(rows), TAKEN_AT_ONCE):
        here = slice(at, at + TAKEN_AT_ONCE)
        good = rows[here] >= 0
        yield rows[here][good], documents[here][good]
