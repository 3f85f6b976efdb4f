"""Load and filter the data and targets of the command; files are read and parsed elsewhere."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from .._comparison._label_forms import WRITTEN_FORMS
from .._comparison._label_problems import is_blank
from .._comparison._task import task_of
from ..datasets import load_docstrings
from ._columns import choose_columns, choose_label, has_texts
from ._frame import frame_of
from ._numbers import as_number, is_number
from ._problems import problems_of
from ._recognition import read_table
from ._table import DataError
from ._task import CommandTask

NEWSGROUPS = "20newsgroups"

_OTHER_COLUMN = "Is this the right column (--label)? To predict numbers, use --target numbers."


def load_task(
    data: str | None,
    *,
    text: str | None = None,
    label: str | None = None,
    groups: str | None = None,
    target: str = "auto",
    table: bool | None = None,
    limit: int = 0,
    n_folds: int = 5,
    **reading: Any,
) -> CommandTask:
    """Load the data set given by ``--data``.

    Parameters
    ----------
    data : str or None
        A file, a folder, "-", "20newsgroups", or None for the docstrings of installed packages.

    text, label, groups : str, default=None
        Column names in the file.

    target : {"auto", "classes", "numbers"}, default="auto"
        What the label column contains.

    table : bool, default=None
        Whether all columns of the file are features; None if no column has texts.

    limit : int, default=0
        Maximum number of labeled samples; 0 keeps all.

    n_folds : int, default=5
        Minimum number of samples per label.

    **reading : dict
        Further parameters of `read_table`.

    Returns
    -------
    task : CommandTask
        The filtered data.

    Raises
    ------
    DataError
        If the data cannot be used.
    """
    if data is None:
        docstrings = load_docstrings()
        names = [str(docstrings.target_names[i]) for i in docstrings.target]
        task = CommandTask("docstrings of installed packages", list(docstrings.data), names, [], [])
    elif data == NEWSGROUPS:
        task = _newsgroups()
    else:
        task = _file(data, text, label, groups, table, reading)
    task = _as_numbers(_labeled(task if task.is_table else _readable(task)), target)
    problems = problems_of(task.labels, classes=not task.is_regression)
    task = task._replace(notes=[*task.notes, *problems.values()], problems=problems)
    if task.is_regression:
        if len(task.X) < 2 * n_folds:
            raise DataError(
                f"{task.name}: {len(task.X)} {task.unit} with a number are too few for {n_folds} "
                "folds (see --cv)."
            )
        return _limited(task, limit)
    # The limit may leave too few texts for some labels, so filter once more.
    return _frequent(_limited(_frequent(task, n_folds), limit), n_folds)


def _newsgroups() -> CommandTask:
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
    return CommandTask("20 Newsgroups (training set)", list(bunch.data), labels, [], [note])


def _file(
    source: str,
    text: str | None,
    label: str | None,
    groups: str | None,
    table: bool | None,
    reading: dict[str, Any],
) -> CommandTask:
    columns, notes = read_table(source, **reading)
    name = "standard input" if source == "-" else Path(source).resolve().name
    if table is None:
        table = text is None and not has_texts(columns, label=label, groups=groups)
    if table:
        label = choose_label(columns, name, label=label, groups=groups)
        unit = "rows"
        X, found = frame_of({n: c for n, c in columns.items() if n not in (label, groups)}, name)
        notes = [*notes, f"Column to predict: {label!r}.", *found]
    else:
        given = text is not None and label is not None
        text, label = choose_columns(columns, name, text=text, label=label, groups=groups)
        unit, X = "texts", columns[text]
        if not given:
            chosen = f"Text column: {text!r}, label column: {label!r}"
            notes = [*notes, f"{chosen} (change with --text and --label)."]
    labels = [value.strip() for value in columns[label]]
    joined = None if groups is None else [value.strip() for value in columns[groups]]
    if joined is not None:
        notes = [*notes, f"Groups: {len({*joined} - {''}):,} (column {groups!r})."]
    return CommandTask(name, X, labels, [], notes, joined, unit=unit)


def _readable(task: CommandTask) -> CommandTask:
    """Drop empty texts."""
    read = [i for i, text in enumerate(task.X) if not is_blank(text)]
    if not (n_empty := len(task.X) - len(read)):
        return task
    note = f"Empty texts dropped: {n_empty:,}{_written(task.X)}."
    return task.part(read)._replace(notes=[*task.notes, note])


def _labeled(task: CommandTask) -> CommandTask:
    """Separate what has no label; a missing group is a group of its own."""
    notes, unit = list(task.notes), task.unit.capitalize()
    good = [i for i, label in enumerate(task.labels) if not is_blank(label)]
    unlabeled = [i for i, label in enumerate(task.labels) if is_blank(label)]
    if unlabeled:
        notes.append(f"{unit} without a label: {len(unlabeled):,}{_written(task.labels)}.")
    if not good:
        both = "a label" if task.is_table else "both a text and a label"
        raise DataError(f"{task.name}: no row has {both}.")
    texts = [] if task.is_table else [task.X[i] for i in unlabeled]
    task = task.part(good)._replace(unlabeled=texts, notes=notes)
    if task.groups is None:
        return task
    if n_missing := task.groups.count(""):
        notes.append(f"{unit} without a group: {n_missing:,}; each is a group of its own.")
    groups = [group or f"\0{i}" for i, group in enumerate(task.groups)]
    if len(set(groups)) == 1:
        raise DataError(f"{task.name}: --groups has a single group, which cannot be divided.")
    return task._replace(groups=groups)


def _written(values: list[str]) -> str:
    """Name the values that stand for missing ones, such as "NULL"."""
    found = sorted({value.strip() for value in values if is_blank(value)} - {""})
    return f" (or {', '.join(map(repr, found))})" if found else ""


def _as_numbers(task: CommandTask, target: str) -> CommandTask:
    """Convert the labels to numbers if they are to be predicted as such."""
    wrong = next((label for label in task.labels if not is_number(label)), None)
    if target == "numbers" and wrong is not None:
        raise DataError(f"{task.name}: the label {wrong!r} is not a number (see --target).")
    if target == "classes" or wrong is not None:
        return task
    numbers = [as_number(label) for label in task.labels]
    if target == "auto" and task_of(numbers) != "regression":
        return task
    notes = list(task.notes)
    if target == "auto":
        notes.append("The labels are predicted as numbers (change with --target classes).")
    if any("," in label for label in task.labels):
        notes.append("A comma in a label is a decimal comma.")
    return task._replace(labels=numbers, notes=notes, is_regression=True)


def _frequent(task: CommandTask, n_folds: int) -> CommandTask:
    """Drop labels that are rarer than folds; labels that look like ids are refused."""
    counts = Counter(task.labels)
    why = " ".join(note for kind, note in task.problems.items() if kind in WRITTEN_FORMS)
    if len(counts) > max(5, len(task.X) / 2):
        raise DataError(
            f"{task.name}: {len(counts):,} distinct labels for {len(task.X):,} {task.unit} are too "
            f"many to be classes. {why or _OTHER_COLUMN}"
        )
    rare = sorted(label for label, n in counts.items() if n < n_folds)
    if len(counts) - len(rare) < 2:
        shown = ", ".join(f"{label!r} ({n})" for label, n in counts.most_common(5)) or "none"
        raise DataError(
            f"{task.name}: at least two labels with {n_folds} {task.unit} each are needed (see "
            f"--cv and --limit). The most frequent of {len(counts)} labels: {shown}."
            f"{why and f' {why}'}"
        )
    if not rare:
        return task
    shown = ", ".join(map(repr, rare[:5])) + (" and others" if len(rare) > 5 else "")
    note = f"Labels with fewer than {n_folds} {task.unit} dropped: {len(rare)} ({shown})."
    kept = [i for i, label in enumerate(task.labels) if counts[label] >= n_folds]
    return task.part(kept)._replace(notes=[*task.notes, note])


def _limited(task: CommandTask, limit: int) -> CommandTask:
    """Keep a stratified sample of the labeled samples; other texts become unlabeled."""
    if not limit or len(task.X) <= limit:
        return task
    kept, others = task.divided(limit)
    note = f"Using the labels of {limit:,} of {len(task.X):,} {task.unit} (see --limit)."
    texts = [] if task.is_table else [task.X[i] for i in others]
    unlabeled = [*task.unlabeled, *texts]
    return task.part(kept)._replace(unlabeled=unlabeled, notes=[*task.notes, note])
