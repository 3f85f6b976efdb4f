"""The plots of the command, drawn with the public displays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import chi2
from sklearn.model_selection import StratifiedKFold

from .. import _displays as displays
from .._comparison import EmbeddingComparison, compare_embeddings
from .._comparison._splits import fair_order
from .._word2vec.estimator import Word2VecVectorizer
from ._data import TextTask

CURVE = (0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
N_GROUPS = 6  # labels in the word map
N_WORDS = 8  # words per label
N_DOCUMENTS = 1000
N_ASKED = 4  # words whose neighbors are shown
N_NEIGHBORS = 6
RESTRICT_TO = 5000  # search neighbors among frequent words: rare ones are close to anything


def save_pictures(
    task: TextTask,
    vectorizers: dict[str, Any],
    comparison: EmbeddingComparison,
    words: dict[str, list[str]],
    folder: Path,
    *,
    n_jobs: int | None,
) -> list[Path]:
    """Plot the comparison, a learning curve, losses, words, neighbors and documents.

    Parameters
    ----------
    task : TextTask
        Texts and labels.

    vectorizers : dict of str to vectorizer
        The unfitted candidates.

    comparison : EmbeddingComparison
        The comparison of these vectorizers.

    words : dict of str to list of str
        The result of `typical_words`.

    folder : Path
        An existing folder for the files.

    n_jobs : int or None
        Number of parallel jobs.

    Returns
    -------
    paths : list of Path
        The files written.
    """
    import matplotlib.pyplot as plt

    good = {name: v for name, v in vectorizers.items() if name not in comparison.errors}
    pictures: dict[str, Callable[[], Any]] = {
        "comparison": lambda: displays.EmbeddingComparisonDisplay.from_comparison(comparison)
    }
    if good:
        curve = learning_curve(task, good, n_jobs)
        fitted = {name: clone(v).fit(task.texts, task.labels) for name, v in good.items()}
        leader = max(
            fitted, key=lambda name: comparison.mean_scores()[comparison.names.index(name)]
        )
        # Word2vec only: the losses of other methods are not comparable with it.
        losses = {name: v for name, v in fitted.items() if isinstance(v, Word2VecVectorizer)}
        pictures |= {
            "learning_curve": lambda: displays.EmbeddingLearningCurveDisplay.from_comparison(curve),
            "words": lambda: word_map(fitted, leader, words),
            "neighbors": lambda: neighbors(fitted, words),
            "documents": lambda: document_map(fitted[leader], leader, task),
        }
        if losses:
            pictures["losses"] = lambda: displays.LossCurveDisplay.from_estimators(losses)
    paths = []
    for name, draw in pictures.items():
        figure = draw().figure_
        paths.append(folder / f"{name}.png")
        figure.savefig(paths[-1], dpi=150)
        plt.close(figure)
    return paths


def learning_curve(
    task: TextTask, vectorizers: dict[str, Any], n_jobs: int | None
) -> EmbeddingComparison:
    """Compare for fewer labels, with three folds, or two if some label has only two texts."""
    counts = Counter(task.labels)
    n_folds = min(3, *counts.values())
    folds = StratifiedKFold(n_folds, shuffle=True, random_state=0)
    n_train = len(task.texts) * (n_folds - 1) // n_folds
    least = 5 * len(counts)  # five texts for at least one label: one per fold of cross-fitting
    sizes = {min(max(int(n_train * share), least), n_train) for share in CURVE}
    return compare_embeddings(
        vectorizers,
        task.texts,
        task.labels,
        cv=folds,
        train_sizes=sorted(sizes),
        use_unlabeled=True,
        n_jobs=n_jobs,
        verbose=1,
    )


def typical_words(task: TextTask) -> dict[str, list[str]]:
    """Return the most characteristic words of each of the most frequent labels."""
    vectorizer = CountVectorizer(min_df=5, max_df=0.5, stop_words="english", binary=True)
    try:
        counts = vectorizer.fit_transform(task.texts)
    except ValueError:  # all words are rare
        counts = (vectorizer := CountVectorizer()).fit_transform(task.texts)
    terms, labels = vectorizer.get_feature_names_out(), np.asarray(task.labels)
    taken: set[str] = set()
    groups = {}
    for label, _ in Counter(task.labels).most_common(N_GROUPS):
        mine = labels == label
        more = np.asarray(counts[mine].mean(axis=0) - counts[~mine].mean(axis=0)).ravel()
        order = np.argsort(-np.where(more > 0, chi2(counts, mine)[0], 0), kind="stable")
        groups[label] = [t for t in terms[order[: 3 * N_WORDS]] if t not in taken][:N_WORDS]
        taken |= set(groups[label])
    return groups


def word_map(fitted: dict[str, Any], leader: str, words: dict[str, list[str]]) -> Any:
    embedding = fitted[leader].embedding_
    known = {label: [w for w in mine if w in embedding] for label, mine in words.items()}
    display = displays.WordMapDisplay.from_embedding(
        embedding, words={label: mine for label, mine in known.items() if mine}
    )
    display.ax_.set_title(f"Characteristic words of each label ({leader})")
    return display


def neighbors(fitted: dict[str, Any], words: dict[str, list[str]]) -> Any:
    embeddings = {name: vectorizer.embedding_ for name, vectorizer in fitted.items()}
    return displays.NeighborsDisplay.from_embeddings(
        embeddings, asked(words), n_neighbors=N_NEIGHBORS, restrict_to=RESTRICT_TO
    )


def asked(words: dict[str, list[str]]) -> list[str]:
    """Return the words whose neighbors are shown: the most characteristic word of some labels."""
    return [mine[0] for mine in words.values() if mine][:N_ASKED]


def document_map(vectorizer: Any, name: str, task: TextTask) -> Any:
    """Map a readable number of documents of the most frequent labels."""
    frequent = {label for label, _ in Counter(task.labels).most_common(10)}
    rows = np.array([i for i, label in enumerate(task.labels) if label in frequent])
    rows = fair_order(rows, np.asarray(task.labels), 0, classes=True)[:N_DOCUMENTS]
    texts, labels = [task.texts[i] for i in rows], [task.labels[i] for i in rows]
    display = displays.DocumentMapDisplay.from_estimator(vectorizer, texts, labels)
    display.ax_.set_title(f"Documents colored by label ({name})")
    return display
