"""Compare two embeddings by the overlap of the nearest neighbors of words.

Neighbors are exact, computed with matrix products. Vectors of different embeddings are never
compared with each other, so the embeddings may differ in dimension.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skembed._compat.threads import one_blas_thread
from skembed._core.embedding import Embedding
from skembed._core.linalg import unit_rows
from skembed._core.neighbors import largest
from skembed._vectors.sources import as_embedding

# Maximum number of cosines in memory at once.
_MAX_CELLS = 1 << 23


@dataclass(frozen=True, eq=False, repr=False)
class NeighborOverlap:
    """The overlap of the nearest neighbors of each term in two embeddings.

    Attributes
    ----------
    terms : ndarray of shape (n_terms,), dtype=object
        The terms evaluated.

    overlaps : ndarray of shape (n_terms,), dtype=float64
        The fraction of the neighbors of each term that are the same in both embeddings, from 0
        to 1.

    n_neighbors : int
        Number of neighbors per term.

    n_shared : int
        Number of terms in both embeddings, among which neighbors are searched.
    """

    terms: NDArray[np.object_]
    overlaps: NDArray[np.float64]
    n_neighbors: int
    n_shared: int

    @property
    def mean(self) -> float:
        """Mean overlap."""
        return float(self.overlaps.mean())

    def __repr__(self) -> str:
        sizes = f"n_terms={len(self.terms)}, n_neighbors={self.n_neighbors}"
        return f"NeighborOverlap(mean={self.mean:.3f}, {sizes}, n_shared={self.n_shared})"


def neighbor_overlap(
    a: Any, b: Any, *, n: int = 10, terms: int | Iterable[str] | None = 1000
) -> NeighborOverlap:
    r"""Compute the overlap of the nearest neighbors of words in two embeddings.

    Let :math:`N_a(t)` be the :math:`n` nearest neighbors of the term :math:`t` by cosine similarity
    in embedding :math:`a`, among the terms in both embeddings. The overlap is

    .. math:: o(t) = \frac{\lvert N_a(t) \cap N_b(t) \rvert}{n} .

    It is 1 for embeddings that differ by a rotation, and about :math:`n / n_\mathrm{shared}` for
    unrelated embeddings. The overlap between two fits of the same method with different values of
    ``random_state`` shows how much of a difference between methods may be due to chance [1]_.

    Parameters
    ----------
    a, b : Embedding, gensim KeyedVectors, fitted vectorizer, str or path-like
        The embeddings; their order does not matter.

    n : int, default=10
        Number of neighbors per term.

    terms : int, iterable of str or None, default=1000
        The terms to evaluate, or the number of shared terms to evaluate. Shared terms are ordered
        by the sum of their rows in both embeddings, so the most frequent terms come first if they
        do in both embeddings. If None, all shared terms are evaluated, which takes time quadratic
        in their number.

    Returns
    -------
    overlap : NeighborOverlap
        The overlap for each term, and the mean. The result is bit-identical for any number of
        threads; ties between neighbors are broken in favor of the more frequent term.

    Raises
    ------
    KeyError
        If a term is not in both embeddings, or its vector is zero in one of them.

    ValueError
        If n or fewer terms are shared, or there are no terms to evaluate.

    Notes
    -----
    Terms whose vector is zero in one of the embeddings have no direction and hence no neighbors;
    they do not count as shared.

    References
    ----------
    .. [1] L. Wendlandt, J. K. Kummerfeld, R. Mihalcea, "Factors Influencing the Surprising
       Instability of Word Embeddings", NAACL 2018. https://aclanthology.org/N18-1190

    Examples
    --------
    >>> from skembed import Embedding
    >>> from skembed.evaluation import neighbor_overlap
    >>> a = Embedding(["cup", "mug", "sun", "moon"], [[1, 0], [2, 0.1], [0, 1], [0.1, 1]])
    >>> b = Embedding(["mug", "cup", "moon", "star"], [[0.2, 1], [0, 1], [1, 0.1], [1, 0]])
    >>> neighbor_overlap(a, b, n=1)
    NeighborOverlap(mean=1.000, n_terms=3, n_neighbors=1, n_shared=3)
    """
    spaces = as_embedding(a, name="a"), as_embedding(b, name="b")
    shared = shared_terms(*spaces)
    if not 1 <= n < len(shared):
        raise ValueError(
            f"n must be between 1 and {len(shared) - 1}, one less than the number of shared terms, "
            f"got {n}."
        )
    asked = _asked(terms, shared)
    with one_blas_thread():
        found = [_neighbors(space, shared, asked, n) for space in spaces]
    both = np.sort(np.concatenate(found, axis=1), axis=1)
    overlaps = (both[:, 1:] == both[:, :-1]).sum(axis=1) / n
    names = np.array(shared, dtype=object)[asked]
    return NeighborOverlap(names, overlaps, n, len(shared))


def shared_terms(a: Embedding, b: Embedding) -> list[str]:
    """Return the terms with nonzero vectors in both embeddings, by the sum of their rows."""
    has_direction = [np.asarray(embedding.vectors.any(axis=1)) for embedding in (a, b)]
    ranked = [
        (row + b.index[term], term)
        for term, row in a.index.items()
        if term in b.index and has_direction[0][row] and has_direction[1][b.index[term]]
    ]
    return [term for _, term in sorted(ranked)]


def _asked(terms: int | Iterable[str] | None, shared: list[str]) -> NDArray[np.int64]:
    """Return the indices, into the shared terms, of the terms to evaluate."""
    if terms is None or isinstance(terms, (int, np.integer)):
        asked = list(range(len(shared)))[: None if terms is None else max(int(terms), 0)]
    elif isinstance(terms, str):
        raise TypeError("terms must be an int, an iterable of str or None, got a single str.")
    else:
        position = {term: i for i, term in enumerate(shared)}
        wanted = list(terms)
        missing = [term for term in wanted if term not in position]
        if missing:
            raise KeyError(f"{missing[0]!r} does not have a nonzero vector in both embeddings.")
        asked = [position[term] for term in wanted]
    if not asked:
        raise ValueError("terms must contain at least one term, or be an int of at least 1.")
    return np.array(asked, dtype=np.int64)


def _neighbors(
    embedding: Embedding, shared: list[str], asked: NDArray[np.int64], n: int
) -> NDArray[np.int64]:
    """Return the indices of the n nearest shared terms of each term in ``asked``."""
    rows = [embedding.index[term] for term in shared]
    units = unit_rows(embedding.vectors[rows]).astype(np.float32)
    found = np.empty((len(asked), n), dtype=np.int64)
    size = max(_MAX_CELLS // len(units), 1)
    for start in range(0, len(asked), size):
        own = asked[start : start + size]
        cosines = units[own] @ units.T
        cosines[np.arange(len(own)), own] = -np.inf
        for i, values in enumerate(cosines, start=start):
            found[i] = largest(values, n)
    return found
