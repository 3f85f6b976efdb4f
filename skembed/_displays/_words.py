"""Select the words of a word map and assign them to groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
