"""Random seeds: draw one number from ``random_state`` and derive all other seeds from it."""

from __future__ import annotations

import numpy as np


def draw_seed(random_state: np.random.RandomState) -> int:
    """Draw a 63-bit seed, from which all random numbers of the training are derived."""
    return int(random_state.randint(np.iinfo(np.int64).max, dtype=np.int64))


def subseed(seed: int, *place: int) -> int:
    """Derive the seed for one part of training, such as a pass or a segment, from ``seed``."""
    return int(np.random.SeedSequence((seed, *place)).generate_state(1, np.uint64)[0])
