"""What the report says beside the table: the data, other scores, versions."""

from __future__ import annotations

import platform
from importlib.metadata import version

from ._task import CommandTask

# file name: (heading, caption)
PLOTS = {
    "comparison": ("Scores and times", "Scores of all candidates and the time to train them."),
    "learning_curve": ("Fewer labels", "Scores for fewer labels."),
    "documents": ("Documents", "Held-out documents of the first fold, new to the vectorizer."),
    "words": ("Words", "Words typical of each label in documents that are new to the vectors."),
    "neighbors": ("Neighbors", "Nearest neighbors of some words in each embedding."),
    "losses": ("Training", "The loss of word2vec in each pass over the training documents."),
}


def describe(task: CommandTask) -> str:
    """Return the name and size of the data set in one line."""
    if task.is_regression:
        low, high = min(task.labels), max(task.labels)
        return f"{task.name}: {len(task.X):,} {task.unit}, numbers from {low:g} to {high:g}."
    return f"{task.name}: {len(task.X):,} {task.unit}, {len(set(task.labels))} labels."


def versions() -> str:
    """Return the versions on which the results depend."""
    names = ("skembed", "scikit-learn", "numpy", "scipy")
    system = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return ", ".join([*(f"{name} {version(name)}" for name in names), system])
