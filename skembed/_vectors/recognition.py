"""Which format a file of vectors has, told by its first bytes. No row is read here.

Printable text is never taken for binary, and a header is compared with the size of the file.
"""

from __future__ import annotations

import codecs
import re

from .layout import PIECE, Layout
from .text import is_row

# Neither terms nor components can be so many: ids are int32.
_LIMIT = 1 << 31

# Bytes that printable text has in no encoding, and a matrix of floats has in plenty.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")

_UNKNOWN = (
    "it is not word2vec text or binary, nor GloVe text. If it was saved by gensim or joblib, it is "
    "a pickle, which can run code and so is never opened from a path: if you trust it, load it "
    "yourself, with KeyedVectors.load(path) of gensim, and pass the object"
)


def recognize(head: bytes) -> Layout:
    """Tell the layout by the first bytes of a file."""
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
    """Tell whether these rows are text; printable text always is, also where it is no row."""
    return is_row(rows.partition(b"\n")[0], n_components) or not _CONTROL.search(rows)


def check_size(layout: Layout, size: int) -> None:
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
