"""Initial vectors from the last fit or from the ``init`` parameter.

Each method decides which rows of which matrix to initialize with them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .._core.corpus import Vocabulary
from .._core.embedding import Embedding
from .._core.linalg import row_norms
from .._core.mapped_subwords import scaled
from .._core.shared_rows import SharedRows
from .._core.subwords import Subwords
from .._text.composed import is_composed
from .._vectors.sources import as_embedding


class InitialVectors(NamedTuple):
    """Initial vectors for some terms of the vocabulary.

    ``rows`` and ``source_rows``, of shape (n,), are the rows of the terms in the vocabulary and in
    the embedding that the vectors come from; ``vectors`` has shape (n, n_components). ``warm`` is
    True if they come from the last fit. ``subwords`` give other words their initial vectors;
    ``leads_others`` if other terms, which are not here, have some too.
    """

    rows: NDArray[np.integer]
    source_rows: NDArray[np.integer]
    vectors: NDArray[np.float32]
    warm: bool = False
    subwords: Subwords | None = None
    leads_others: bool = False

    def of_first(self, n: int) -> InitialVectors:
        """Return the vectors that come from the first ``n`` rows of their embedding."""
        chosen = (self.source_rows >= 0) & (self.source_rows < n)
        return self._replace(
            rows=self.rows[chosen],
            source_rows=self.source_rows[chosen],
            vectors=self.vectors[chosen],
        )

    def over(self, other: InitialVectors) -> InitialVectors:
        """Return these vectors, and those of ``other`` for its other terms."""
        rest = ~np.isin(other.rows, self.rows)
        return InitialVectors(
            np.concatenate([self.rows, other.rows[rest]]),
            np.concatenate([self.source_rows, other.source_rows[rest]]),
            np.concatenate([self.vectors, other.vectors[rest]]),
            self.warm,
            other.subwords if self.subwords is None else self.subwords,
        )


def find_initial_vectors(
    estimator: Any, vocabulary: Vocabulary, n_components: int, *, warm: bool
) -> InitialVectors | None:
    """Return vectors of the last fit if ``warm``, or else those of ``init``; a path is read here.

    Without either, return None: all initial vectors are random.
    """
    last: Embedding | None = getattr(estimator, "embedding_", None) if warm else None
    if last is not None:
        return match(last, vocabulary.terms, n_components, name="warm_start")._replace(warm=True)
    if estimator.init is None:
        return None
    init = as_embedding(estimator.init, name="init")
    return match(init, vocabulary.terms, n_components, name="init")


def add_other_terms(estimator: Any, learned: Embedding, *, warm: bool) -> Embedding:
    """Append the terms of the last fit if ``warm``, then those of ``init``, that were not learned.

    The subwords of the first of these that has any give unknown words a vector. There is nothing to
    append if ``vocabulary`` limits the terms.
    """
    if estimator.vocabulary is not None:
        return learned
    if warm and hasattr(estimator, "embedding_"):
        learned = _add_terms(learned, estimator.embedding_, "warm_start")
    if estimator.init is not None:
        learned = _add_terms(learned, as_embedding(estimator.init, name="init"), "init")
    return learned


def _add_terms(learned: Embedding, init: Embedding, name: str) -> Embedding:
    """Append the terms of ``init`` that were not learned, and its subwords.

    Training makes vectors longer or shorter: those that are appended are scaled as it scaled the
    vectors of the terms in both, on average.
    """
    more = np.array([row for row, term in enumerate(init) if term not in learned], dtype=np.int64)
    if not len(more) and init.subwords is None:
        return learned
    both = match(init, learned.terms, learned.n_components, name=name)
    before, after = (
        np.linalg.norm(row_norms(rows)) for rows in (both.vectors, learned._take(both.rows))
    )
    scale = np.float32(after / before if before > 0 and after > 0 else 1)
    subwords = learned.subwords or scaled(init.subwords, scale)
    vectors = np.empty((len(learned) + len(more), learned.n_components), dtype=np.float32)
    vectors[: len(learned)] = learned.vectors
    vectors[len(learned) :] = init._take(more)
    vectors[len(learned) :] *= scale
    return Embedding(np.concatenate([learned.terms, init.terms[more]]), vectors, subwords=subwords)


def match(
    embedding: Embedding, terms: NDArray[np.object_], n_components: int, *, name: str
) -> InitialVectors:
    """Return the vectors of the given terms; check that they have ``n_components`` components.

    Words that are not among the terms of the embedding have those of their subwords, with -1 as
    their source row.
    """
    if embedding.n_components != n_components:
        raise ValueError(
            f"{name} has vectors of {embedding.n_components} components, n_components is "
            f"{n_components}; they must be equal."
        )
    places = _places_in(embedding, terms)
    rows = np.flatnonzero(places >= 0)
    found = embedding._take(places[rows])
    known = InitialVectors(rows, places[rows], found, subwords=embedding.subwords)
    others, vectors = _of_subwords(embedding, terms, places)
    return known.over(InitialVectors(others, places[others], vectors)) if len(others) else known


def shared(embedding: Embedding, terms: NDArray[np.object_]) -> SharedRows:
    """Return the vectors of `match`, of zeros for other terms, without copying them."""
    places = _places_in(embedding, terms)
    rows, vectors = _of_subwords(embedding, terms, places)
    places[rows] = len(embedding) + np.arange(len(rows), dtype=np.int32)
    return SharedRows(embedding, places, vectors)


def _places_in(embedding: Embedding, terms: NDArray[np.object_]) -> NDArray[np.int32]:
    return np.fromiter((embedding.index.get(term, -1) for term in terms), np.int32, len(terms))


def _of_subwords(
    embedding: Embedding, terms: NDArray[np.object_], places: NDArray[np.int32]
) -> tuple[NDArray[np.integer], NDArray[np.float32]]:
    """Return which words without a place have a vector by their subwords, and these vectors."""
    subwords = embedding.subwords
    if subwords is None:
        return np.empty(0, np.intp), np.empty((0, embedding.n_components), np.float32)
    unknown = np.flatnonzero(places < 0).tolist()
    others = np.array([i for i in unknown if is_composed(subwords, terms[i])], dtype=np.intp)
    return others, subwords.vectors(terms[others].tolist())[0]
