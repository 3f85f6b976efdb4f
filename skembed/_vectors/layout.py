"""`Layout`: what recognizing the format of a vector file tells the readers."""

from __future__ import annotations

from typing import NamedTuple

# Number of bytes used to recognize the format, and to read at once.
PIECE = 1 << 20


class Layout(NamedTuple):
    """How the rows of a vector file are stored."""

    n_terms: int | None  # None if there is no header: each line is a row
    n_components: int
    is_binary: bool
    start: int  # position of the first row, in bytes
