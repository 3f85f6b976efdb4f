"""The results of the trials of a comparison, made the arrays of one result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._result import EmbeddingComparison
from ._splits import Split
from ._trial import FitResult


def gather(
    names: tuple[str, ...],
    trials: list[list[FitResult | str]],
    splits: list[Split],
    sizes: NDArray[np.int64] | None,
    seeds: tuple[int | None, ...],
    baselines: tuple[str, ...],
    *,
    unit: str,
    keep: bool,
) -> EmbeddingComparison:
    """Collect the results of all trials into arrays; the last name is that of the dummy.

    Raises
    ------
    ValueError
        If every fit failed.
    """
    n_sizes = 1 if sizes is None else len(sizes)
    shape = (len(names), len(seeds), len(splits), n_sizes)
    flat = [result for trial in trials for result in trial]
    places = np.indices(shape)[0].ravel()
    n_fits = np.count_nonzero(places < len(names) - 1)  # all but those of the dummy
    good = [result for result in flat[:n_fits] if isinstance(result, FitResult)]
    errors: dict[str, str] = {}
    for place, result in zip(places[:n_fits], flat, strict=False):
        if wrong := result if isinstance(result, str) else strange_score(result):
            errors.setdefault(names[place], wrong)
    if not good:
        listed = "".join(f"\n{name}: {error}" for name, error in errors.items())
        raise ValueError(f"Every candidate failed.{listed}")

    def array(values: Iterator[float]) -> NDArray[np.float64]:
        """Return an array of shape (n_vectorizers, n_sizes, n_seeds, n_folds)."""
        return np.moveaxis(np.fromiter(values, np.float64, len(flat)).reshape(shape), -1, 1)

    def measured(name: str) -> NDArray[np.float64]:
        return array(np.nan if isinstance(c, str) else getattr(c, name) for c in flat)

    scores = {
        name or "score": finite(
            array(np.nan if isinstance(c, str) else c.scores.get(name, np.nan) for c in flat)
        )
        for name in good[0].scores
    }
    train = np.array([len(split.train) for split in splits])
    ratio = float(np.mean([len(split.test) for split in splits] / train))
    kept = kept_results(names, trials, len(splits)) if keep else {}
    mean_size = np.array([round(train.mean())]) if sizes is None else sizes
    return EmbeddingComparison(
        names=names,
        scores=scores,
        train_sizes=mean_size.astype(np.int64),
        seeds=seeds,
        test_ratio=ratio,
        fit_times=measured("fit_time"),
        transform_times=measured("transform_time"),
        estimator_times=measured("estimator_time"),
        memory=measured("memory"),
        n_terms=measured("n_terms"),
        n_features=measured("n_features"),
        unknown_shares=measured("unknown_share"),
        errors=errors,
        baselines=baselines,
        dummy=names[-1],
        unit=unit,
        splits=[(split.train, split.test) for split in splits],
        **kept,
    )


def kept_results(
    names: tuple[str, ...], trials: list[list[FitResult | str]], n_folds: int
) -> dict[str, Any]:
    """Return what was kept of the largest size and the first seed: for each name, one a fold."""
    n_trials = len(trials) // len(names)  # a candidate's trials: all folds of the first seed first
    return {
        attribute: {
            name: [getattr(trial[-1], kept, None) for trial in trials[begin : begin + n_folds]]
            for name, begin in zip(names[:-1], range(0, len(trials), n_trials), strict=False)
        }
        for attribute, kept in [("vectorizers", "vectorizer"), ("test_features", "test_features")]
    }


def strange_score(result: FitResult) -> str | None:
    """Return a message that names the first score that is not finite, or None."""
    for name, score in result.scores.items():
        if not np.isfinite(score):
            return f"the score {repr(name) + ' ' if name else ''}is {score}"
    return None


def finite(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Replace infinite scores by NaN: an infinite score would be the best."""
    return np.where(np.isfinite(scores), scores, np.nan)
