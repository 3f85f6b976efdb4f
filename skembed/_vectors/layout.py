"""How a file of vectors keeps its rows: what recognition tells the readers."""

from __future__ import annotations

from typing import NamedTuple

# Bytes that are looked at before the first row, and that are read at a time.
PIECE = 1 << 20


class Layout(NamedTuple):
    """How a file keeps its rows."""

    n_terms: int | None  # None: there is no header, a row is a line
    n_components: int
    is_binary: bool
    start: int  # where the first row begins
