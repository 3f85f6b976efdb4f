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
from .collecting import GrowingMatrix, collect
from .decoding import decode_term, decode_terms, encode_text
from .layout import BLOCK, HEAD, Layout, Request, VectorTable
from .opening import Content
from .recognition import recognize
from .spaced_terms import LARGEST, LONGEST_TERM, find_rows
from .text import Rows

_MAX = float(np.finfo(np.float32).max)

# Number of bytes to read at first, so that a small file takes little memory.
_FIRST = 1 << 16

# Number of rows to read beyond a limit.
_N_MORE = 100

# Files are searched for terms with spaces in memory, row by row; longer ones are not.
_LONGEST_FILE = 1 << 30


def read_binary(
    file: Content, layout: Layout, request: Request, notes: list[str], *, capacity: int
) -> VectorTable:
    """Read the rows; memory is first reserved for ``capacity`` rows."""
    if request.limit is not None and capacity:
        capacity += _N_MORE

    def plain(bound: float) -> VectorTable:
        matrix = GrowingMatrix(layout.n_components, capacity)
        rows = _plain_rows(file, layout, request, matrix, bound)
        return collect(rows, matrix, request, notes)

    try:
        # Numbers that are too large are a sign of a term that goes on after the space.
        return plain(LARGEST)
    except ValueError:
        notes.clear()
        if (rows := _spaced_rows(file, layout, request)) is not None:
            return collect(rows, GrowingMatrix(layout.n_components, 0), request, notes)
        return plain(_MAX)


def _plain_rows(
    file: Content, layout: Layout, request: Request, matrix: GrowingMatrix, bound: float
) -> Iterator[Rows]:
    """Yield terms, each of which ends at the first space, and vectors, many at a time.

    The vectors are the next free rows of ``matrix``.
    """
    assert layout.n_terms is not None
    n_components = layout.n_components
    # Some more rows than wanted show whether the first ones were read in the right way.
    n_wanted = min(layout.n_terms, (request.limit or layout.n_terms) + _N_MORE)
    n_left = request.limit or layout.n_terms
    file.seek(layout.start)
    at, row, n_kept = layout.start, 0, 0
    has_line_ends = False
    longest = 4 * n_components + LONGEST_TERM  # of an incomplete row
    size = _FIRST
    data, terms = bytearray(), np.empty(0, dtype=np.uint8)
    while row < n_wanted:
        if len(data) < n_kept + size + 1:
            data = data[:n_kept].ljust(n_kept + size + 1 + min(longest, BLOCK))
            terms = np.empty(len(data), dtype=np.uint8)
        n_new = file.readinto(memoryview(data)[n_kept : n_kept + size])
        n_bytes = n_kept + n_new
        if row == 0:
            end = data.find(b" ", 0, n_bytes) + 1 + 4 * n_components
            has_line_ends = end < n_bytes and data[end : end + 1] == b"\n"
        if not n_new and has_line_ends:  # some programs leave out the last one
            data[n_bytes : n_bytes + 1] = b"\n"
            n_bytes += 1
        vectors = matrix.free(min(n_wanted - row, n_bytes // (4 * n_components)))
        here = memoryview(data)[:n_bytes]
        n, n_read, n_written = split_rows(here, vectors, terms, has_line_ends, bound)
        row, at, n_kept = row + n, at + n_read, n_bytes - n_read
        data[:n_kept] = here[n_read:].tobytes()
        if row < n_wanted and (not n_new or n_kept > longest):
            raise ValueError(_complaint(bytes(data[:n_kept]), row, at, layout))
        joined = terms[:n_written].tobytes()
        decoded = decode_terms(joined, request, partial(_place, row - n))
        yield decoded[:n_left], vectors[: min(n, n_left)]
        n_left -= min(n, n_left)
        size = min(2 * size, BLOCK)
    if n_wanted == layout.n_terms and (data[:n_kept] + file.read(2)).strip(b"\n"):
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
