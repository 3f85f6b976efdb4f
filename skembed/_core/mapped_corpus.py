"""`MappedCorpus`: a corpus in unnamed files, for documents that do not fit into memory.

The files are written elsewhere. They are deleted with the last array that is mapped from them.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from .corpus import Corpus, made_corpus
from .pieces import Size, cut


class MappedCorpus(Corpus):
    """A corpus whose arrays are mapped from files; `part` copies some documents into memory.

    What is read from a mapped array stays in memory, as far as there is room, until `release`.
    """

    _maps: list[mmap.mmap]

    def part(self, first: int, last: int) -> Corpus:
        """Copy the documents ``first`` to ``last - 1`` into memory."""
        found = super().part(first, last)
        copied = made_corpus(found.ids.copy(), found.indptr, found.n_unknown.copy())
        self.release()
        return copied

    def release(self) -> None:
        """Let go of the memory of what was read; the arrays stay as they are."""
        if hasattr(mmap, "MADV_DONTNEED"):  # Windows frees memory by itself
            for mapped in self._maps:
                mapped.madvise(mmap.MADV_DONTNEED)


def parts_of(corpus: Corpus, size: Size) -> Iterator[Corpus]:
    """Yield the documents in parts of limited size, those of a mapped corpus as copies."""
    for *_, rows in cut(corpus.ids, corpus.indptr, size):
        yield corpus.part(rows.start, rows.stop)


def mapped_corpus(files: Sequence[IO[bytes]]) -> MappedCorpus:
    """Map ids (int32), ``indptr`` and ``n_unknown`` (int64) from files, which the caller closes."""
    corpus = object.__new__(MappedCorpus)
    corpus.__dict__["_maps"] = maps = list[mmap.mmap]()
    for file, name in zip(files, ("ids", "indptr", "n_unknown"), strict=True):
        corpus.__dict__[name] = _mapped(file, np.int32 if name == "ids" else np.int64, maps)
    return corpus


def _mapped(file: IO[bytes], dtype: type[np.generic], maps: list[mmap.mmap]) -> NDArray[Any]:
    file.flush()
    if not file.seek(0, 2):  # an empty file cannot be mapped
        return np.empty(0, dtype=dtype)
    # Copy on write. Not np.memmap, because joblib would look for a file name to share it.
    maps.append(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    return np.frombuffer(maps[-1], dtype=dtype)
