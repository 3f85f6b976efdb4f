"""A small vectorizer that keeps the whole contract: the mean of hashed vectors.

The tests of the suite break it, one piece at a time; hence the many small methods.
"""

import re
from functools import cache
from hashlib import blake2b
from numbers import Integral

import narwhals.stable.v2 as nw
import numpy as np
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.callback import CallbackSupportMixin
from sklearn.utils.validation import check_is_fitted

from skembed.base import Interval, fit_context


@cache
def hashed_vector(term, n_components):
    """The vector of a term, drawn from a generator that the term seeds."""
    seed = int.from_bytes(blake2b(term.encode(), digest_size=4).digest(), "little")
    vector = np.random.RandomState(seed).normal(size=n_components).astype(np.float32)
    vector.flags.writeable = False
    return vector


class ToyVectorizer(
    CallbackSupportMixin, ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator
):
    """Mean of hashed vectors.

    Parameters
    ----------
    n_components : int, default=8
        Length of the vectors.

    max_iter : int, default=3
        How many times the vectors are halved.

    n_jobs : int, default=None
        Does nothing.

    Attributes
    ----------
    vocabulary_ : dict
        Rows of the terms.

    vectors_ : ndarray
        Their vectors.

    n_iter_ : int
        Passes made.
    """

    _parameter_constraints = {
        "n_components": [Interval(Integral, 1, None, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "n_jobs": [Integral, None],
    }

    def __init__(self, n_components=8, *, max_iter=3, n_jobs=None):
        self.n_components = n_components
        self.max_iter = max_iter
        self.n_jobs = n_jobs

    @fit_context
    def fit(self, X, y=None):
        self._fit(X, y)
        return self

    @fit_context
    def fit_transform(self, X, y=None):
        return self._features(self._fit(X, y))

    def transform(self, X):
        check_is_fitted(self)
        return self._features(self._tokens(X))

    def has_vector(self, X):
        check_is_fitted(self)
        return np.array([self._is_known(document) for document in self._tokens(X)], dtype=bool)

    def _is_known(self, document):
        return any(token in self.vocabulary_ for token in document)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        return tags

    def _fit(self, X, y):
        context = self._init_callback_context(max_subtasks=self.max_iter)
        arguments = {"estimator": self, "X": X, "y": y}
        context.call_on_fit_task_begin(**arguments)
        tokens = self._tokens(X)
        self._check_tokens(tokens)
        state = self._learn(tokens, context, arguments)
        context.call_on_fit_task_end(**arguments, reconstruction_attributes=lambda: state)
        vars(self).update(state)
        return tokens

    def _learn(self, tokens, context, arguments):
        terms = sorted({token for document in tokens for token in document})
        state = {
            "vocabulary_": {term: row for row, term in enumerate(terms)},
            "vectors_": np.stack([self._vector(term) for term in terms]),
            "_n_features_out": self.n_components,
        }
        for i in range(self.max_iter):
            task = context.subcontext(task_name=f"pass {i + 1}")
            task.call_on_fit_task_begin(**arguments)
            state = self._one_pass(state, i)
            if self._end(task, arguments, state):
                break
        return state

    def _one_pass(self, state, i):
        return {**state, "vectors_": state["vectors_"] / 2, "n_iter_": i + 1}

    def _end(self, task, arguments, state):
        return task.call_on_fit_task_end(**arguments, reconstruction_attributes=lambda: state)

    def _vector(self, term):
        return hashed_vector(term, self.n_components)

    def _features(self, tokens):
        features = np.zeros((len(tokens), self.vectors_.shape[1]), dtype=np.float32)
        for row, document in enumerate(tokens):
            features[row] = self._mean(document)
        return features

    def _mean(self, document):
        rows = [self.vocabulary_[token] for token in document if token in self.vocabulary_]
        return self.vectors_[rows].sum(axis=0) / max(len(rows), 1)

    def _tokens(self, X):
        return [
            re.findall(r"\w\w+", self._text(document, row).lower())
            for row, document in enumerate(self._documents(X))
        ]

    def _text(self, document, row):
        if isinstance(document, bytes):
            try:
                return document.decode()
            except UnicodeDecodeError as error:
                raise ValueError(f"Row {row} is not UTF-8.") from error
        if not isinstance(document, str):
            raise TypeError(f"Row {row} is not a str.")
        return document

    def _documents(self, X):
        if isinstance(X, str):
            raise ValueError("Several documents are expected, got a single str.")
        if isinstance(X, np.ndarray) and X.ndim == 2:
            return self._column(X)
        native = nw.from_native(X, allow_series=True, eager_only=True, pass_through=True)
        if isinstance(native, nw.DataFrame):
            return self._column(native.to_numpy())
        if isinstance(native, nw.Series):
            return native.to_list()
        return X

    def _column(self, array):
        if array.shape[1] != 1:
            raise ValueError("A single column is expected.")
        return array[:, 0]

    def _check_tokens(self, tokens):
        if not tokens:
            raise ValueError("There are no documents.")
        if not any(tokens):
            raise ValueError("There are no tokens.")
