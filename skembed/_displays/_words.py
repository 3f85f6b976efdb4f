"""Which words of an embedding a map shows, and to which groups they belong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .._core.embedding import Embedding
from .._text.sequences import BUCKET, CHARACTERS
from ._sources import several


def most_frequent(embedding: Embedding, n_words: int) -> list[str]:
    """Return the first terms, without those that are no words.

    Parameters
    ----------
    embedding : Embedding
        Its most frequent terms come first.

    n_words : int
        More than there are is allowed.

    Returns
    -------
    words : list of str
        Rows that sequences of words or characters share are left out.
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
    """Make a group of each word and its neighbors.

    Parameters
    ----------
    embedding : Embedding
        The vectors.

    centers : sequence of str
        The words.

    n_neighbors : int
        How many neighbors of each.

    restrict_to : int or None
        Among so many of the first terms.

    Returns
    -------
    groups : dict of str to list of str
        The word itself comes first.
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
    """Return the words, each once, and the groups to which they belong.

    Parameters
    ----------
    words : iterable of str, or mapping of str to iterable of str
        Words, or groups of them. A word of two groups belongs to the first.

    centers : sequence of str
        Words that give a group its name; each belongs to its own.

    Returns
    -------
    words : list of str
        At least one.

    groups : list of str or None
        For each word, if there are groups.
    """
    if not isinstance(words, Mapping):
        return several(words, "words"), None
    group_of = {word: word for word in centers}
    for group, members in words.items():
        for word in several(members, f"words[{group!r}]"):
            group_of.setdefault(word, str(group))
    return several(group_of, "words"), list(group_of.values())
