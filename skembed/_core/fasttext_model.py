"""The words, vectors and subwords of a model of the fasttext module; no file is read here."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .subwords import Subwords


def is_fasttext_model(source: object) -> bool:
    """Return whether an object has the methods of a model of the fasttext module."""
    return all(hasattr(source, name) for name in ("get_input_matrix", "get_words", "f"))


def parts_of_fasttext_model(model: Any) -> tuple[list[str], NDArray[np.float32], Subwords | None]:
    """Return the words of a model, their vectors, and its subwords if it has any.

    The input matrix has a row for each word, then one for each bucket of n-grams.
    """
    if model.is_quantized():
        raise ValueError(
            "The vectors of a quantized fastText model cannot be read: load the model that it was "
            "made from."
        )
    words, arguments = model.get_words(), model.f.getArgs()
    rows = np.asarray(model.get_input_matrix(), dtype=np.float32)
    if not arguments.maxn or len(rows) == len(words):
        return words, rows[: len(words)], None
    subwords = Subwords(rows[len(words) :], arguments.minn, arguments.maxn)
    return words, subwords.vectors_of_known(words, rows[: len(words)]), subwords
