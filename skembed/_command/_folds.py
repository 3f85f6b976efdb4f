"""The folds of the command: stratified, shuffled, and with identical texts kept together.

Identical rows of a table are not: with few categories, many rows are the same by chance.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold, KFold, StratifiedGroupKFold, StratifiedKFold

from .._comparison._identical import first_identical, joined_groups
from ._table import DataError
from ._task import CommandTask


def find_folds(task: CommandTask, n_folds: int) -> tuple[Any, NDArray[np.intp] | None]:
    """Return the splitter and its groups, None if no two texts belong together.

    Parameters
    ----------
    task : CommandTask
        Texts and targets.

    n_folds : int
        Number of folds.

    Returns
    -------
    splitter : scikit-learn splitter
        Shuffled with ``random_state=0``.

    groups : ndarray of shape (n_samples,) or None
        The same number for identical texts and for texts of the same group.

    Raises
    ------
    DataError
        If there are fewer groups than folds.
    """
    first = np.arange(len(task.X)) if task.is_table else first_identical(task.X)
    groups = first if task.groups is None else joined_groups(first, task.groups)
    n_groups = len(np.unique(groups))
    if n_groups == len(groups):
        kind = KFold if task.is_regression else StratifiedKFold
        return kind(n_folds, shuffle=True, random_state=0), None
    if n_groups < n_folds:
        raise DataError(
            f"{task.name}: {n_folds} folds need {n_folds} different texts or groups of texts, but "
            f"there are {n_groups} (see --cv and --groups). A text in two groups joins them."
        )
    kind = GroupKFold if task.is_regression else StratifiedGroupKFold
    return kind(n_folds, shuffle=True, random_state=0), groups
