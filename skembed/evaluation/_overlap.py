"""Agreement of two embeddings: whether words have the same neighbors in both.

Exact neighbors, by products of matrices; the spaces themselves are never compared, so they may
have different dimensions.
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
from skembed._vectors.sources import as_embedding

# Cosines held at once.
_MAX_CELLS = 1 << 23


@dataclass(frozen=True, eq=False, repr=False)
class NeighborOverlap:
    """The share of common neighbors of each term.

    Attributes
    ----------
    terms : ndarray of shape (n_terms,), dtype=object
        The terms looked at.

    overlaps : ndarray of shape (n_terms,), dtype=float64
        The share of its neighbors that a term has in both embeddings, from 0 to 1.

    n_neighbors : int
        Number of neighbors of a term.

    n_shared : int
        Number of terms that both embeddings hold, among which the neighbors are.
    """

    terms: NDArray[np.object_]
    overlaps: NDArray[np.float64]
    n_neighbors: int
    n_shared: int

    @property
    def mean(self) -> float:
        """Mean share of common neighbors."""
        return float(self.overlaps.mean())

    def __repr__(self) -> str:
        sizes = f"n_terms={len(self.terms)}, n_neighbors={self.n_neighbors}"
        return f"NeighborOverlap(mean={self.mean:.3f}, {sizes}, n_shared={self.n_shared})"


def neighbor_overlap(
    a: Any, b: Any, *, n: int = 10, terms: int | Iterable[str] | None = 1000
) -> NeighborOverlap:
    r"""Share of the nearest neighbors that words have in two embeddings alike.

    With :math:`N_a(t)` the :math:`n` terms whose vectors have the highest cosines with that of
    :math:`t` in the embedding :math:`a`, among the terms that both embeddings hold,

    .. math:: o(t) = \frac{\lvert N_a(t) \cap N_b(t) \rvert}{n} .

    It is 1 for spaces that differ by a rotation, and about :math:`n / n_\mathrm{shared}` for spaces
    that have nothing in common. Two trainings of the same method that differ in ``random_state``
    say how much of a difference between methods is chance [1]_.

    Parameters
    ----------
    a, b : Embedding, gensim KeyedVectors, fitted vectorizer, str or path-like
        The embeddings. Which is which makes no difference.

    n : int, default=10
        Number of neighbors of a term.

    terms : int, iterable of str or None, default=1000
        Whose neighbors to look at: the first so many shared terms (by the sum of their rows in
        both embeddings: the most frequent, if these come first), or these terms; None takes all
        that are shared, in a time that grows with the square of their number.

    Returns
    -------
    overlap : NeighborOverlap
        The share for each term, and its mean. The same bits for any number of threads; of
        neighbors that tie, the more frequent are taken.

    Raises
    ------
    KeyError
        If one of the terms is not in both embeddings, or its vector is zero in one.

    ValueError
        If not more than n terms are shared, or there is none to look at.

    Notes
    -----
    Terms whose vector is zero in one of the embeddings have no direction, so no neighbors; they do
    not count as shared.

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
            f"n must be from 1 to {len(shared) - 1}: {len(shared)} terms are shared. Got {n}."
        )
    asked = _asked(terms, shared)
    with one_blas_thread():
        found = [_neighbors(space, shared, asked, n) for space in spaces]
    both = np.sort(np.concatenate(found, axis=1), axis=1)
    overlaps = (both[:, 1:] == both[:, :-1]).sum(axis=1) / n
    names = np.array(shared, dtype=object)[asked]
    return NeighborOverlap(names, overlaps, n, len(shared))


def shared_terms(a: Embedding, b: Embedding) -> list[str]:
    """List the terms with a vector other than zero in both, the most frequent first.

    Parameters
    ----------
    a, b : Embedding
        Their order makes no difference.

    Returns
    -------
    terms : list of str
        By the sum of their rows, ties by term.
    """
    has_direction = [np.asarray(embedding.vectors.any(axis=1)) for embedding in (a, b)]
    ranked = [
        (row + b.index[term], term)
        for term, row in a.index.items()
        if term in b.index and has_direction[0][row] and has_direction[1][b.index[term]]
    ]
    return [term for _, term in sorted(ranked)]


def _asked(terms: int | Iterable[str] | None, shared: list[str]) -> NDArray[np.int64]:
    """Return the terms to look at, as positions among the shared ones."""
    if terms is None or isinstance(terms, (int, np.integer)):
        asked = list(range(len(shared)))[: None if terms is None else max(int(terms), 0)]
    elif isinstance(terms, str):
        raise TypeError("terms must be a number or several terms, got a single str.")
    else:
        position = {term: i for i, term in enumerate(shared)}
        wanted = list(terms)
        missing = [term for term in wanted if term not in position]
        if missing:
            raise KeyError(f"{missing[0]!r} is not a term with a direction in both embeddings.")
        asked = [position[term] for term in wanted]
    if not asked:
        raise ValueError("terms must be at least one term, or a number from 1 on.")
    return np.array(asked, dtype=np.int64)


def _neighbors(
    embedding: Embedding, shared: list[str], asked: NDArray[np.int64], n: int
) -> NDArray[np.int64]:
    """Return positions of the n nearest shared terms of each asked one, in any order."""
    rows = [embedding.index[term] for term in shared]
    units = unit_rows(embedding.vectors[rows]).astype(np.float32)
    found = np.empty((len(asked), n), dtype=np.int64)
    size = max(_MAX_CELLS // len(units), 1)
    for start in range(0, len(asked), size):
        own = asked[start : start + size]
        cosines = units[own] @ units.T
        cosines[np.arange(len(own)), own] = -np.inf
        for i, values in enumerate(cosines, start=start):
            found[i] = _largest(values, n)
    return found


def _largest(values: NDArray[np.float32], n: int) -> NDArray[np.intp]:
    """Return positions of the n largest values, of equal ones the first; in any order."""
    threshold = np.partition(values, len(values) - n)[len(values) - n]
    above = np.flatnonzero(values > threshold)
    equal = np.flatnonzero(values == threshold)
    return np.concatenate([above, equal[: n - len(above)]])
