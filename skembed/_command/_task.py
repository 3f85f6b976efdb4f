"""`CommandTask`: the data of the command as it is compared. Nothing is read or filtered here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._comparison._splits import fair_order
from .._compat.sklearn import rows_of


class CommandTask(NamedTuple):
    """Data with targets, texts without (for training vectors), and notes to print.

    ``X`` is a list of texts, or a dataframe; ``unit`` says which: "texts" or "rows". ``labels`` are
    numbers if ``is_regression``; ``groups`` are those that folds keep together; ``problems`` are
    notes on all labels of the file, by their kinds.
    """

    name: str
    X: Any
    labels: list[Any]
    unlabeled: list[str]
    notes: list[str]
    groups: list[str] | None = None
    is_regression: bool = False
    problems: Mapping[str, str] = {}
    unit: str = "texts"

    @property
    def is_table(self) -> bool:
        """Whether each column is a feature, and not one of them the texts."""
        return self.unit == "rows"

    @property
    def variables(self) -> tuple[str, str]:
        """The names of ``X`` and ``labels`` in code for the user."""
        return ("X", "y") if self.is_table else ("texts", "labels")

    @property
    def explained(self) -> str:
        """What the variables are, if their names do not say it."""
        return " (X: dataframe of the columns above; y: targets)" if self.is_table else ""

    def part(self, rows: Sequence[int] | NDArray[np.intp]) -> CommandTask:
        """Return the task of some of the labeled samples."""
        labels = [self.labels[i] for i in rows]
        groups = None if self.groups is None else [self.groups[i] for i in rows]
        return self._replace(X=rows_of(self.X, np.asarray(rows)), labels=labels, groups=groups)

    def sample(self, n: int) -> CommandTask:
        """Return the task of at most n samples, stratified by label, in their order."""
        return self if len(self.X) <= n else self.part(self.divided(n)[0])

    def divided(self, n: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the rows of n samples, stratified by label, and those of the others, in order."""
        rows = np.arange(len(self.X))
        order = fair_order(rows, self.labels, 0, classes=not self.is_regression)
        return np.sort(order[:n]), np.sort(order[n:])
