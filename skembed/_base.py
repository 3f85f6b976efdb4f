"""BaseVectorizer: what fit and transform are, for every method.

A method says how vectors come about (`_train`); documents, pooling, callbacks and the
rest of scikit-learn's contract are here. Nothing here knows a method.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from numbers import Integral
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.preprocessing import normalize
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from ._analysis import encode, learn_vocabulary, use_vocabulary
from ._analyzer import Analyzer
from ._checks import check_vocabulary
from ._corpus import Corpus, Vocabulary
from ._sklearn import (
    CallbackSupportMixin,
    FitProgress,
    HasMethods,
    Interval,
    RealNotInt,
    StrOptions,
    fit_context,
)
from ._threads import n_threads
from .pooling import POOLINGS, Pooling, resolve

# How one document is read; the same for every vectorizer.
ANALYSIS_CONSTRAINTS: dict[str, list[Any]] = {
    "input": [StrOptions({"filename", "file", "content"})],
    "encoding": [str],
    "decode_error": [StrOptions({"strict", "ignore", "replace"})],
    "strip_accents": [StrOptions({"ascii", "unicode"}), None, callable],
    "lowercase": ["boolean"],
    "preprocessor": [callable, None],
    "tokenizer": [callable, None],
    "analyzer": [StrOptions({"word", "char", "char_wb"}), callable],
    "stop_words": [StrOptions({"english"}), list, tuple, set, frozenset, None],
    "token_pattern": [str, None],
}

# Which terms are kept; for the vectorizers that learn their vocabulary.
VOCABULARY_CONSTRAINTS: dict[str, list[Any]] = {
    "max_df": [
        Interval(RealNotInt, 0, 1, closed="both"),
        Interval(Integral, 1, None, closed="left"),
    ],
    "min_df": [
        Interval(RealNotInt, 0, 1, closed="both"),
        Interval(Integral, 1, None, closed="left"),
    ],
    "max_features": [Interval(Integral, 1, None, closed="left"), None],
    "vocabulary": [Mapping, HasMethods("__iter__"), None],
}

# What becomes of the vectors; the same for every vectorizer.
OUTPUT_CONSTRAINTS: dict[str, list[Any]] = {
    "pooling": [StrOptions(set(POOLINGS)), list, tuple, Pooling],
    "norm": [StrOptions({"l1", "l2", "max"}), None],
    "n_jobs": [Integral, None],
    "verbose": ["verbose"],
}


class BaseVectorizer(
    CallbackSupportMixin,
    ClassNamePrefixFeaturesOutMixin,
    TransformerMixin,
    BaseEstimator,
    ABC,
):
    """Raw documents in, one row of features per document out.

    A subclass writes its own ``__init__`` (explicit, keyword-only), its
    ``_parameter_constraints`` and `_train`; one that learns from y has the fit methods of
    `SupervisedMixin` instead.
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        **ANALYSIS_CONSTRAINTS,
        **OUTPUT_CONSTRAINTS,
    }

    def _train(
        self, corpus: Corpus, vocabulary: Vocabulary, progress: FitProgress
    ) -> dict[str, Any]:
        """Make the vectors of the terms; leave the estimator itself alone.

        Parameters
        ----------
        corpus : Corpus
            The documents.

        vocabulary : Vocabulary
            The terms; row i of the embedding must be term i.

        progress : FitProgress
            To be told of each pass over the data.

        Returns
        -------
        state : dict
            The fitted attributes that are the method's own, among them ``embedding_``
            (unless `_read` already gave it).
        """
        raise NotImplementedError

    @fit_context
    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn vocabulary, vectors and pooling from documents.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents: a list, tuple, generator, array, Series or a dataframe of
            one column; lists of tokens if ``analyzer`` is a callable.

        y : Ignored
            Not used, present for API consistency by convention.

        Returns
        -------
        self : object
            The fitted vectorizer.
        """
        self._fit(X, y)
        return self

    @fit_context
    def fit_transform(self, X: Any, y: Any = None) -> NDArray[np.float32]:
        """Fit to documents and return their features; reads the documents once.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents, as for `fit`; a generator works.

        y : Ignored
            Not used, present for API consistency by convention.

        Returns
        -------
        features : ndarray of shape (n_documents, n_features), dtype=float32
            The same as ``fit(X).transform(X)``.
        """
        return self._features(self._fit(X, y))

    def transform(self, X: Any) -> NDArray[np.float32]:
        """Return one row of features for each document.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            The documents, as for `fit`. Tokens without a vector are left out.

        Returns
        -------
        features : ndarray of shape (n_documents, n_features), dtype=float32
            A document without any known token is a row of zeros.
        """
        check_is_fitted(self)
        return self._features(self._encode(X))

    def __sklearn_tags__(self) -> Tags:
        """Say that the input is a list of strings."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.transformer_tags.preserves_dtype = []
        return tags

    def _fit(self, X: Any, y: Any) -> Corpus:
        """Fit, and set all fitted attributes at the very end or none of them."""

        def complete(state: dict[str, Any]) -> dict[str, Any]:
            return self._fitted_attributes({**known, **state}, corpus, vocabulary)

        progress = FitProgress(self, X, y, n_passes=self._n_passes(), complete=complete)
        vocabulary, corpus, known = self._read(X)
        attributes = complete(self._train(corpus, vocabulary, progress))
        progress.finish(attributes)
        self.__dict__.update(attributes)
        return corpus

    def _n_passes(self) -> int:
        """Return the most passes over the data that `_train` announces."""
        return int(getattr(self, "max_iter", 0))

    def _read(self, X: Any) -> tuple[Vocabulary, Corpus, dict[str, Any]]:
        """Choose the terms by the vectorizer's parameters and encode the documents.

        Last come the fitted attributes that are known from this alone.
        """
        parameters = self.get_params(deep=False)
        name = type(self).__name__
        if parameters["vocabulary"] is not None:
            index = check_vocabulary(parameters["vocabulary"])
            vocabulary, corpus, _ = use_vocabulary(X, self._analyzer(), index, name=name)
            if not corpus.n_tokens:
                raise ValueError(
                    f"None of the tokens of the {len(corpus)} documents is in the parameter "
                    "vocabulary. Compare its terms with the tokens (case? token_pattern?)."
                )
            return vocabulary, corpus, {}
        limits = {key: parameters[key] for key in ("min_df", "max_df", "max_features")}
        return *learn_vocabulary(X, self._analyzer(), name=name, **limits), {}

    def _encode(self, X: Any) -> Corpus:
        """Read new documents as rows of the embedding."""
        return encode(X, self._analyzer(), self.vocabulary_)

    def _analyzer(self) -> Analyzer:
        parameters = self.get_params(deep=False)
        return Analyzer(**{key: parameters[key] for key in ANALYSIS_CONSTRAINTS})

    def _fitted_attributes(
        self, state: dict[str, Any], corpus: Corpus, vocabulary: Vocabulary
    ) -> dict[str, Any]:
        embedding = state["embedding_"]
        pooling = resolve(self.pooling)
        pooling.fit(corpus, vocabulary, embedding, n_threads=n_threads(self.n_jobs))
        return {
            **state,
            "vocabulary_": embedding.index,
            "pooling_": pooling,
            "_n_features_out": pooling.n_features_out(embedding),
        }

    def _features(self, corpus: Corpus) -> NDArray[np.float32]:
        features: NDArray[np.float32] = self.pooling_.transform(
            corpus, self.embedding_, n_threads=n_threads(self.n_jobs)
        )
        if self.norm is not None and len(features):
            # Rows of zeros stay as they are.
            features = normalize(features, norm=self.norm, copy=False)
        return features
