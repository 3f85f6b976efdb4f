"""Stopping criteria, which end training before the maximum number of passes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class StoppingCriterion(Protocol):
    """Interface of a criterion that ends training before the maximum number of passes."""

    def is_over(self, losses: list[float]) -> bool:
        """Return whether to stop, given the loss of each pass so far; called after each pass."""


@dataclass(frozen=True)
class LossPlateau:
    """Stop when the loss has not improved for ``n_iter_no_change`` passes in a row.

    A pass improves the loss if it is lower than the best previous loss by more than ``tol`` times
    that loss. With ``n_iter_no_change=None``, training never stops early.
    """

    tol: float
    n_iter_no_change: int | None

    def is_over(self, losses: list[float]) -> bool:
        """Return whether the last ``n_iter_no_change`` passes did not improve the loss."""
        if self.n_iter_no_change is None:
            return False
        idle, lowest = 0, float("inf")
        for loss in losses:
            idle = 0 if loss < lowest - self.tol * lowest or lowest == float("inf") else idle + 1
            lowest = min(lowest, loss)
        return idle >= self.n_iter_no_change
