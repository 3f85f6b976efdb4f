"""Recognize the format of a vector file by its first bytes; no rows are read here.

Printable text is never mistaken for binary, and the header is checked against the lines below it.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from .fasttext import MAGIC
from .layout import HEAD, Layout
from .lines import parse_line, trailing_numbers
from .safetensors import is_safetensors
from .spaced_terms import find_rows

# The numbers of terms and components must be below this, because ids are int32.
_LIMIT = 1 << 31

# Number of lines that decide how many components the rows have.
_SAMPLE = 100

# Bytes that printable text has in no encoding, but that are common in a matrix of floats.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")

_UNKNOWN = (
    "it is in none of the formats of word vectors. If it was saved by gensim or joblib, it is "
    "a pickle, which can run code and so is never opened from a path: if you trust it, load it "
    "yourself, with KeyedVectors.load(path) of gensim, and pass the object"
)


def recognize(head: bytes, format: str | None = None) -> Layout:
    """Return the layout of a file, given its first bytes; ``format`` overrides recognition."""
    if not head.strip():
        raise ValueError("it is empty")
    if format == "safetensors" or (format is None and is_safetensors(head)):
        return Layout("safetensors")
    if format == "fasttext" or (format is None and head.startswith(MAGIC)):
        return Layout("fasttext")
    start = _start(head)
    first, newline, rest = head[start:].partition(b"\n")
    if not (newline or len(head) < HEAD):
        raise ValueError(_UNKNOWN)
    header = None if format == "glove" else _header(first)
    if header is None:
        if format not in (None, "glove"):
            raise ValueError(f"it does not begin with the header of the format {format!r}")
        lines = _sample(head[start:])
        row_bytes = 1 + sum(map(len, lines)) / max(len(lines), 1)
        return Layout("glove", None, _agreed(lines), start, row_bytes)
    n_terms, n_components = header
    if format is None and n_components != 1 and _is_row_of_one(first, rest):
        return Layout("glove", None, 1, start)
    if not (0 < n_terms < _LIMIT and 0 < n_components < _LIMIT):
        raise ValueError(f"its header says {n_terms} terms of {n_components} numbers each")
    found = format or ("word2vec" if _is_text(rest, n_terms, n_components) else "word2vec-binary")
    return Layout(found, n_terms, n_components, start + len(first) + 1)


def _start(head: bytes) -> int:
    """Return where the first line begins: after the byte order mark that some programs write.

    Before a space, it is a term of its own.
    """
    mark = codecs.BOM_UTF8
    return len(mark) if head.startswith(mark) and not head.startswith(mark + b" ") else 0


def _header(first: bytes) -> tuple[int, int] | None:
    """Return the numbers of terms and of components, if the first line is a header."""
    fields = first.split()
    if len(fields) != 2 or not all(field.isdigit() for field in fields):
        return None
    n_terms, n_components = (int(field[:30]) for field in fields)
    return n_terms, n_components


def _sample(head: bytes) -> list[bytes]:
    """Return the first lines that are complete and not blank."""
    lines = head.split(b"\n", _SAMPLE)
    if len(lines) > _SAMPLE or len(head) >= HEAD:
        lines.pop()
    return [line for line in lines if line.strip()]


def _agreed(lines: list[bytes]) -> int:
    """Return the number of components that most lines agree on."""
    counts = [trailing_numbers(line) for line in lines]
    votes = Counter(count for count in counts if count)
    if 2 * votes.total() < len(lines) or not votes:
        raise ValueError(_UNKNOWN)
    (first, n_first), *others = votes.most_common(2)
    if others and others[0][1] == n_first:
        other = others[0][0]
        raise ValueError(
            f"its lines have different numbers of components: line {counts.index(first) + 1} has "
            f"{first}, line {counts.index(other) + 1} has {other}"
        )
    return first


def _is_row_of_one(first: bytes, rest: bytes) -> bool:
    """Return whether what looks like a header is a row: several lines all have one number."""
    lines = [first, *_sample(rest)]
    return len(lines) > 2 and all(
        len(line.split()) == 2 and trailing_numbers(line) == 1 for line in lines
    )


def _is_text(rows: bytes, n_terms: int, n_components: int) -> bool:
    """Return whether the rows are text; printable text always is, even if it is not a valid row."""
    try:
        parse_line(rows.partition(b"\n")[0], n_components)
    except ValueError:
        return not (_CONTROL.search(rows) or _is_small_binary(rows, n_terms, n_components))
    return True


def _is_small_binary(rows: bytes, n_terms: int, n_components: int) -> bool:
    """Return whether bytes without control characters are binary: no UTF-8, and exactly filled."""
    try:
        rows.decode("utf-8")
    except UnicodeDecodeError:
        places = find_rows(rows, min(n_terms, len(rows)), n_components, "utf-8")
        return places is not None
    return False
