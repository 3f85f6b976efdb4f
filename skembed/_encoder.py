"""FeatureEncoder: documents as rows of terms that may be tokens, or sequences of them.

Everything is arithmetic on the numbers of tokens; which terms there are was decided in `_ngrams`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._analysis import RawTokens, read_tokens
from ._analyzer import Analyzer
from ._corpus import Corpus, take_lists

Ids = NDArray[np.int64]
Rows = NDArray[np.int32]

CHARACTERS = "char:"  # before the name of a sequence of characters
BUCKET = "bucket:"  # before the number of a row that sequences share


class Level(NamedTuple):
    """Sequences of one length: sorted keys, (n,) int64, and their rows, (n,) int32, -1 for none.

    The key of a sequence is its beginning's place in the level before, times the number of tokens,
    plus its last token. Sequences without a row are there because longer ones begin with them.
    """

    keys: Ids
    rows: Rows


class Sequences(NamedTuple):
    """Lengths from ``least`` to ``most``."""

    least: int
    most: int


@dataclass(frozen=True, eq=False)
class FeatureEncoder:
    """Turns documents into rows of terms.

    Parameters
    ----------
    tokens : dict of str to int
        The number of each token that is known, from 0.

    token_rows : ndarray of shape (n_tokens,), dtype=int32
        The row of each of them, -1 if it is no term.

    words : Sequences
        Lengths of the sequences of tokens.

    chars : Sequences or None
        Lengths of the sequences of characters.

    levels : tuple of Level
        Sequences of 2, 3, ... tokens. Several may have the same row.

    grams : dict of str to int
        The rows of sequences of characters.

    n_rows : int
        Number of rows.
    """

    tokens: dict[str, int]
    token_rows: Rows
    words: Sequences
    chars: Sequences | None
    levels: tuple[Level, ...]
    grams: dict[str, int]
    n_rows: int

    def encode(self, documents: object, analyzer: Analyzer) -> Corpus:
        """Read documents once, as rows of the terms.

        Parameters
        ----------
        documents : iterable of str
            The documents, in any of the forms that `iterate_documents` takes. None at
            all is allowed.

        analyzer : Analyzer
            Turns a document into tokens, as it did for the documents fitted.

        Returns
        -------
        corpus : Corpus
            The documents; ``n_unknown`` counts tokens that are no term (never seen, if
            single tokens are no terms at all).
        """
        raw, unknown = self._read(documents, analyzer, apart=self.chars is not None)
        return self.rows_of(raw, unknown)

    def rows_of(self, raw: RawTokens, unknown: Sequence[str] = ()) -> Corpus:
        """Encode tokens that are numbers already; those from ``n_tokens`` on are unknown."""
        known = np.where(raw.ids < len(self.token_rows), raw.ids, -1)
        parts = [part for _, part in self._parts(raw, known, unknown)]
        missing = parts[0][0] < 0 if self.words.least == 1 else known < 0
        return self.put_together(raw, parts, missing)

    def rows_of_fitted(
        self, raw: RawTokens, places: Sequence[NDArray[np.integer]], rows: Sequence[Rows]
    ) -> Corpus:
        """Encode the documents that the terms were found in, without looking for them again.

        ``places[n - 1]`` says which sequence of n tokens ends at each token (-1: none does, its
        document begins later), ``rows[n - 1]`` the row of each of these sequences.
        """
        document = document_of(raw)
        parts = []
        for n in range(self.words.least, self.words.most + 1):
            whole = places[n - 1] >= 0
            parts.append((rows[n - 1][places[n - 1][whole]], document[n - 1 :][whole]))
        missing = parts[0][0] < 0 if self.words.least == 1 else np.zeros(len(raw.ids), dtype=bool)
        if self.chars is not None:
            parts.append(self._character_rows(raw, document, ()))
        return self.put_together(raw, parts, missing)

    @staticmethod
    def put_together(
        raw: RawTokens, parts: Sequence[tuple[Rows, Ids]], missing: NDArray[np.bool_]
    ) -> Corpus:
        """Make documents of rows and the documents that they are in, one part after the other."""
        n_documents = len(raw.indptr) - 1
        totals = np.concatenate([[0], np.cumsum(missing)])
        n_unknown = np.diff(totals[raw.indptr])
        kept = [(rows[rows >= 0], documents[rows >= 0]) for rows, documents in parts]
        lengths = [np.bincount(documents, minlength=n_documents) for _, documents in kept]
        indptr = np.concatenate([[0], np.cumsum(sum(lengths))]).astype(np.int64)
        ids, start = np.empty(indptr[-1], dtype=np.int32), indptr[:-1].copy()
        for (rows, documents), length in zip(kept, lengths, strict=True):
            first = np.cumsum(length) - length
            ids[start[documents] + np.arange(len(rows)) - first[documents]] = rows
            start += length
        return Corpus(ids, indptr, n_unknown.astype(np.int64))

    def named(self, document: Any, analyzer: Analyzer) -> tuple[list[str], Rows]:
        """Return the terms of one document as they stand in it, and their rows.

        Parameters
        ----------
        document : str
            A document.

        analyzer : Analyzer
            As for `encode`.

        Returns
        -------
        names : list of str
            For each occurrence of a term; of one that shares its row, its own.

        rows : ndarray of shape (n_names,), dtype=int32
            Their rows.
        """
        raw, unknown = self._read([document], analyzer, apart=True)
        known = np.where(raw.ids < len(self.token_rows), raw.ids, -1)
        texts = [*self.tokens, *unknown]
        tokens = [texts[i] for i in raw.ids]
        names, found = [], []
        for n, (rows, _) in self._parts(raw, known, unknown):
            if n == 0:
                mine = [CHARACTERS + gram for token in tokens for gram in self.characters(token)]
            else:
                mine = [" ".join(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]
            names += [name for name, row in zip(mine, rows, strict=True) if row >= 0]
            found.append(rows[rows >= 0])
        return names, np.concatenate(found)

    def characters(self, token: str) -> list[str]:
        """Return the sequences of characters of a token between ``<`` and ``>``."""
        return character_sequences(token, self.chars) if self.chars is not None else []

    def _read(
        self, documents: object, analyzer: Analyzer, *, apart: bool
    ) -> tuple[RawTokens, list[str]]:
        """Tokens as numbers; unknown ones are told apart and returned, or all have one number."""
        get, n = self.tokens.get, len(self.token_rows)
        if not apart:
            return read_tokens(documents, analyzer, lambda t: map(get, t, repeat(n))), []
        extra: dict[str, int] = {}

        def number(token: str) -> int:
            found = get(token)
            return extra.setdefault(token, n + len(extra)) if found is None else found

        raw = read_tokens(documents, analyzer, lambda t: map(number, t))
        return raw, list(extra)

    def _parts(
        self, raw: RawTokens, known: Rows, unknown: Sequence[str]
    ) -> list[tuple[int, tuple[Rows, Ids]]]:
        """Rows and documents of the sequences of each length; 0 stands for characters."""
        document = document_of(raw)
        parts = []
        if self.words.least == 1:
            rows = np.append(self.token_rows, np.int32(-1))[known]
            parts.append((1, (rows, document)))
        place = known.astype(np.int64)
        for n in range(2, self.words.most + 1):
            # a beginning that is not there (-1) makes a key below all of them
            keys, whole = longer(place, known, document, n, len(self.token_rows))
            level = self.levels[n - 2]
            place = find(level.keys, keys, known[n - 1 :] >= 0)
            rows = np.append(level.rows, np.int32(-1))[place]
            if n >= self.words.least:
                parts.append((n, (rows[whole], document[n - 1 :][whole])))
        if self.chars is not None:
            parts.append((0, self._character_rows(raw, document, unknown)))
        return parts

    def _character_rows(
        self, raw: RawTokens, document: Ids, unknown: Sequence[str]
    ) -> tuple[Rows, Ids]:
        """Rows of the characters of each token: found once for each that occurs."""
        texts = [*self.tokens, *unknown]
        used, place = np.unique(raw.ids, return_inverse=True)
        grams = [self.characters(texts[i]) for i in used.tolist()]
        sizes = np.array([len(mine) for mine in grams], dtype=np.int64)
        rows = np.array([self.grams.get(g, -1) for mine in grams for g in mine], dtype=np.int32)
        indptr = np.concatenate([[0], np.cumsum(sizes)])
        return take_lists(rows, indptr, place)[0], np.repeat(document, sizes[place])


def document_of(raw: RawTokens) -> Ids:
    """Return the document of each token, (n_tokens,)."""
    return np.repeat(np.arange(len(raw.indptr) - 1), np.diff(raw.indptr))


def longer(
    place: Ids, tokens: Rows, document: Ids, n: int, n_known: int
) -> tuple[Ids, NDArray[np.bool_]]:
    """Return the keys of the sequences of n tokens, and which of them lie in one document.

    ``place`` has the places of the sequences of n - 1 tokens, by where they begin.
    """
    last = tokens[n - 1 :]
    whole = document[n - 1 :] == document[: len(last)]
    return place[: len(last)] * n_known + last, whole


def find(keys: Ids, wanted: Ids, good: NDArray[np.bool_]) -> Ids:
    """Return the places of wanted keys among sorted ones, -1 where there is none."""
    if not len(keys):
        return np.full(len(wanted), -1)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(good & (keys[place] == wanted), place, -1)


def character_sequences(token: str, lengths: Sequences) -> list[str]:
    """Return the sequences of characters of ``<token>``, except all of it and a bracket alone."""
    text = f"<{token}>"
    return [
        text[i : i + n]
        for n in range(lengths.least, min(lengths.most, len(text) - 1) + 1)
        for i in range(n == 1, len(text) - max(n, 2) + 1)
    ]
