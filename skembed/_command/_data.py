"""Load and filter the texts and targets of the command; files are read and parsed elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._comparison._label_forms import WRITTEN_FORMS
from .._comparison._label_problems import is_blank
from .._comparison._splits import fair_order
from .._comparison._task import task_of
from ..datasets import load_docstrings
from ._columns import choose_columns
from ._problems import problems_of
from ._recognition import read_table
from ._table import DataError

NEWSGROUPS = "20newsgroups"

_OTHER_COLUMN = "Is this the right column (--label)? To predict numbers, use --target numbers."


class TextTask(NamedTuple):
    """Texts with targets, texts without (for training vectors), and notes to print.

    ``labels`` are numbers if ``is_regression``; ``groups`` are those that folds keep together;
    ``problems`` are notes on all labels of the file, by their kinds.
    """

    name: str
    texts: list[str]
    labels: list[Any]
    unlabeled: list[str]
    notes: list[str]
    groups: list[str] | None = None
    is_regression: bool = False
    problems: Mapping[str, str] = {}

    def part(self, rows: Sequence[int] | NDArray[np.intp]) -> TextTask:
        """Return the task of some of the labeled texts."""
        texts, labels = [self.texts[i] for i in rows], [self.labels[i] for i in rows]
        groups = None if self.groups is None else [self.groups[i] for i in rows]
        return self._replace(texts=texts, labels=labels, groups=groups)

    def sample(self, n: int) -> TextTask:
        """Return the task of at most n texts, stratified by label, in their order."""
        return self if len(self.texts) <= n else self.part(self.divided(n)[0])

    def divided(self, n: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the rows of n texts, stratified by label, and those of the others, in order."""
        rows = np.arange(len(self.texts))
        order = fair_order(rows, self.labels, 0, classes=not self.is_regression)
        return np.sort(order[:n]), np.sort(order[n:])


def load_task(
    data: str | None,
    *,
    text: str | None = None,
    label: str | None = None,
    groups: str | None = None,
    target: str = "auto",
    limit: int = 0,
    n_folds: int = 5,
    **reading: Any,
) -> TextTask:
    """Load the data set given by ``--data``.

    Parameters
    ----------
    data : str or None
        A file, a folder, "-", "20newsgroups", or None for the docstrings of installed packages.

    text, label, groups : str, default=None
        Column names in the file.

    target : {"auto", "classes", "numbers"}, default="auto"
        What the label column contains.

    limit : int, default=0
        Maximum number of labeled texts; 0 keeps all.

    n_folds : int, default=5
        Minimum number of texts per label.

    **reading : dict
        Further parameters of `read_table`.

    Returns
    -------
    task : TextTask
        The filtered data.

    Raises
    ------
    DataError
        If the data cannot be used.
    """
    if data is None:
        docstrings = load_docstrings()
        names = [str(docstrings.target_names[i]) for i in docstrings.target]
        task = TextTask("docstrings of installed packages", list(docstrings.data), names, [], [])
    elif data == NEWSGROUPS:
        task = _newsgroups()
    else:
        task = _file(data, text, label, groups, reading)
    task = _as_numbers(_readable(task), target)
    problems = problems_of(task.labels, classes=not task.is_regression)
    task = task._replace(notes=[*task.notes, *problems.values()], problems=problems)
    if task.is_regression:
        if len(task.texts) < 2 * n_folds:
            raise DataError(
                f"{task.name}: {len(task.texts)} texts with a number are too few for {n_folds} "
                "folds (see --cv)."
            )
        return _limited(task, limit)
    # The limit may leave too few texts for some labels, so filter once more.
    return _frequent(_limited(_frequent(task, n_folds), limit), n_folds)


def _newsgroups() -> TextTask:
    from sklearn.datasets import fetch_20newsgroups

    try:
        bunch = fetch_20newsgroups(subset="train", remove=("headers", "footers", "quotes"))
    except OSError as error:
        raise DataError(
            "20 Newsgroups is not in scikit-learn's data folder and could not be downloaded: "
            f"{error}."
        ) from error
    labels = [str(bunch.target_names[i]) for i in bunch.target]
    note = "Headers, footers and quotes are removed because they give the group away."
    return TextTask("20 Newsgroups (training set)", list(bunch.data), labels, [], [note])


def _file(
    source: str, text: str | None, label: str | None, groups: str | None, reading: dict[str, Any]
) -> TextTask:
    table = read_table(source, **reading)
    name = "standard input" if source == "-" else Path(source).resolve().name
    given = text is not None and label is not None
    text, label = choose_columns(table.columns, name, text=text, label=label, groups=groups)
    notes = [*table.notes]
    if not given:
        chosen = f"Text column: {text!r}, label column: {label!r}"
        notes.append(f"{chosen} (change with --text and --label).")
    labels = [value.strip() for value in table.columns[label]]
    joined = None if groups is None else [value.strip() for value in table.columns[groups]]
    if joined is not None:
        notes.append(f"Groups: {len({*joined} - {''}):,} (column {groups!r}).")
    return TextTask(name, table.columns[text], labels, [], notes, joined)


def _readable(task: TextTask) -> TextTask:
    """Drop empty texts and separate unlabeled texts; a missing group is a group of its own."""
    notes = list(task.notes)
    rows = range(len(task.texts))
    read = [i for i in rows if not is_blank(task.texts[i])]
    good = [i for i in read if not is_blank(task.labels[i])]
    unlabeled = [task.texts[i] for i in read if is_blank(task.labels[i])]
    if n_empty := len(task.texts) - len(read):
        notes.append(f"Empty texts dropped: {n_empty:,}{_written(task.texts)}.")
    if unlabeled:
        notes.append(f"Texts without a label: {len(unlabeled):,}{_written(task.labels)}.")
    if not good:
        raise DataError(f"{task.name}: no row has both a text and a label.")
    task = task.part(good)._replace(unlabeled=unlabeled, notes=notes)
    if task.groups is None:
        return task
    if n_missing := task.groups.count(""):
        notes.append(f"Texts without a group: {n_missing:,}; each is a group of its own.")
    groups = [group or f"\0{i}" for i, group in enumerate(task.groups)]
    if len(set(groups)) == 1:
        raise DataError(f"{task.name}: --groups has a single group, which cannot be divided.")
    return task._replace(groups=groups)


def _written(values: list[str]) -> str:
    """Name the values that stand for missing ones, such as "NULL"."""
    found = sorted({value.strip() for value in values if is_blank(value)} - {""})
    return f" (or {', '.join(map(repr, found))})" if found else ""


def _as_numbers(task: TextTask, target: str) -> TextTask:
    """Convert the labels to numbers if they are to be predicted as such."""
    wrong = next((label for label in task.labels if not is_number(label)), None)
    if target == "numbers" and wrong is not None:
        raise DataError(f"{task.name}: the label {wrong!r} is not a number (see --target).")
    if target == "classes" or wrong is not None:
        return task
    numbers = [float(label.replace(",", ".")) for label in task.labels]
    if target == "auto" and task_of(numbers) != "regression":
        return task
    notes = list(task.notes)
    if target == "auto":
        notes.append("The labels are predicted as numbers (change with --target classes).")
    if any("," in label for label in task.labels):
        notes.append("A comma in a label is a decimal comma.")
    return task._replace(labels=numbers, notes=notes, is_regression=True)


def is_number(label: str) -> bool:
    """Return whether a label is a number, with a decimal point or a decimal comma."""
    pattern = r"[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?"
    return re.fullmatch(pattern, label, re.IGNORECASE) is not None


def _frequent(task: TextTask, n_folds: int) -> TextTask:
    """Drop labels with fewer texts than folds; labels that look like ids are refused."""
    counts = Counter(task.labels)
    why = " ".join(note for kind, note in task.problems.items() if kind in WRITTEN_FORMS)
    if len(counts) > max(5, len(task.texts) / 2):
        raise DataError(
            f"{task.name}: {len(counts):,} distinct labels for {len(task.texts):,} texts are too "
            f"many to be classes. {why or _OTHER_COLUMN}"
        )
    rare = sorted(label for label, n in counts.items() if n < n_folds)
    if len(counts) - len(rare) < 2:
        shown = ", ".join(f"{label!r} ({n})" for label, n in counts.most_common(5)) or "none"
        raise DataError(
            f"{task.name}: at least two labels with {n_folds} texts each are needed (see --cv and "
            f"--limit). The most frequent of {len(counts)} labels: {shown}.{why and f' {why}'}"
        )
    if not rare:
        return task
    shown = ", ".join(map(repr, rare[:5])) + (" and others" if len(rare) > 5 else "")
    note = f"Labels with fewer than {n_folds} texts dropped: {len(rare)} ({shown})."
    kept = [i for i, label in enumerate(task.labels) if counts[label] >= n_folds]
    return task.part(kept)._replace(notes=[*task.notes, note])


def _limited(task: TextTask, limit: int) -> TextTask:
    """Keep a stratified sample of the labeled texts; the others become unlabeled."""
    if not limit or len(task.texts) <= limit:
        return task
    kept, others = task.divided(limit)
    note = f"Using the labels of {limit:,} of {len(task.texts):,} texts (see --limit)."
    return task.part(kept)._replace(
        unlabeled=task.unlabeled + [task.texts[i] for i in others], notes=[*task.notes, note]
    )
