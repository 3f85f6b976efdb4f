"""The plots of the command, drawn with the public displays from results that exist already.

Nothing is fitted here but projections: vectorizers are those of the first fold, and documents and
labels are those that it held out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from .. import _displays as displays
from .._comparison import EmbeddingComparison
from .._comparison._splits import fair_order
from .._displays._axes import set_title
from .._displays._folds import describe_score, mean_scores
from .._word2vec.estimator import Word2VecVectorizer
from ._task import CommandTask
from ._words import N_NEIGHBORS, RESTRICT_TO, asked

N_DOCUMENTS = 1000
N_LABELS = 10
N_SHOWN = 4  # words of a label in the word map, at least

Draw = Callable[[], Any]


class FirstFold:
    """What the first fold of a comparison has fitted, and what it held out."""

    def __init__(self, task: CommandTask, comparison: EmbeddingComparison) -> None:
        self.comparison = comparison
        self.fitted = {
            name: folds[0] for name, folds in comparison.vectorizers.items() if folds[0] is not None
        }
        self.held_out = task.part(comparison.splits[0][1])
        self.leader = self._best(self.fitted)
        embeddings = {n: v for n, v in self.fitted.items() if hasattr(v, "embedding_")}
        self.embeddings = embeddings
        self.best_embedding = self._best(embeddings)

    def _best(self, names: dict[str, Any]) -> str | None:
        means = mean_scores(self.comparison)
        scores = {n: means[n] for n in names if not np.isnan(means[n])}
        return max(scores, key=lambda n: scores[n], default=None)

    def about(self, name: str) -> str:
        """Return the name of a candidate, its cross-validated score and that of the dummy."""
        return f"{name}: {describe_score(self.comparison, name)}"


def plots(fold: FirstFold, words: dict[str, list[str]]) -> dict[str, Draw]:
    """Return functions that draw maps of words and documents, neighbors and losses.

    Parameters
    ----------
    fold : FirstFold
        Fitted vectorizers and held-out texts.

    words : dict of str to list of str
        The result of `typical_words`.

    Returns
    -------
    plots : dict of str to callable
        By the name of the file; each returns a display.
    """
    found: dict[str, Draw] = {}
    if fold.leader is not None:
        found["documents"] = lambda: document_map(fold)
    if sum(len(mine) >= N_SHOWN for mine in words.values()) > 1:  # fewer are separate in any map
        found["words"] = lambda: word_map(fold, words)
    if words:
        found["neighbors"] = lambda: neighbors(fold, words)
    # Word2vec only: the losses of other methods are not comparable with it.
    losses = {n: v for n, v in fold.fitted.items() if isinstance(v, Word2VecVectorizer)}
    if losses:
        found["losses"] = lambda: displays.LossCurveDisplay.from_estimators(
            losses, data_name=fold.held_out.name
        )
    return found


def document_map(fold: FirstFold) -> Any:
    """Map a readable number of held-out documents of the most frequent labels."""
    task, name = fold.held_out, str(fold.leader)
    rows = np.arange(len(task.X))
    if not task.is_regression:
        frequent = {label for label, _ in Counter(task.labels).most_common(N_LABELS)}
        rows = np.array([i for i in rows if task.labels[i] in frequent])
    classes = not task.is_regression
    shown = task.part(fair_order(rows, np.asarray(task.labels), 0, classes=classes)[:N_DOCUMENTS])
    display = displays.DocumentMapDisplay.from_estimator(fold.fitted[name], shown.X, shown.labels)
    set_title(display.ax_, "Held-out documents", task.name, fold.about(name))
    return display


def word_map(fold: FirstFold, words: dict[str, list[str]]) -> Any:
    """Map the words that are typical of each label in the held-out documents."""
    name = str(fold.best_embedding)
    display = displays.WordMapDisplay.from_embedding(fold.fitted[name].embedding_, words=words)
    what = "Words of each label in held-out documents"
    set_title(display.ax_, what, fold.held_out.name, fold.about(name))
    return display


def neighbors(fold: FirstFold, words: dict[str, list[str]]) -> Any:
    """Show the neighbors of some words in each embedding."""
    embeddings = {name: vectorizer.embedding_ for name, vectorizer in fold.embeddings.items()}
    return displays.NeighborsDisplay.from_embeddings(
        embeddings,
        asked(words),
        n_neighbors=N_NEIGHBORS,
        restrict_to=RESTRICT_TO,
        data_name=fold.held_out.name,
    )
