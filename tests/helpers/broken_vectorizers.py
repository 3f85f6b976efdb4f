"""Vectorizers with one fault each, and the checks that must find it.

BREAKS maps a class to two sets: the checks that must fail, and those that may ("check_*"
stands for any). The classes have no docstrings of their own, because those are checked.
"""

import copy
import os
import time
import warnings

import numpy as np
from sklearn.base import DensityMixin
from sklearn.callback import ProgressBar
from sklearn.utils.validation import check_is_fitted
from toy_vectorizer import ToyVectorizer

BREAKS = {}


def caught_by(*names, possible=()):
    """Register a class with the checks that catch it; ``check_`` is left out."""

    def register(cls):
        BREAKS[cls] = tuple({f"check_{name}" for name in some} for some in (names, possible))
        return cls

    return register


# Construction


@caught_by("no_attributes_set_in_init", "init_only_stores")
class WorksInInit(ToyVectorizer):
    def __init__(self, n_components=8, *, max_iter=3, n_jobs=None):
        super().__init__(n_components, max_iter=max_iter, n_jobs=n_jobs)
        self.table = np.zeros(100)


@caught_by("init_only_stores")
class PrivateStateInInit(ToyVectorizer):
    def __init__(self, n_components=8, *, max_iter=3, n_jobs=None):
        super().__init__(n_components, max_iter=max_iter, n_jobs=n_jobs)
        self._cache = {}


@caught_by("parameters_default_constructible")
class ReplacesDefault(ToyVectorizer):
    def __init__(self, n_components=8, *, max_iter=3, n_jobs=None):
        super().__init__(n_components, max_iter=max_iter, n_jobs=1 if n_jobs is None else n_jobs)


@caught_by("get_params_invariance", possible=["parameters_default_constructible"])
class OtherDeepParameters(ToyVectorizer):
    def get_params(self, deep=True):
        return {**super().get_params(deep), **({"n_jobs": 99} if deep else {})}


@caught_by("set_params")
class RefusesInSetParams(ToyVectorizer):
    def set_params(self, **params):
        if params.get("n_components") is np.inf:
            raise ValueError("n_components must be finite.")
        return super().set_params(**params)


@caught_by("do_not_raise_errors_in_init_or_set_params")
class RefusesInInit(ToyVectorizer):
    def __init__(self, n_components=8, *, max_iter=3, n_jobs=None):
        if isinstance(n_components, str):
            raise ValueError("n_components must be a number.")
        super().__init__(n_components, max_iter=max_iter, n_jobs=n_jobs)


@caught_by("valid_tag_types")
class TagOfOtherType(ToyVectorizer):
    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.requires_fit = "yes"
        return tags


@caught_by("estimator_tags_renamed")
class OldTags(ToyVectorizer):
    def _more_tags(self):
        return {}


@caught_by("mixin_order")
class MixinOnTheRight(ToyVectorizer, DensityMixin):
    pass


@caught_by("estimator_repr", possible=["html_repr"])
class NoRepr(ToyVectorizer):
    def __repr__(self, N_CHAR_MAX=700):
        raise RuntimeError


@caught_by("clone")
class FittedClone(ToyVectorizer):
    def __sklearn_clone__(self):
        return copy.copy(self)


@caught_by("param_validation")
class ConstraintOfNoParameter(ToyVectorizer):
    _parameter_constraints = {**ToyVectorizer._parameter_constraints, "window": [str]}


@caught_by("bad_parameters")
class AnyParameter(ToyVectorizer):
    _parameter_constraints = {**ToyVectorizer._parameter_constraints, "n_jobs": "no_validation"}


@caught_by("tags")
class TagsOfMatrix(ToyVectorizer):
    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = True
        return tags


# Fitting


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


# Transforming


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


# Containers


@caught_by("input_tuple")
class NoTuples(ToyVectorizer):
    def _documents(self, X):
        if isinstance(X, tuple):
            raise TypeError("A tuple is no list.")
        return super()._documents(X)


@caught_by("input_generator")
class ReadsTwice(ToyVectorizer):
    def _tokens(self, X):
        super()._tokens(X)
        return super()._tokens(X)


@caught_by("input_array", "input_pandas")
class WritesInArray(ToyVectorizer):
    def _documents(self, X):
        X = super()._documents(X)
        if isinstance(X, np.ndarray) and len(X):
            X[0] = X[0].strip()
        return X


@caught_by("input_pandas", possible=["set_output_pandas"])
class AsksForRowZero(ToyVectorizer):
    def _documents(self, X):
        if hasattr(X, "iloc") and X.ndim == 1:
            X[0]
        return super()._documents(X)


@caught_by("input_polars")
class NoPolarsFrames(ToyVectorizer):
    def _documents(self, X):
        if type(X).__module__.startswith("polars.dataframe"):
            X = X.columns
        return super()._documents(X)


@caught_by("input_pyarrow")
class ArrowScalars(ToyVectorizer):
    def _documents(self, X):
        return X if type(X).__module__.startswith("pyarrow") else super()._documents(X)


# Failing


@caught_by("error_string")
class CharactersAsDocuments(ToyVectorizer):
    def _documents(self, X):
        return list(X) if isinstance(X, str) else super()._documents(X)


@caught_by("error_none", "failed_fit", "failed_first_fit")
class NoneIsEmpty(ToyVectorizer):
    def _text(self, document, row):
        return "" if document is None else super()._text(document, row)


@caught_by("error_none")
class NoneWithoutRow(ToyVectorizer):
    def _text(self, document, row):
        return super()._text(document, row if document is not None else "")


@caught_by("error_nan")
class NaNIsText(ToyVectorizer):
    def _text(self, document, row):
        return super()._text(str(document) if isinstance(document, float) else document, row)


@caught_by("error_bytes")
class IgnoresBadBytes(ToyVectorizer):
    def _text(self, document, row):
        if isinstance(document, bytes):
            document = document.decode(errors="ignore")
        return super()._text(document, row)


@caught_by("error_no_documents", "error_no_tokens")
class SaysNothing(ToyVectorizer):
    def _check_tokens(self, tokens):
        if not any(tokens):
            raise ValueError("Bad input.")


@caught_by("error_no_tokens", possible=["failed_fit", "failed_first_fit"])
class FitsNothing(ToyVectorizer):
    def _tokens(self, X):
        tokens = super()._tokens(X)
        return [["nothing"]] * len(tokens) if tokens and not any(tokens) else tokens


@caught_by("error_wide_array", "error_wide_dataframe")
class FirstColumn(ToyVectorizer):
    def _column(self, array):
        return array[:, 0]


@caught_by("error_wide_dataframe")
class NamesOfColumns(ToyVectorizer):
    def _documents(self, X):
        return list(X) if hasattr(X, "columns") and X.shape[1] > 1 else super()._documents(X)


@caught_by("failed_fit", "callbacks_failed_fit")
class ForgetsFirst(ToyVectorizer):
    def _fit(self, X, y):
        for key in ("vocabulary_", "vectors_", "n_iter_"):
            vars(self).pop(key, None)
        return super()._fit(X, y)


@caught_by("failed_first_fit", "callbacks_failed_fit", "failed_fit")
class FittedTooEarly(ToyVectorizer):
    def _fit(self, X, y):
        self.vocabulary_, self.vectors_ = {}, np.zeros((1, 8), dtype=np.float32)
        return super()._fit(X, y)


@caught_by("callbacks_failed_fit")
class FittedAfterEachPass(ToyVectorizer):
    def _one_pass(self, state, i):
        state = super()._one_pass(state, i)
        self.vectors_ = state["vectors_"]
        return state


# Output


@caught_by("feature_names")
class NamesAsList(ToyVectorizer):
    def get_feature_names_out(self, input_features=None):
        return list(super().get_feature_names_out(input_features))


@caught_by(
    "feature_names",
    "pipeline",
    "feature_union",
    "column_transformer_pandas",
    "column_transformer_polars",
)
class NamesWithoutArgument(ToyVectorizer):
    def get_feature_names_out(self):
        return super().get_feature_names_out()


@caught_by("set_output_pandas")
class LosesIndex(ToyVectorizer):
    def transform(self, X):
        return super().transform(list(X) if hasattr(X, "iloc") and X.ndim == 1 else X)


@caught_by("set_output_polars")
class NoPolarsOutput(ToyVectorizer):
    def set_output(self, *, transform=None):
        return super().set_output(transform=None if transform == "polars" else transform)


# Persistence


@caught_by("pickle", "joblib", "memory_mapped", possible=["progress_bar_grid_search"])
class HoldsLambda(ToyVectorizer):
    def _one_pass(self, state, i):
        return {**super()._one_pass(state, i), "_analyzer": lambda text: text}


@caught_by("pickle", "joblib", "memory_mapped", "deepcopy")
class LosesVectors(ToyVectorizer):
    def __getstate__(self):
        return {k: v for k, v in super().__getstate__().items() if k != "vectors_"}


@caught_by("deepcopy")
class DeepCopyIsClone(ToyVectorizer):
    def __deepcopy__(self, memo):
        return type(self)(**self.get_params())


@caught_by("memory_mapped")
class WritesInVectors(ToyVectorizer):
    def _features(self, tokens):
        self.vectors_ *= 1
        return super()._features(tokens)


@caught_by("frozen", "not_fitted_error", possible=["*"])
class NeverLooksFitted(ToyVectorizer):
    def __sklearn_is_fitted__(self):
        return False

    def transform(self, X):
        if not hasattr(self, "vectors_"):
            check_is_fitted(self)
        return self._features(self._tokens(X))

    def get_feature_names_out(self, input_features=None):
        if not hasattr(self, "vectors_"):
            check_is_fitted(self)
        return np.array([f"toy{i}" for i in range(self._n_features_out)], dtype=object)


# Composition


@caught_by("metadata_routing")
class NoRouting(ToyVectorizer):
    def get_metadata_routing(self):
        raise NotImplementedError


# Callbacks


@caught_by(
    "callbacks_supported",
    "progress_bar",
    "progress_bar_pipeline",
    "progress_bar_grid_search",
)
class IgnoresProgressBar(ToyVectorizer):
    def set_callbacks(self, *callbacks):
        # And learns otherwise when anybody else listens.
        return super().set_callbacks(*(c for c in callbacks if not isinstance(c, ProgressBar)))

    def _vector(self, term):
        return super()._vector(term) * np.float32(1 + hasattr(self, "_skl_callbacks"))


@caught_by("callbacks_supported")
class NoCallbacks(ToyVectorizer):
    @property
    def set_callbacks(self):
        raise AttributeError("set_callbacks")


@caught_by("callbacks_tasks")
class LastPassNeverEnds(ToyVectorizer):
    def _end(self, task, arguments, state):
        last = state["n_iter_"] == self.max_iter
        return None if last else super()._end(task, arguments, state)


@caught_by("callbacks_stop")
class NeverStops(ToyVectorizer):
    def _end(self, task, arguments, state):
        super()._end(task, arguments, state)


@caught_by("callbacks_fitted_estimator")
class GivesItsOwnArray(ToyVectorizer):
    def _one_pass(self, state, i):
        state["vectors_"] /= 2
        return {**state, "n_iter_": i + 1}


# Display


@caught_by("properties", "html_repr")
class PropertyRaises(ToyVectorizer):
    @property
    def neighbors_(self):
        raise ValueError("No neighbors.")


@caught_by("documented_parameters")
class DocumentsNothing(ToyVectorizer):
    __doc__ = ToyVectorizer.__doc__.replace("max_iter : int", "n_passes : int")


@caught_by("documented_attributes")
class DocumentsOtherAttribute(ToyVectorizer):
    __doc__ = ToyVectorizer.__doc__.replace("n_iter_ : int", "loss_ : float")
