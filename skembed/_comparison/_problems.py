"""`find_problems`: what is wrong with texts and labels, found before anything is fitted.

Each problem is one message that names numbers and rows and says what to do. `compare_embeddings`
warns of them; the command prints them. Nothing is changed, left out or refused here.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .._text.containers import iterate_documents
from .._text.tokenized import TokenizedDocuments
from ._identical import first_identical, n_leaked
from ._label_problems import label_problems, read_labels
from ._problem import DataProblem, DataWarning
from ._splits import Split, n_folds_of
from ._text_problems import TOKEN_PATTERN, identical_texts, text_problems


def find_problems(
    texts: Any,
    y: Any = None,
    *,
    n_folds: int | None = None,
    classes: bool = True,
    token_patterns: Iterable[str] = (TOKEN_PATTERN,),
    splits: Sequence[Split] | None = None,
) -> list[DataProblem]:
    """Return the problems of texts and labels, before anything is fitted.

    ``texts`` are in any container that vectorizers accept, or a dict of several columns of texts;
    missing texts and labels, and blank labels, are reported, not refused. ``classes`` is False if
    y holds numbers for regression. ``token_patterns`` are those of the vectorizers, none if they
    use none. With the folds (``splits``), identical texts in a training set and its test set are
    counted, and ``n_folds`` is known.

    Kinds of problems: "missing_texts", "missing_labels", "identical_texts", "empty_texts",
    "id_texts", "no_spaces", "dropped_letters", "id_labels", "number_labels", "amount_labels",
    "date_labels", "list_labels", "label_variants", "rare_classes", "majority", "uneven_folds".
    """
    labels = read_labels(y)
    problems: list[DataProblem] = []
    patterns = list(token_patterns)
    if isinstance(texts, dict):
        for name, column in texts.items():
            found = text_problems(column, patterns)
            problems += [p._replace(message=f"Column {name!r}: {p.message}") for p in found]
    else:
        if not isinstance(texts, TokenizedDocuments):
            texts = list(iterate_documents(texts))
        first = first_identical(texts)
        leaked = None if splits is None else n_leaked(first, splits)
        problems += text_problems(texts, patterns)
        problems += identical_texts(first, labels, leaked)
    if splits is not None:
        problems += _uneven_folds(splits)
    if labels is not None:
        if n_folds is None and splits is not None:
            n_folds = n_folds_of(splits, len(labels))
        problems += label_problems(labels, n_folds, classes=classes)
    return problems


def _uneven_folds(splits: Sequence[Split]) -> Iterator[DataProblem]:
    """Yield the problem that a fold is tested on more documents than it learns from."""
    n_train, n_test = min((len(train), len(test)) for train, test in splits)
    once_each = n_train + n_test == sum(len(test) for _, test in splits)
    if once_each and n_test > 1.5 * n_train:
        yield DataProblem(
            "uneven_folds",
            f"A fold has {n_train:,} rows in its training set and {n_test:,} in its test set, "
            "because groups and identical texts are kept together. Leave out rows that are in "
            "several groups, which join them, or use other groups.",
        )


def warn_of_problems(problems: list[DataProblem], scoring: Any, *, is_default: bool) -> None:
    """Warn the caller of `compare_embeddings`, unless the scoring or the estimator settles it.

    ``is_default``: whether the targets decided between classes and numbers, not an estimator.
    """
    settled = set() if is_default else {"number_labels"}
    settled |= set() if scoring in (None, "accuracy", ["accuracy"]) else {"majority"}
    for problem in problems:
        if problem.kind not in settled:
            warnings.warn(DataWarning(problem.message, problem.kind), stacklevel=5)
