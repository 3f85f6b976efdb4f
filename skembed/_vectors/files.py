"""Files of vectors: what their bytes say they are, and the rows that they hold.

Two things always hold. No file is unpickled, whatever its name, so reading one never runs code.
Memory is taken for what a file holds, not for what its header says. The door is `_vectors.sources`.
"""

from __future__ import annotations

import bz2
import gzip
import itertools
import lzma
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import IO, Any, NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike

from .._core.embedding import Embedding

# Bytes that are looked at before the first row, and that are read at a time.
_PIECE = 1 << 20

# Neither terms nor components can be so many: ids are int32.
_LIMIT = 1 << 31

# What compressed files begin with; for bzip2 all of it, because a term could begin with BZh.
_COMPRESSED: tuple[tuple[re.Pattern[bytes], Any], ...] = (
    (re.compile(rb"\x1f\x8b"), gzip.open),
    (re.compile(rb"BZh[1-9]1AY&SY"), bz2.open),
    (re.compile(rb"\xfd7zXZ\x00"), lzma.open),
)

# Bytes that printable text has in no encoding, and a matrix of floats has in plenty.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")

_UNKNOWN = (
    "it is not word2vec text or binary, nor GloVe text. If it was saved by gensim or joblib, it is "
    "a pickle, which can run code and so is never opened from a path: if you trust it, load it "
    "yourself, with KeyedVectors.load(path) of gensim, and pass the object"
)


class _Layout(NamedTuple):
    """How a file keeps its rows."""

    n_terms: int | None  # None: there is no header, a row is a line
    n_components: int
    is_binary: bool
    start: int  # where the first row begins


def read_vectors(path: str) -> Embedding:
    """Read word2vec text or binary or GloVe text, also compressed by gzip, bzip2 or xz.

    Parameters
    ----------
    path : str
        A file.

    Returns
    -------
    embedding : Embedding
        Terms and vectors.

    Raises
    ------
    ValueError
        If it is another kind of file, or damaged; the message continues a sentence.
    """
    with open(path, "rb") as raw, _decompress(raw) as file:
        layout = _recognize(file.read(_PIECE))
        # What is compressed says nothing certain about its size.
        size = os.fstat(raw.fileno()).st_size if file is raw else None
        if size is not None:
            _check_size(layout, size)
        file.seek(layout.start)
        rows = (_binary_rows if layout.is_binary else _text_rows)(file, layout)
        return _collect(rows, layout, capacity=0 if size is None else layout.n_terms or 0)


def _decompress(raw: IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    """Return the file, or what it holds if it is compressed."""
    first = raw.read(10)
    raw.seek(0)
    opened = next((opener(raw) for magic, opener in _COMPRESSED if magic.match(first)), raw)
    return cast(AbstractContextManager[IO[bytes]], opened)


def _recognize(head: bytes) -> _Layout:
    """Tell the layout by the first bytes of a file."""
    first, newline, rest = head.partition(b"\n")
    if not first.strip():
        raise ValueError("it is empty, or begins with an empty line")
    if first.startswith(b"PK\x03\x04"):
        raise ValueError("it is a zip archive: unpack it, and give the path of the file inside")
    fields = first.split()
    if len(fields) == 2 and all(field.isdigit() for field in fields):
        n_terms, n_components = map(int, fields)
        if not (0 < n_terms < _LIMIT and 0 < n_components < _LIMIT):
            raise ValueError(f"its header says {n_terms} terms of {n_components} numbers each")
        return _Layout(n_terms, n_components, not _is_text(rest, n_components), len(first) + 1)
    is_whole = newline or len(head) < _PIECE
    if not is_whole or not _is_row(first, len(fields) - 1):
        raise ValueError(_UNKNOWN)
    return _Layout(None, len(fields) - 1, False, 0)


def _is_text(rows: bytes, n_components: int) -> bool:
    """Tell whether these rows are text; printable text always is, also where it is no row."""
    return _is_row(rows.partition(b"\n")[0], n_components) or not _CONTROL.search(rows)


def _is_row(line: bytes, n_components: int) -> bool:
    """Tell whether a line is text: a term, then that many numbers."""
    try:
        _parse(line, n_components)
    except ValueError:
        return False
    return n_components > 0


def _parse(line: bytes, n_components: int) -> tuple[str, list[float]]:
    """Return the term and the numbers of a line; the term may hold spaces."""
    term, *numbers = line.rstrip().rsplit(b" ", n_components)
    if len(numbers) != n_components:
        raise ValueError(f"it holds {len(numbers)} of {n_components} numbers")
    return term.decode("utf-8"), [float(number) for number in numbers]


def _check_size(layout: _Layout, size: int) -> None:
    """Refuse a header that asks for more rows than the file has room for."""
    if layout.n_terms is None:
        return
    # The shortest row has an empty term, and as text numbers of one digit.
    shortest = 1 + layout.n_components * (4 if layout.is_binary else 2)
    if layout.n_terms * shortest > size - layout.start + 1:  # the last line may have no end
        raise ValueError(
            f"its header says {layout.n_terms:,} terms of {layout.n_components:,} numbers each, "
            f"for which its {size:,} bytes are too few"
        )


def _text_rows(file: IO[bytes], layout: _Layout) -> Iterator[tuple[str, ArrayLike]]:
    """Yield the term and the numbers of each line."""
    start = 1 if layout.n_terms is None else 2
    for number, line in enumerate(itertools.islice(file, layout.n_terms), start):
        try:
            row = _parse(line, layout.n_components)
        except ValueError as error:
            raise ValueError(f"line {number} is not a term with its vector: {error}") from error
        yield row


def _binary_rows(file: IO[bytes], layout: _Layout) -> Iterator[tuple[str, ArrayLike]]:
    """Yield the term and the vector of each row, until the file ends."""
    assert layout.n_terms is not None
    buffer, at = bytearray(), 0
    for row in range(layout.n_terms):
        while True:
            space = buffer.find(b" ", at)
            end = space + 1 + 4 * layout.n_components
            if space >= 0 and end <= len(buffer):
                break
            if space < 0 and len(buffer) - at > _PIECE:
                raise ValueError(f"the term of row {row} has no end")
            del buffer[:at]
            at = 0
            piece = file.read(_PIECE)
            if not piece:
                return
            buffer += piece
        try:
            term = buffer[at:space].decode("utf-8")
        except UnicodeDecodeError as error:
            raise ValueError(f"the term of row {row} is not UTF-8: {error}") from error
        # Some programs end each vector with a newline, which is then before the next term.
        yield term.lstrip("\n"), np.frombuffer(buffer[space + 1 : end], dtype="<f4")
        at = end
    if (buffer[at:] + file.read(1)).strip(b"\n"):
        raise ValueError(f"bytes follow the {layout.n_terms:,} terms of its header")


def _collect(rows: Iterable[tuple[str, ArrayLike]], layout: _Layout, *, capacity: int) -> Embedding:
    """Make an embedding of rows, with memory for ``capacity`` of them at first."""
    terms: list[str] = []
    vectors = np.empty((capacity, layout.n_components), dtype=np.float32)
    for term, vector in rows:
        if len(terms) == len(vectors):
            more = max(len(terms) // 4, _PIECE // (4 * layout.n_components), 1)
            vectors.resize((len(terms) + more, layout.n_components), refcheck=False)
        vectors[len(terms)] = vector
        terms.append(term)
    if len(terms) < (layout.n_terms or 0):
        raise ValueError(f"it ends after {len(terms):,} of the {layout.n_terms:,} terms")
    vectors.resize((len(terms), layout.n_components), refcheck=False)
    return Embedding(terms, vectors)
