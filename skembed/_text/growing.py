"""Terms that grow with the documents: earlier terms keep their rows, new ones follow.

Only the new documents are encoded. New terms are single tokens.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from itertools import repeat

import numpy as np

from .._core.checks import check_terms
from .._core.corpus import Corpus, Vocabulary
from .._core.pieces import WHOLE
from .analyzer import Analyzer
from .encoder import FeatureEncoder
from .reading import read_pieces
from .vocabulary import (
    by_count_then_term,
    count_tokens,
    document_limits,
    encode_counted,
    read_counted,
)


def grow_vocabulary(
    documents: object,
    analyzer: Analyzer,
    last: Vocabulary,
    *,
    min_df: float = 1,
    max_df: float = 1.0,
    max_features: int | None = None,
    name: str = "fit",
) -> tuple[Vocabulary, Corpus]:
    """Read documents once, add their new terms to those of ``last``, and encode the documents.

    The new terms are sorted by decreasing count in these documents, then by term. ``min_df`` and
    ``max_df`` select them, by these documents alone; no term of ``last`` is removed.
    ``max_features`` limits the number of all terms.
    """
    given = read_counted(documents, analyzer, name)
    terms, (counts, document_counts) = given.tokens.terms(), given.counts
    low, high = document_limits(min_df, max_df, given.n_documents)
    seen = terms.tolist()
    rows = np.fromiter(map(last.index.get, seen, repeat(-1)), dtype=np.int32, count=len(seen))
    new = np.flatnonzero((rows < 0) & (document_counts >= low) & (document_counts <= high))
    room = None if max_features is None else max(0, max_features - len(last))
    new = by_count_then_term(new, counts, terms)[:room]
    rows[new] = len(last) + np.arange(len(new), dtype=np.int32)
    vocabulary, corpus = encode_counted(given, rows, np.concatenate([last.terms, terms[new]]))
    return with_earlier_counts(vocabulary, last), corpus


def with_earlier_counts(vocabulary: Vocabulary, last: Vocabulary) -> Vocabulary:
    """Add the counts that terms had in earlier documents; terms that only ``last`` has are lost."""
    rows = np.fromiter(map(vocabulary.index.get, last.terms.tolist(), repeat(-1)), np.intp)
    known = rows >= 0
    counts, document_counts = vocabulary.counts.copy(), vocabulary.document_counts.copy()
    counts[rows[known]] += last.counts[known]
    document_counts[rows[known]] += last.document_counts[known]
    n_documents = vocabulary.n_documents + last.n_documents
    return Vocabulary(vocabulary.terms, counts, document_counts, n_documents)


def grow_encoder(
    documents: object,
    analyzer: Analyzer,
    encoder: FeatureEncoder,
    known: Container[str],
    *,
    min_df: float,
    max_df: float,
    max_features: int | None,
) -> tuple[FeatureEncoder, list[str], Corpus]:
    """Read documents once, add their new tokens to the terms, and encode the documents.

    ``known`` are the names of all terms. The new terms are chosen and sorted as by
    `grow_vocabulary`; they are part of no n-gram. There are none if single tokens are never terms.
    """
    [(raw, seen)] = read_pieces(documents, analyzer, WHOLE, list)
    if analyzer.rule is None:
        check_terms(seen, *analyzer.tokens_are)
    counts, document_counts = count_tokens(raw, len(seen))
    low, high = document_limits(min_df, max_df, len(raw.indptr) - 1)
    is_new = (document_counts >= low) & (document_counts <= high)
    is_new &= np.fromiter((token not in known for token in seen), dtype=bool, count=len(seen))
    terms = np.empty(len(seen), dtype=object)
    terms[:] = seen
    room = None if max_features is None else max(0, max_features - encoder.n_rows)
    if encoder.words.min_n > 1:
        room = 0
    added = terms[by_count_then_term(np.flatnonzero(is_new), counts, terms)[:room]].tolist()
    encoder = _with_tokens(encoder, added)
    numbers, grams = encoder.look_up(seen, analyzer.n_jobs)
    return encoder, added, encoder.rows_of(raw, numbers[raw.ids], grams, n_jobs=analyzer.n_jobs)


def _with_tokens(encoder: FeatureEncoder, new: list[str]) -> FeatureEncoder:
    """Give tokens that are not terms the next rows."""
    if not new:
        return encoder
    tokens = encoder.tokens.with_more([t for t in new if t not in encoder.tokens.index])
    rows = np.full(len(tokens), -1, dtype=np.int32)
    rows[: len(encoder.token_rows)] = encoder.token_rows
    rows[[tokens.index[token] for token in new]] = encoder.n_rows + np.arange(
        len(new), dtype=np.int32
    )
    n_rows = encoder.n_rows + len(new)
    return replace(encoder, tokens=tokens, token_rows=rows, n_rows=n_rows)
