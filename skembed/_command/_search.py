"""The grid search of the command over the algorithm and pooling of word2vec, beside tf-idf.

The scores of `GridSearchCV` are printed unchanged. The best method is determined by the comparison.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np
from sklearn.callback import ProgressBar
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline

from .._comparison._table import FAILED, heading, seconds, sign, with_deviation
from .._compat.threads import n_tasks
from .._word2vec.estimator import Word2VecVectorizer
from ._folds import find_folds
from ._task import CommandTask

GRID = {"vectorizer__algorithm": ["skip-gram", "cbow"], "vectorizer__pooling": ["mean", "idf"]}
N_TEXTS = 2000
N_FOLDS = 3


def search_word2vec(
    task: CommandTask,
    word2vec: Word2VecVectorizer,
    baseline: tuple[str, Any],
    estimator: Any,
    *,
    scoring: str,
    n_folds: int,
    n_jobs: int | None,
) -> tuple[str, list[list[str]]]:
    """Search the algorithm and pooling of word2vec, and return scores and times.

    Parameters
    ----------
    task : CommandTask
        Texts and targets; a sample of a large data set is used.

    word2vec : Word2VecVectorizer
        The vectorizer; the grid sets its algorithm and pooling.

    baseline : tuple of (str, transformer)
        The name and the vectorizer that stands beside the grid.

    estimator : estimator
        The estimator of the features.

    scoring : str
        The scorer.

    n_folds : int
        The largest number of folds.

    n_jobs : int or None
        Number of parallel jobs.

    Returns
    -------
    title : str
        What was searched, and how.

    rows : list of list of str
        The header and one row per candidate, the best first.
    """
    task = task.sample(N_TEXTS)
    name, vectorizer = baseline
    pipeline = Pipeline([("vectorizer", vectorizer), ("estimator", estimator)])
    grid = [{"vectorizer": [vectorizer]}, {"vectorizer": [word2vec], **GRID}]
    folds, groups = find_folds(task, min(N_FOLDS, n_folds))
    search = GridSearchCV(
        pipeline, grid, cv=folds, scoring=scoring, n_jobs=n_tasks(n_jobs), refit=False
    )
    if find_spec("rich"):
        search.set_callbacks(ProgressBar(max_propagation_depth=0))
    search.fit(task.X, task.labels, groups=groups)
    title = f"Word2vec algorithm and pooling: GridSearchCV with {search.n_splits_} folds"
    of = f" of {len(task.X):,} texts (times include the estimator):"
    return f"{title}{of}", rows_of(search.cv_results_, scoring, name)


def rows_of(results: dict[str, Any], scoring: str, baseline: str) -> list[list[str]]:
    """Return the header and one row of cells per candidate, the best first."""
    rows = [["", heading(scoring), "fit time", "score time"]]
    for i in np.argsort(-results["mean_test_score"], kind="stable"):
        mean, deviation = results["mean_test_score"][i], results["std_test_score"][i]
        given = results["params"][i]
        name = ", ".join(given[key] for key in GRID if key in given) or baseline
        if np.isnan(mean):  # failed candidates sort last
            rows.append([name, FAILED, "", ""])
            continue
        times = (seconds(results[f"mean_{each}_time"][i]) for each in ("fit", "score"))
        rows.append([name, with_deviation(sign(scoring) * mean, deviation), *times])
    return rows
