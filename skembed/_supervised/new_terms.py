"""New terms in a call of ``partial_fit``: they get rows in all that is fitted.

Nothing is trained here. The new vectors are those that subwords gave the words until now, or zero,
as those of all terms at the start of a training.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._core.corpus import Corpus
from .._core.embedding import Embedding
from .._core.snapshots import ArraySnapshot
from .._text.analyzer import Analyzer
from .._text.composed import is_composed
from .._text.growing import grow_encoder
from .initial_model import has_two_blocks
from .trainer import SMALLEST_SUM


def check_new_terms(before: Any) -> None:
    """Raise if new terms are wanted whose vectors would not be learned."""
    fitted_in_blocks = getattr(before, "_blocks", None) is not None
    frozen = before.freeze is True or has_two_blocks(before) or fitted_in_blocks
    if before.new_terms == "add" and frozen:
        raise ValueError(
            "new_terms='add' needs vectors that are all learned: with init, set freeze=False "
            "before the first call, or new_terms='ignore'."
        )


def encode_batch(before: Any, X: Any, analyzer: Analyzer) -> Corpus:
    """Encode the documents of a call of ``partial_fit``, whose new terms join ``before``.

    ``before`` is a snapshot of the fitted vectorizer; it is changed.
    """
    if before.new_terms == "ignore" or before.vocabulary is not None:
        plain: Corpus = before._encoder.encode(X, analyzer)
        return plain
    limits = {name: getattr(before, name) for name in ("min_df", "max_df", "max_features")}
    last = before.embedding_
    encoder, new, corpus = grow_encoder(X, analyzer, before._encoder, last.index, **limits)
    if new:
        vectors = np.zeros((encoder.n_rows, last.n_components), dtype=np.float32)
        vectors[: len(last)] = last.vectors
        if last.subwords is not None:
            composed = [i for i, token in enumerate(new) if is_composed(last.subwords, token)]
            words = [new[i] for i in composed]
            vectors[len(last) :][composed] = last.subwords.vectors(words)[0]
        sums = np.full(encoder.n_rows, SMALLEST_SUM, dtype=np.float32)
        sums[: len(last)] = before._vector_sums.array
        terms = np.concatenate([last.terms, np.array(new, dtype=object)])
        before.embedding_ = Embedding(terms, vectors, subwords=last.subwords)
        before._vector_sums = ArraySnapshot(sums)
        rarest = [_rarest(before._encoder)] * len(new)
        unseen = [len(last)] * (last.subwords is not None)
        rows = np.array([*range(len(last)), *rarest, *unseen], dtype=np.intp)
        before.pooling_ = before.pooling_.for_terms(rows)
        before._encoder = encoder
    return corpus


def _rarest(encoder: Any) -> int:
    """Return the row of the rarest token among the terms of the first call, or of any term."""
    tokens = np.flatnonzero(encoder.is_token[: encoder.n_chosen])
    return int(tokens[-1]) if len(tokens) else encoder.n_chosen - 1
