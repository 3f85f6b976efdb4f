"""Faults of fit: what it leaves, depends on, or leaves out."""

import copy
import os
import time
import warnings

import numpy as np
from toy_vectorizer import ToyVectorizer

from .registry import caught_by


@caught_by("fit_returns_self")
class FitReturnsCopy(ToyVectorizer):
    def fit(self, X, y=None):
        super().fit(X, y)
        return self if y is not None else copy.copy(self)


@caught_by("not_fitted_error")
class NamesBeforeFit(ToyVectorizer):
    def get_feature_names_out(self, input_features=None):
        return np.array([f"toy{i}" for i in range(self.n_components)], dtype=object)


@caught_by("not_fitted_error", "clone", "pickle", "failed_first_fit")
class AttributeErrorBeforeFit(ToyVectorizer):
    def transform(self, X):
        return self._features(self._tokens(X))


@caught_by("fit_keeps_parameters")
class ReplacesParameter(ToyVectorizer):
    def _fit(self, X, y):
        tokens = super()._fit(X, y)
        self.n_jobs = self.n_jobs or 1
        return tokens


@caught_by("fitted_attributes")
class AttributeWithoutUnderscore(ToyVectorizer):
    def _one_pass(self, state, i):
        return {**super()._one_pass(state, i), "vectors": None}


@caught_by("refit_same_bits", "fit_idempotent", "fit_transform", possible=["*"])
class NoSeed(ToyVectorizer):
    def _vector(self, term):
        return np.random.default_rng().normal(size=self.n_components).astype(np.float32)


@caught_by(
    "fit_idempotent", "fit_forgets", "n_jobs", "pickle", "deepcopy", "joblib", "memory_mapped"
)
class AlwaysWarm(ToyVectorizer):
    def _one_pass(self, state, i):
        factor = np.float32(0.5 if hasattr(self, "vectors_") else 1.0)
        state = super()._one_pass(state, i)
        return {**state, "vectors_": state["vectors_"] * factor}


@caught_by("fit_forgets")
class Remembers(ToyVectorizer):
    def _learn(self, tokens, context, arguments):
        state = super()._learn(tokens, context, arguments)
        first = getattr(self, "_first", len(tokens))
        return {**state, "_first": first, "vectors_": state["vectors_"] / np.float32(first)}


@caught_by("fit_transform")
class OtherFitTransform(ToyVectorizer):
    def fit_transform(self, X, y=None):
        return super().fit_transform(X, y) * np.float32(1.0001)


@caught_by("n_jobs")
class DependsOnThreads(ToyVectorizer):
    def _mean(self, document):
        return super()._mean(document) * np.float32(1 + 1e-6 * (self.n_jobs or 1))


@caught_by("other_process", possible=["grid_search"])
class HashOfStr(ToyVectorizer):
    def _vector(self, term):
        rng = np.random.RandomState(hash(term) % 2**32)
        return rng.normal(size=self.n_components).astype(np.float32)


@caught_by("grid_search", "other_process")
class DependsOnProcess(ToyVectorizer):
    def _vector(self, term):
        return super()._vector(term) * np.float32(os.getpid() % 1000 + 1)


@caught_by("fit_in_threads")
class SharedByFits(ToyVectorizer):
    _active = 0  # the fault: one number for all estimators

    def _learn(self, tokens, context, arguments):
        SharedByFits._active += 1
        time.sleep(0.01)
        n_active = np.float32(SharedByFits._active)
        time.sleep(0.01)
        SharedByFits._active -= 1
        state = super()._learn(tokens, context, arguments)
        return {**state, "vectors_": state["vectors_"] * n_active}


@caught_by("fit_one_document")
class NeedsTwoDocuments(ToyVectorizer):
    def _check_tokens(self, tokens):
        super()._check_tokens(tokens)
        1 / (len(tokens) - 1)


@caught_by("n_iter", "callbacks_tasks")
class CountsTooMany(ToyVectorizer):
    def _learn(self, tokens, context, arguments):
        state = super()._learn(tokens, context, arguments)
        return {**state, "n_iter_": state["n_iter_"] + (state["n_iter_"] > 1)}


@caught_by("no_warnings")
class Warns(ToyVectorizer):
    def _learn(self, tokens, context, arguments):
        warnings.warn("Learning.", UserWarning, stacklevel=2)
        return super()._learn(tokens, context, arguments)
