"""Which candidate of a comparison is best, and how certain that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._measurements import Floats, Measurements, check_confidence
from ._statistics import by_fold, corrected_half_width


@dataclass(frozen=True, eq=False, repr=False)
class Ranking(Measurements):
    """Measurements, and what follows from the differences between the candidates."""

    def differences(
        self,
        scoring: str | None = None,
        train_size: int = -1,
        confidence: float = 0.95,
        *,
        reference: str | None = None,
    ) -> tuple[Floats, Floats]:
        r"""Return the difference in score between the best candidate and each candidate.

        Scores are averaged over the seeds. The confidence interval of the difference is

        .. math::

            \bar d \pm t_{k - 1} \sqrt{\left(\frac{1}{k} + \frac{n_\text{test}}
            {n_\text{train}}\right) s_d^2}

        where :math:`d` are the paired differences in the k folds and :math:`s_d^2` is their
        variance [1]_. The second term corrects for the overlap of the training sets: because
        of it, scores vary less between folds than between independent samples, and the
        interval would be too narrow. (The ratio is that of the folds, even for smaller
        ``train_sizes``, whose training sets overlap less.) If the interval contains 0, these
        data do not show which of the two is better. With many candidates, the best score is
        also in part the luckiest.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; if None, the first scorer.

        train_size : int, default=-1
            Index into ``train_sizes``.

        confidence : float, default=0.95
            The confidence level, between 0 and 1.

        reference : str, default=None
            Name of the candidate to compare with; if None, the best.

        Returns
        -------
        differences : ndarray of shape (n_vectorizers,)
            Score of the reference minus score of each candidate; 0 for the reference.

        half_widths : ndarray of shape (n_vectorizers,)
            Half-widths of their confidence intervals; 0 for the reference, NaN if there is
            only one fold.

        Raises
        ------
        ValueError
            If there is no such reference, or every candidate failed.

        References
        ----------
        .. [1] C. Nadeau and Y. Bengio, Inference for the Generalization Error, Machine
               Learning 52, 239-281 (2003).
        """
        check_confidence(confidence)
        reference = self.best(scoring, train_size) if reference is None else reference
        if reference not in self.names:
            raise ValueError(f"reference must be one of {[*self.names]}, got {reference!r}.")
        folds = by_fold(self.scores_of(scoring))[:, train_size]
        behind = folds[self.names.index(reference)] - folds
        return behind.mean(axis=-1), corrected_half_width(behind, self.test_ratio, confidence)

    def best(self, scoring: str | None = None, train_size: int = -1) -> str:
        """Return the name of the candidate with the highest mean score.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; if None, the first scorer.

        train_size : int, default=-1
            Index into ``train_sizes``.

        Returns
        -------
        name : str
            The best candidate. If means are equal, a baseline, then the smaller, then the
            faster. The dummy, and candidates that failed in any fold, are not considered.

        Raises
        ------
        ValueError
            If every candidate failed.
        """
        means = self.mean_scores(scoring)[:, train_size]
        candidates = np.array([name != self.dummy for name in self.names]) & ~np.isnan(means)
        if not candidates.any():
            raise ValueError(
                "No candidate has a score in every fold for "
                f"{self.train_sizes[train_size]} training documents: {self.errors}."
            )
        top = np.isclose(means, means[candidates].max(), rtol=1e-12, atol=0.0)
        return self._simplest(candidates & top, train_size)

    def better_than_dummy(
        self, scoring: str | None = None, train_size: int = -1
    ) -> NDArray[np.bool_]:
        """Return which candidates are significantly better than the dummy.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; if None, the first scorer.

        train_size : int, default=-1
            Index into ``train_sizes``.

        Returns
        -------
        better : ndarray of shape (n_vectorizers,), dtype=bool
            Whether the 95 % interval of the difference, as in `differences`, lies above 0;
            with one fold, whether the score is higher. Where the dummy has no score, True
            for all candidates that have one.
        """
        means = self.mean_scores(scoring)[:, train_size]
        if self.dummy is None or np.isnan(means[self.names.index(self.dummy)]):
            return ~np.isnan(means)
        behind, half_width = self.differences(scoring, train_size, reference=self.dummy)
        return -behind > np.nan_to_num(half_width)

    def recommended(self, scoring: str | None = None, train_size: int = -1) -> str | None:
        """Return the simplest of the candidates that are as good as the best.

        These are the candidates whose 95 % interval of the difference from the best, as in
        `differences`, includes 0, and which are significantly better than the dummy.

        Parameters
        ----------
        scoring : str, default=None
            Name of the scorer; if None, the first scorer.

        train_size : int, default=-1
            Index into ``train_sizes``.

        Returns
        -------
        name : str or None
            A baseline, if one is among them; else the smallest (``memory``), then the
            fastest. None if no candidate is significantly better than the dummy.

        Raises
        ------
        ValueError
            If every candidate failed.
        """
        behind, half_width = self.differences(scoring, train_size)
        good = (behind <= np.nan_to_num(half_width)) & self.better_than_dummy(scoring, train_size)
        return self._simplest(good, train_size) if good.any() else None

    def _simplest(self, chosen: NDArray[np.bool_], train_size: int) -> str:
        """Return a baseline of the chosen candidates, else the smallest, then the fastest."""
        memory = self.peak_memory()[:, train_size]
        times = (self.mean_of("fit_times") + self.mean_of("transform_times"))[:, train_size]
        costs = [
            (name not in self.baselines, size, time)
            for name, size, time in zip(
                self.names, *np.nan_to_num([memory, times], nan=np.inf), strict=True
            )
        ]
        return self.names[min(np.flatnonzero(chosen), key=costs.__getitem__)]
