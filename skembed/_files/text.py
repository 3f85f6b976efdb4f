"""Read text: each line is a term followed by its numbers.

Word2vec's text format and fastText's ``.vec`` have a header, which `_files.recognition` reads;
GloVe's has none. The numbers are parsed by a kernel; `_files.lines` is the same in Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from .._kernels.vectors import parse_rows
from .blocks import Block, in_threads, line_blocks
from .collecting import GrowingMatrix, Matrix
from .decoding import decode_terms
from .layout import BLOCK, Layout, Request
from .lines import parse_line
from .opening import Content

Rows = tuple[list[str], Matrix]


def text_rows(
    file: Content, layout: Layout, request: Request, notes: list[str], matrix: GrowingMatrix
) -> Iterator[Rows]:
    """Yield terms and vectors of many rows at a time; add a note if the header is wrong.

    The vectors are in the rows of ``matrix`` where they belong, as far as it has reserved some.
    """
    file.seek(layout.start)
    parse = partial(_parse, layout=layout, request=request)
    blank = None
    n_rows = n_bytes = 0
    is_cut = False
    # Threads wait for each other less often if they read more at once.
    most = BLOCK if request.n_threads == 1 else 4 * BLOCK
    blocks = _with_rows(line_blocks(file, layout.first_line, request.limit, most), matrix)
    for block, terms, vectors in in_threads(parse, blocks, request.n_threads):
        if blank is not None and terms:
            raise ValueError(f"line {blank} is not a term with its vector: it is blank")
        n_rows += len(terms)
        n_bytes += len(block.text)
        is_cut = block.is_cut
        if blank is None and len(terms) < block.n_lines:
            blank = block.line + len(terms)
        yield terms, vectors
    if layout.n_terms is not None and n_rows not in (layout.n_terms, request.limit):
        notes.append(_compare(layout.n_terms, n_rows, is_cut=is_cut or not layout.fits(n_bytes)))


def _with_rows(blocks: Iterator[Block], matrix: GrowingMatrix) -> Iterator[tuple[Block, Matrix]]:
    """Yield each block with the rows of the matrix for its lines."""
    begin = 0
    for block in blocks:
        yield block, matrix.reserved(begin, block.n_lines)
        begin += block.n_lines


def _parse(
    task: tuple[Block, Matrix], layout: Layout, request: Request
) -> tuple[Block, list[str], Matrix]:
    """Return a block, its terms and its vectors, which end where only blank lines follow."""
    block, vectors = task
    terms = np.empty(len(block.text), dtype=np.uint8)
    n_rows, n_read, n_written = parse_rows(block.text, vectors, terms)
    if (unread := block.text[n_read:].tobytes()).strip():
        _complain(unread, block.line + n_rows, layout.n_components)
    decoded = decode_terms(terms[:n_written].tobytes(), request, lambda i: f"line {block.line + i}")
    return block, decoded, vectors[:n_rows]


def _complain(text: bytes, line: int, n_components: int) -> None:
    """Raise an error that says why the first line is no row."""
    try:
        parse_line(text.partition(b"\n")[0], n_components)
    except ValueError as error:
        raise ValueError(f"line {line} is not a term with its vector: {error}") from error
    raise ValueError(f"line {line} is not a term with its vector")


def _compare(n_terms: int, n_rows: int, *, is_cut: bool) -> str:
    """Return what to say of a header with the wrong number of terms; a cut file is an error."""
    if n_rows > n_terms:
        return f"its header says {n_terms:,} terms, but it has {n_rows:,}; all were read"
    if is_cut:
        raise ValueError(f"it ends after {n_rows:,} of the {n_terms:,} terms of its header")
    return f"its header says {n_terms:,} terms, but it has {n_rows:,}: it may have been cut off"
