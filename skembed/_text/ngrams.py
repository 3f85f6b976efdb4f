"""Learn a vocabulary whose terms may be n-grams of tokens, or of characters inside a token.

The encoder that this creates for new documents is in `_text.encoder`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

import numpy as np

from .._core.corpus import Corpus, Vocabulary, made_vocabulary
from .._core.distinct_tokens import DistinctTokens
from .._core.terms import Terms
from .analyzer import Analyzer
from .encoder import FeatureEncoder, encoder_of_tokens
from .ngram_counts import NGrams, find_characters, find_sequences
from .ngram_names import are_in_order_of_names
from .ngram_terms import (
    ChosenTerms,
    add_tokens,
    choose,
    choose_by_name,
    needed_levels,
    share,
    terms_of_vocabulary,
)
from .numbers import TokenIds
from .reading import number_tokens
from .sequences import CHARACTERS, Level, NGramRange, Rows
from .vocabulary import (
    CountedTokens,
    choose_terms,
    corpus_of,
    count_tokens,
    counted,
    document_limits,
    encode_counted,
    read_counted,
)

Learned = tuple[FeatureEncoder, Vocabulary, Corpus]
Limits = tuple[float, float, int | None]  # min_df, max_df and max_features

AUTO_BUCKETS = 1 << 17  # n_buckets='auto'; measured in docs/develop/measurements


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
    more_terms: Collection[str] = (),
    is_term: Callable[[str], bool] | None = None,
    name: str = "fit",
) -> Learned:
    """Read documents once, select the terms and encode the documents.

    The n-grams of characters are those inside a token, padded with ``<`` and ``>``, without the
    whole padded token. ``n_buckets`` is the maximum number of rows for n-grams of two or more
    tokens and of characters: if there are more, they share rows, distributed by decreasing count.
    The other parameters select terms as in CountVectorizer.

    The vocabulary is sorted by decreasing count, then by term, with buckets at the end; a given one
    keeps its order. After these terms come ``more_terms``, and the tokens of the documents for
    which ``is_term`` is true, whatever their counts, unless a vocabulary is given or single tokens
    are never terms. Errors are those of `learn_vocabulary`, and one if no document contains a term.
    """
    words = check_range(ngram_range, "ngram_range")
    chars = None
    if char_ngram_range is not None:
        chars = check_range(char_ngram_range, "char_ngram_range")
    limits = min_df, max_df, max_features
    if words.max_n == 1 and chars is None:
        given = read_counted(documents, analyzer, name)
        return _learn_tokens(given, limits, vocabulary, more_terms, is_term)
    if vocabulary is not None:
        learn = partial(_apply, vocabulary)
    else:
        buckets = AUTO_BUCKETS if n_buckets == "auto" else n_buckets
        learn = partial(_learn, limits, buckets, more_terms, is_term)
    return learn(words, chars, analyzer.n_jobs, *number_tokens(documents, analyzer, name))


def _learn(
    limits: Limits,
    n_buckets: Any,
    more_terms: Collection[str],
    is_term: Callable[[str], bool] | None,
    words: NGramRange,
    chars: NGramRange | None,
    n_jobs: int | None,
    raw: TokenIds,
    distinct: DistinctTokens,
) -> Learned:
    """Do what `learn_features` does, given the tokens, if there is no vocabulary."""
    words = _that_occur(words, int(np.diff(raw.indptr).max()))
    if words.max_n == 1 and chars is None:
        return _learn_tokens(counted(raw, distinct, n_jobs), limits, None, more_terms, is_term)
    raw, distinct = _sorted(raw, distinct, n_jobs)
    tokens = Terms(distinct)
    if chars is not None:
        _check_names(tokens)
    choice, levels, places = _choose(raw, distinct, tokens, words, chars, limits, n_buckets, n_jobs)
    more = _more_tokens(tokens, more_terms, is_term) if words.min_n == 1 else []
    encoder, choice = _encoder(tokens, choice, more, words, chars, levels)
    corpus = encoder.rows_of_fitted(raw, places, choice.rows, n_jobs)
    _check_known(corpus)
    counts = choice.counts or count_tokens(TokenIds(corpus.ids, corpus.indptr), encoder.n_rows)
    return encoder, made_vocabulary(choice.terms, *counts, corpus.n_documents), corpus


def _apply(
    vocabulary: Mapping[str, int],
    words: NGramRange,
    chars: NGramRange | None,
    n_jobs: int | None,
    raw: TokenIds,
    distinct: DistinctTokens,
) -> Learned:
    """Do what `learn_features` does, given the tokens and a vocabulary."""
    seen = Terms(distinct)
    if chars is not None:
        _check_names(seen)
    words = _that_occur(words, max(term.count(" ") + 1 for term in vocabulary))
    tokens, of_terms, choice = terms_of_vocabulary(vocabulary, seen, words, chars)
    levels = needed_levels(of_terms, choice.rows, len(tokens))
    encoder, choice = _encoder(tokens, choice, [], words, chars, levels)
    numbers, lists = encoder.look_up(tokens.names.tolist(), n_jobs)
    corpus = encoder.rows_of(raw, numbers[raw.ids], lists, n_jobs=n_jobs)
    _check_known(corpus)
    counts = count_tokens(TokenIds(corpus.ids, corpus.indptr), encoder.n_rows)
    return encoder, made_vocabulary(choice.terms, *counts, corpus.n_documents), corpus


def _sorted(
    raw: TokenIds, tokens: DistinctTokens, n_jobs: int | None
) -> tuple[TokenIds, DistinctTokens]:
    """Return documents, overwritten, and tokens, numbered so that n-grams are in order of names."""
    tokens, new = tokens.sorted(n_jobs)
    corpus = corpus_of(raw, new, n_jobs)
    return TokenIds(corpus.ids, corpus.indptr), tokens


def _choose(
    raw: TokenIds,
    distinct: DistinctTokens,
    tokens: Terms,
    words: NGramRange,
    chars: NGramRange | None,
    limits: Limits,
    n_buckets: Any,
    n_jobs: int | None,
) -> tuple[ChosenTerms, tuple[Level, ...], list[Rows]]:
    """Return the terms, the n-grams for new documents, and which n-gram ends at each token.

    The n-grams that are not needed any more are gone: there may be as many as tokens.
    """
    low_high = document_limits(*limits[:2], len(raw.indptr) - 1)
    found, places = find_sequences(raw, len(tokens), words.max_n, n_jobs)
    if chars is None and are_in_order_of_names(distinct):
        choice = choose(distinct, words.min_n, found, low_high, limits[2], n_jobs)
    else:
        grams = (
            None if chars is None else find_characters(raw, tokens.names.tolist(), chars, n_jobs)
        )
        choice = choose_by_name(distinct, words.min_n, found, grams, low_high, limits[2])
    if n_buckets is not None:
        choice = share(choice, int(n_buckets))
    return choice, needed_levels(found, choice.rows, len(tokens)), places


def _learn_tokens(
    given: CountedTokens,
    limits: Limits,
    index: Mapping[str, int] | None,
    more_terms: Collection[str],
    is_term: Callable[[str], bool] | None,
) -> tuple[FeatureEncoder, Vocabulary, Corpus]:
    """Do what `learn_features` does if all terms are single tokens; no other n-grams are found."""
    if index is None and not more_terms:
        vocabulary, corpus = choose_terms(given, *limits)
        return encoder_of_tokens(vocabulary._terms), vocabulary, corpus
    seen, words = Terms(given.tokens), NGramRange(1, 1)
    if index is None:
        found = [NGrams(np.arange(len(seen)), *given.counts)]
        low_high = document_limits(*limits[:2], given.n_documents)
        tokens, choice = seen, choose_by_name(given.tokens, 1, found, None, low_high, limits[2])
    else:
        tokens, _, choice = terms_of_vocabulary(index, seen, words, None)
    more = _more_tokens(seen, more_terms, is_term) if index is None else []
    encoder, choice = _encoder(tokens, choice, more, words, None, ())
    rows = encoder.token_rows[: len(seen)]
    vocabulary, corpus = encode_counted(given, rows, choice.terms.names)
    _check_known(corpus)
    return encoder, vocabulary, corpus


def _more_tokens(
    seen: Terms, more_terms: Collection[str], is_term: Callable[[str], bool] | None
) -> list[str]:
    """Return the tokens that become terms whatever their counts."""
    if not more_terms:
        return []
    return [*more_terms, *([] if is_term is None else filter(is_term, seen.names))]


def _encoder(
    tokens: Terms,
    choice: ChosenTerms,
    more: list[str],
    words: NGramRange,
    chars: NGramRange | None,
    levels: tuple[Level, ...],
) -> tuple[FeatureEncoder, ChosenTerms]:
    """Return the encoder of new documents, and the terms with ``more`` behind those chosen."""
    n_seen, n_chosen = len(tokens), len(choice.terms)
    if more:
        tokens, choice = add_tokens(tokens, choice, more)
    encoder = FeatureEncoder(
        tokens=tokens,
        n_seen=n_seen,
        token_rows=choice.rows[0],
        words=words,
        chars=chars,
        levels=levels,
        grams=choice.grams,
        n_chosen=n_chosen,
        n_rows=len(choice.terms),
    )
    return encoder, choice


def _check_known(corpus: Corpus) -> None:
    if corpus.n_tokens == 0:
        raise ValueError(
            f"None of the tokens of the {corpus.n_documents} documents is in the parameter "
            "vocabulary. Compare its terms with the tokens (case? token_pattern? ngram_range?)."
        )


def check_range(value: Any, name: str) -> NGramRange:
    """Validate the range of n-gram lengths given as a parameter."""
    try:
        least, most = (int(n) for n in value)
        good = 1 <= least <= most and [least, most] == list(value)
    except (TypeError, ValueError, OverflowError):
        good = False
    if not good:
        raise ValueError(
            f"{name} must be two integers (min_n, max_n) with 1 <= min_n <= max_n, got {value!r}."
        )
    return NGramRange(least, most)


def _that_occur(lengths: NGramRange, longest: int) -> NGramRange:
    """Limit the range to the longest n-gram that occurs, or one more if all lengths exceed it."""
    least = min(lengths.min_n, longest + 1)
    return NGramRange(least, min(lengths.max_n, max(least, longest)))


def _check_names(tokens: Terms) -> None:
    for token in tokens.names:
        if token.startswith(CHARACTERS):
            raise ValueError(
                f"The token {token!r} looks like the name of an n-gram of characters. Choose "
                "char_ngram_range=None, or a tokenizer that does not return such tokens."
            )
