"""What word2vec.py has measured, as its page shows it."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field

from _evaluation import Score

from _word2vec.runs import WholeFit


@dataclass
class Results:
    """All that was measured; keys are (program, algorithm, threads) or alike."""

    options: argparse.Namespace
    load: float
    n_read: int
    n_tokens: int
    n_terms: int
    speed: dict[tuple[str, str, int], list[float]] = field(default_factory=dict)
    speed_tokens: int = 0
    fits: dict[tuple[str, int], list[WholeFit]] = field(default_factory=dict)
    quality: dict[tuple[str, str, float], list[dict[str, Score]]] = field(default_factory=dict)
    n_cached: int = 0
