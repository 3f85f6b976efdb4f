"""`Writer`: number the tokens of all documents and write them to a folder, shard by shard.

A folder has no header before all documents are in it, so that unfinished ones are not mistaken for
finished ones. Documents are read elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count, takewhile
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import N_IDS
from .._core.distinct_tokens import DistinctTokens
from .._core.pieces import Size, cut
from .._text.analyzer import Analyzer
from .._text.numbers import TokenIds
from .._text.reading import check_found
from .._text.token_numbers import TokenNumbers
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
    """Writes a folder, or goes on with one that is unfinished; the caller holds its lock.

    A shard ends with the document that fills it, so the files do not depend on the pieces in which
    documents are added. The documents of the last shard of an unfinished folder are added again,
    and have to make the same shard.
    """

    def __init__(self, folder: Path, analyzer: Analyzer, size: Size) -> None:
        self.folder, self.size = folder, size  # of a shard
        self.head = {
            "format": FORMAT,
            "version": VERSION,
            "parameters": to_json(analyzer.parameters),
        }
        self.numbers = TokenNumbers()
        none = np.zeros(0, dtype=np.int64)
        self.counts = none, none  # of occurrences, and of documents, of the tokens in the shards
        self.sizes: list[tuple[int, int, int]] = []  # documents, tokens, bytes of each shard
        self._waiting = TokenIds(np.zeros(0, dtype=np.int32), np.zeros(1, dtype=np.int64))
        self._last: Shard | None = None  # of an unfinished folder, until it is made again
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
        """Number of documents in the shards; the next ones are to be added."""
        return sum(n for n, _, _ in self.sizes)

    def _go_on(self, analyzer: Analyzer) -> None:
        """Read the shards that are there."""
        recorded = from_json(read_json(self.folder / UNFINISHED)["parameters"])
        to_do = f"Choose the same parameters to go on in '{self.folder}', or another folder."
        check_same(recorded, analyzer, "the vectorizer", to_do)
        names = map(shard_name, count())
        for path in takewhile(Path.exists, (self.folder / name for name in names)):
            if self._last is not None:
                self.numbers.add(DistinctTokens(self._last.text, self._last.begins))
                self._note(self._last)
            self._last = shard = read_shard(path, N_IDS)
            if shard.ids.max(initial=-1) >= len(self.numbers) + len(strings_in(path, shard)):
                raise damaged(path, "it has ids of tokens that are in no shard")

    def too_few(self, n_found: int) -> ValueError:
        """Return the error for fewer documents than in the unfinished folder."""
        assert self._last is not None
        n_before = self.n_documents + len(self._last.indptr) - 1
        return self._other(f"there are only {n_found}, and {n_before} are encoded already")

    def add(self, raw: TokenIds, tokens: DistinctTokens) -> None:
        """Add documents, whose distinct tokens have the numbers 0, 1, 2, ..."""
        if len(self.numbers) + len(tokens) >= N_IDS:
            raise ValueError(
                f"The documents have more than {N_IDS} distinct tokens, more than ids can number. "
                "Choose other text parameters, or encode fewer documents."
            )
        numbers = self.numbers.add(tokens)
        for ids, indptr, _ in cut(*raw, self.size):
            before = self._waiting
            joined = np.concatenate([before.ids, numbers.take(ids)])
            ends = np.concatenate([before.indptr, before.indptr[-1] + indptr[1:]])
            self._waiting = TokenIds(joined, ends)
            while (n := self._n_full()) < len(self._waiting.indptr):
                self._end_shard(n)

    def _n_full(self) -> int:
        """Return the number of documents that fill a shard; more than there are if none do."""
        if self._last is not None:
            return len(self._last.indptr) - 1
        n = int(np.searchsorted(self._waiting.indptr, self.size.n_tokens))
        return min(n, self.size.n_documents)

    def _end_shard(self, n: int) -> None:
        """Make a shard of the first ``n`` documents that wait for it."""
        (ids, indptr), n_before = self._waiting, len(self.counts[0])
        end = indptr[n]
        self._waiting = TokenIds(ids[end:].copy(), indptr[n:] - end)
        ids = ids[:end]
        new = self.numbers.tokens(n_before, max(n_before, 1 + int(ids.max(initial=-1))))
        shard = Shard(ids, indptr[: n + 1], new.text, new.begins)
        if self._last is None:
            self._write(write_arrays, shard_name(len(self.sizes)), shard)
        elif not _same(shard, self._last):
            first = self.n_documents
            raise self._other(f"documents {first} to {first + n - 1} have other tokens")
        self._last = None
        self._note(shard)

    def finish(self) -> None:
        """Write the last shard, the vocabulary and, last of all, the header."""
        n_waiting = len(self._waiting.indptr) - 1
        if self._last is not None:
            raise self.too_few(self.n_documents + n_waiting)
        if n_waiting:
            self._end_shard(n_waiting)
        if not len(self.numbers):
            for path in self.folder.glob(shard_name(0).replace("000000", "*")):
                path.unlink()  # with other parameters, there may be tokens
        check_found(self.n_documents, len(self.numbers), "encode")
        tokens = self.numbers.tokens()
        counts = TokenCounts(tokens.text, tokens.begins, *self.counts)
        self._write(write_arrays, VOCABULARY, counts)
        n_bytes = (self.folder / VOCABULARY).stat().st_size
        sizes = {"vocabulary": (len(tokens), n_bytes), "shards": self.sizes}
        self._write(write_json, HEADER, {**self.head, **sizes})
        (self.folder / UNFINISHED).unlink()

    def _note(self, shard: Shard) -> None:
        """Count the tokens of the next shard, which is on the disk."""
        mine = count_tokens(
            TokenIds(shard.ids, shard.indptr), len(self.counts[0]) + len(shard.begins) - 1
        )
        for new, old in zip(mine, self.counts, strict=True):
            new[: len(old)] += old
        self.counts = mine
        n_bytes = (self.folder / shard_name(len(self.sizes))).stat().st_size
        self.sizes.append((len(shard.indptr) - 1, len(shard.ids), n_bytes))

    def _write(self, write: Callable[[Path, T], None], name: str, content: T) -> None:
        try:
            write(self.folder / name, content)
        except OSError as error:
            raise ValueError(
                f"{name} could not be written in '{self.folder}': {error}. The first "
                f"{self.n_documents} documents are encoded there. Make room, and call encode with "
                "all documents again: it goes on after them."
            ) from error

    def _other(self, why: str) -> ValueError:
        return ValueError(
            f"These are not the documents that were encoded in '{self.folder}' before: {why}. Pass "
            "the same documents in the same order, or choose another folder."
        )


def _same(arrays: Iterable[NDArray[Any]], others: Iterable[NDArray[Any]]) -> bool:
    """Return whether each array equals the other one."""
    return all(map(np.array_equal, arrays, others))


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
