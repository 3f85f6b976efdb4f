"""Faults of outputs, pickles, pipelines, callbacks and HTML."""

import numpy as np
from sklearn.callback import ProgressBar
from sklearn.utils.validation import check_is_fitted
from toy_vectorizer import ToyVectorizer

from .registry import caught_by

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
