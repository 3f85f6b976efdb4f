"""The grid search of the command over the algorithm and pooling of word2vec, with tf-idf.

The scores of `GridSearchCV` are printed unchanged. The best method is determined by the comparison.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np
from sklearn.callback import ProgressBar
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import Pipeline

from .._comparison._baselines import tfidf, tfidf_name
from .._comparison._downstream import default_estimator
from .._comparison._table import FAILED, in_columns, seconds, with_deviation
from .._compat.threads import n_tasks
from .._core.embedding import Embedding
from .._word2vec.estimator import Word2VecVectorizer
from ._data import TextTask
from ._pictures import N_NEIGHBORS, RESTRICT_TO

GRID = {"vectorizer__algorithm": ["skip-gram", "cbow"], "vectorizer__pooling": ["mean", "idf"]}
N_FOLDS = 3


def search_word2vec(
    task: TextTask, word2vec: Word2VecVectorizer, *, n_folds: int, n_jobs: int | None
) -> GridSearchCV:
    """Run a grid search over the algorithm and pooling of word2vec, with tf-idf as baseline.

    Parameters
    ----------
    task : TextTask
        Texts and labels.

    word2vec : Word2VecVectorizer
        The vectorizer; the grid sets its algorithm and pooling.

    n_folds : int
        The largest number of folds that the labels allow.

    n_jobs : int or None
        Number of parallel jobs.

    Returns
    -------
    search : GridSearchCV
        The fitted search, refitted with the best word2vec candidate, whose embedding is shown.
    """
    baseline = tfidf()
    pipeline = Pipeline([("vectorizer", baseline), ("estimator", default_estimator(task.labels))])
    grid = [{"vectorizer": [baseline]}, {"vectorizer": [word2vec], **GRID}]
    folds = StratifiedKFold(min(N_FOLDS, n_folds), shuffle=True, random_state=0)
    search = GridSearchCV(pipeline, grid, cv=folds, n_jobs=n_tasks(n_jobs), refit=best_word2vec)
    if find_spec("rich"):
        search.set_callbacks(ProgressBar(max_propagation_depth=0))
    return search.fit(task.texts, task.labels)


def best_word2vec(results: dict[str, Any]) -> int:
    """Return the index of the word2vec candidate with the best score."""
    ours = [isinstance(given["vectorizer"], Word2VecVectorizer) for given in results["params"]]
    scores = results["mean_test_score"]
    good = ours & np.isfinite(scores)  # the score of a failed fit is NaN
    if not good.any():
        raise ValueError("Every fit of word2vec failed in the grid search.")
    return int(np.argmax(np.where(good, scores, -np.inf)))


def found_by(search: GridSearchCV, words: list[str]) -> str:
    """Return the scores and times of the candidates and the neighbors of some words as text."""
    best = search.best_estimator_["vectorizer"]
    title = f"Word2vec algorithm and pooling: GridSearchCV with {search.n_splits_} folds"
    parts = [
        f"{title} (times include the classifier):",
        in_columns(rows_of(search.cv_results_), left=(0,)),
    ]
    if neighbors := neighbors_of(best.embedding_, words):
        parts += [f"Nearest neighbors of some words (word2vec, {best.algorithm}):", neighbors]
    return "\n\n".join(parts)


def rows_of(results: dict[str, Any]) -> list[list[str]]:
    """Return the header and one row of cells per candidate, the best first."""
    rows = [["", "accuracy", "fit time", "score time"]]
    for i in np.argsort(-results["mean_test_score"], kind="stable"):
        mean, deviation = results["mean_test_score"][i], results["std_test_score"][i]
        if np.isnan(mean):  # failed candidates sort last
            rows.append([name_of(results["params"][i]), FAILED, "", ""])
            continue
        times = (seconds(results[f"mean_{name}_time"][i]) for name in ("fit", "score"))
        rows.append([name_of(results["params"][i]), with_deviation(mean, deviation), *times])
    return rows


def name_of(parameters: dict[str, Any]) -> str:
    """Return the displayed name of a candidate."""
    return ", ".join(parameters[name] for name in GRID if name in parameters) or tfidf_name()


def neighbors_of(embedding: Embedding, words: list[str]) -> str:
    """Return one line for each word that has a vector, with its nearest neighbors."""
    known = [word for word in words if word in embedding]
    width = max(map(len, known), default=0)
    lines = []
    for word in known:
        near = embedding.most_similar(word, n=N_NEIGHBORS, restrict_to=RESTRICT_TO)
        lines.append(f"{word:{width}}  {', '.join(term for term, _ in near)}")
    return "\n".join(lines)
