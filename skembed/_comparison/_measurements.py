"""Measurements: the arrays of a comparison, and sums of them. Nothing is fitted or written here."""

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
    baseline: str | None

    @property
    def n_folds(self) -> int:
        """Number of folds."""
        return int(self.fit_times.shape[-1])

    @property
    def main_scoring(self) -> str:
        """Name of the first scorer."""
        return next(iter(self.scores))

    def scores_of(self, scoring: str | None = None) -> Floats:
        """Return the scores of one scorer.

        Parameters
        ----------
        scoring : str, default=None
            Its name; None takes the first.

        Returns
        -------
        scores : ndarray of shape (n_vectorizers, n_sizes, n_seeds, n_folds)
            As in ``scores``.

        Raises
        ------
        ValueError
            If there is no such scorer.
        """
        scoring = self.main_scoring if scoring is None else scoring
        if scoring not in self.scores:
            raise ValueError(f"scoring={scoring!r} is none of {', '.join(self.scores)}.")
        return self.scores[scoring]

    def mean_scores(self, scoring: str | None = None) -> Floats:
        """Return the mean scores over seeds and folds.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; None takes the first.

        Returns
        -------
        means : ndarray of shape (n_vectorizers, n_sizes)
            NaN for a candidate that failed in any fold.
        """
        means: Floats = self.scores_of(scoring).mean(axis=(2, 3))
        return means

    def std_scores(self, scoring: str | None = None) -> Floats:
        """Return the standard deviation of the scores over seeds and folds.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; None takes the first.

        Returns
        -------
        deviations : ndarray of shape (n_vectorizers, n_sizes)
            As scikit-learn's ``std_test_score``, without a correction.
        """
        deviations: Floats = self.scores_of(scoring).std(axis=(2, 3))
        return deviations

    def score_intervals(self, scoring: str | None = None, confidence: float = 0.95) -> Floats:
        """Return half the width of the interval of each mean score.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; None takes the first.

        confidence : float, default=0.95
            Between 0 and 1.

        Returns
        -------
        half_widths : ndarray of shape (n_vectorizers, n_sizes)
            Corrected for training parts that overlap; see `differences`. NaN if there
            is one fold.
        """
        folds = by_fold(self.scores_of(scoring))
        return corrected_half_width(folds, self.test_ratio, check_confidence(confidence))

    def differences(
        self, scoring: str | None = None, train_size: int = -1, confidence: float = 0.95
    ) -> tuple[Floats, Floats]:
        r"""Return by how much each candidate is behind the best, compared fold by fold.

        Scores are averaged over the seeds first, then

        .. math::

            \bar d \pm t_{k - 1} \sqrt{\left(\frac{1}{k} + \frac{n_\text{test}}
            {n_\text{train}}\right) s_d^2}

        for the differences :math:`d` of the k folds [1]_: training parts overlap, so
        their scores vary less than those of independent samples would, and an interval
        without the second term is too narrow. (The ratio is that of the folds, also where
        ``train_sizes`` are smaller, whose parts overlap less.) An interval that holds 0
        says that these documents do not tell the two apart; with many candidates, the
        best of them is also the luckiest.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; None takes the first.

        train_size : int, default=-1
            Position among ``train_sizes``.

        confidence : float, default=0.95
            Between 0 and 1.

        Returns
        -------
        differences : ndarray of shape (n_vectorizers,)
            Best less candidate, 0 for the best.

        half_widths : ndarray of shape (n_vectorizers,)
            Of their intervals; 0 for the best, NaN if there is one fold.

        References
        ----------
        .. [1] C. Nadeau and Y. Bengio, Inference for the Generalization Error, Machine
               Learning 52, 239-281 (2003).
        """
        check_confidence(confidence)
        best = self.names.index(self.best(scoring, train_size))
        folds = by_fold(self.scores_of(scoring))[:, train_size]
        behind = folds[best] - folds
        return behind.mean(axis=-1), corrected_half_width(behind, self.test_ratio, confidence)

    def best(self, scoring: str | None = None, train_size: int = -1) -> str:
        """Return the name of the candidate with the highest mean score.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; None takes the first.

        train_size : int, default=-1
            Position among ``train_sizes``.

        Returns
        -------
        name : str
            Of equals the first. Never one that failed in a fold; ``errors`` names those.

        Raises
        ------
        ValueError
            If all of them failed.
        """
        means = self.mean_scores(scoring)[:, train_size]
        if np.isnan(means).all():
            raise ValueError(
                f"No candidate has a score with {self.train_sizes[train_size]} documents to learn "
                f"from: {self.errors}."
            )
        return self.names[int(np.nanargmax(means))]

    def mean_of(self, name: str) -> Floats:
        """Return the means over seeds and folds of what is not a score.

        Parameters
        ----------
        name : str
            An attribute: "fit_times", "memory", ...

        Returns
        -------
        means : ndarray of shape (n_vectorizers, n_sizes)
            Of the folds that have a number.
        """
        return quiet_nanmean(getattr(self, name), (2, 3))

    def peak_memory(self) -> Floats:
        """Return the most memory that each fitted vectorizer took.

        Returns
        -------
        n_bytes : ndarray of shape (n_vectorizers, n_sizes)
            Over seeds and folds; NaN if it could not be found.
        """
        known = np.where(np.isnan(self.memory), -np.inf, self.memory).max(axis=(2, 3))
        return np.where(np.isinf(known), np.nan, known)


def check_confidence(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence!r}.")
    return confidence
