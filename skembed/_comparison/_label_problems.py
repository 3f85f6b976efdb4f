"""Problems of class labels and numbers: missing, misspelled, rare, or not classes at all."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from typing import Any

import numpy as np
from scipy.sparse import issparse

from .._core.missing import is_missing
from .._text.containers import iterate_documents
from ._label_forms import written_forms
from ._problem import DataProblem, among, listed

# Accuracy misleads from this share of the most frequent class on.
_MAJORITY = 0.7

# What missing values become as str, and in files of databases and Excel; "None" may be a class.
_BLANK = {"", "nan", "NaN", "<NA>", "NaT", "NULL", "#N/A"}

Labels = list[Any]


def read_labels(y: Any) -> Labels | None:
    """Return the labels as a list, None for what is missing or blank.

    Returns None if y is not a single column of labels.
    """
    shape: tuple[int, ...] = getattr(y, "shape", ())
    if y is None or issparse(y) or (len(shape) == 2 and shape[1] != 1):
        return None
    plain = (v.item() if isinstance(v, np.generic) else v for v in iterate_documents(y))
    labels = [None if is_blank(label) else label for label in plain]
    if not all(isinstance(label, Hashable) and not isinstance(label, tuple) for label in labels):
        return None
    return labels


def is_blank(label: Any) -> bool:
    """Return whether a label is missing, or a str that stands for a missing one."""
    return label.strip() in _BLANK if isinstance(label, str) else is_missing(label)


def label_problems(labels: Labels, n_folds: int | None, *, classes: bool) -> Iterator[DataProblem]:
    """Yield the problems of the targets of a comparison; see `find_problems`."""
    if missing := [row for row, label in enumerate(labels) if label is None]:
        yield DataProblem(
            "missing_labels",
            f"Missing or blank labels: {among(missing, len(labels))}. Leave out the rows without "
            "a label; they can still serve to train vectors that need no labels.",
        )
    counts = Counter(label for label in labels if label is not None)
    if not counts:
        return
    numbers = _as_numbers(counts)
    if not classes:
        yield from _codes(numbers, counts)
        return
    if forms := [] if numbers else list(written_forms(counts)):
        yield from forms
    elif _like_quantities(numbers, counts):
        yield _quantities(numbers, counts)
    elif len(counts) > max(counts.total() / 2, 2) and counts.total() >= 10:
        yield _ids(counts)
        return
    yield from _variants(counts)
    yield from _rare(counts, n_folds)
    yield from _majority(counts)


def _as_numbers(counts: Counter[Any]) -> list[float]:
    """Return the distinct labels as sorted numbers; an empty list if one is not a number."""
    try:
        numbers = sorted(float(label) for label in counts if not isinstance(label, bool))
    except (TypeError, ValueError, OverflowError):
        return []
    return numbers if np.all(np.isfinite(numbers)) else []


def _like_quantities(numbers: list[float], counts: Counter[Any]) -> bool:
    """Return whether classes may be ratings, or numbers that were read as text.

    Codes of classes are consecutive, and mostly begin at 0; ratings begin at 1.
    """
    if len(numbers) > 1 and np.all(np.diff(numbers) == 1):
        return 4 <= len(numbers) <= 10 and numbers[0] == 1
    return len(numbers) > 10 and isinstance(next(iter(counts)), str)


def _quantities(numbers: list[float], counts: Counter[Any]) -> DataProblem:
    text = "text" if isinstance(next(iter(counts)), str) else "whole numbers"
    return DataProblem(
        "number_labels",
        f"The labels are {len(counts):,} different numbers from {numbers[0]:g} to {numbers[-1]:g}, "
        f"given as {text} and taken as classes. If they are quantities or ratings whose order "
        "matters, predict them by regression: numbers as y and a regressor as estimator.",
    )


def _codes(numbers: list[float], counts: Counter[Any]) -> Iterator[DataProblem]:
    """Numbers for regression that may be codes of classes: whole, and each often repeated."""
    if 2 <= len(numbers) <= counts.total() / 10 and all(n.is_integer() for n in numbers):
        yield DataProblem(
            "number_labels",
            f"The targets are {len(numbers):,} different whole numbers from {numbers[0]:g} to "
            f"{numbers[-1]:g} and are predicted by regression. If they are codes of classes, pass "
            "them as text: [str(label) for label in y].",
        )


def _ids(counts: Counter[Any]) -> DataProblem:
    shown = listed([repr(label) for label in list(counts)[:3]])
    return DataProblem(
        "id_labels",
        f"There are {len(counts):,} different labels for {counts.total():,} rows, such as "
        f"{shown}: these look like names or numbers of the rows, not like classes. Choose the "
        "column that holds the classes.",
    )


def _variants(counts: Counter[Any]) -> Iterator[DataProblem]:
    """Labels that are the same except for case, spaces, and how accents are encoded."""
    spellings = defaultdict(list)
    for label in counts:
        if isinstance(label, str):
            spellings[" ".join(unicodedata.normalize("NFKC", label).casefold().split())].append(
                label
            )
    variants = [
        " / ".join(f"{label!r} ({counts[label]:,})" for label in labels)
        for labels in spellings.values()
        if len(labels) > 1
    ]
    if variants:
        yield DataProblem(
            "label_variants",
            "Labels that differ in case or spaces only are taken as different classes: "
            f"{listed(variants, 3)}. Give each class one spelling, for example by "
            "[label.strip().lower() for label in y].",
        )


def _rare(counts: Counter[Any], n_folds: int | None) -> Iterator[DataProblem]:
    rare = [f"{label!r} ({n})" for label, n in counts.most_common() if n < (n_folds or 0)]
    if rare:
        yield DataProblem(
            "rare_classes",
            f"Classes with fewer rows than there are folds ({n_folds}): {len(rare):,} of "
            f"{len(counts):,}: {listed(rare)}. Not every fold tests them. Leave these classes out, "
            "merge them with others, or use fewer folds (cv).",
        )


def _majority(counts: Counter[Any]) -> Iterator[DataProblem]:
    [(label, n)] = counts.most_common(1)
    share = n / counts.total()
    if len(counts) == 1:
        yield DataProblem(
            "majority", f"All rows have the label {label!r}: at least two classes are needed."
        )
    elif share >= _MAJORITY:
        yield DataProblem(
            "majority",
            f"{share:.0%} of the rows have the label {label!r}, so that always answering "
            f"{label!r} reaches an accuracy of {share:.2f}. Use scoring='balanced_accuracy', "
            "in which each class counts the same.",
        )
