"""Problems of the data, in the words of the command: what helps in Python, and here.

Those of labels are found when the file is read, before rare labels are dropped. Those of texts and
folds are what `compare_embeddings` warns of. They are only looked for twice, but told once, if
vectors are read or trained before the comparison: that may take long.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from .._comparison._label_problems import label_problems, read_labels
from .._comparison._problem import DataWarning

# What helps in the command, beside what a message says about Python.
_HERE = {
    "number_labels": "--target numbers or --target classes.",
    "amount_labels": "in the file, with --target numbers for regression.",
    "date_labels": "in the file.",
    "list_labels": "in the file, one row for each text and label, or one chosen label for each "
    "text.",
    "label_variants": "in the file.",
    "no_spaces": "--char-ngrams 1 3.",
    "dropped_letters": "--token-pattern (unicode reads marks), or --char-ngrams 1 3.",
    "empty_texts": "--token-pattern, or --char-ngrams 1 3.",
    "majority": "--scoring balanced_accuracy.",
    "uneven_folds": "--groups.",
}


def problems_of(labels: list[Any], *, classes: bool) -> dict[str, str]:
    """Return a note for each kind of problem of the labels."""
    found = label_problems(read_labels(labels) or [], None, classes=classes)
    return {kind: _note(message, kind) for kind, message in found}


@contextmanager
def telling(tell: Callable[[str], None], known: Collection[str]) -> Iterator[None]:
    """Tell of each `DataWarning` as it comes, except of the kinds that are known already."""
    show_other = warnings.showwarning

    def show(message: Warning | str, *where: Any, **more: Any) -> None:
        if not isinstance(message, DataWarning):
            show_other(message, *where, **more)
        elif message.kind not in known:
            tell(_note(str(message), message.kind))

    with warnings.catch_warnings():
        warnings.simplefilter("always", DataWarning)
        warnings.showwarning = show
        yield


def _note(message: str, kind: str) -> str:
    return f"{message} Here: {_HERE[kind]}" if kind in _HERE else message
