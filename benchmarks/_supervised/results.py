"""What supervised.py has measured, as its page shows it."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from _sets import Texts, folds_of
from numpy.typing import NDArray

from _supervised.runs import Whole


class Size(NamedTuple):
    """The size of a set; `n_test` is 0 where folds are used."""

    n_train: int
    n_test: int
    n_classes: int
    n_words: float


def size_of(data: Texts, n_folds: int) -> Size:
    """Return the size of a set."""
    folds = folds_of(data, n_folds)
    official = len(folds) == 1
    n_train, n_test = map(len, folds[0]) if official else (len(data.texts), 0)
    words = np.mean([text.count(" ") + 1 for text in data.texts])
    return Size(n_train, n_test, len(set(data.labels)), float(words))


@dataclass
class Results:
    """All that was measured; keys begin with "skembed", "fastText" or the name of a model."""

    options: argparse.Namespace
    load: float
    sizes: dict[str, Size]
    speed_tokens: int = 0
    # for each seed the mean over the folds; for each draw a row of accuracies, NaN if not measured
    accuracy: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    curves: dict[tuple[str, str], NDArray[np.float64]] = field(default_factory=dict)
    speed: dict[tuple[str, str, int], list[float]] = field(default_factory=dict)
    whole: dict[tuple[str, int], list[Whole]] = field(default_factory=dict)
    n_cached: int = 0
