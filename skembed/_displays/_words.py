"""Select the words of a word map and assign them to groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import chi2

from .._core.embedding import Embedding
from .._text.sequences import BUCKET, CHARACTERS
from ._sources import several


def most_frequent(embedding: Embedding, n_words: int) -> list[str]:
    """Return the first terms that are words.

    Parameters
    ----------
    embedding : Embedding
        An embedding whose most frequent terms come first.

    n_words : int
        Maximum number of words; may exceed the number of terms.

    Returns
    -------
    words : list of str
        The words, without character n-grams and the buckets that n-grams share.
    """
    words: list[str] = []
    for term in embedding.terms:
        if len(words) >= n_words:
            break
        if not term.startswith((BUCKET, CHARACTERS)):
            words.append(term)
    return words


def groups_around(
    embedding: Embedding, centers: Sequence[str], n_neighbors: int, restrict_to: int | None
) -> dict[str, list[str]]:
    """Return a group for each word: the word and its nearest neighbors.

    Parameters
    ----------
    embedding : Embedding
        The vectors.

    centers : sequence of str
        The words.

    n_neighbors : int
        Number of neighbors per word.

    restrict_to : int or None
        Number of terms, from the first, among which neighbors are searched; None for all.

    Returns
    -------
    groups : dict of str to list of str
        The groups by word; the word itself comes first.
    """
    return {
        word: [
            word,
            *(t for t, _ in embedding.most_similar(word, n=n_neighbors, restrict_to=restrict_to)),
        ]
        for word in centers
    }


def flatten(
    words: Iterable[str] | Mapping[str, Iterable[str]], centers: Sequence[str]
) -> tuple[list[str], list[str] | None]:
    """Return the distinct words and the group of each.

    Parameters
    ----------
    words : iterable of str, or mapping of str to iterable of str
        Words, or groups of words. A word in several groups is assigned to the first.

    centers : sequence of str
        Words that name a group; each belongs to its own group.

    Returns
    -------
    words : list of str
        The distinct words; at least one.

    groups : list of str or None
        The group of each word, if there are groups.
    """
    if not isinstance(words, Mapping):
        return several(words, "words"), None
    group_of = {word: word for word in centers}
    for group, members in words.items():
        for word in several(members, f"words[{group!r}]"):
            group_of.setdefault(word, str(group))
    return several(group_of, "words"), list(group_of.values())


def characteristic_words(
    texts: Sequence[str], y: NDArray[Any], embedding: Embedding, n_words: int, n_classes: int
) -> dict[str, list[str]]:
    """Return the words of an embedding that are most characteristic of each frequent class.

    Parameters
    ----------
    texts : sequence of str of shape (n_documents,)
        Documents, from which the embedding must not have been learned.

    y : ndarray of shape (n_documents,)
        Their class labels.

    embedding : Embedding
        The embedding that must have the words.

    n_words, n_classes : int
        Number of words of each class, and of classes.

    Returns
    -------
    words : dict of str to list of str
        For each class, the words that are more frequent in it than elsewhere, by decreasing
        chi-squared statistic. A word belongs to one class only.
    """
    counts = CountVectorizer(binary=True)
    present = counts.fit_transform(texts)
    present, terms = of_known_terms(present, counts.get_feature_names_out(), embedding)
    found: dict[str, list[str]] = {}
    taken: set[str] = set()
    for label, _ in Counter(y.tolist()).most_common(n_classes):
        best = [term for term in ranked_terms(present, terms, y == label) if term not in taken]
        found[str(label)] = best[:n_words]
        taken |= set(best[:n_words])
    return {label: words for label, words in found.items() if words}


def of_known_terms(
    present: Any, terms: NDArray[Any], embedding: Embedding
) -> tuple[Any, NDArray[Any]]:
    """Return the columns of the terms that have a vector, and these terms."""
    known = [i for i, term in enumerate(terms) if term in embedding]
    return present[:, known], terms[known]


def ranked_terms(present: Any, terms: NDArray[Any], mine: NDArray[np.bool_]) -> list[str]:
    """Return the terms that are more frequent in some documents than in the others.

    Those with the largest chi-squared statistic come first. ``present`` (n_documents, n_terms)
    says which documents have which terms.
    """
    if not len(terms):
        return []
    more = np.asarray(present[mine].mean(axis=0) - present[~mine].mean(axis=0)).ravel()
    order = np.argsort(-np.where(more > 0, chi2(present, mine)[0], 0), kind="stable")
    ranked: list[str] = terms[order[more[order] > 0]].tolist()
    return ranked
