"""Word similarity: whether cosines rank pairs of words as people do.

One function and its result. No statistics of our own: the correlations are SciPy's.
"""

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

# With two pairs every correlation is 1 or -1.
_MIN_PAIRS = 3


@dataclass(frozen=True)
class SimilarityResult:
    """How well cosines agree with the scores of a set of word pairs.

    Attributes
    ----------
    name : str
        What the set is called.

    spearman : float
        Spearman's rank correlation, the figure that papers report. Ties share their mean rank.

    spearman_pvalue : float
        Two-sided p-value of no correlation.

    pearson : float
        Pearson's correlation.

    pearson_pvalue : float
        Two-sided p-value of no correlation.

    n_pairs : int
        Pairs in the set.

    n_known : int
        Pairs of which both words have a vector.
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
        """Share of the pairs of which both words have a vector, from 0 to 1."""
        return self.n_known / self.n_pairs


def evaluate_similarity(
    embedding: Any,
    pairs: SimilarityPairs | str | os.PathLike[str] | Iterable[tuple[str, str, float]],
    *,
    case_sensitive: bool = False,
    restrict_to: int | None = None,
    unknown: Literal["skip", "zero"] = "skip",
) -> SimilarityResult:
    r"""Correlate cosines with people's judgments of similarity.

    With :math:`\cos(u, v) = u^\top v / (\lVert u \rVert \lVert v \rVert)` for each pair, 0 if one
    of the vectors is zero. The figures are those of gensim's ``evaluate_word_pairs``.

    Parameters
    ----------
    embedding : Embedding, gensim KeyedVectors, fitted vectorizer, str or path-like
        The vectors to judge.

    pairs : SimilarityPairs, str, path-like, or iterable of (str, str, float)
        "wordsim353" or "simlex999", a file (see :func:`~skembed.datasets.load_similarity`), or
        two words and a score each.

    case_sensitive : bool, default=False
        Whether words must be written as in the embedding. If not, a word has the vector of the
        first term, which is the most frequent, that is the same in upper case.

    restrict_to : int, default=None
        Know only the first so many terms; None knows all.

    unknown : {'skip', 'zero'}, default='skip'
        What to do with a pair that has a word without a vector: leave it out, or take 0 for its
        cosine. Compare embeddings that know different words by 'zero', or on the same pairs.

    Returns
    -------
    result : SimilarityResult
        Correlations and coverage.

    Raises
    ------
    ValueError
        If fewer than three pairs are known, or all their scores or all their cosines are the same.

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
    pairs = as_similarity_pairs(pairs)  # first, because it is soon read
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
    """Cosines of pairs of rows, of shape (n_pairs, 2), exact enough that equal pairs tie."""
    left, right = (unit_rows(embedding.vectors[column]) for column in rows.T)
    # The vectors are float32: what differs beyond that is rounding, and would break ties.
    cosines: NDArray[np.float32] = np.einsum("ij,ij->i", left, right).astype(np.float32)
    return cosines.astype(np.float64)


def _check(
    cosines: NDArray[np.float64],
    scores: NDArray[np.float64],
    n_known: int,
    pairs: SimilarityPairs,
) -> None:
    """Refuse what has no correlation."""
    if n_known < _MIN_PAIRS:
        raise ValueError(
            f"{n_known} of the {len(pairs)} pairs of {pairs.name!r} are known to the embedding, a "
            f"correlation needs {_MIN_PAIRS}. Does it write words in the same way?"
        )
    for what, values in (("scores", scores), ("cosines", cosines)):
        if np.all(values == values[0]):
            raise ValueError(
                f"The {what} of all {len(values)} pairs of {pairs.name!r} are the same "
                f"({values[0]:g}), so there is no correlation."
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
