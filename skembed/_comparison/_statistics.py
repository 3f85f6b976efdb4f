"""Means of scores over folds and seeds, and how sure they are. Arrays in, arrays out."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]


def by_fold(scores: Floats) -> Floats:
    """Mean over the seeds, (..., n_folds) of (..., n_seeds, n_folds); NaN where one failed."""
    mean: Floats = scores.mean(axis=-2)
    return mean


def corrected_half_width(values: Floats, test_ratio: float, confidence: float) -> Floats:
    r"""Half the width of the interval of a mean over folds whose training parts overlap.

    .. math::

        t_{k - 1} \sqrt{\left(\frac{1}{k} + \frac{n_\text{test}}{n_\text{train}}\right) s^2}

    for k folds with variance :math:`s^2`. Nadeau and Bengio, Inference for the Generalization
    Error, Machine Learning 52 (2003).

    Parameters
    ----------
    values : ndarray of shape (..., n_folds)
        One number for each fold.

    test_ratio : float
        Test documents for each document of a training part.

    confidence : float
        Between 0 and 1.

    Returns
    -------
    half_width : ndarray of shape values.shape[:-1]
        NaN if there is one fold.
    """
    n_folds = values.shape[-1]
    if n_folds < 2:
        return np.full(values.shape[:-1], np.nan)
    variance = values.var(axis=-1, ddof=1)
    quantile = stats.t.ppf((1 + confidence) / 2, n_folds - 1)
    return np.asarray(quantile * np.sqrt((1 / n_folds + test_ratio) * variance))


def quiet_nanmean(values: Floats, axis: int | tuple[int, ...]) -> Floats:
    """Mean of what is there; NaN, without a warning, where nothing is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmean(values, axis=axis))
