"""Which fractions of the tokens of documents have a vector, and how many by their subwords."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._text.numbers import TokenIds


class Coverage(NamedTuple):
    """The fractions of tokens and of distinct tokens with a vector, and of tokens by subwords."""

    tokens: float
    types: float
    subwords: float


def coverage_of(raw: TokenIds, rows: NDArray[np.int32], n_terms: int) -> Coverage:
    """Return which fractions of the tokens have a vector; there is at least one token.

    ``rows`` are those of the distinct tokens, -1 without a vector and from ``n_terms`` on with one
    by subwords.
    """
    counts = np.bincount(raw.ids, minlength=len(rows))
    has_vector, by_subwords = rows >= 0, rows >= n_terms
    return Coverage(
        float(counts[has_vector].sum() / counts.sum()),
        float(has_vector.mean()),
        float(counts[by_subwords].sum() / counts.sum()),
    )
