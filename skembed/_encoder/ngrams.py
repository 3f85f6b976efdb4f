r"""Vectors of unseen values from their spelling: a ridge regression on character n-grams.

The categories of a column are its examples, whatever their number of rows: the tf-idf weights
:math:`x_c` of the n-grams of a category predict its vector as :math:`x_c G`. Nothing here reads
tables.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from .._compat.sklearn import rows_of
from .conjugate import conjugate_gradients
from .table import EncodedColumn, EncodedTable

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]

ALPHA = 0.5  # penalty; measured in docs/develop/measurements
TOLERANCE = 1e-4  # of the targets, in which the regression may be off


class NGramVectors(NamedTuple):
    """The n-grams of a column's categories, with the vector of each, (n_ngrams, n_components)."""

    vectorizer: TfidfVectorizer
    vectors: NDArray[np.float64]

    def of(self, values: list[str]) -> Vectors:
        """Return a vector for each value; zeros if it shares no n-gram with a category."""
        return np.asarray(self.vectorizer.transform(values) @ self.vectors, dtype=np.float32)


class Spellings(NamedTuple):
    """The n-grams of the categories that are strings: slots (n,) and weights (n, n_ngrams)."""

    vectorizer: TfidfVectorizer
    slots: NDArray[np.intp]
    weights: sparse.csr_array

    def fit(self, vectors: Vectors, known: NDArray[np.bool_]) -> NGramVectors:
        """Learn the vectors of the n-grams from the vectors of known slots."""
        rows = known[self.slots]
        targets = vectors[self.slots[rows]].astype(np.float64)
        W = self.weights[rows]
        W_t = W.T.tocsr()

        def multiply(x: Floats) -> Floats:
            return np.asarray(W @ (W_t @ x) + ALPHA * x)

        enough = TOLERANCE**2 * float((targets**2).sum())
        dual, _ = conjugate_gradients(multiply, targets, enough, len(targets))
        return NGramVectors(self.vectorizer, W_t @ dual)

    def filled(self, vectors: Vectors, known: NDArray[np.bool_]) -> Vectors:
        """Return vectors in which those of unknown slots come from their n-grams."""
        if known[self.slots].all() or not known[self.slots].any():
            return vectors
        rows = ~known[self.slots]
        found = self.weights[rows] @ self.fit(vectors, known).vectors
        vectors[self.slots[rows]] = found
        return vectors


def find_spellings(column: EncodedColumn, char_ngram_range: tuple[int, int]) -> Spellings | None:
    """Count the n-grams of the categories of a column; None if it has no strings."""
    slots = np.flatnonzero(column.are_strings)
    if not len(slots):
        return None
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=tuple(char_ngram_range), sublinear_tf=True
    )
    if not any(term.strip() for term in column.terms[slots]):
        return None
    weights = vectorizer.fit_transform(column.terms[slots])
    return Spellings(vectorizer, slots, sparse.csr_array(weights))


def fill_unknown(
    features: NDArray[Any],
    X: Any,
    table: EncodedTable,
    vectors: list[Vectors],
    ngrams: list[NGramVectors | None],
) -> None:
    """Replace the zeros of unknown strings in ``features`` by vectors from their n-grams."""
    ends = np.cumsum([0, *(mine.shape[1] for mine in vectors)])
    for j, model in enumerate(ngrams):
        rows = np.flatnonzero(table.codes[:, j] == len(vectors[j]) - 1)
        if model is None or not len(rows):
            continue
        cells = rows_of(X if hasattr(X, "shape") else np.asarray(X, dtype=object), j, axis=1)
        values = np.asarray(cells, dtype=object)[rows].tolist()
        different = sorted({value for value in values if isinstance(value, str)})
        if different:
            found = dict(zip(different, model.of(different), strict=True))
            n = model.vectors.shape[1]  # without one-hot columns
            given = [found[v] if isinstance(v, str) else np.zeros(n) for v in values]
            features[rows, ends[j] : ends[j] + n] = given
