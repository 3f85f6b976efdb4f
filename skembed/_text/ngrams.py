"""Choosing terms beyond words: sequences of tokens, and of characters inside a token.

No string is built for a sequence of tokens that is not kept. What an encoder then does with
documents is in `_text.encoder`.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Corpus, Vocabulary, take_lists
from .analyzer import Analyzer
from .encoder import (
    BUCKET,
    CHARACTERS,
    FeatureEncoder,
    Ids,
    Level,
    NGramRange,
    Rows,
    character_sequences,
    document_of,
    longer,
)
from .vocabulary import TokenIds, by_count_then_term, count_tokens, document_limits, number_tokens

AUTO_BUCKETS = 1 << 17  # of n_buckets='auto', measured: docs/develop/measurements


class NGrams(NamedTuple):
    """Sequences of one length in the documents: their keys, and how often each is there.

    ``keys``, ``counts`` and ``document_counts`` of shape (n,), dtype int64.
    """

    keys: Ids
    counts: Ids
    document_counts: Ids


def learn_features(
    documents: object,
    analyzer: Analyzer,
    *,
    ngram_range: Any = (1, 1),
    char_ngram_range: Any = None,
    n_buckets: int | str | None = None,
    min_df: float = 1,
    max_df: float = 1.0,
    max_features: int | None = None,
    vocabulary: Mapping[str, int] | None = None,
    name: str = "fit",
) -> tuple[FeatureEncoder, Vocabulary, Corpus]:
    """Read documents once, choose the terms and encode the documents.

    Parameters
    ----------
    documents : iterable of str
        The documents, in any of the forms that `iterate_documents` takes.

    analyzer : Analyzer
        Turns a document into tokens.

    ngram_range : tuple (min_n, max_n), default=(1, 1)
        Lengths of the sequences of tokens.

    char_ngram_range : tuple (min_n, max_n) or None, default=None
        Lengths of the sequences of characters inside a token between ``<`` and ``>``,
        other than all of it.

    n_buckets : int, 'auto' or None, default=None
        Rows for sequences of two and more tokens, and of characters. If there are more of
        them they share: they are dealt out, the most frequent first. 'auto' stands for
        131,072; None gives each its own.

    min_df, max_df, max_features, vocabulary
        Which terms are kept, as in CountVectorizer. Those of a vocabulary that is given
        have rows of their own.

    name : str, default="fit"
        Who needs the documents, for messages.

    Returns
    -------
    encoder : FeatureEncoder
        Makes the same rows of other documents.

    vocabulary : Vocabulary
        Sorted by falling count, then by term; buckets at its end.

    corpus : Corpus
        The documents as rows of the vocabulary.

    Raises
    ------
    TypeError, ValueError
        As `learn_vocabulary`, and if no document has a term.
    """
    words = check_range(ngram_range, "ngram_range")
    chars = None
    if char_ngram_range is not None:
        chars = check_range(char_ngram_range, "char_ngram_range")
    raw, seen = number_tokens(documents, analyzer, name)
    if chars is not None:
        _check_names(seen)
    if vocabulary is None:
        words = _that_occur(words, int(np.diff(raw.indptr).max()))
        tokens, (found, places) = seen, _find_sequences(raw, len(seen), words.max_n)
        grams = None if chars is None else _find_characters(raw, seen, chars)
        limits = document_limits(min_df, max_df, len(raw.indptr) - 1)
        choice = _choose(seen, words.min_n, found, grams, limits, max_features)
        if n_buckets is not None:
            choice = _share(choice, AUTO_BUCKETS if n_buckets == "auto" else int(n_buckets))
    else:
        words = _that_occur(words, max(term.count(" ") + 1 for term in vocabulary))
        tokens, found, choice = _terms_of_vocabulary(vocabulary, seen, words, chars)
    encoder = FeatureEncoder(
        tokens={token: i for i, token in enumerate(tokens)},
        token_rows=choice.rows[0],
        words=words,
        chars=chars,
        levels=_needed_levels(found, choice.rows, len(tokens)),
        grams=choice.grams,
        n_rows=len(choice.terms),
    )
    if vocabulary is None:
        corpus = encoder.rows_of_fitted(raw, places, choice.rows)
    else:
        corpus = encoder.rows_of(raw)
    if corpus.n_tokens == 0:
        raise ValueError(
            f"None of the tokens of the {corpus.n_documents} documents is in the parameter "
            "vocabulary. Compare its terms with the tokens (case? token_pattern? ngram_range?)."
        )
    counts = count_tokens(TokenIds(corpus.ids, corpus.indptr), encoder.n_rows)
    return encoder, Vocabulary(choice.terms, *counts, corpus.n_documents), corpus


def check_range(value: Any, name: str) -> NGramRange:
    """Return lengths of sequences from a parameter.

    Raises
    ------
    ValueError
        If it is not two whole numbers, 1 or more, the first not above the second.
    """
    try:
        least, most = (int(n) for n in value)
        good = 1 <= least <= most and [least, most] == list(value)
    except (TypeError, ValueError, OverflowError):
        good = False
    if not good:
        raise ValueError(
            f"{name} must be two whole numbers (min_n, max_n) with 1 <= min_n <= max_n, got "
            f"{value!r}."
        )
    return NGramRange(least, most)


def _that_occur(lengths: NGramRange, longest: int) -> NGramRange:
    """Cut lengths at the longest that occurs, or at one more if all of them are longer."""
    least = min(lengths.min_n, longest + 1)
    return NGramRange(least, min(lengths.max_n, max(least, longest)))


def _check_names(tokens: list[str]) -> None:
    for token in tokens:
        if token.startswith(CHARACTERS):
            raise ValueError(
                f"The token {token!r} looks like the name of a sequence of characters. Choose "
                "char_ngram_range=None, or a tokenizer that makes no such tokens."
            )


def _find_sequences(
    raw: TokenIds, n_tokens: int, most: int
) -> tuple[list[NGrams], list[NDArray[np.integer]]]:
    """Return all sequences of 1, 2, ... tokens that the documents hold, and which ends where."""
    found = [NGrams(np.arange(n_tokens), *count_tokens(raw, n_tokens))]
    places: list[NDArray[np.integer]] = [raw.ids]
    if most == 1:
        return found, places
    document = document_of(raw)
    place = raw.ids.astype(np.int64)
    for n in range(2, most + 1):
        every, whole = longer(place, raw.ids, document, n, n_tokens)
        keys, inverse = np.unique(every[whole], return_inverse=True)
        indptr = np.concatenate([[0], np.cumsum(np.maximum(np.diff(raw.indptr) - n + 1, 0))])
        ids = inverse.astype(np.int32)
        found.append(NGrams(keys, *count_tokens(TokenIds(ids, indptr), len(keys))))
        place = np.full(len(whole), -1)
        place[whole] = inverse
        places.append(place)
    return found, places


def _find_characters(
    raw: TokenIds, tokens: list[str], chars: NGramRange
) -> tuple[list[str], NGrams]:
    """Return the sequences of characters of all tokens, and how often each is there."""
    ids: defaultdict[str, int] = defaultdict()
    ids.default_factory = ids.__len__
    flat, edges = array("i"), array("q", [0])
    for token in tokens:
        flat.fromlist([ids[gram] for gram in character_sequences(token, chars)])
        edges.append(len(flat))
    of_tokens = np.array(flat, dtype=np.int32), np.array(edges, dtype=np.int64)
    every, ends = take_lists(*of_tokens, raw.ids)
    counts = count_tokens(TokenIds(every, ends[raw.indptr]), len(ids))
    return list(ids), NGrams(np.arange(len(ids)), *counts)


class ChosenTerms(NamedTuple):
    """The terms in the order of their rows, the rows of sequences of each length, of characters."""

    terms: NDArray[np.object_]
    rows: list[Rows]
    grams: dict[str, int]


def _choose(
    tokens: list[str],
    least: int,
    found: list[NGrams],
    grams: tuple[list[str], NGrams] | None,
    limits: tuple[float, float],
    max_features: int | None,
) -> ChosenTerms:
    """Keep the terms within the limits, those with the highest counts first."""
    names, of_grams = grams if grams is not None else ([], None)
    groups = [*found[least - 1 :], *([of_grams] if of_grams is not None else [])]
    counts = np.concatenate([group.counts for group in groups])
    document_counts = np.concatenate([group.document_counts for group in groups])
    low, high = limits
    kept = np.flatnonzero((document_counts >= low) & (document_counts <= high))
    if not len(kept):
        raise ValueError(
            f"After pruning, no terms remain: none of the {len(counts)} terms is in at least "
            f"{low:g} (min_df) and at most {high:g} (max_df) documents. Try a lower min_df or a "
            "higher max_df."
            if len(counts)
            else "No document has as many tokens as the shortest sequence of ngram_range."
        )
    edges = np.cumsum([0, *(len(group.keys) for group in groups)])
    texts = np.empty(len(counts), dtype=object)
    for g, group in enumerate(groups):
        mine = kept[(kept >= edges[g]) & (kept < edges[g + 1])] - edges[g]
        if group is of_grams:
            texts[mine + edges[g]] = [CHARACTERS + names[i] for i in mine.tolist()]
        else:
            texts[mine + edges[g]] = _spell(tokens, found, least + g, mine)
    kept = by_count_then_term(kept, counts, texts)[:max_features]
    terms = texts[kept]
    _check_different(terms)
    rows = np.full(len(counts), -1, dtype=np.int32)
    rows[kept] = np.arange(len(kept), dtype=np.int32)
    parts = [rows[a:b] for a, b in pairwise(edges)]
    gram_rows = parts.pop() if of_grams is not None else np.empty(0, dtype=np.int32)
    shorter = [np.full(len(f.keys), -1, dtype=np.int32) for f in found[: least - 1]]
    return ChosenTerms(
        terms,
        [*shorter, *parts],
        {names[i]: int(gram_rows[i]) for i in np.flatnonzero(gram_rows >= 0).tolist()},
    )


def _spell(
    tokens: list[str], found: list[NGrams], n: int, places: NDArray[np.integer]
) -> list[str]:
    """Return the names of some sequences of n tokens."""
    if n == 1:
        return [tokens[i] for i in places.tolist()]
    before, last = np.divmod(found[n - 1].keys[places], len(tokens))
    beginnings = _spell(tokens, found, n - 1, before)
    return [f"{a} {tokens[i]}" for a, i in zip(beginnings, last.tolist(), strict=True)]


def _check_different(terms: NDArray[np.object_]) -> None:
    if len(set(terms.tolist())) == len(terms):
        return
    seen: set[str] = set()
    for term in terms.tolist():
        if term in seen:
            raise ValueError(
                f"{term!r} is a token, and also a sequence of shorter ones. Choose ngram_range=(1, "
                "1), or a tokenizer whose tokens hold no spaces."
            )
        seen.add(term)


def _needed_levels(found: list[NGrams], rows: list[Rows], n_tokens: int) -> tuple[Level, ...]:
    """Leave out sequences that have no row and that none with a row begins with."""
    levels: list[Level] = []
    needed = np.empty(0, dtype=np.int64)  # beginnings that the next longer ones need
    for n in range(len(found), 1, -1):
        keep = rows[n - 1] >= 0
        keep[needed] = True
        keys = found[n - 1].keys[keep]
        if levels:  # the longer ones call their beginnings by new places
            new = np.cumsum(keep) - 1
            before, last = np.divmod(levels[0].keys, n_tokens)
            levels[0] = levels[0]._replace(keys=new[before] * n_tokens + last)
        levels.insert(0, Level(keys, rows[n - 1][keep]))
        needed = np.unique(keys // n_tokens)
    return tuple(levels)


def _terms_of_vocabulary(
    vocabulary: Mapping[str, int], tokens: list[str], words: NGramRange, chars: NGramRange | None
) -> tuple[list[str], list[NGrams], ChosenTerms]:
    """Find the sequences that the terms of a vocabulary are."""

    def is_gram(term: str) -> bool:
        return chars is not None and term.startswith(CHARACTERS)

    split = {term: term.split(" ") for term in vocabulary if not is_gram(term)}
    numbers = {token: i for i, token in enumerate(tokens)}
    sequences = {t: s for t, s in split.items() if max(2, words.min_n) <= len(s) <= words.max_n}
    for term in split:
        if words.min_n == 1:
            numbers.setdefault(term, len(numbers))
        for token in sequences.get(term, ()):
            numbers.setdefault(token, len(numbers))
    rows = [np.full(len(numbers), -1, dtype=np.int32)]
    if words.min_n == 1:
        for term in split:
            rows[0][numbers[term]] = vocabulary[term]
    found = [NGrams(np.arange(len(numbers)), *np.zeros((2, len(numbers)), dtype=np.int64))]
    places: dict[tuple[str, ...], int] = {(token,): i for token, i in numbers.items()}
    for n in range(2, words.max_n + 1):
        long = {term: tuple(s[:n]) for term, s in sequences.items() if len(s) >= n}
        key_of = {s: places[s[:-1]] * len(numbers) + numbers[s[-1]] for s in long.values()}
        row_of = dict.fromkeys(key_of.values(), -1)
        for term, beginning in long.items():
            if len(sequences[term]) == n:
                row_of[key_of[beginning]] = vocabulary[term]
        keys = sorted(row_of)
        place = {key: i for i, key in enumerate(keys)}
        places |= {beginning: place[key] for beginning, key in key_of.items()}
        rows.append(np.array([row_of[key] for key in keys], dtype=np.int32))
        none = np.zeros((2, len(keys)), dtype=np.int64)
        found.append(NGrams(np.array(keys, dtype=np.int64), *none))
    grams = {t.removeprefix(CHARACTERS): row for t, row in vocabulary.items() if is_gram(t)}
    terms = np.empty(len(vocabulary), dtype=object)
    terms[list(vocabulary.values())] = list(vocabulary)
    return list(numbers), found, ChosenTerms(terms, rows, grams)


def _share(choice: ChosenTerms, n_buckets: int) -> ChosenTerms:
    """Deal sequences out to so many rows, in the order of their counts, if there are more."""
    is_token = np.zeros(len(choice.terms), dtype=bool)
    is_token[choice.rows[0][choice.rows[0] >= 0]] = True
    if np.count_nonzero(~is_token) <= n_buckets:
        return choice
    n_tokens = np.count_nonzero(is_token)
    places = np.cumsum(~is_token) - 1  # among the sequences
    new = np.where(is_token, np.cumsum(is_token) - 1, n_tokens + places % n_buckets)
    new = np.append(new, -1).astype(np.int32)
    buckets = np.array([f"{BUCKET}{i}" for i in range(n_buckets)], dtype=object)
    return ChosenTerms(
        np.concatenate([choice.terms[is_token], buckets]),
        [new[rows] for rows in choice.rows],
        {gram: int(new[row]) for gram, row in choice.grams.items()},
    )
