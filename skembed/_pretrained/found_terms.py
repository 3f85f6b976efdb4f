"""`FoundTerms`: documents as rows of a small embedding of the terms that occur in them.

Used where a document has more than the terms of an embedding that are single tokens: n-grams of
tokens, or unknown words with subwords; and where the vectors are quantized. Nothing is learned or
pooled here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Corpus, Vocabulary, made_corpus
from .._core.embedding import Embedding
from .._core.pieces import PIECE
from .._text.analyzer import Analyzer
from .._text.numbers import TokenIds
from .._text.reading import read_pieces
from .._text.vocabulary import CountedTokens, count_tokens, encode_counted
from .token_lookup import TermsOfTokens, TokenLookup, look_up_tokens

_UNSEEN = "<unseen>"


@dataclass(frozen=True, eq=False)
class FoundTerms(Corpus):
    """Documents whose ids are rows of ``embedding``, which has the terms that occur in them.

    The order of the terms is the same in any documents: those of the vectors by their rows, then
    unknown words by their spelling.
    """

    embedding: Embedding

    def places(self, rows: dict[str, int]) -> NDArray[np.intp]:
        """Return the row of each term in ``rows``, and the last one for terms that lack there."""
        return np.array([rows.get(term, len(rows) - 1) for term in self.embedding], dtype=np.intp)


def encode_training(
    given: CountedTokens, known: TokenLookup, embedding: Embedding, weight: float
) -> tuple[Vocabulary, Corpus]:
    """Encode the documents of fit, each piece of them by itself.

    If all terms are single tokens whose vectors are an array, the ids are rows of ``embedding``.
    Otherwise they are those of `FoundTerms`, whose last term has no occurrences: it stands for all
    terms that are not there.
    """
    if embedding._is_array and not (known.encoder.levels or embedding.subwords):
        return encode_counted(given, known.rows, embedding.terms)
    counts = np.zeros((2, known.encoder.n_rows), dtype=np.int64)
    for piece in given.parts.pieces():
        corpus = _encoded(TokenIds(*piece), known)
        counts += count_tokens(TokenIds(corpus.ids, corpus.indptr), known.encoder.n_rows)
    used = np.flatnonzero(counts[0])
    found = _embedding_of(used, known, embedding, weight)
    name = _UNSEEN
    while name in found:
        name += _UNSEEN
    zero = np.zeros((1, embedding.n_components), dtype=np.float32)
    small = Embedding([*found, name], np.concatenate([found.vectors, zero]))
    of_small = np.zeros((2, len(small)), dtype=np.int64)
    of_small[:, : len(used)] = counts[:, used]
    places = np.zeros(known.encoder.n_rows, dtype=np.int32)
    places[used] = np.arange(len(used), dtype=np.int32)
    encoded = (_encoded(TokenIds(*piece), known) for piece in given.parts.pieces())
    corpus = given.parts.join(made_corpus(places[c.ids], c.indptr, c.n_unknown) for c in encoded)
    vocabulary = Vocabulary(small.terms, of_small[0], of_small[1], given.n_documents)
    return vocabulary, FoundTerms(corpus.ids, corpus.indptr, corpus.n_unknown, small)


def find_pieces(
    documents: object,
    analyzer: Analyzer,
    embedding: Embedding,
    several: TermsOfTokens | None,
    weight: float,
) -> Iterator[FoundTerms]:
    """Read documents once, in pieces, and find their terms."""
    look_up = partial(look_up_tokens, embedding, several)
    for raw, known in read_pieces(documents, analyzer, PIECE, look_up):
        yield find_terms(raw, known, embedding, weight)


def find_terms(
    raw: TokenIds, known: TokenLookup, embedding: Embedding, weight: float
) -> FoundTerms:
    """Find the terms of documents; ``weight`` multiplies the vectors of terms of several tokens."""
    corpus = _encoded(raw, known)
    used, ids = np.unique(corpus.ids, return_inverse=True)
    small = _embedding_of(used, known, embedding, weight)
    return FoundTerms(ids.astype(np.int32), corpus.indptr, corpus.n_unknown, small)


def _encoded(raw: TokenIds, known: TokenLookup) -> Corpus:
    return known.encoder.rows_of(raw, known.numbers[raw.ids])


def _embedding_of(
    used: NDArray[np.integer], known: TokenLookup, embedding: Embedding, weight: float
) -> Embedding:
    """Return the terms in some rows, which are sorted, or the first one if there are none."""
    if not len(used):
        used = np.zeros(1, dtype=np.int32)  # an embedding has at least one term
    of_terms, of_words = np.split(used, [np.searchsorted(used, len(embedding))])
    of_words = of_words - len(embedding)
    vectors = np.concatenate([embedding._take(of_terms), known.vectors[of_words]])
    for level in known.encoder.levels:
        vectors[: len(of_terms)][np.isin(of_terms, level.rows)] *= np.float32(weight)
    terms = np.concatenate([embedding.terms[of_terms], known.words[of_words]])
    return Embedding(terms, vectors)
