"""LinearRate: the learning rate at any time of a training."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LinearRate:
    """A learning rate that falls linearly from ``start`` to ``end`` over all passes."""

    start: float
    end: float
    n_passes: int

    def __post_init__(self) -> None:
        """Refuse a rate that would rise."""
        if self.end > self.start:
            raise ValueError(
                f"min_learning_rate={self.end:g} is above learning_rate={self.start:g}; the rate "
                "falls from the second to the first."
            )

    def at(self, i: int, share: float) -> float:
        """Return the rate when ``share`` (0 to 1) of pass ``i`` is done."""
        done = (i + share) / self.n_passes
        return self.start + (self.end - self.start) * done
