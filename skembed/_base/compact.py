"""Documents with an embedding of their own, of the terms that occur in them.

Needed where there is no array of all vectors, or where documents have words that are no terms, but
have a vector by their subwords. Nothing is read or pooled here.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Corpus, Vocabulary
from .._core.embedding import Embedding
from .._core.shared_rows import SharedRows
from .._core.snapshots import ArraySnapshot
from .._text.composed import ComposedCorpus
from ..pooling import Pooling

_UNSEEN = "<unseen>"


class CompactDocuments(NamedTuple):
    """Documents whose ids are rows of ``embedding``, and the pooling of its terms.

    ``used`` (n_used,) are the ids that the terms had before, in the same order. None: the same.
    """

    corpus: Corpus
    pooling: Pooling
    embedding: Embedding
    used: NDArray[np.integer] | None = None


def compacted(corpus: Corpus, pooling: Pooling, embedding: Embedding) -> CompactDocuments:
    """Renumber the terms of documents, and compose the vectors of words that are no terms.

    These weigh as a term without occurrences, whose row in the pooling is the last one. Documents
    that need none of this stay as they are.
    """
    if embedding._is_array and embedding.subwords is None:
        return CompactDocuments(corpus, pooling, embedding)
    n_terms = len(embedding)
    used, ids = np.unique(corpus.ids, return_inverse=True)
    used = used if len(used) else np.zeros(1, dtype=np.int32)  # an embedding has at least one term
    of_terms, of_words = np.split(used, [np.searchsorted(used, n_terms)])
    small = embedding._some(of_terms)
    if len(of_words):
        assert isinstance(corpus, ComposedCorpus)
        assert embedding.subwords is not None
        words = [corpus.words[i] for i in of_words - n_terms]
        vectors = np.concatenate([small.vectors, embedding.subwords.vectors(words)[0]])
        small = Embedding._of_checked([*small.terms, *words], ArraySnapshot(vectors), {}, None)
    renumbered = Corpus(ids.astype(np.int32), corpus.indptr, corpus.n_unknown)
    pooling = pooling.for_terms(np.minimum(used, n_terms))
    return CompactDocuments(renumbered, pooling, small, used)


def check_compactable(pooling: Pooling) -> None:
    """Raise a ValueError if a fitted pooling cannot be used for some of its terms alone."""
    pooling.for_terms(np.empty(0, dtype=np.intp))


def with_unseen(vocabulary: Vocabulary, embedding: Embedding) -> tuple[Vocabulary, Embedding]:
    """Append a term without occurrences, for poolings to be fitted; its vector is zero."""
    terms = np.array([*embedding.terms, _UNSEEN], dtype=object)
    places = np.append(np.arange(len(embedding), dtype=np.int32), np.int32(-1))
    none = np.empty((0, embedding.n_components), dtype=np.float32)
    rows = SharedRows(embedding, places, none)
    return vocabulary.with_more(terms[-1:]), Embedding._of_checked(terms, rows, {}, None)
