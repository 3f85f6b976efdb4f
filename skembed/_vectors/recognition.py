"""Recognize the format of a vector file by its first bytes; no rows are read here.

Printable text is never mistaken for binary, and the header is checked against the file size.
"""

from __future__ import annotations

import codecs
import re

from .layout import PIECE, Layout
from .text import is_row

# The numbers of terms and components must be below this, because ids are int32.
_LIMIT = 1 << 31

# Bytes that printable text has in no encoding, but that are common in a matrix of floats.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")

_UNKNOWN = (
    "it is not word2vec text or binary, nor GloVe text. If it was saved by gensim or joblib, it is "
    "a pickle, which can run code and so is never opened from a path: if you trust it, load it "
    "yourself, with KeyedVectors.load(path) of gensim, and pass the object"
)


def recognize(head: bytes) -> Layout:
    """Return the layout of a file, given its first bytes."""
    start = _start(head)
    first, newline, rest = head[start:].partition(b"\n")
    if not first.strip():
        raise ValueError("it is empty, or begins with an empty line")
    if first.startswith(b"PK\x03\x04"):
        raise ValueError("it is a zip archive: unpack it, and give the path of the file inside")
    fields = first.split()
    if len(fields) == 2 and all(field.isdigit() for field in fields):
        n_terms, n_components = map(int, fields)
        if not (0 < n_terms < _LIMIT and 0 < n_components < _LIMIT):
            raise ValueError(f"its header says {n_terms} terms of {n_components} numbers each")
        is_binary = not _is_text(rest, n_components)
        return Layout(n_terms, n_components, is_binary, start + len(first) + 1)
    is_whole = newline or len(head) < PIECE
    if not is_whole or not is_row(first, len(fields) - 1):
        raise ValueError(_UNKNOWN)
    return Layout(None, len(fields) - 1, False, start)


def _start(head: bytes) -> int:
    """Return where the first line begins: after the byte order mark that some programs write.

    Before a space, it is a term of its own.
    """
    mark = codecs.BOM_UTF8
    return len(mark) if head.startswith(mark) and not head.startswith(mark + b" ") else 0


def _is_text(rows: bytes, n_components: int) -> bool:
    """Return whether the rows are text; printable text always is, even if it is not a valid row."""
    return is_row(rows.partition(b"\n")[0], n_components) or not _CONTROL.search(rows)


def check_size(layout: Layout, size: int) -> None:
    """Raise an error if the header claims more rows than fit into the file."""
    if layout.n_terms is None:
        return
    # The shortest row has an empty term and, in text, numbers of one digit.
    shortest = 1 + layout.n_components * (4 if layout.is_binary else 2)
    if layout.n_terms * shortest > size - layout.start + 1:  # the last line may lack a newline
        raise ValueError(
            f"its header says {layout.n_terms:,} terms of {layout.n_components:,} numbers each, "
            f"but its {size:,} bytes are too few for them"
        )
