"""Read and write word2vec's binary format: rows of a term, a space and raw float32 numbers.

Some programs write a newline after each row. A term ends at the first space; if the file cannot be
read in this way, `_files.spaced_terms` looks for terms with spaces, which gensim writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import IO

import numpy as np

from .._kernels.vectors import split_rows
from .collecting import collect
from .decoding import decode_term, decode_terms, encode_text
from .layout import BLOCK, HEAD, Layout, Request, VectorTable
from .opening import Content
from .recognition import recognize
from .spaced_terms import LARGEST, LONGEST_TERM, find_rows
from .text import Rows

_MAX = float(np.finfo(np.float32).max)

# Number of rows to read beyond a limit.
_N_MORE = 100

# Files are searched for terms with spaces in memory, row by row; longer ones are not.
_LONGEST_FILE = 1 << 30


def read_binary(
    file: Content, layout: Layout, request: Request, notes: list[str], *, capacity: int
) -> VectorTable:
    """Read the rows; memory is first reserved for ``capacity`` rows."""

    def gather(rows: Iterator[Rows]) -> VectorTable:
        return collect(rows, layout.n_components, request, notes, capacity=capacity)

    try:
        # Numbers that are too large are a sign of a term that goes on after the space.
        return gather(_plain_rows(file, layout, request, LARGEST))
    except ValueError:
        notes.clear()
        if (rows := _spaced_rows(file, layout, request)) is not None:
            return gather(rows)
        return gather(_plain_rows(file, layout, request, _MAX))


def _plain_rows(file: Content, layout: Layout, request: Request, bound: float) -> Iterator[Rows]:
    """Yield terms, each of which ends at the first space, and vectors, many at a time."""
    assert layout.n_terms is not None
    n_components = layout.n_components
    # Some more rows than wanted show whether the first ones were read in the right way.
    n_wanted = min(layout.n_terms, (request.limit or layout.n_terms) + _N_MORE)
    n_left = request.limit or layout.n_terms
    file.seek(layout.start)
    at, row, rest = layout.start, 0, b""
    has_line_ends = False
    size = min(BLOCK, n_wanted * (4 * n_components + 16))
    while row < n_wanted:
        piece = file.read(max(size, 4 * n_components))
        data = rest + piece
        if row == 0:
            end = data.find(b" ") + 1 + 4 * n_components
            has_line_ends = data[end : end + 1] == b"\n"
        if not piece and has_line_ends:  # some programs leave out the last one
            data += b"\n"
        room = min(n_wanted - row, len(data) // (4 * n_components))
        vectors = np.empty((room, n_components), dtype=np.float32)
        terms = np.empty(len(data), dtype=np.uint8)
        n, n_read, n_written = split_rows(data, vectors, terms, has_line_ends, bound)
        row, at, rest = row + n, at + n_read, data[n_read:]
        if row < n_wanted and (not piece or len(rest) > 4 * n_components + LONGEST_TERM):
            raise ValueError(_complaint(rest, row, at, layout))
        joined = terms[:n_written].tobytes()
        decoded = decode_terms(joined, request, partial(_place, row - n))
        yield decoded[:n_left], vectors[: min(n, n_left)]
        n_left -= min(n, n_left)
    if request.limit is None and (rest + file.read(2)).strip(b"\n"):
        raise ValueError(f"bytes follow the {layout.n_terms:,} terms of its header")


def _place(first: int, i: int) -> str:
    return f"row {first + i}"


def _complaint(rest: bytes, row: int, at: int, layout: Layout) -> str:
    """Say why the bytes from position ``at`` on do not begin with a row."""
    term, space, numbers = rest[: LONGEST_TERM + 1].partition(b" ")
    numbers = rest[len(term) + 1 :][: 4 * layout.n_components]
    where = f"row {row} (byte {at:,})"
    if not space and len(term) > LONGEST_TERM:
        return f"the term of {where} has no end"
    if len(numbers) < 4 * layout.n_components:
        return f"it ends in {where}, after {row:,} of the {layout.n_terms:,} terms of its header"
    if not term.strip(b"\n"):
        return f"the term of {where} is empty"
    if not np.isfinite(np.frombuffer(numbers, dtype="<f4")).all():
        return f"a number of {where} is not finite"
    return f"{where} is damaged"


def _spaced_rows(file: Content, layout: Layout, request: Request) -> Iterator[Rows] | None:
    """Return the rows of a file in which terms may hold spaces, or None if they are not found."""
    assert layout.n_terms is not None
    file.seek(layout.start)
    data = file.read(_LONGEST_FILE)
    places = find_rows(data, layout.n_terms, layout.n_components, request.encoding)
    if places is None:
        return None
    places = places[: request.limit]
    terms = [decode_term(data[a:b], request, f"row {i}") for i, (a, b) in enumerate(places)]
    vectors = np.empty((len(places), layout.n_components), dtype=np.float32)
    for vector, (_, end) in zip(vectors, places, strict=True):
        vector[:] = np.frombuffer(data, "<f4", layout.n_components, end + 1)
    return iter([(terms, vectors)])


def write_binary(file: IO[bytes], table: VectorTable) -> None:
    """Write terms and vectors; a term with a space or a newline is an error."""
    vectors = np.ascontiguousarray(table.vectors, dtype="<f4")
    head = bytearray(b"%d %d\n" % vectors.shape)
    file.write(head)
    for row, (term, vector) in enumerate(zip(table.terms, vectors, strict=True)):
        encoded = encode_text(term)
        if not encoded or b" " in encoded or b"\n" in encoded:
            raise ValueError(
                f"The term {term!r} (row {row}) cannot be saved in word2vec's binary format, where "
                "a space ends a term: use 'safetensors', or 'word2vec' if terms hold spaces only."
            )
        written = encoded + b" " + vector.tobytes()
        if len(head) < HEAD:
            head += written
        file.write(written)
    if recognize(bytes(head[:HEAD])).format != "word2vec-binary":
        raise ValueError(
            "So few vectors can look like text in word2vec's binary format, as these do: use "
            "'safetensors'."
        )
