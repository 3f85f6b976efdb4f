"""Read rows of text: each line is a term followed by its numbers.

Word2vec's text format has a header, which `_vectors.recognition` reads; GloVe's has none.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import IO

from numpy.typing import ArrayLike

from .layout import Layout


def is_row(line: bytes, n_components: int) -> bool:
    """Return whether a line is a term followed by ``n_components`` numbers."""
    try:
        _parse(line, n_components)
    except ValueError:
        return False
    return n_components > 0


def _parse(line: bytes, n_components: int) -> tuple[str, list[float]]:
    """Return the term and the numbers of a line; the term may contain spaces."""
    term, *numbers = line.rstrip().rsplit(b" ", n_components)
    if len(numbers) != n_components:
        raise ValueError(f"it holds {len(numbers)} of {n_components} numbers")
    return term.decode("utf-8"), [float(number) for number in numbers]


def text_rows(file: IO[bytes], layout: Layout) -> Iterator[tuple[str, ArrayLike]]:
    """Yield the term and the numbers of each line."""
    start = 1 if layout.n_terms is None else 2
    for number, line in enumerate(itertools.islice(file, layout.n_terms), start):
        try:
            row = _parse(line, layout.n_components)
        except ValueError as error:
            raise ValueError(f"line {number} is not a term with its vector: {error}") from error
        yield row
