"""Which fractions of the tokens of documents have a vector, and how many by their subwords."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Coverage(NamedTuple):
    """The fractions of tokens and of distinct tokens with a vector, and of tokens by subwords."""

    tokens: float
    types: float
    subwords: float


def coverage_of(counts: NDArray[np.int64], rows: NDArray[np.int32], n_terms: int) -> Coverage:
    """Return which fractions of the tokens have a vector; there is at least one token.

    ``counts`` are the occurrences of the distinct tokens, ``rows`` their rows: -1 without a vector
    and from ``n_terms`` on with one by subwords.
    """
    has_vector, by_subwords = rows >= 0, rows >= n_terms
    return Coverage(
        float(counts[has_vector].sum() / counts.sum()),
        float(has_vector.mean()),
        float(counts[by_subwords].sum() / counts.sum()),
    )
