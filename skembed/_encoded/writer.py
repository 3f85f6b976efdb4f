"""`Writer`: number the tokens of all documents and write them to a folder, shard by shard.

A folder has no header before all documents are in it, so that unfinished ones are not mistaken for
finished ones. Documents are read elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from .._core.checks import as_terms
from .._core.corpus import N_IDS
from .._text.analyzer import Analyzer
from .._text.distinct import DistinctTokens
from .._text.numbers import TokenIds
from .._text.vocabulary import count_tokens
from .analysis import check_same, from_json, to_json
from .files import (
    DRAFT,
    FORMAT,
    HEADER,
    LOCK,
    UNFINISHED,
    VERSION,
    VOCABULARY,
    Shard,
    TokenCounts,
    damaged,
    read_json,
    read_shard,
    shard_name,
    strings_in,
    write_arrays,
    write_json,
)

T = TypeVar("T")


class Writer:
    """Writes a folder, or goes on with one that is unfinished; the caller holds its lock."""

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        self.folder = folder
        self.head = {
            "format": FORMAT,
            "version": VERSION,
            "parameters": to_json(analyzer.parameters),
        }
        self.numbers: dict[str, int] = {}  # of the tokens, in the order of their first occurrence
        none = np.zeros(0, dtype=np.int64)
        self.counts = none, none  # of occurrences, and of documents
        self.sizes: list[tuple[int, int, int]] = []  # documents, tokens, bytes of each shard
        for draft in folder.glob(f"*{DRAFT}"):
            draft.unlink()
        names = {path.name for path in folder.iterdir()} - {LOCK}
        if HEADER not in names and {UNFINISHED, shard_name(0)} <= names:
            self._go_on(analyzer)
        else:
            _check_empty(folder, names - {UNFINISHED})
            self._write(write_json, UNFINISHED, self.head)

    @property
    def n_documents(self) -> int:
        """Number of documents in the shards."""
        return sum(n for n, _, _ in self.sizes)

    def _go_on(self, analyzer: Analyzer) -> None:
        """Read the shards that are there."""
        recorded = from_json(read_json(self.folder / UNFINISHED)["parameters"])
        to_do = f"Choose the same parameters to go on in '{self.folder}', or another folder."
        check_same(recorded, analyzer, "the vectorizer", to_do)
        while (path := self.folder / shard_name(len(self.sizes))).exists():
            shard = read_shard(path, N_IDS)
            for token in strings_in(path, shard):
                self.numbers[token] = len(self.numbers)
            if shard.ids.max(initial=-1) >= len(self.numbers):
                raise damaged(path, "it has ids of tokens that are in no shard")
            self._note(path, shard)

    def matches_last(self, raw: TokenIds, tokens: list[str]) -> bool:
        """Return whether documents have the tokens of the last shard."""
        shard = read_shard(self.folder / shard_name(len(self.sizes) - 1), len(self.numbers))
        ids = np.array([self.numbers.get(token, -1) for token in tokens], dtype=np.int32)
        same_ends = np.array_equal(raw.indptr, shard.indptr)
        return same_ends and np.array_equal(ids.take(raw.ids), shard.ids)

    def add(self, raw: TokenIds, tokens: list[str]) -> None:
        """Write a shard of documents, whose distinct tokens have the numbers 0, 1, 2, ..."""
        terms: list[str] = as_terms(tokens).tolist() if tokens else []
        n_before, numbers = len(self.numbers), self.numbers
        ids = np.array([numbers.setdefault(term, len(numbers)) for term in terms], dtype=np.int64)
        if len(numbers) > N_IDS:
            raise ValueError(
                f"The documents have more than {N_IDS} distinct tokens, more than ids can number. "
                "Choose other text parameters, or encode fewer documents."
            )
        new = [terms[i] for i in np.flatnonzero(ids >= n_before).tolist()]
        added = DistinctTokens.of(new)
        shard = Shard(ids.astype(np.int32).take(raw.ids), raw.indptr, added.text, added.begins)
        name = shard_name(len(self.sizes))
        self._write(write_arrays, name, shard)
        self._note(self.folder / name, shard)

    def clear(self) -> None:
        """Delete all shards."""
        for path in self.folder.glob(shard_name(0).replace("000000", "*")):
            path.unlink()

    def finish(self) -> None:
        """Write the vocabulary and, last of all, the header."""
        tokens = DistinctTokens.of(self.numbers)
        counts = TokenCounts(tokens.text, tokens.begins, *self.counts)
        self._write(write_arrays, VOCABULARY, counts)
        n_bytes = (self.folder / VOCABULARY).stat().st_size
        sizes = {"vocabulary": (len(self.numbers), n_bytes), "shards": self.sizes}
        self._write(write_json, HEADER, {**self.head, **sizes})
        (self.folder / UNFINISHED).unlink()

    def _note(self, path: Path, shard: Shard) -> None:
        """Count the tokens of a shard that is on the disk."""
        raw = TokenIds(shard.ids, shard.indptr)
        mine = count_tokens(raw, len(self.numbers))
        for new, old in zip(mine, self.counts, strict=True):
            new[: len(old)] += old
        self.counts = mine
        self.sizes.append((len(raw.indptr) - 1, len(raw.ids), path.stat().st_size))

    def _write(self, write: Callable[[Path, T], None], name: str, content: T) -> None:
        try:
            write(self.folder / name, content)
        except OSError as error:
            raise ValueError(
                f"{name} could not be written in '{self.folder}': {error}. The first "
                f"{self.n_documents} documents are encoded there. Make room, and call encode with "
                "all documents again: it goes on after them."
            ) from error


def _check_empty(folder: Path, names: set[str]) -> None:
    """Raise a ValueError if a folder has files."""
    if HEADER in names:
        raise ValueError(
            f"'{folder}' has encoded documents already: open them with EncodedCorpus, delete "
            "the folder, or choose another one."
        )
    if names:
        raise ValueError(
            f"'{folder}' has other files, such as {min(names)!r}. Choose an empty or a new folder."
        )
