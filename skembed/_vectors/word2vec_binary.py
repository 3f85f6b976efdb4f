"""Read rows of word2vec's binary format: a term, a space, then its numbers as raw float32."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import numpy as np
from numpy.typing import ArrayLike

from .layout import PIECE, Layout


def binary_rows(file: IO[bytes], layout: Layout) -> Iterator[tuple[str, ArrayLike]]:
    """Yield the term and the vector of each row, until the file ends."""
    assert layout.n_terms is not None
    buffer, at = bytearray(), 0
    for row in range(layout.n_terms):
        while True:
            space = buffer.find(b" ", at)
            end = space + 1 + 4 * layout.n_components
            if space >= 0 and end <= len(buffer):
                break
            if space < 0 and len(buffer) - at > PIECE:
                raise ValueError(f"the term of row {row} has no end")
            del buffer[:at]
            at = 0
            piece = file.read(PIECE)
            if not piece:
                return
            buffer += piece
        try:
            term = buffer[at:space].decode("utf-8")
        except UnicodeDecodeError as error:
            raise ValueError(f"the term of row {row} is not UTF-8: {error}") from error
        # Some programs write a newline after each vector, so it precedes the next term.
        yield term.lstrip("\n"), np.frombuffer(buffer[space + 1 : end], dtype="<f4")
        at = end
    if (buffer[at:] + file.read(1)).strip(b"\n"):
        raise ValueError(f"bytes follow the {layout.n_terms:,} terms of its header")
