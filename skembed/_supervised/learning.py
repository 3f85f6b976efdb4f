"""From documents to fitted attributes: read the data (`training_data`), then train (`train`).

The estimator itself is not modified: ``before`` is a snapshot of it, in which `learn` replaces an
``init`` that is not fitted. A warm start or a partial fit also reads its fitted attributes.
"""

from __future__ import annotations

import warnings
from functools import partial
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from .._base.fitted_init import fitted_init, readable_by_both
from .._base.vectorizer import with_names
from .._compat.sklearn import FitProgress, n_samples
from .._core.embedding import Embedding
from .._core.snapshots import ArraySnapshot
from .._fit.initial_vectors import InitialVectors, find_initial_vectors
from .._fit.seeds import subseed
from .._text.ngrams import check_range, learn_features
from .._text.parameter_checks import check_vocabulary
from ..pooling import resolve
from .calibration import find_temperature
from .initial_model import InitialModel
from .seen import sketch
from .targets.target_kind import TargetKind
from .train import TrainingParameters, train
from .trainer import Model, Sums
from .training_data import (
    EncodedDocuments,
    FindKind,
    FitInput,
    TrainingData,
    of_terms_there,
    read_training_data,
)

_NOTHING_KNOWN = (
    "None of the terms of these {} documents is known: only the terms of fit, or of the first call "
    "of partial_fit, are. Only the intercept can learn from these documents."
)


class SupervisedFit(NamedTuple):
    """The data, the parameters and start of the training, and the fitted attributes.

    ``start_of_folds`` is the start of trainings on part of the documents, if it is known.
    """

    documents: EncodedDocuments
    data: TrainingData
    parameters: TrainingParameters
    start: InitialModel
    attributes: dict[str, Any]
    start_of_folds: InitialModel | None = None


def learn(estimator: Any, before: Any, given: FitInput, *, one_pass: bool = False) -> SupervisedFit:
    """Read the documents and train a new model."""
    _check_y(before, given.y)
    X = readable_by_both(before, given.X)
    documents = _read_documents(before, X)
    data = _read_data(before, given, documents, before._find_target_kind)
    parameters = TrainingParameters.of(before, data)
    before.init = fitted_init(before, X)
    start = _initial_model(before, documents, data.kind, warm=before.warm_start)
    if one_pass:
        parameters = parameters.for_one_pass()
    fit = SupervisedFit(documents, data, parameters, start, {})
    return _train(estimator, before, given, fit, calibrate=not one_pass)


def learn_more(estimator: Any, before: Any, given: FitInput) -> SupervisedFit:
    """Encode documents with the known terms, and make one pass over them."""
    _check_y(before, given.y)
    _check_continues(before, given)
    analyzer, encoder = before._analyzer(), before._encoder
    corpus = encoder.encode(given.X, analyzer)
    documents = EncodedDocuments(corpus, None, analyzer, encoder, before.pooling_)
    data = _read_data(before, given, documents, lambda *_: before._target_kind)
    if not corpus.n_tokens:
        warnings.warn(_NOTHING_KNOWN.format(corpus.n_documents), UserWarning, stacklevel=4)
    seed = subseed(data.seed, before.n_iter_)
    data, terms = of_terms_there(data._replace(seed=seed, weight_scale=before._weight_scale))
    parameters = TrainingParameters.of(before, data).for_one_pass()
    start = _saved_model(before, terms)
    fit = SupervisedFit(documents, data, parameters, start, {})
    return _train(estimator, before, given, fit, continues=True)


def initial_model_of_folds(before: Any, fit: SupervisedFit) -> InitialModel:
    """Return the initial model of the folds, without the previous fit (it saw the targets)."""
    if fit.start_of_folds is not None:
        return fit.start_of_folds
    if fit.start.vectors is None or not fit.start.vectors.warm:
        return fit.start
    start = _initial_model(before, fit.documents, fit.data.kind, warm=False)
    if start.vectors is None and before.freeze:
        raise ValueError(
            "freeze=True keeps the vectors of the last fit (warm_start=True), which have seen "
            "the targets that the folds of fit_transform must not see. Set init, or set "
            "cv=None."
        )
    return start


def _train(
    estimator: Any,
    before: Any,
    given: FitInput,
    fit: SupervisedFit,
    *,
    continues: bool = False,
    calibrate: bool = False,
) -> SupervisedFit:
    """Train and calibrate, and notify the callbacks; or continue the training of ``before``."""
    complete = partial(_fitted_attributes, fit, before if continues else None)
    n_passes = fit.parameters.max_iter
    progress = FitProgress(estimator, given.X, given.y, n_passes=n_passes, complete=complete)
    state = train(fit.data, fit.parameters, fit.start, progress)
    # without init, the vectors of a frozen warm start have seen all targets
    has_start = before.init is not None or not before.freeze
    if calibrate and getattr(before, "calibrate", False) and has_start:
        start = initial_model_of_folds(before, fit)
        fit = fit._replace(start_of_folds=start)
        state["_temperature"] = find_temperature(fit.data, fit.parameters, start, state)
    attributes = complete(state)
    progress.finish(attributes)
    return fit._replace(attributes=attributes)


def _fitted_attributes(fit: SupervisedFit, last: Any, state: dict[str, Any]) -> dict[str, Any]:
    """Return all fitted attributes, from the result of `train`."""
    documents, data = fit.documents, fit.data
    state = dict(state)
    state.pop("_validation", None)
    model: Model = state.pop("_model")
    sums: Sums = state.pop("_sums")
    shrinkage: float = state.pop("_shrinkage")
    temperature: float = state.pop("_temperature", getattr(last, "_temperature", 1.0))
    if last is None:
        assert documents.vocabulary is not None
        embedding = Embedding(documents.vocabulary.terms, model.vectors)
        vector_sums, seen = ArraySnapshot(sums.vectors), None
    else:
        seen = last._seen_documents
        embedding = last.embedding_._changed(data.terms, model.vectors, shrinkage)
        vector_sums = last._vector_sums.changed(data.terms, sums.vectors)
        state["n_iter_"] += last.n_iter_
        state["loss_curve_"] = np.concatenate([last.loss_curve_, state["loss_curve_"]])
    head = model.head / np.float32(temperature), model.intercept / np.float32(temperature)
    return with_names(
        {
            **state,
            **data.kind.fitted(*head),
            "embedding_": embedding,
            "vocabulary_": embedding.index,
            "pooling_": documents.pooling,
            "_encoder": documents.encoder,
            "_target_kind": data.kind,
            "_n_features_out": embedding.n_components,
            "_vector_sums": vector_sums,
            "_head_sums": (sums.head, sums.intercept),
            "_seen_documents": sketch(documents.corpus, seen),
            "_temperature": temperature,
            "_weight_scale": data.weight_scale,
        }
    )


def _initial_model(
    before: Any, documents: EncodedDocuments, kind: TargetKind, *, warm: bool
) -> InitialModel:
    """Return the initial model of a new training; if ``init`` is a path, read it here, once."""
    assert documents.vocabulary is not None
    vectors = find_initial_vectors(before, documents.vocabulary, before.n_components, warm=warm)
    if vectors is None or not vectors.warm or not before._has_fitted_terms():
        return InitialModel(vectors)
    if not _same_targets(before._target_kind, kind):
        return InitialModel(vectors)
    return InitialModel(vectors, _head(before))


def _same_targets(old: TargetKind, new: TargetKind) -> bool:
    """Return whether two fits have the same classes, or numbers on the same scale."""
    if type(old) is not type(new):
        return False
    pairs = zip(cast(tuple[Any, ...], old), cast(tuple[Any, ...], new), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


def _saved_model(last: Any, terms: NDArray[np.integer]) -> InitialModel:
    """Return the fitted model and its AdaGrad sums, restricted to some terms."""
    rows = np.arange(len(terms))
    vectors = InitialVectors(rows, terms, last.embedding_._take(terms), warm=True)
    sums = Sums(last._vector_sums.take(terms), *last._head_sums)
    return InitialModel(vectors, _head(last), sums)


def _head(last: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the head of a fitted model as it was trained, before it was calibrated."""
    head, intercept = last._target_kind.head(last.coef_, last.intercept_)
    return head * np.float32(last._temperature), intercept * np.float32(last._temperature)


def _check_y(before: Any, y: Any) -> None:
    if y is None:
        name = type(before).__name__
        raise ValueError(f"{name} requires y to be passed, but the target y is None.")


def _check_continues(before: Any, given: FitInput) -> None:
    """Raise if a call of partial_fit cannot continue the training."""
    before._check_fitted()
    if n_samples(given.y) == 0:
        raise ValueError("partial_fit needs at least one document, got none.")
    n_components = before.embedding_.n_components
    if before.n_components != n_components:
        raise ValueError(
            f"n_components={before.n_components} is not the same as on last call to partial_fit, "
            f"was: {n_components}. Set it back, or start over with a clone."
        )
    before._target_kind.check_classes(given.classes)


def _read_documents(before: Any, X: Any) -> EncodedDocuments:
    """Choose the terms, encode the documents and fit the pooling."""
    check_range(before.ngram_range, "ngram_range")  # also if it is ignored below
    index = None if before.vocabulary is None else check_vocabulary(before.vocabulary)
    analyzer = before._fit_analyzer(index)
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
        name=type(before).__name__,
    )
    # weighted sums do not need vectors for fitting
    no_vectors = np.zeros((len(vocabulary), before.n_components), dtype=np.float32)
    pooling = resolve(before.pooling)
    pooling.fit(corpus, vocabulary, Embedding(vocabulary.terms, no_vectors))
    if before.ngram_weight != 1 and not (is_token := encoder.is_token).all():
        pooling.weight_terms(np.where(is_token, 1, before.ngram_weight).astype(np.float32))
    return EncodedDocuments(corpus, vocabulary, analyzer, encoder, pooling)


def _read_data(
    before: Any, given: FitInput, documents: EncodedDocuments, find_kind: FindKind
) -> TrainingData:
    return read_training_data(
        given,
        documents,
        find_kind,
        class_weight=getattr(before, "class_weight", None),
        early_stopping=before.early_stopping,
        random_state=before.random_state,
    )
