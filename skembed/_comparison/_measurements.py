"""Measurements: the arrays of a comparison, and their means. Nothing is fitted here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._statistics import by_fold, corrected_half_width, quiet_nanmean

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Measurements:
    """What was measured in a comparison; `EmbeddingComparison` describes each attribute."""

    names: tuple[str, ...]
    scores: dict[str, Floats]
    train_sizes: NDArray[np.int64]
    seeds: tuple[int | None, ...]
    test_ratio: float
    fit_times: Floats
    transform_times: Floats
    estimator_times: Floats
    memory: Floats
    n_terms: Floats
    n_features: Floats
    unknown_shares: Floats
    errors: dict[str, str]
    baselines: tuple[str, ...]
    dummy: str | None
    unit: str = "documents"

    @property
    def n_folds(self) -> int:
        """Number of folds."""
        return int(self.fit_times.shape[-1])

    @property
    def main_scoring(self) -> str:
        """Name of the main scorer, which is the first."""
        return next(iter(self.scores))

    def scores_of(self, scoring: str | None = None) -> Floats:
        """Return the scores of one scorer.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; if None, the first scorer.

        Returns
        -------
        scores : ndarray of shape (n_vectorizers, n_sizes, n_seeds, n_folds)
            The array in ``scores``.

        Raises
        ------
        ValueError
            If there is no such scorer.
        """
        scoring = self.main_scoring if scoring is None else scoring
        if scoring not in self.scores:
            raise ValueError(f"scoring must be one of {[*self.scores]}, got {scoring!r}.")
        return self.scores[scoring]

    def mean_scores(self, scoring: str | None = None) -> Floats:
        """Return the mean scores over seeds and folds.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; if None, the first scorer.

        Returns
        -------
        means : ndarray of shape (n_vectorizers, n_sizes)
            The means; NaN for a candidate that failed in any fold.
        """
        means: Floats = self.scores_of(scoring).mean(axis=(2, 3))
        return means

    def std_scores(self, scoring: str | None = None) -> Floats:
        """Return the standard deviation of the scores over seeds and folds.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; if None, the first scorer.

        Returns
        -------
        deviations : ndarray of shape (n_vectorizers, n_sizes)
            The population standard deviation (``ddof=0``), as in ``std_test_score`` of
            scikit-learn's searches.
        """
        deviations: Floats = self.scores_of(scoring).std(axis=(2, 3))
        return deviations

    def score_intervals(self, scoring: str | None = None, confidence: float = 0.95) -> Floats:
        """Return the half-width of the confidence interval of each mean score.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; if None, the first scorer.

        confidence : float, default=0.95
            The confidence level, between 0 and 1.

        Returns
        -------
        half_widths : ndarray of shape (n_vectorizers, n_sizes)
            The half-widths, corrected for overlapping training sets as in `differences`;
            NaN if there is only one fold.
        """
        folds = by_fold(self.scores_of(scoring))
        return corrected_half_width(folds, self.test_ratio, check_confidence(confidence))

    def mean_of(self, name: str) -> Floats:
        """Return the mean of an array other than the scores over seeds and folds.

        Parameters
        ----------
        name : str
            Name of the attribute, such as "fit_times" or "memory".

        Returns
        -------
        means : ndarray of shape (n_vectorizers, n_sizes)
            The means, ignoring NaN.
        """
        return quiet_nanmean(getattr(self, name), (2, 3))

    def peak_memory(self) -> Floats:
        """Return the largest size of each fitted vectorizer.

        Returns
        -------
        n_bytes : ndarray of shape (n_vectorizers, n_sizes)
            The maximum of ``memory`` over seeds and folds; NaN if the size is unknown.
        """
        known = np.where(np.isnan(self.memory), -np.inf, self.memory).max(axis=(2, 3))
        return np.where(np.isinf(known), np.nan, known)


def check_confidence(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be between 0 and 1, got {confidence!r}.")
    return confidence
