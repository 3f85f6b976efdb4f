"""The baselines of a comparison of texts: tf-idf of what the candidates read.

Nothing is fitted here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from .._text.unicode_words import UNICODE, as_pattern

NgramRange = tuple[int, int]

WORDS: NgramRange = (1, 1)


def tfidf_baselines(named: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return what ``baseline=True`` adds to candidates of texts, and the names of all baselines."""
    by_unicode = any(reads_unicode(vectorizer) for vectorizer in named.values())
    added, names = {}, []
    for ngram_range in sorted({WORDS, *(r for v in named.values() for r in word_ngrams(v))}):
        own = next((n for n, v in named.items() if is_tfidf(v, ngram_range)), None)
        names.append(own or tfidf_name(ngram_range))
        if own is None:
            added[names[-1]] = tfidf(ngram_range, UNICODE if by_unicode else None)
    return added, names


def tfidf(
    ngram_range: NgramRange = WORDS, token_pattern: str | None = None, **text: Any
) -> TfidfVectorizer:
    """Return the vectorizer that ``baseline=True`` adds to the candidates."""
    if token_pattern is not None:
        text["token_pattern"] = as_pattern(token_pattern)
    return TfidfVectorizer(ngram_range=ngram_range, sublinear_tf=True, **text)


def tfidf_name(ngram_range: NgramRange = WORDS) -> str:
    """Return the name of that vectorizer."""
    low, high = ngram_range
    known = {(1, 1): "words", (1, 2): "words and pairs"}
    sizes = f"{high}-grams" if low == high else f"{low}- to {high}-grams"
    return f"tf-idf of {known.get((low, high), f'word {sizes}')}"


def word_ngrams(vectorizer: Any) -> Iterator[NgramRange]:
    """Yield the word n-grams that a vectorizer, or any part of a pipeline, reads."""
    parameters = vectorizer.get_params()
    for name, value in parameters.items():
        if name.split("__")[-1] == "ngram_range" and value is not None:
            reads = parameters.get(f"{name.removesuffix('ngram_range')}analyzer", "word")
            if reads == "word":
                yield tuple(value)


def reads_unicode(vectorizer: Any) -> bool:
    """Return whether a vectorizer, or any part of a pipeline, has ``token_pattern='unicode'``."""
    values = vectorizer.get_params().items()
    return any(name.split("__")[-1] == "token_pattern" and v == UNICODE for name, v in values)


def is_tfidf(vectorizer: Any, ngram_range: NgramRange) -> bool:
    """Return whether a vectorizer is tf-idf of these word n-grams."""
    return (
        type(vectorizer) is TfidfVectorizer
        and vectorizer.analyzer not in ("char", "char_wb")
        and tuple(vectorizer.ngram_range) == ngram_range
    )
