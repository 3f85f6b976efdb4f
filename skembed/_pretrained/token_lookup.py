"""What an embedding knows of tokens: terms of one or several tokens, and unknown words by subwords.

No documents are read here, and nothing is pooled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._core.embedding import Embedding
from .._core.terms import Terms
from .._text.encoder import FeatureEncoder
from .._text.ngram_terms import levels_of
from .._text.sequences import BUCKET, CHARACTERS, Level, NGramRange, rows_at


class TermsOfTokens(NamedTuple):
    """The terms that consist of several tokens, separated by spaces.

    ``levels`` are the n-grams of 2, 3, ... tokens; ``parts`` numbers those of their tokens that
    are not terms themselves, from 0.
    """

    levels: tuple[Level, ...]
    parts: dict[str, int]


class TokenLookup(NamedTuple):
    """What is known of a list of tokens.

    ``numbers`` are the numbers of the tokens for ``encoder``, -1 if unknown; ``rows`` their rows in
    the embedding or, after those, in ``vectors``, which belong to the unknown ``words`` that have
    subwords; -1 without a vector.
    """

    numbers: NDArray[np.int32]
    rows: NDArray[np.int32]
    encoder: FeatureEncoder
    words: NDArray[np.object_]
    vectors: NDArray[np.float32]


def terms_of_tokens(
    embedding: Embedding, analyze: Callable[[str], Iterable[str]]
) -> TermsOfTokens | None:
    """Find the terms that ``analyze`` splits into several tokens; None if there are none."""
    spaced = [term for term in embedding if " " in term and not term.startswith(CHARACTERS)]
    split = {term: term.split(" ") for term in spaced}
    sequences = {term: parts for term, parts in split.items() if list(analyze(term)) == parts}
    if not sequences:
        return None
    n_terms, index = len(embedding), embedding.index
    tokens = dict.fromkeys(token for parts in sequences.values() for token in parts)
    parts = {token: i for i, token in enumerate(t for t in tokens if t not in index)}
    numbers = {t: index[t] if t in index else n_terms + parts[t] for t in tokens}
    longest = max(map(len, sequences.values()))
    levels = levels_of(sequences, index, numbers, n_terms + len(parts), longest)
    return TermsOfTokens(tuple(levels), parts)


def n_unusable(embedding: Embedding) -> int:
    """Return the number of terms that name n-grams of characters or rows that n-grams share."""
    prefixes = CHARACTERS, BUCKET
    return sum(term.startswith(prefixes) for term in embedding if ":" in term)


def look_up_tokens(
    embedding: Embedding, several: TermsOfTokens | None, tokens: list[str]
) -> TokenLookup:
    """Find the tokens among the terms, and the vectors of others by their subwords."""
    levels, parts = several or TermsOfTokens((), {})
    n_terms = len(embedding)
    unknown = []
    if embedding.subwords is not None:
        words = (token for token in tokens if isinstance(token, str))
        unknown = sorted(word for word in words if word not in embedding)
    vectors, has_vector = embedding._find(unknown)
    found = [word for word, has in zip(unknown, has_vector, strict=True) if has]
    number_of = {part: n_terms + i for part, i in parts.items()}
    for word in found:
        number_of.setdefault(word, n_terms + len(number_of))
    rows = np.full(n_terms + len(number_of), -1, dtype=np.int32)
    rows[:n_terms] = np.arange(n_terms)
    rows[[number_of[word] for word in found]] = np.arange(n_terms, n_terms + len(found))
    numbers = np.array(
        [embedding.index.get(token, number_of.get(token, -1)) for token in tokens], dtype=np.int32
    )
    encoder = FeatureEncoder(
        tokens=Terms.of(()),
        n_seen=n_terms + len(parts),
        token_rows=rows,
        words=NGramRange(1, 1 + len(levels)),
        chars=None,
        levels=levels,
        grams={},
        n_chosen=n_terms,
        n_rows=n_terms + len(found),
    )
    words_found = np.array([*found, None], dtype=object)[:-1]
    return TokenLookup(numbers, rows_at(rows, numbers), encoder, words_found, vectors[has_vector])
