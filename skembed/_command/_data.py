"""Load and filter the texts and labels of the command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._comparison._splits import fair_order
from ..datasets import load_docstrings
from ._columns import DataError, choose_columns, read_columns

NEWSGROUPS = "20newsgroups"


class TextTask(NamedTuple):
    """Labeled texts, unlabeled texts (for training vectors), and notes to print."""

    name: str
    texts: list[str]
    labels: list[str]
    unlabeled: list[str]
    notes: list[str]


def load_task(
    data: str | None, *, text: str | None, label: str | None, limit: int, n_folds: int
) -> TextTask:
    """Load the data set given by ``--data``.

    Parameters
    ----------
    data : str or None
        A file, "20newsgroups", or None for the docstrings of installed packages.

    text, label : str or None
        Column names in the file.

    limit : int
        Maximum number of labeled texts; 0 keeps all.

    n_folds : int
        Minimum number of texts per label.

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
        task = _file(Path(data), text, label)
    # The limit may leave too few texts for some labels, so filter once more.
    return _frequent(_limited(_frequent(_readable(task), n_folds), limit), n_folds)


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


def _file(path: Path, text: str | None, label: str | None) -> TextTask:
    columns = read_columns(path)
    given = text is not None and label is not None
    text, label = choose_columns(columns, text, label, path)
    chosen = f"Text column: {text!r}, label column: {label!r}"
    notes = [] if given else [f"{chosen} (change with --text and --label)."]
    return TextTask(
        path.name, columns[text], [value.strip() for value in columns[label]], [], notes
    )


def _readable(task: TextTask) -> TextTask:
    """Drop empty texts, separate unlabeled texts, and reject labels that are not classes."""
    notes = list(task.notes)
    pairs = list(zip(task.texts, task.labels, strict=True))
    unlabeled = [text for text, label in pairs if text.strip() and not label]
    good = [(text, label) for text, label in pairs if text.strip() and label]
    n_empty = len(pairs) - len(good) - len(unlabeled)
    if n_empty:
        notes.append(f"Empty texts dropped: {n_empty:,}.")
    if unlabeled:
        notes.append(f"Unlabeled texts: {len(unlabeled):,}.")
    texts, labels = [text for text, _ in good], [label for _, label in good]
    if (n_labels := len(set(labels))) > len(good) / 2:
        raise DataError(
            f"{task.name}: {n_labels:,} distinct labels for {len(good):,} texts are too many to "
            "be classes. Is this the right column (--label)?"
        )
    return task._replace(texts=texts, labels=labels, unlabeled=unlabeled, notes=notes)


def _frequent(task: TextTask, n_folds: int) -> TextTask:
    """Drop labels with fewer texts than folds."""
    notes, counts = list(task.notes), Counter(task.labels)
    rare = sorted(label for label, n in counts.items() if n < n_folds)
    if len(counts) - len(rare) < 2:
        shown = ", ".join(f"{label!r} ({n})" for label, n in counts.most_common(5)) or "none"
        raise DataError(
            f"{task.name}: at least two labels with {n_folds} texts each are needed (see --cv and "
            f"--limit). The most frequent of {len(counts)} labels: {shown}."
        )
    if rare:
        shown = ", ".join(map(repr, rare[:5])) + (" and others" if len(rare) > 5 else "")
        notes.append(f"Labels with fewer than {n_folds} texts dropped: {len(rare)} ({shown}).")
    kept = [i for i, label in enumerate(task.labels) if counts[label] >= n_folds]
    texts, labels = [task.texts[i] for i in kept], [task.labels[i] for i in kept]
    return task._replace(texts=texts, labels=labels, notes=notes)


def _limited(task: TextTask, limit: int) -> TextTask:
    """Keep a stratified sample of the labeled texts; the others become unlabeled."""
    if not limit or len(task.texts) <= limit:
        return task
    kept = fair_sample(task.labels, limit)
    others = np.setdiff1d(np.arange(len(task.texts)), kept)
    note = f"Using the labels of {limit:,} of {len(task.texts):,} texts (see --limit)."
    return task._replace(
        texts=[task.texts[i] for i in kept],
        labels=[task.labels[i] for i in kept],
        unlabeled=task.unlabeled + [task.texts[i] for i in others],
        notes=[*task.notes, note],
    )


def fair_sample(labels: Sequence[str], n: int) -> NDArray[np.intp]:
    """Return the sorted indices of a deterministic sample of n texts, stratified by label."""
    return np.sort(fair_order(np.arange(len(labels)), labels, 0, classes=True)[:n])
