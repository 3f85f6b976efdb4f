"""Faults of transform: rows that depend on others, on time, on threads."""

import time

import numpy as np
from toy_vectorizer import ToyVectorizer

from .registry import caught_by


@caught_by("order_invariance")
class KnowsByLength(ToyVectorizer):
    # Features of the fitted documents are kept, and recognized by their number.
    def _fit(self, X, y):
        tokens = super()._fit(X, y)
        self._kept = super()._features(tokens)
        return tokens

    def _features(self, tokens):
        kept = getattr(self, "_kept", ())
        return kept if len(tokens) == len(kept) else super()._features(tokens)


@caught_by("subset_invariance", "batch_invariance", "empty_documents", "unknown_documents")
class CentersBatch(ToyVectorizer):
    def _features(self, tokens):
        features = super()._features(tokens)
        return features - features.sum(axis=0) / np.float32(max(len(tokens), 1))


@caught_by("batch_invariance")
class FixedBuffer(ToyVectorizer):
    def _features(self, tokens):
        features = super()._features(tokens)
        features[500:] = 0
        return features


@caught_by("transform_keeps_state")
class CountsInTransform(ToyVectorizer):
    def _features(self, tokens):
        self._n_seen = len(tokens)
        return super()._features(tokens)


@caught_by("transform_in_threads")
class SharedByTransforms(ToyVectorizer):
    _active = 0

    def transform(self, X):
        SharedByTransforms._active += 1
        time.sleep(0.001)
        n_active = np.float32(SharedByTransforms._active)
        time.sleep(0.001)
        SharedByTransforms._active -= 1
        return super().transform(X) * n_active


@caught_by("empty_documents", "unknown_documents", "finite")
class NaNForEmpty(ToyVectorizer):
    def _mean(self, document):
        known = any(token in self.vocabulary_ for token in document)
        return super()._mean(document) if known else np.nan


@caught_by("empty_documents")
class OnesForEmpty(ToyVectorizer):
    def _mean(self, document):
        return super()._mean(document) if document else 1.0


@caught_by("unknown_documents")
class KnowsEverything(ToyVectorizer):
    def _mean(self, document):
        known = any(token in self.vocabulary_ for token in document)
        return super()._mean(document) if known or not document else self._vector(document[0])


@caught_by("has_vector")
class HasVectorOfAnyWord(ToyVectorizer):
    def _is_known(self, document):
        return len(document) > 0


@caught_by("no_documents")
class NeedsDocuments(ToyVectorizer):
    def _features(self, tokens):
        return np.stack([self._mean(document) for document in tokens])


@caught_by("finite")
class OverflowsOnLongWords(ToyVectorizer):
    def _mean(self, document):
        return np.inf if any(len(token) > 1000 for token in document) else super()._mean(document)


@caught_by("float32")
class Float64(ToyVectorizer):
    def _features(self, tokens):
        return super()._features(tokens).astype(np.float64)


@caught_by("long_documents")
class CutsDocuments(ToyVectorizer):
    def _mean(self, document):
        return super()._mean(document[:10_000])
