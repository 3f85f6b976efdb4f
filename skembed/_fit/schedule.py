"""`LinearRate`: a linear learning rate schedule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LinearRate:
    """A learning rate that decreases linearly from ``start`` to ``end`` over all passes."""

    start: float
    end: float
    n_passes: int

    def __post_init__(self) -> None:
        """Raise an error if the rate would increase."""
        if self.end > self.start:
            raise ValueError(
                f"min_learning_rate={self.end:g} is above learning_rate={self.start:g}, "
                "but the learning rate decreases from learning_rate to min_learning_rate. Choose "
                "a lower min_learning_rate."
            )

    def at(self, i: int, share: float) -> float:
        """Return the rate after a fraction ``share`` (0 to 1) of pass ``i``."""
        done = (i + share) / self.n_passes
        return self.start + (self.end - self.start) * done
