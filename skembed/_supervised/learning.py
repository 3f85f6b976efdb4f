"""LearningMixin: from documents to fitted attributes.

Read the data (`training_data`), train (`train`), and build the fitted attributes (`state`). The
estimator itself is not modified.
"""

from __future__ import annotations

import warnings
from abc import abstractmethod
from functools import partial
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import TransformerMixin

from .._compat.sklearn import FitProgress
from .._core.embedding import Embedding
from .._fit.initial_vectors import find_initial_vectors
from .._fit.seeds import subseed
from .._text.ngrams import check_range, learn_features
from .._text.parameter_checks import check_vocabulary
from ..pooling import resolve
from .state import LastFit, fitted_attributes, same_targets
from .targets.target_kind import TargetKind
from .train import InitialModel, Start, TrainingParameters, train
from .training_data import (
    EncodedDocuments,
    FitInput,
    ReadingParameters,
    TrainingData,
    fit_pooling,
    of_terms_there,
    read_training_data,
)

_NOTHING_KNOWN = (
    "None of the terms of these {} documents is known: only the terms of fit, or of the first call "
    "of partial_fit, are. Only the intercept can learn from these documents."
)


class SupervisedFit(NamedTuple):
    """The data, the parameters and start of the training, and the fitted attributes."""

    documents: EncodedDocuments
    data: TrainingData
    parameters: TrainingParameters
    start: Start
    attributes: dict[str, Any]


class LearningMixin(TransformerMixin):
    """Reading and training, for a `BaseVectorizer` with the parameters of `SupervisedMixin`.

    ``before`` is a snapshot of the estimator; a warm start also reads its fitted attributes.
    """

    @staticmethod
    @abstractmethod
    def _find_target_kind(
        y: Any, sample_weight: NDArray[np.float64], classes: ArrayLike | None
    ) -> TargetKind:
        """Return the kind of targets in y."""

    def _learn(self, before: Self, given: FitInput, *, one_pass: bool = False) -> SupervisedFit:
        """Read the documents and train a new model; the estimator is not modified."""
        before._check_y(given.y)
        documents = before._read_documents(given.X)
        data = read_training_data(given, documents, before._reading_parameters())
        parameters = TrainingParameters.of(before)
        last = getattr(before, "embedding_", None) if before.warm_start else None
        start = before._initial_model(documents, data.kind, last)
        if one_pass:
            parameters = parameters.for_one_pass()
        return self._train(given, documents, data, parameters, start)

    def _learn_more(self, before: Self, given: FitInput) -> SupervisedFit:
        """Encode documents with the known terms, and make one pass over them."""
        before._check_y(given.y)
        last = LastFit.of(before)
        last.check_continues(given.y, before.n_components, given.classes)
        corpus = before._encoder.encode(given.X, before._analyzer())
        documents = EncodedDocuments(corpus, None, before._encoder, before.pooling_)
        reading = before._reading_parameters()._replace(find_kind=lambda *_: last.kind)
        data = read_training_data(given, documents, reading)
        if not corpus.n_tokens:
            warnings.warn(_NOTHING_KNOWN.format(corpus.n_documents), UserWarning, stacklevel=4)
        data, terms = of_terms_there(data._replace(seed=subseed(data.seed, last.n_iter)))
        parameters = TrainingParameters.of(before).for_one_pass()
        start = last.saved_model(terms)
        return self._train(given, documents, data, parameters, start, last)

    def _train(
        self,
        given: FitInput,
        documents: EncodedDocuments,
        data: TrainingData,
        parameters: TrainingParameters,
        start: Start,
        last: LastFit | None = None,
    ) -> SupervisedFit:
        """Train, and notify the callbacks."""
        complete = partial(fitted_attributes, documents, data, last)
        progress = FitProgress(
            self, given.X, given.y, n_passes=parameters.max_iter, complete=complete
        )
        attributes = complete(train(data, parameters, start, progress))
        progress.finish(attributes)
        return SupervisedFit(documents, data, parameters, start, attributes)

    def _initial_model(
        self, documents: EncodedDocuments, kind: TargetKind, last: Embedding | None
    ) -> InitialModel:
        """Return the initial model of a new training; if ``init`` is a path, read it here, once."""
        assert documents.vocabulary is not None
        vectors = find_initial_vectors(
            documents.vocabulary, self.n_components, init=self.init, last=last
        )
        if vectors is None or not vectors.warm or not self._has_fitted_terms():
            return InitialModel(vectors)
        if not same_targets(self._target_kind, kind):
            return InitialModel(vectors)
        return InitialModel(vectors, kind.head(self.coef_, self.intercept_))

    def _initial_model_of_folds(self, fit: SupervisedFit) -> InitialModel:
        """Return the initial model of the folds, without the previous fit (it saw the targets)."""
        assert isinstance(fit.start, InitialModel)
        if fit.start.vectors is None or not fit.start.vectors.warm:
            return fit.start
        start = self._initial_model(fit.documents, fit.data.kind, None)
        if start.vectors is None and self.freeze:
            raise ValueError(
                "freeze=True keeps the vectors of the last fit (warm_start=True), which have seen "
                "the targets that the folds of fit_transform must not see. Set init, or set "
                "cv=None."
            )
        return start

    def _check_y(self, y: Any) -> None:
        if y is None:
            name = type(self).__name__
            raise ValueError(f"{name} requires y to be passed, but the target y is None.")

    def _read_documents(self, X: Any) -> EncodedDocuments:
        """Choose the terms, encode the documents and fit the pooling."""
        check_range(self.ngram_range, "ngram_range")  # also if it is ignored below
        index = None if self.vocabulary is None else check_vocabulary(self.vocabulary)
        encoder, vocabulary, corpus = learn_features(
            X,
            self._fit_analyzer(index),
            ngram_range=self.ngram_range if self.analyzer == "word" else (1, 1),
            char_ngram_range=self.char_ngram_range,
            n_buckets=self.n_buckets,
            min_df=self.min_df,
            max_df=self.max_df,
            max_features=self.max_features,
            vocabulary=index,
            name=type(self).__name__,
        )
        pooling = fit_pooling(resolve(self.pooling), corpus, vocabulary, self.n_components)
        return EncodedDocuments(corpus, vocabulary, encoder, pooling)

    def _reading_parameters(self) -> ReadingParameters:
        return ReadingParameters(
            analyzer=self._analyzer(),
            find_kind=self._find_target_kind,
            class_weight=getattr(self, "class_weight", None),
            early_stopping=self.early_stopping,
            random_state=self.random_state,
        )
