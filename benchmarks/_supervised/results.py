"""What supervised.py has measured, as its page shows it."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field

from _supervised.runs import Whole


@dataclass
class Results:
    """All that was measured; keys begin with "skembed", "fastText" or "tf-idf"."""

    options: argparse.Namespace
    load: float
    sizes: dict[str, tuple[int, int]]
    speed_tokens: int = 0
    accuracy: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    speed: dict[tuple[str, str, int], list[float]] = field(default_factory=dict)
    whole: dict[tuple[str, int], list[Whole]] = field(default_factory=dict)
    n_cached: int = 0
