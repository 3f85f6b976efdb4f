"""Means of scores over folds and seeds, and their confidence intervals."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]


def by_fold(scores: Floats) -> Floats:
    """Average over seeds: (..., n_seeds, n_folds) to (..., n_folds); NaN if any seed failed."""
    mean: Floats = scores.mean(axis=-2)
    return mean


def corrected_half_width(values: Floats, test_ratio: float, confidence: float) -> Floats:
    r"""Half-width of the confidence interval of a mean over folds with overlapping training sets.

    .. math::

        t_{k - 1} \sqrt{\left(\frac{1}{k} + \frac{n_\text{test}}{n_\text{train}}\right) s^2}

    for k folds with variance :math:`s^2`. Nadeau and Bengio, Inference for the Generalization
    Error, Machine Learning 52 (2003).

    Parameters
    ----------
    values : ndarray of shape (..., n_folds)
        One value per fold.

    test_ratio : float
        Number of test documents per training document.

    confidence : float
        The confidence level, between 0 and 1.

    Returns
    -------
    half_width : ndarray of shape values.shape[:-1]
        The half-width; NaN if there is only one fold.
    """
    n_folds = values.shape[-1]
    if n_folds < 2:
        return np.full(values.shape[:-1], np.nan)
    variance = values.var(axis=-1, ddof=1)
    quantile = stats.t.ppf((1 + confidence) / 2, n_folds - 1)
    return np.asarray(quantile * np.sqrt((1 / n_folds + test_ratio) * variance))


def quiet_nanmean(values: Floats, axis: int | tuple[int, ...]) -> Floats:
    """Mean ignoring NaN; where all values are NaN, the result is NaN without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmean(values, axis=axis))
