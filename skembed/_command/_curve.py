"""The label curve: scores for fewer labels, in a time that does not grow with the data."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .._comparison import EmbeddingComparison, compare_embeddings
from ._folds import find_folds
from ._task import CommandTask

N_SAMPLES = 4500  # of which two thirds are in a training set
SHARES = (0.1, 0.3, 1.0)
LEAST = 5  # samples for each label: one per fold of cross-fitting
N_FOLDS = 3


def label_curve(
    task: CommandTask, vectorizers: dict[str, Any], n_folds: int, **options: Any
) -> EmbeddingComparison:
    """Compare candidates for fewer labels, where embeddings learned without labels see all samples.

    Parameters
    ----------
    task : CommandTask
        Data and targets; a sample of a large data set is used.

    vectorizers : dict of str to vectorizer
        The unfitted candidates.

    n_folds : int
        The largest number of folds.

    **options : dict
        Further parameters of `compare_embeddings`.

    Returns
    -------
    curve : EmbeddingComparison
        For up to three sizes.
    """
    task = task.sample(N_SAMPLES)
    n_folds = min(N_FOLDS, n_folds)
    if not task.is_regression:
        n_folds = max(2, min(n_folds, *Counter(task.labels).values()))
    folds, groups = find_folds(task, n_folds)
    splits = list(folds.split(task.X, task.labels, groups))
    n_train = min(len(train) for train, _ in splits)
    least = LEAST * (1 if task.is_regression else len(set(task.labels)))
    sizes = {min(max(int(n_train * share), least), n_train) for share in SHARES}
    return compare_embeddings(
        vectorizers,
        task.X,
        task.labels,
        cv=splits,
        train_sizes=sorted(sizes),
        use_unlabeled=True,
        **options,
    )
