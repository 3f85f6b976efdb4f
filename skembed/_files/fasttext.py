"""Read the models that the fastText program saves as ``.bin``: words and rows of n-grams.

Labels, counts and the output matrix are not read. A quantized model (``.ftz``) is refused.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from .._kernels.vectors import count_finite, split_entries
from .collecting import GrowingMatrix, Matrix, collect
from .decoding import decode_terms
from .layout import BLOCK, NGramRows, Request, VectorTable
from .opening import Content

MAGIC = struct.pack("<i", 793712314)

# version; dim, ws, epoch, minCount, neg, wordNgrams, loss, model, bucket, minn, maxn, lrUpdateRate,
# t; then of the dictionary: size, nwords, nlabels, ntokens, pruneidx_size.
_HEADER = struct.Struct("<13id3i2q")
_SUPERVISED = 3

# An entry of the dictionary is a word, a zero byte, its count and its type.
_COUNT_AND_TYPE = 9
_LONGEST_WORD = 1 << 20  # in bytes


class _Model(NamedTuple):
    """The numbers in the header that matter here."""

    d: int
    n_entries: int
    n_words: int
    n_buckets: int  # 0 if the words have no n-grams of characters
    min_n: int
    max_n: int


def read_fasttext(
    file: Content, size: int | None, request: Request, notes: list[str]
) -> VectorTable:
    """Read the words with their rows, and the rows of n-grams, if the model has any."""
    model = _read_header(file)
    terms, at = _read_words(file, model, request)
    file.seek(at)
    head = file.read(17)
    is_quantized, m, n = struct.unpack("<?qq", head.ljust(17, b"\0"))
    if is_quantized:
        raise ValueError(
            "it is a quantized fastText model (.ftz), whose vectors are not stored: use the model "
            "before quantization, or the vectors that the fastText program prints"
        )
    if n != model.d or m < model.n_words + model.n_buckets:
        raise ValueError(f"its matrix of {m:,} x {n:,} does not fit its header (byte {at + 1:,})")
    at += 17
    if size is not None and at + 4 * m * n > size:
        raise ValueError(f"it ends after {size:,} bytes, in its matrix of {m:,} x {n:,} numbers")
    capacity = len(terms) if size is not None and request.vocabulary is None else 0
    matrix = GrowingMatrix(model.d, capacity)
    table = collect(_word_rows(file, terms, matrix), matrix, request, notes)
    if not model.n_buckets:
        return table
    file.seek(at + 4 * n * model.n_words)
    grams = GrowingMatrix(model.d, 0 if size is None else model.n_buckets)
    for rows in _rows(file, model.n_buckets, grams, "bucket"):
        grams.append(rows)
    ngrams = NGramRows(grams.result(), model.min_n, model.max_n, are_added=False)
    return table._replace(ngrams=ngrams)


def _read_header(file: Content) -> _Model:
    file.seek(len(MAGIC))
    raw = file.read(_HEADER.size)
    if len(raw) < _HEADER.size:
        raise ValueError("it ends in the header of a fastText model")
    numbers = _HEADER.unpack(raw)
    version, d, kind, n_buckets, min_n, max_n = (numbers[i] for i in (0, 1, 8, 9, 10, 11))
    n_entries, n_words = numbers[14:16]
    if version not in (11, 12):
        raise ValueError(f"it is a fastText model of version {version}; 11 and 12 can be read")
    if version == 11 and kind == _SUPERVISED:
        max_n = 0  # such models have no n-grams of characters, whatever the header says
    if d < 1 or not 0 < n_words <= n_entries or min(n_buckets, min_n) < 0:
        raise ValueError(f"its header says {n_words:,} words of {d:,} numbers each")
    if max_n <= 0 or max_n < min_n:
        n_buckets = 0
    return _Model(d, n_entries, n_words, n_buckets, min_n, max_n)


def _read_words(file: Content, model: _Model, request: Request) -> tuple[list[str], int]:
    """Return the words that are wanted, and the position of the matrix."""
    n_wanted = min(model.n_words, request.limit or model.n_words)
    words: list[str] = []
    rest, at, n_done = b"", len(MAGIC) + _HEADER.size, 0
    while n_done < model.n_entries:
        piece = file.read(BLOCK)
        data = rest + piece
        found = np.empty(len(data), dtype=np.uint8)
        n_left = model.n_entries - n_done
        n, n_read, n_written = split_entries(data, n_left, _COUNT_AND_TYPE, found)
        if len(words) < n_wanted:
            words += _decoded(found[:n_written].tobytes(), n_wanted - len(words), n_done, request)
        at, rest, n_done = at + n_read, data[n_read:], n_done + n
        if n_done < model.n_entries and (not piece or len(rest) > _LONGEST_WORD):
            raise ValueError(f"it ends, or is damaged, in word {n_done:,} of its dictionary")
    return words, at


def _decoded(joined: bytes, n_wanted: int, row: int, request: Request) -> list[str]:
    """Decode the first words, each of which a zero byte ends; the others need not be text."""
    if joined.count(b"\0") > n_wanted:
        joined = b"\0".join([*joined.split(b"\0", n_wanted)[:n_wanted], b""])
    return decode_terms(joined, request, lambda i: f"row {row + i}", "\0")


def _word_rows(
    file: Content, terms: list[str], matrix: GrowingMatrix
) -> Iterator[tuple[list[str], Matrix]]:
    row = 0
    for vectors in _rows(file, len(terms), matrix, "row"):
        yield terms[row : row + len(vectors)], vectors
        row += len(vectors)


def _rows(file: Content, n_rows: int, matrix: GrowingMatrix, name: str) -> Iterator[Matrix]:
    """Read rows into the next free ones of ``matrix``, some megabytes at a time."""
    row_bytes = matrix.free(1).nbytes
    step = max(BLOCK // row_bytes, 1)
    for row in range(0, n_rows, step):
        vectors = matrix.free(min(step, n_rows - row))
        n_bytes = file.readinto(vectors.data.cast("B"))
        if n_bytes < vectors.nbytes:
            raise ValueError(f"it ends in {name} {row + n_bytes // row_bytes:,} of its matrix")
        n_finite = count_finite(vectors)
        if n_finite < len(vectors):
            raise ValueError(f"{name} {row + n_finite:,} is not finite")
        yield vectors
