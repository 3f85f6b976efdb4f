"""The words of the plots: typical of each label in texts that are new to the vectorizer."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from .._core.embedding import Embedding
from .._displays._words import of_known_terms, ranked_terms
from .._text.unicode_words import as_pattern
from ._task import CommandTask

N_GROUPS = 6  # labels in the word map
N_WORDS = 8  # words per label
N_ASKED = 4  # words whose neighbors are shown
N_NEIGHBORS = 6
RESTRICT_TO = 5000  # search neighbors among frequent words: rare ones are close to anything


def typical_words(task: CommandTask, vectorizer: Any) -> dict[str, list[str]]:
    """Return the most characteristic words of each of the most frequent labels.

    Parameters
    ----------
    task : CommandTask
        Texts and targets that the vectorizer has not been fitted on: words chosen by labels from
        which it has learned would be separate in any map.

    vectorizer : fitted vectorizer
        Its tokens are counted; words without a vector are left out.

    Returns
    -------
    words : dict of str to list of str
        No word has two labels. Numbers are divided at their median.
    """
    enough = min(5, max(2, len(task.X) // 100))  # texts with a word, of small data too
    counter = _counter(vectorizer).set_params(min_df=enough, max_df=0.5)
    try:
        counts = counter.fit_transform(task.X)
    except ValueError:  # all words are rare or common
        counts = counter.set_params(
            min_df=1, max_df=1.0, stop_words=vectorizer.stop_words
        ).fit_transform(task.X)
    terms = counter.get_feature_names_out()
    counts, terms = of_known_terms(counts, terms, vectorizer.embedding_)
    labels = np.asarray(label_names(task))
    taken: set[str] = set()
    groups = {}
    for label, _ in Counter(labels.tolist()).most_common(N_GROUPS):
        best = ranked_terms(counts, terms, labels == label)[: 3 * N_WORDS]
        groups[label] = [term for term in best if term not in taken][:N_WORDS]
        taken |= set(groups[label])
    return {label: words for label, words in groups.items() if words}


def _counter(vectorizer: Any) -> CountVectorizer:
    """Return a counter of the tokens of a vectorizer, without the most common English words."""
    by_word = vectorizer.analyzer == "word"
    return CountVectorizer(
        analyzer=vectorizer.analyzer,
        token_pattern=as_pattern(vectorizer.token_pattern),
        stop_words=(vectorizer.stop_words or "english") if by_word else None,
        ngram_range=(1, 1) if by_word else getattr(vectorizer, "ngram_range", (1, 1)),
        binary=True,
    )


def label_names(task: CommandTask) -> list[str]:
    """Return the labels as str; numbers become two classes."""
    if not task.is_regression:
        return task.labels
    middle = float(np.median(task.labels))
    return [
        f"above {middle:.4g}" if label > middle else f"up to {middle:.4g}" for label in task.labels
    ]


def asked(words: dict[str, list[str]]) -> list[str]:
    """Return the words whose neighbors are shown: the most characteristic word of some labels."""
    return [mine[0] for mine in words.values() if mine][:N_ASKED]


def neighbors_of(embedding: Embedding, words: list[str]) -> list[list[str]]:
    """Return each word that has a vector, and its nearest neighbors separated by commas."""
    rows = []
    for word in words:
        if word in embedding:
            near = embedding.most_similar(word, n=N_NEIGHBORS, restrict_to=RESTRICT_TO)
            rows.append([word, ", ".join(term for term, _ in near)])
    return rows
