"""Learn or apply a vocabulary whose terms are single tokens, and encode documents with it.

`_text.reading` reads documents; `_text.ngrams` handles terms of several tokens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from numbers import Integral
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._compat.threads import n_useful_threads
from .._core.corpus import Corpus, Vocabulary, made_corpus, made_vocabulary
from .._core.distinct_tokens import DistinctTokens
from .._core.pieces import PIECE_OF_WORDS, WHOLE, Size
from .._core.terms import Terms
from .._kernels import text as kernel
from .analyzer import Analyzer
from .known import KnownTokens
from .numbers import TokenIds
from .reading import check_found, known_pieces, number_tokens
from .stored import StoredDocuments

# Minimum number of tokens for each thread that counts or replaces ids.
_PER_THREAD = 1 << 16


class Parts(NamedTuple):
    """Documents in one or several parts.

    ``pieces`` returns the ids and ``indptr`` of each part; ``join`` makes one corpus of the same
    parts, encoded.
    """

    pieces: Callable[[], Iterable[tuple[NDArray[np.int32], NDArray[np.int64]]]]
    join: Callable[[Iterable[Corpus]], Corpus]
    n_jobs: int | None

    def encode(self, rows: NDArray[np.int32]) -> Corpus:
        """Encode the documents, given the row of each token, or -1; call it once, at the end."""
        return self.join(corpus_of(TokenIds(*piece), rows, self.n_jobs) for piece in self.pieces())


class CountedTokens(NamedTuple):
    """The distinct tokens of documents, the occurrences of each, and the documents that have it."""

    tokens: DistinctTokens
    counts: tuple[NDArray[np.int64], NDArray[np.int64]]
    n_documents: int
    parts: Parts


def read_counted(documents: object, analyzer: Analyzer, name: str) -> CountedTokens:
    """Read documents once; those that are stored are counted already."""
    if isinstance(documents, StoredDocuments):
        documents.check(analyzer)
        tokens = DistinctTokens.of(documents.tokens.tolist())
        check_found(len(documents), len(tokens), name)
        counts = documents.counts, documents.document_counts
        return CountedTokens(tokens, counts, len(documents), _shards(documents, analyzer))
    raw, seen = number_tokens(documents, analyzer, name)
    return counted(raw, seen, analyzer.n_jobs)


def _shards(documents: StoredDocuments, analyzer: Analyzer) -> Parts:
    return Parts(documents.shards, documents.join, analyzer.n_jobs)


def counted(raw: TokenIds, tokens: DistinctTokens, n_jobs: int | None = None) -> CountedTokens:
    """Count the tokens of documents, which are one piece; encoding it overwrites ``raw``."""
    counts = count_tokens(raw, len(tokens), n_jobs)
    return CountedTokens(tokens, counts, len(raw.indptr) - 1, Parts(lambda: [raw], _only, n_jobs))


def _only(parts: Iterable[Corpus]) -> Corpus:
    [part] = parts
    return part


def learn_vocabulary(
    documents: object,
    analyzer: Analyzer,
    *,
    min_df: float = 1,
    max_df: float = 1.0,
    max_features: int | None = None,
    name: str = "fit",
) -> tuple[Vocabulary, Corpus]:
    """Read documents once, select the terms and encode the documents.

    The limits select terms as in CountVectorizer; terms are sorted by decreasing count, then by
    term. A TypeError or ValueError names the row of an invalid document, or says that there are no
    documents, no tokens, or no terms after pruning.
    """
    return choose_terms(read_counted(documents, analyzer, name), min_df, max_df, max_features)


def choose_terms(
    given: CountedTokens, min_df: float, max_df: float, max_features: int | None
) -> tuple[Vocabulary, Corpus]:
    """Select the terms among the tokens and encode the documents.

    The terms stay bytes until somebody asks for strings.
    """
    seen, (counts, document_counts), n_documents, parts = given
    del given
    low, high = document_limits(min_df, max_df, n_documents)
    kept = np.flatnonzero((document_counts >= low) & (document_counts <= high))
    if not len(kept):
        raise ValueError(
            f"After pruning, no terms remain: none of the {len(seen)} terms is in at least "
            f"min_df={min_df!r} and at most max_df={max_df!r} of the {n_documents} documents. "
            "Try a lower min_df or a higher max_df."
        )
    seen.order(kept, counts, parts.n_jobs)
    kept = kept[:max_features]
    counts, document_counts = counts[kept], document_counts[kept]
    rows = np.full(len(seen), -1, dtype=np.int32)
    rows[kept] = np.arange(len(kept), dtype=np.int32)
    terms = Terms(seen.take(kept))
    del seen, kept
    return made_vocabulary(terms, counts, document_counts, n_documents), parts.encode(rows)


def encode_with_vocabulary(
    documents: object, analyzer: Analyzer, index: Mapping[str, int], *, name: str = "fit"
) -> tuple[Vocabulary, Corpus]:
    """Read documents once, encode them with given terms and count the terms.

    The vocabulary has all terms of ``index``, whose rows are 0, 1, 2, ..., also those that are in
    no document. Errors are those of `learn_vocabulary`, except that the documents need not contain
    any term.
    """
    given = read_counted(documents, analyzer, name)
    rows = rows_in(index, given.tokens.strings())
    terms = np.empty(len(index), dtype=object)
    terms[np.fromiter(index.values(), dtype=np.intp, count=len(index))] = list(index)
    return encode_counted(given, rows, terms)


def encode_counted(
    given: CountedTokens, rows: NDArray[np.int32], terms: NDArray[np.object_]
) -> tuple[Vocabulary, Corpus]:
    """Encode counted documents, given the row of each token among the terms, or -1."""
    known = rows >= 0
    counts = np.zeros((2, len(terms)), dtype=np.int64)  # some terms may not occur
    counts[:, rows[known]] = [of_tokens[known] for of_tokens in given.counts]
    return Vocabulary(terms, counts[0], counts[1], given.n_documents), given.parts.encode(rows)


def encode(documents: object, analyzer: Analyzer, index: Mapping[str, int]) -> Corpus:
    """Read documents once and encode them with known terms; see `encode_pieces`."""
    if isinstance(documents, StoredDocuments):
        documents.check(analyzer)
        return _shards(documents, analyzer).encode(rows_in(index, documents.tokens.tolist()))
    [corpus] = encode_pieces(documents, analyzer, KnownTokens(index), WHOLE)
    return corpus


def encode_pieces(
    documents: object, analyzer: Analyzer, known: KnownTokens, size: Size = PIECE_OF_WORDS
) -> Iterator[Corpus]:
    """Read documents once and encode them in pieces; at least one piece is yielded.

    Out-of-vocabulary tokens are left out, and counted in ``n_unknown``.
    """
    for raw in known_pieces(documents, analyzer, size, known):
        yield corpus_of(raw, None, analyzer.n_jobs)


def rows_in(index: Mapping[str, int], tokens: Sequence[str]) -> NDArray[np.int32]:
    """Return the row of each token, -1 if it is unknown."""
    return np.fromiter(map(index.get, tokens, repeat(-1)), dtype=np.int32, count=len(tokens))


def count_tokens(
    raw: TokenIds, n_terms: int, n_jobs: int | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the number of occurrences of each term, and of documents that contain it."""
    # One array for both: the more is freed at once, the more goes back to the system.
    counts, document_counts = np.zeros((2, n_terms), dtype=np.int64)
    n = min(len(raw.ids) // _PER_THREAD, len(raw.ids) // max(1, n_terms))  # each counts all terms
    kernel.count_occurrences(*raw, n_useful_threads(n_jobs, n), counts, document_counts)
    return counts, document_counts


def corpus_of(raw: TokenIds, rows: NDArray[np.int32] | None, n_jobs: int | None = None) -> Corpus:
    """Replace ids with ``rows[ids]`` in place, if there are rows; drop negative ids and rows."""
    ids, indptr = raw
    n_unknown = np.empty(len(indptr) - 1, dtype=np.int64)
    n_kept = kernel.recode(
        ids, indptr, rows, n_useful_threads(n_jobs, len(ids) // _PER_THREAD), n_unknown
    )
    return made_corpus(ids[:n_kept], indptr, n_unknown)


def by_count_then_term(
    kept: NDArray[np.intp], counts: NDArray[np.int64], terms: NDArray[np.object_]
) -> NDArray[np.intp]:
    texts = terms.tolist()  # faster to index than an array
    lexical = np.fromiter(sorted(kept.tolist(), key=texts.__getitem__), np.intp, len(kept))
    return lexical[np.argsort(-counts[lexical], kind="stable")]


def document_limits(min_df: float, max_df: float, n_documents: int) -> tuple[float, float]:
    """Convert proportions of documents to numbers of documents."""
    low = min_df if isinstance(min_df, Integral) else min_df * n_documents
    high = max_df if isinstance(max_df, Integral) else max_df * n_documents
    if high < low:
        raise ValueError(
            f"max_df={max_df!r} corresponds to fewer documents than min_df={min_df!r}: {high:g} "
            f"and {low:g} of {n_documents}."
        )
    return low, high
