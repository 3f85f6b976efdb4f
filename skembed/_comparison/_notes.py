"""The lines below the table of a comparison: what is best, what numbers mean, what failed."""

from __future__ import annotations

import numpy as np

from ._ranking import Ranking
from ._statistics import Floats

ZERO = "(95% interval of the difference includes 0)"
BY = "(by the 95% interval of the difference)"


def verdict(comparison: Ranking) -> str:
    """Name the best candidate, those that are as good, and the simplest of them."""
    means = comparison.mean_scores()[:, -1]
    if not any_score(comparison, means):
        return "No candidate has a score in every fold."
    names = comparison.names
    failed = [n for n, m in zip(names, means, strict=True) if np.isnan(m) and n != comparison.dummy]
    missing = f" Not compared because of failed fits: {', '.join(failed)}." if failed else ""
    best = comparison.best()
    if not comparison.better_than_dummy()[names.index(best)]:
        return f"{not_above_dummy(comparison, best)}{missing}"
    if comparison.n_folds == 1:
        return f"Best: {best} (one fold only: no estimate of the uncertainty).{missing}"
    behind, half_width = comparison.differences()
    rivals = [
        name
        for name, d, sure in zip(names, behind, half_width, strict=True)
        if name != best and d <= sure
    ]
    if not rivals:
        return f"Best: {best}.{missing}"
    as_good = f"It is not significantly better than {', '.join(rivals)} {ZERO}."
    return f"Best: {best}. {as_good} Recommended: {comparison.recommended()}.{missing}"


def not_above_dummy(comparison: Ranking, best: str) -> str:
    """Say that the best candidate, or none of them, is better than the dummy."""
    what = f"significantly better than always predicting the {comparison.dummy} {BY}"
    if comparison.n_folds == 1:
        what = f"better than always predicting the {comparison.dummy} (one fold only)"
    if not comparison.better_than_dummy().any():
        return f"No candidate is {what}."
    other = comparison.recommended()
    return f"{best} has the best score, but is not {what}." + (f" {other} is." if other else "")


def failure_lines(comparison: Ranking) -> list[str]:
    """Return one line per failed candidate: in how many fits it failed (if not in all) and why."""
    lost = np.logical_or.reduce([np.isnan(scores) for scores in comparison.scores.values()])
    lines = []
    for name, error in comparison.errors.items():
        mine = lost[comparison.names.index(name)]
        where = "" if mine.all() else f" in {mine.sum()} of {mine.size} fits"
        lines.append(f"{name} failed{where}: {error}")
    return lines


def notes_below(comparison: Ranking) -> list[str]:
    """Return the lines below the table."""
    n_seeds, n_folds = len(comparison.seeds), comparison.n_folds
    runs = f"{n_folds} fold{'s' if n_folds > 1 else ''}"
    runs += f", {n_seeds} seeds" if n_seeds > 1 else ""
    over = "folds and seeds" if n_seeds > 1 else "folds"
    size = f"{comparison.train_sizes[-1]:,} labeled training {comparison.unit} per fold"
    return [
        verdict(comparison),
        f"{runs}, {size}; ± standard deviation over {over}, not an interval.",
        "Gap to best: mean difference over the same folds [with its 95% confidence interval,",
        "corrected for overlapping training sets]."
        + ("" if np.isnan(comparison.n_terms).all() else " OOV: out of vocabulary."),
        *failure_lines(comparison),
    ]


def any_score(comparison: Ranking, means: Floats) -> bool:
    """Return whether any candidate, other than the dummy, has a mean score."""
    return any(
        name != comparison.dummy and not np.isnan(mean)
        for name, mean in zip(comparison.names, means, strict=True)
    )
