"""Write text vectors, and check that they can be read: not every term can be told from a number."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import IO

import numpy as np

from .._kernels.vectors import parse_rows
from .decoding import encode_text
from .layout import HEAD, VectorTable
from .recognition import recognize

# Number of numbers to write at once.
_PIECE = 1 << 18


def write_word2vec(file: IO[bytes], table: VectorTable) -> None:
    """Write the header, then a line for each term."""
    _write(file, table, "word2vec", b"%d %d\n" % table.vectors.shape)


def write_glove(file: IO[bytes], table: VectorTable) -> None:
    """Write a line for each term."""
    _write(file, table, "glove", b"")


def _write(file: IO[bytes], table: VectorTable, format: str, header: bytes) -> None:
    head = bytearray(header)
    for text in _lines(table, format):
        if len(head) < HEAD:
            head += text[: HEAD - len(head)]
        if header:
            file.write(header)
            header = b""
        file.write(text)
    if not _is_recognized(bytes(head), format, table.vectors.shape[1]):
        raise ValueError(
            f"A file of these terms in the format {format!r} would be read as another one, because "
            "the first lines do not show where terms end: use 'safetensors'."
        )


def _is_recognized(head: bytes, format: str, n_components: int) -> bool:
    """Return whether a file with these first bytes is read as what it is."""
    try:
        layout = recognize(head)
    except ValueError:
        return False
    same = (layout.format, layout.n_components) == (format, n_components)
    return same and not head.startswith(BOM_UTF8)


def _lines(table: VectorTable, format: str) -> Iterator[bytes]:
    """Yield text of many lines; nine digits are enough for the same bits of float32."""
    n_components = table.vectors.shape[1]
    pattern = "%s " + " ".join(["%.9g"] * n_components) + "\n"
    step = max(_PIECE // n_components, 1)
    for start in range(0, len(table.terms), step):
        terms = table.terms[start : start + step]
        vectors = table.vectors[start : start + step]
        rows = zip(terms, vectors.tolist(), strict=True)
        text = encode_text("".join([pattern % (term, *numbers) for term, numbers in rows]))
        _check(text, terms, vectors, start, format)
        yield text


def _check(text: bytes, terms: list[str], vectors: np.ndarray, start: int, format: str) -> None:
    """Raise an error for the first term that would not come back."""
    found, joined = np.empty_like(vectors), np.empty(len(text), dtype=np.uint8)
    n_read, _, n_written = parse_rows(text, found, joined)
    back = joined[:n_written].tobytes().decode("utf-8").split("\n")[:-1]
    same = [a == b for a, b in zip(terms, back, strict=False)]
    if len(same) < len(terms) or not all(same):
        row = same.index(False) if False in same else n_read
        raise ValueError(
            f"The term {terms[row]!r} (row {start + row}) cannot be saved in the format {format!r}"
            ": a newline, or a number at its end, would be read otherwise. Use 'safetensors'."
        )
