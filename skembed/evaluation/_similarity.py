"""Word similarity: correlate cosine similarities with human ratings, using SciPy."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from skembed._compat.threads import one_blas_thread
from skembed._core.embedding import Embedding
from skembed._core.linalg import unit_rows
from skembed._vectors.sources import as_embedding
from skembed.datasets._evaluation_sets import as_similarity_pairs
from skembed.datasets._evaluation_types import SimilarityPairs

from ._lookup import Lookup, check_option

# With only two pairs, every correlation is 1 or -1.
_MIN_PAIRS = 3


@dataclass(frozen=True)
class SimilarityResult:
    """The correlation of cosine similarities with the human ratings of a set of word pairs.

    Attributes
    ----------
    name : str
        Name of the set.

    spearman : float
        Spearman's rank correlation, which is usually reported in papers. Ties share their mean
        rank.

    spearman_pvalue : float
        Two-sided p-value for the null hypothesis of no correlation.

    pearson : float
        Pearson's correlation.

    pearson_pvalue : float
        Two-sided p-value for the null hypothesis of no correlation.

    n_pairs : int
        Number of pairs in the set.

    n_known : int
        Number of pairs with both words in the vocabulary.
    """

    name: str
    spearman: float
    spearman_pvalue: float
    pearson: float
    pearson_pvalue: float
    n_pairs: int
    n_known: int

    @property
    def coverage(self) -> float:
        """Fraction of the pairs with both words in the vocabulary."""
        return self.n_known / self.n_pairs


def evaluate_similarity(
    embedding: Any,
    pairs: SimilarityPairs | str | os.PathLike[str] | Iterable[tuple[str, str, float]],
    *,
    case_sensitive: bool = False,
    restrict_to: int | None = None,
    unknown: Literal["skip", "zero"] = "skip",
) -> SimilarityResult:
    r"""Correlate cosine similarities with human ratings of word similarity.

    The cosine similarity of a pair is
    :math:`\cos(u, v) = u^\top v / (\lVert u \rVert \lVert v \rVert)`, or 0 if one of the vectors
    is zero. The results are those of gensim's ``evaluate_word_pairs``.

    Parameters
    ----------
    embedding : Embedding, gensim KeyedVectors, fitted vectorizer, str or path-like
        The embedding to evaluate.

    pairs : SimilarityPairs, str, path-like, or iterable of (str, str, float)
        "wordsim353" or "simlex999", a file (see :func:`~skembed.datasets.load_similarity`), or
        tuples of two words and their rating.

    case_sensitive : bool, default=False
        Whether letter case matters. If False, a word has the vector of the first term, which is
        the most frequent, that is the same in upper case.

    restrict_to : int, default=None
        Size of the vocabulary: use only this many of the first terms. If None, all terms are used.

    unknown : {'skip', 'zero'}, default='skip'
        How to treat pairs with an out-of-vocabulary word: skip them, or set their cosine to 0. To
        compare embeddings with different vocabularies, use 'zero' or the same pairs.

    Returns
    -------
    result : SimilarityResult
        The correlations and the coverage.

    Raises
    ------
    ValueError
        If fewer than three pairs are in the vocabulary, or all their ratings or all their cosines
        are equal.

    References
    ----------
    L. Finkelstein et al., "Placing search in context: the concept revisited", ACM Transactions on
    Information Systems 20(1), 2002.

    Examples
    --------
    >>> from skembed import Embedding
    >>> from skembed.evaluation import evaluate_similarity
    >>> embedding = Embedding(["cup", "mug", "tea", "moon"], [[4, 1], [5, 1], [3, 2], [-1, 3]])
    >>> pairs = [("Cup", "mug", 9), ("cup", "tea", 6), ("tea", "moon", 2), ("mug", "saucer", 7)]
    >>> result = evaluate_similarity(embedding, pairs)
    >>> result.spearman, result.n_known, result.coverage
    (1.0, 3, 0.75)
    """
    check_option("unknown", unknown, ("skip", "zero"))
    pairs = as_similarity_pairs(pairs)  # first, because this is fast and may fail
    vectors = as_embedding(embedding, name="embedding")
    lookup = Lookup(vectors.terms.tolist(), case_sensitive=case_sensitive, restrict_to=restrict_to)
    rows = lookup.rows(pairs.words)
    known = (rows >= 0).all(axis=1)
    cosines = np.zeros(len(pairs), dtype=np.float64)
    cosines[known] = _cosines(vectors, rows[known])
    used = known if unknown == "skip" else np.ones_like(known)
    n_known = int(known.sum())
    _check(cosines[used], pairs.scores[used], n_known, pairs)
    return SimilarityResult(
        pairs.name, *_correlations(cosines[used], pairs.scores[used]), len(pairs), n_known
    )


def _cosines(embedding: Embedding, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the cosines of pairs of rows, of shape (n_pairs, 2), so that equal pairs tie."""
    left, right = (unit_rows(embedding.vectors[column]) for column in rows.T)
    # Vectors are float32: differences beyond that precision are rounding errors that break ties.
    cosines: NDArray[np.float32] = np.einsum("ij,ij->i", left, right).astype(np.float32)
    return cosines.astype(np.float64)


def _check(
    cosines: NDArray[np.float64],
    scores: NDArray[np.float64],
    n_known: int,
    pairs: SimilarityPairs,
) -> None:
    """Raise a ValueError if the correlation is undefined."""
    if n_known < _MIN_PAIRS:
        raise ValueError(
            f"Only {n_known} of the {len(pairs)} pairs of {pairs.name!r} are in the vocabulary of "
            f"the embedding; at least {_MIN_PAIRS} are needed. Are words spelled in the same way?"
        )
    for what, values in (("scores", scores), ("cosines", cosines)):
        if np.all(values == values[0]):
            raise ValueError(
                f"The {what} of all {len(values)} pairs of {pairs.name!r} are equal "
                f"({values[0]:g}), so the correlation is undefined."
            )


def _correlations(
    cosines: NDArray[np.float64], scores: NDArray[np.float64]
) -> tuple[float, float, float, float]:
    from scipy.stats import pearsonr, spearmanr  # slow to import

    with one_blas_thread():
        spearman, pearson = spearmanr(cosines, scores), pearsonr(cosines, scores)
    return (
        float(spearman.statistic),
        float(spearman.pvalue),
        float(pearson.statistic),
        float(pearson.pvalue),
    )
