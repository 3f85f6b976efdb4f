"""From the arguments of a fit to `EncodedDocuments` and `TrainingData`, by the parameters."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from .._base.compact import with_unseen
from .._core.embedding import Embedding
from .._core.snapshots import ArraySnapshot
from .._fit.seeds import subseed
from .._text.composed import is_composed
from .._text.ngrams import check_range, learn_features
from .._text.parameter_checks import check_vocabulary
from ..pooling import resolve
from .initial_model import has_two_blocks
from .penalty import find_ridge, weight_ngrams
from .targets.target_kind import Targets
from .training_data import (
    EncodedDocuments,
    FindKind,
    FitInput,
    Ridge,
    TrainingData,
    read_training_data,
)


def read_documents(before: Any, X: Any, init: Embedding | None) -> EncodedDocuments:
    """Choose the terms, encode the documents and fit the pooling.

    The terms of ``init`` are known, too, also those that no document contains, and the words that
    have a vector by its subwords.
    """
    check_range(before.ngram_range, "ngram_range")  # also if it is ignored below
    index = None if before.vocabulary is None else check_vocabulary(before.vocabulary)
    analyzer = before._fit_analyzer(index)
    subwords = None if init is None else init.subwords
    encoder, vocabulary, corpus = learn_features(
        X,
        analyzer,
        ngram_range=before.ngram_range if before.analyzer == "word" else (1, 1),
        char_ngram_range=before.char_ngram_range,
        n_buckets=before.n_buckets,
        min_df=before.min_df,
        max_df=before.max_df,
        max_features=before.max_features,
        vocabulary=index,
        more_terms=() if init is None else init,
        is_term=None if subwords is None else partial(is_composed, subwords),
        name=type(before).__name__,
    )
    # weighted sums do not need vectors for fitting
    no_vectors = np.zeros((len(vocabulary), before.n_components), dtype=np.float32)
    blank = Embedding._of_checked(vocabulary._terms, ArraySnapshot(no_vectors), {}, None)
    pooling, n_learned = resolve(before.pooling), len(vocabulary)
    composes = subwords is not None and index is None and encoder.words.min_n == 1
    pooling.fit(corpus, *(with_unseen(vocabulary, blank) if composes else (vocabulary, blank)))
    documents = EncodedDocuments(corpus, blank, analyzer, encoder, pooling, n_learned, composes)
    if has_two_blocks(before) and (encoder.n_chosen < n_learned or composes):
        documents = documents._replace(n_learned=encoder.n_chosen)
        documents.weight_terms(np.arange(n_learned) < encoder.n_chosen, unseen=0)
    return documents


def weight_new(
    before: Any, documents: EncodedDocuments, targets: Targets, seed: int
) -> Ridge | None:
    """Weight the n-grams of new documents; for a regressor, find what is 'auto' first."""
    if not hasattr(before, "alpha"):
        weight_ngrams(documents, before.ngram_weight)
        return None
    given = {"alpha": before.alpha, "ngram_weight": before.ngram_weight}
    ridge = find_ridge(documents, targets, subseed(seed, 0, 3), **given)
    weight_ngrams(documents, ridge.ngram_weight)
    is_free = before.freeze is not True and (before.init is None or has_two_blocks(before))
    is_plain = before.norm is None and before.dropout == before.weight_decay == 0
    is_ridge = is_free and is_plain and targets.n_outputs <= before.n_components
    return ridge if is_ridge else ridge._replace(alpha=None)


def read_data(
    before: Any,
    given: FitInput,
    documents: EncodedDocuments,
    find_kind: FindKind,
    *,
    is_new: bool,
) -> TrainingData:
    """Read targets, weights and validation set; give the n-grams of new documents their weight."""
    return read_training_data(
        given,
        documents,
        find_kind,
        class_weight=getattr(before, "class_weight", None),
        early_stopping=before.early_stopping,
        random_state=before.random_state,
        weight_ngrams=partial(weight_new, before) if is_new else None,
    )
