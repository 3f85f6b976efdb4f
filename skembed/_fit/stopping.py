"""When a training ends before all passes are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class StoppingCriterion(Protocol):
    """What may end a training before all passes are made."""

    def is_over(self, losses: list[float]) -> bool:
        """Tell whether the last pass, of those with these losses, is enough; asked after each."""


@dataclass(frozen=True)
class LossPlateau:
    """Ends a training after ``n_iter_no_change`` passes in a row without progress; None never does.

    A pass is progress if its loss is below the lowest one before by more than ``tol`` times that.
    """

    tol: float
    n_iter_no_change: int | None

    def is_over(self, losses: list[float]) -> bool:
        """Tell whether the last ``n_iter_no_change`` passes were without progress."""
        if self.n_iter_no_change is None:
            return False
        idle, lowest = 0, float("inf")
        for loss in losses:
            idle = 0 if loss < lowest - self.tol * lowest or lowest == float("inf") else idle + 1
            lowest = min(lowest, loss)
        return idle >= self.n_iter_no_change
