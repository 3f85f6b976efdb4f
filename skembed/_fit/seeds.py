"""Seeds: one number is drawn from ``random_state``, and all that is random follows from it."""

from __future__ import annotations

import numpy as np


def draw_seed(random_state: np.random.RandomState) -> int:
    """Draw one number of 63 bits, from which everything random in a training follows."""
    return int(random_state.randint(np.iinfo(np.int64).max, dtype=np.int64))


def subseed(seed: int, *place: int) -> int:
    """Make a seed for one place (pass, stretch, ...) of the training that ``seed`` stands for."""
    return int(np.random.SeedSequence((seed, *place)).generate_state(1, np.uint64)[0])
