"""Learning rate schedule, and the number of passes that suits the size of a corpus."""

from __future__ import annotations

from dataclasses import dataclass

# what max_iter='auto' stands for; measured in docs/develop/measurements
TOKENS_TO_READ = 6_000_000  # in all passes together
FEWEST_PASSES = 5


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


def number_of_passes(max_iter: int | str, n_tokens: int, *, most: int) -> int:
    """Return ``max_iter``, or what 'auto' is for a corpus of this size: at most ``most``."""
    if max_iter != "auto":
        return int(max_iter)
    return min(most, max(FEWEST_PASSES, TOKENS_TO_READ // max(1, n_tokens)))
