"""Select the n-grams that become terms, and their rows, by counts or by a given vocabulary.

Strings are built only for the n-grams that are kept. No documents are read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from .._core.distinct_tokens import DistinctTokens
from .._core.terms import Terms
from .._kernels import text as kernel
from .ngram_counts import NGrams
from .ngram_names import all_names
from .rules import as_int32
from .sequences import BUCKET, CHARACTERS, Ids, Level, NGramRange, Rows, n_threads_for
from .vocabulary import by_count_then_term


class ChosenTerms(NamedTuple):
    """The terms, the rows of n-grams of tokens of each length, and those of n-grams of characters.

    ``counts`` are the occurrences of each term and its documents, or None if not counted.
    """

    terms: Terms
    counts: tuple[Ids, Ids] | None
    rows: list[Rows]
    grams: dict[str, int]


def choose(
    tokens: DistinctTokens,
    least: int,
    found: list[NGrams],
    limits: tuple[float, float],
    max_features: int | None,
    n_jobs: int | None,
) -> ChosenTerms:
    """Select the terms within the limits of document counts, sorted by decreasing count.

    Tokens must be sorted, and n-grams in the order of the tokens in them; nothing gets a name.
    """
    rows = [np.empty(len(of_length.keys), dtype=np.int32) for of_length in found]
    keys, counts, in_documents = map(list, zip(*found, strict=True))
    n_threads = n_threads_for(sum(map(len, rows)), n_jobs)
    ordered = kernel.order_ngrams(
        keys, counts, in_documents, len(tokens), least, *limits, n_threads, rows
    )
    members = as_int32(ordered[0]).reshape(-1, len(rows))
    of_terms = [np.frombuffer(part, dtype=np.int64) for part in ordered[1:]]
    if not len(members):
        _refuse(sum(map(len, rows[least - 1 :])), limits)
    if max_features is not None and max_features < len(members):
        members = members[:max_features].copy()
        of_terms = [part[:max_features].copy() for part in of_terms]
        for of_length in rows:
            of_length[of_length >= max_features] = -1
    terms = Terms.of_members(tokens, members)
    return ChosenTerms(terms, (of_terms[0], of_terms[1]), rows, {})


def choose_by_name(
    tokens: DistinctTokens,
    least: int,
    found: list[NGrams],
    grams: tuple[list[str], NGrams] | None,
    limits: tuple[float, float],
    max_features: int | None,
) -> ChosenTerms:
    """Do what `choose` does, in any order of tokens, and with n-grams of characters."""
    gram_names, of_grams = grams if grams is not None else ([], None)
    groups = [*found[least - 1 :], *([of_grams] if of_grams is not None else [])]
    edges = np.cumsum([0, *(len(group.keys) for group in groups)])
    kept, counts, document_counts = _within(groups, edges, limits)
    texts = all_names(tokens, [group.keys for group in found], least, kept, gram_names)
    order = by_count_then_term(np.arange(len(kept)), counts, texts)[:max_features]
    terms = Terms(texts[order])
    _check_different(terms)
    rows = np.full(edges[-1], -1, dtype=np.int32)
    rows[kept[order]] = np.arange(len(order), dtype=np.int32)
    parts = [rows[a:b] for a, b in pairwise(edges)]
    gram_rows = parts.pop() if of_grams is not None else np.empty(0, dtype=np.int32)
    shorter = [np.full(len(f.keys), -1, dtype=np.int32) for f in found[: least - 1]]
    return ChosenTerms(
        terms,
        (counts[order], document_counts[order]),
        [*shorter, *parts],
        {gram_names[i]: int(gram_rows[i]) for i in np.flatnonzero(gram_rows >= 0).tolist()},
    )


def _within(
    groups: list[NGrams], edges: Ids, limits: tuple[float, float]
) -> tuple[NDArray[np.intp], Ids, Ids]:
    """Return the places of n-grams within the limits of document counts, and their counts."""
    low, high = limits
    kept = [
        np.flatnonzero((group.document_counts >= low) & (group.document_counts <= high))
        for group in groups
    ]
    if not any(map(len, kept)):
        _refuse(edges[-1], limits)
    of_kept = list(zip(groups, kept, edges[:-1], strict=True))
    return (
        np.concatenate([places + edge for _, places, edge in of_kept]),
        np.concatenate([group.counts[places] for group, places, _ in of_kept]),
        np.concatenate([group.document_counts[places] for group, places, _ in of_kept]),
    )


def _refuse(n: int, limits: tuple[float, float]) -> NoReturn:
    raise ValueError(
        f"After pruning, no terms remain: none of the {n} terms is in at least {limits[0]:g} "
        f"(min_df) and at most {limits[1]:g} (max_df) documents. Try a lower min_df or a higher "
        "max_df."
        if n
        else "Each document has fewer tokens than min_n of ngram_range. Choose a lower min_n."
    )


def terms_of_vocabulary(
    vocabulary: Mapping[str, int], tokens: Terms, words: NGramRange, chars: NGramRange | None
) -> tuple[Terms, list[NGrams], ChosenTerms]:
    """Convert the terms of a vocabulary to tokens and n-grams."""

    def is_gram(term: str) -> bool:
        return chars is not None and term.startswith(CHARACTERS)

    split = {term: term.split(" ") for term in vocabulary if not is_gram(term)}
    numbers = tokens.index.copy()
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
    for level in levels_of(sequences, vocabulary, numbers, len(numbers), words.max_n):
        rows.append(level.rows)
        found.append(NGrams(level.keys, *np.zeros((2, len(level.keys)), dtype=np.int64)))
    grams = {t.removeprefix(CHARACTERS): row for t, row in vocabulary.items() if is_gram(t)}
    terms = np.empty(len(vocabulary), dtype=object)
    terms[list(vocabulary.values())] = list(vocabulary)
    return Terms.of(numbers), found, ChosenTerms(Terms(terms), None, rows, grams)


def levels_of(
    sequences: Mapping[str, Sequence[str]],
    row_of_term: Mapping[str, int],
    numbers: Mapping[str, int],
    n_tokens: int,
    max_n: int,
) -> list[Level]:
    """Return the n-grams of 2 to ``max_n`` tokens, given the tokens of the terms that are n-grams.

    ``numbers`` has the number of each of their tokens, below ``n_tokens``.
    """
    levels = []
    places: dict[tuple[str, ...], int]
    places = {(token,): numbers[token] for tokens in sequences.values() for token in tokens}
    for n in range(2, max_n + 1):
        long = {term: tuple(s[:n]) for term, s in sequences.items() if len(s) >= n}
        key_of = {s: places[s[:-1]] * n_tokens + numbers[s[-1]] for s in long.values()}
        row_of = dict.fromkeys(key_of.values(), -1)
        for term, beginning in long.items():
            if len(sequences[term]) == n:
                row_of[key_of[beginning]] = row_of_term[term]
        keys = sorted(row_of)
        place = {key: i for i, key in enumerate(keys)}
        places |= {beginning: place[key] for beginning, key in key_of.items()}
        rows = np.array([row_of[key] for key in keys], dtype=np.int32)
        levels.append(Level(np.array(keys, dtype=np.int64), rows))
    return levels


def share(choice: ChosenTerms, n_buckets: int) -> ChosenTerms:
    """Distribute n-grams over ``n_buckets`` rows by decreasing count, if there are more of them."""
    is_token = np.zeros(len(choice.terms), dtype=bool)
    is_token[choice.rows[0][choice.rows[0] >= 0]] = True
    if np.count_nonzero(~is_token) <= n_buckets:
        return choice
    n_tokens = np.count_nonzero(is_token)
    places = np.cumsum(~is_token) - 1  # position among the n-grams
    new = np.where(is_token, np.cumsum(is_token) - 1, n_tokens + places % n_buckets)
    new = np.append(new, -1).astype(np.int32)
    buckets = np.array([f"{BUCKET}{i}" for i in range(n_buckets)], dtype=object)
    terms = np.concatenate([choice.terms.take(np.flatnonzero(is_token)), buckets])
    return ChosenTerms(
        Terms(terms),
        None,
        [new[rows] for rows in choice.rows],
        {gram: int(new[row]) for gram, row in choice.grams.items()},
    )


def add_tokens(
    tokens: Terms, choice: ChosenTerms, more: Iterable[str]
) -> tuple[Terms, ChosenTerms]:
    """Make more tokens terms, in the given order; those without a number get one."""
    before = choice.terms
    new = list(dict.fromkeys(token for token in more if token not in before.index))
    tokens = tokens.with_more([token for token in new if token not in tokens.index])
    rows = np.full(len(tokens), -1, dtype=np.int32)
    rows[: len(choice.rows[0])] = choice.rows[0]
    rows[[tokens.index[token] for token in new]] = len(before) + np.arange(len(new), dtype=np.int32)
    rows_of = [rows, *choice.rows[1:]]
    return tokens, ChosenTerms(before.with_more(new), None, rows_of, choice.grams)


def needed_levels(found: list[NGrams], rows: list[Rows], n_tokens: int) -> tuple[Level, ...]:
    """Leave out n-grams that have no row and are not the beginning of one that has."""
    levels: list[Level] = []
    for n in range(len(found), 1, -1):
        level, keep = Level(found[n - 1].keys, rows[n - 1]), rows[n - 1] >= 0
        if not keep.all():
            if levels:  # their beginnings are kept, at new positions
                before, last = np.divmod(levels[0].keys, n_tokens)
                keep[before] = True
                new = np.cumsum(keep) - 1
                levels[0] = levels[0]._replace(keys=new[before] * n_tokens + last)
            level = Level(level.keys[keep], level.rows[keep])
        levels.insert(0, level)
    return tuple(levels)


def _check_different(terms: Terms) -> None:
    if len(terms.index) == len(terms):
        return
    seen: set[str] = set()
    for term in terms.names:
        if term in seen:
            raise ValueError(
                f"{term!r} is both a token and a sequence of shorter tokens. Choose "
                "ngram_range=(1, 1), or a tokenizer whose tokens contain no spaces."
            )
        seen.add(term)
