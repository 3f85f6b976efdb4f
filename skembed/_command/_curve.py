"""The label curve: scores for fewer labels, in a time that does not grow with the data."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .._comparison import EmbeddingComparison, compare_embeddings
from ._data import TextTask
from ._folds import find_folds

N_TEXTS = 4500  # of which two thirds are in a training set
SHARES = (0.1, 0.3, 1.0)
LEAST = 5  # texts for each label: one per fold of cross-fitting
N_FOLDS = 3


def label_curve(
    task: TextTask, vectorizers: dict[str, Any], n_folds: int, **options: Any
) -> EmbeddingComparison:
    """Compare candidates for fewer labels, where embeddings learned without labels see all texts.

    Parameters
    ----------
    task : TextTask
        Texts and targets; a sample of a large data set is used.

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
    task = task.sample(N_TEXTS)
    n_folds = min(N_FOLDS, n_folds)
    if not task.is_regression:
        n_folds = max(2, min(n_folds, *Counter(task.labels).values()))
    folds, groups = find_folds(task, n_folds)
    splits = list(folds.split(task.texts, task.labels, groups))
    n_train = min(len(train) for train, _ in splits)
    least = LEAST * (1 if task.is_regression else len(set(task.labels)))
    sizes = {min(max(int(n_train * share), least), n_train) for share in SHARES}
    return compare_embeddings(
        vectorizers,
        task.texts,
        task.labels,
        cv=splits,
        train_sizes=sorted(sizes),
        use_unlabeled=True,
        **options,
    )
