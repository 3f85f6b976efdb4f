"""Read the models that the fastText program saves as ``.bin``: words and rows of n-grams.

Labels, counts and the output matrix are not read. A quantized model (``.ftz``) is refused.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .collecting import collect
from .decoding import decode_term, decode_terms
from .layout import BLOCK, NGramRows, Request, VectorTable
from .opening import Content

MAGIC = struct.pack("<i", 793712314)

# version; dim, ws, epoch, minCount, neg, wordNgrams, loss, model, bucket, minn, maxn, lrUpdateRate,
# t; then of the dictionary: size, nwords, nlabels, ntokens, pruneidx_size.
_HEADER = struct.Struct("<13id3i2q")
_SUPERVISED = 3

# An entry of the dictionary: a word, its count and its type; and the longest word in bytes.
_ENTRY = re.compile(rb"([^\0]*)\0.{9}", re.DOTALL)
_LONGEST_WORD = 1 << 20


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
    rows = _word_rows(file, terms, model.d)
    table = collect(rows, model.d, request, notes, capacity=capacity)
    if not model.n_buckets:
        return table
    file.seek(at + 4 * n * model.n_words)
    grams = np.concatenate(list(_rows(file, model.n_buckets, model.d, "bucket")))
    return table._replace(ngrams=NGramRows(grams, model.min_n, model.max_n, are_added=False))


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
    words: list[bytes] = []
    rest, at, n_left = b"", len(MAGIC) + _HEADER.size, model.n_entries
    while n_left:
        piece = file.read(BLOCK)
        data = rest + piece
        end = 0
        for found in _ENTRY.finditer(data):
            words.append(found[1])
            end = found.end()
            n_left -= 1
            if not n_left:
                break
        at, rest = at + end, data[end:]
        if n_left and (not piece or len(rest) > _LONGEST_WORD):
            row = model.n_entries - n_left
            raise ValueError(f"it ends, or is damaged, in word {row:,} of its dictionary")
    del words[min(model.n_words, request.limit or model.n_words) :]
    joined = b"\n".join(words) + b"\n"
    if joined.count(b"\n") == len(words):
        return decode_terms(joined, request, lambda i: f"row {i}"), at
    return [decode_term(word, request, f"row {i}") for i, word in enumerate(words)], at


def _word_rows(
    file: Content, terms: list[str], d: int
) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
    row = 0
    for vectors in _rows(file, len(terms), d, "row"):
        yield terms[row : row + len(vectors)], vectors
        row += len(vectors)


def _rows(file: Content, n_rows: int, d: int, name: str) -> Iterator[NDArray[np.float32]]:
    """Yield rows of the matrix, some megabytes at a time."""
    step = max(BLOCK // (4 * d), 1)
    for row in range(0, n_rows, step):
        n = min(step, n_rows - row)
        raw = file.read(4 * d * n)
        if len(raw) < 4 * d * n:
            raise ValueError(f"it ends in {name} {row + len(raw) // (4 * d):,} of its matrix")
        vectors = np.frombuffer(raw, "<f4").reshape(n, d)
        finite = np.isfinite(vectors).all(axis=1)
        if not finite.all():
            raise ValueError(f"{name} {row + int(np.argmin(finite)):,} is not finite")
        yield vectors.astype(np.float32, copy=False)
