"""`MappedCorpus`: a corpus in unnamed files, for documents that do not fit into memory.

The files are written elsewhere. They are deleted with the last array that is mapped from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

import numpy as np

from .corpus import Corpus, made_corpus
from .mapped_files import mapped_file, release
from .pieces import Size, cut

_ARRAYS = ("ids", "indptr", "n_unknown")


class MappedCorpus(Corpus):
    """A corpus whose arrays are mapped from files; `part` copies some documents into memory.

    What is read from a mapped array stays in memory, as far as there is room, until `release`.
    """

    def part(self, first: int, last: int) -> Corpus:
        """Copy the documents ``first`` to ``last - 1`` into memory."""
        found = super().part(first, last)
        copied = made_corpus(found.ids.copy(), found.indptr, found.n_unknown.copy())
        self.release()
        return copied

    def release(self) -> None:
        """Let go of the memory of what was read; the arrays stay as they are."""
        for name in _ARRAYS:
            release(getattr(self, name))


def parts_of(corpus: Corpus, size: Size) -> Iterator[Corpus]:
    """Yield the documents in parts of limited size, those of a mapped corpus as copies."""
    for *_, rows in cut(corpus.ids, corpus.indptr, size):
        yield corpus.part(rows.start, rows.stop)


def mapped_corpus(files: Sequence[IO[bytes]]) -> MappedCorpus:
    """Map ids (int32), ``indptr`` and ``n_unknown`` (int64) from files, which the caller closes."""
    corpus = object.__new__(MappedCorpus)
    for file, name in zip(files, _ARRAYS, strict=True):
        corpus.__dict__[name] = mapped_file(file, np.int32 if name == "ids" else np.int64)
    return corpus
