"""`ComposedCorpus`: documents with words that are no terms, but have a vector by their subwords.

Each piece of documents has words of its own, so that their number does not grow. Their vectors are
made later, and only if they are needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .._core.corpus import Corpus
from .._core.pieces import PIECE
from .._core.subwords import Subwords
from .analyzer import Analyzer
from .encoder import FeatureEncoder, Lists
from .reading import read_pieces
from .sequences import BUCKET, CHARACTERS, Rows, rows_at


@dataclass(frozen=True, eq=False)
class ComposedCorpus(Corpus):
    """Documents whose ids from the number of terms on are those of ``words``.

    The words are sorted, so that two of them have the same order in any documents.
    """

    words: Sequence[str]


def is_composed(subwords: Subwords, token: object) -> bool:
    """Return whether a token that is no term has a vector by its subwords.

    Names of n-grams, and what a callable returned beside words, have none.
    """
    if not isinstance(token, str) or not token or " " in token:
        return False
    return not token.startswith((CHARACTERS, BUCKET)) and subwords._has_ngrams(token)


def compose(
    subwords: Subwords, tokens: Sequence[str], rows: Rows, n_terms: int
) -> tuple[Rows, list[str]]:
    """Give the tokens without a row that have a vector by their subwords the next rows.

    ``rows`` are those of the tokens, or -1. Also return these words, in the order of their rows.
    """
    unknown = np.flatnonzero(rows < 0).tolist()
    found = [i for i in unknown if is_composed(subwords, tokens[i])]
    found.sort(key=tokens.__getitem__)
    rows = rows.copy()
    rows[found] = n_terms + np.arange(len(found), dtype=np.int32)
    return rows, [tokens[i] for i in found]


def composed_pieces(
    documents: object, analyzer: Analyzer, encoder: FeatureEncoder, subwords: Subwords
) -> Iterator[ComposedCorpus]:
    """Read documents once and encode them in pieces, with the words that have a vector."""

    def look_up(tokens: list[str]) -> tuple[Rows, Lists | None, Rows, list[str]]:
        numbers, grams = encoder.look_up(tokens, analyzer.n_jobs)
        rows = rows_at(encoder.token_rows, numbers)
        return numbers, grams, *compose(subwords, tokens, rows, encoder.n_rows)

    for raw, (numbers, grams, rows, words) in read_pieces(documents, analyzer, PIECE, look_up):
        given = raw, numbers[raw.ids], grams
        corpus = encoder.rows_of(*given, n_jobs=analyzer.n_jobs, token_rows=rows)
        yield ComposedCorpus(corpus.ids, corpus.indptr, corpus.n_unknown, words)
