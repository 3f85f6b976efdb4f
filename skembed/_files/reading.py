"""Read a vector file; this is the entry point to the readers of all formats.

Two guarantees hold for every format. No file is ever unpickled, so reading a file never runs code.
Memory is allocated for the rows that a file contains, not for those that its header claims.
"""

from __future__ import annotations

import errno

from .._compat.user_warning import warn_user
from .collecting import GrowingMatrix, collect
from .fasttext import read_fasttext
from .layout import HEAD, Layout, Request, VectorTable
from .opening import Content, open_content
from .recognition import recognize
from .safetensors import read_safetensors
from .text import text_rows
from .word2vec_binary import read_binary

FORMATS = ("fasttext", "glove", "safetensors", "word2vec", "word2vec-binary")


def read_file(path: str, request: Request, format: str | None, max_expansion: float) -> VectorTable:
    """Read a file in any format; the path may be ``archive.zip/member``.

    The message of a ValueError for its content is a sentence that names the path.
    """
    notes: list[str] = []
    try:
        with open_content(path, max_expansion) as (content, size):
            table = _read(content, size, request, format, notes)
    except MemoryError:
        raise
    except Exception as error:
        # Errors of the operating system have an errno; those of damaged compressed files do not,
        # or it is that of seeking a place that does not exist.
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise
        raise unreadable(path, error) from error
    for note in notes:
        warn_user(f"The file {path!r}: {note}.")
    return table


def unreadable(path: str, error: Exception) -> ValueError:
    """Return the error for a file whose content cannot be read."""
    reason = str(error).rstrip(".")
    return ValueError(f"The file {path!r} cannot be read as vectors: {reason}.")


def _read(
    content: Content, size: int | None, request: Request, format: str | None, notes: list[str]
) -> VectorTable:
    """Recognize the format and read the rows; ``size`` is None if it is not known."""
    layout = recognize(content.read(HEAD), format)
    if size is not None and not layout.fits(size - layout.start):
        raise ValueError(
            f"its header says {layout.n_terms:,} terms of {layout.n_components:,} numbers each, "
            f"but its {size:,} bytes are too few for them"
        )
    if layout.format == "safetensors":
        return read_safetensors(content, size, request, notes)
    if layout.format == "fasttext":
        return read_fasttext(content, size, request, notes)
    capacity = _capacity(layout, size, request)
    if layout.format == "word2vec-binary":
        return read_binary(content, layout, request, notes, capacity=capacity)
    matrix = GrowingMatrix(layout.n_components, capacity)
    rows = text_rows(content, layout, request, notes, matrix)
    return collect(rows, matrix, request, notes)


def _capacity(layout: Layout, size: int | None, request: Request) -> int:
    """Return for how many rows to reserve memory, a little more than there will be."""
    if size is None or request.vocabulary is not None:
        return 0
    n_rows = layout.n_terms or int(1.05 * (size - layout.start) / max(layout.row_bytes, 1))
    return min(n_rows, request.limit or n_rows)
