"""What glove.py has measured, as its page shows it."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field

from _evaluation import Score

from _glove.runs import Counting, Memory, Search


@dataclass
class Results:
    """All that was measured; keys are (program, threads) or the program alone."""

    options: argparse.Namespace
    load: float
    n_tokens: int
    n_terms: int
    speed_tokens: int = 0
    n_nonzero: dict[str, int] = field(default_factory=dict)
    counting: dict[tuple[str, int], list[Counting]] = field(default_factory=dict)
    training: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    memory: Memory | None = None
    search: Search | None = None
    quality: dict[str, list[dict[str, Score]]] = field(default_factory=dict)
    objective: dict[str, list[float]] = field(default_factory=dict)
    n_cached: int = 0
