"""The documents used in the checks: few, short, deterministic, and from two classes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_TOPICS = (
    ("cook", "oven", "bread", "soup", "salt", "butter", "knife", "Café"),
    ("star", "moon", "comet", "planet", "orbit", "telescope", "galaxy", "Night"),
)
_SENTENCES = (
    "The {0} is near the {1}, and the {2} is on the {3}.",
    "A {0} without the {1}? Never!",
    "We saw the {2} before the {0} and the {1}",
    "{0}, {1}, {2}; then the {3} again",
    "Once more: {0} and {0} and {1}, said the {2} to the {3} of the {4}.",
)
_N_OFFSETS = 6

# A word whose letters occur in no other document.
UNKNOWN = "ᚠᚢᚦᚨᚱᚲ"

# Minimum number of documents, because checks select rows by index and use cross-validation.
_MIN_DOCUMENTS = 20


class TextData(NamedTuple):
    """Documents, and their class labels, of at least two classes."""

    documents: list[str]
    y: NDArray[Any]


def _make() -> TextData:
    documents, y = [], []
    for offset in range(_N_OFFSETS):
        for i, sentence in enumerate(_SENTENCES):
            for label, words in enumerate(_TOPICS):
                stride = 1 + (offset + i) % 3
                chosen = [words[(offset + j * stride) % len(words)] for j in range(5)]
                documents.append(sentence.format(*chosen))
                y.append(label)
    return TextData(documents, np.array(y))


DATA = _make()


def as_data(documents: Iterable[str] | None, y: Any) -> TextData:
    """Validate documents and labels; return the built-in ones if both are None."""
    if documents is None:
        if y is not None:
            raise ValueError("documents and y must be given together.")
        return DATA
    documents = list(documents)
    if y is None or len(y) != len(documents):
        raise ValueError("y must contain the class of each document.")
    if len(documents) < _MIN_DOCUMENTS:
        raise ValueError(f"At least {_MIN_DOCUMENTS} documents are needed, got {len(documents)}.")
    return TextData(documents, np.asarray(y))
