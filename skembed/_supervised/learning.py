"""From documents to fitted attributes: read the data (`reading`), then train (`train`).

The estimator itself is not modified: ``before`` is a snapshot of it, in which `learn` replaces an
``init`` that is not fitted. A warm start or a partial fit also reads its fitted attributes.
"""

from __future__ import annotations

import warnings
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._base.fitted_init import fits_init, fitted_init, readable_by_both
from .._base.vectorizer import with_names
from .._compat.sklearn import FitProgress, n_samples
from .._core.snapshots import ArraySnapshot
from .._fit.initial_vectors import shared
from .._fit.seeds import subseed
from .._vectors.sources import as_embedding
from ..pooling import BlockPooling
from .calibration import find_temperature
from .frozen_block import FittedBlocks, learn_head, new_block, saved_block
from .initial_model import (
    InitialModel,
    find_initial_model,
    has_two_blocks,
    n_frozen_of,
    saved_model,
)
from .multipliers import find_multipliers
from .new_terms import check_new_terms, encode_batch
from .reading import read_data, read_documents
from .seen import sketch
from .supervised_fit import SupervisedFit, new_embedding
from .train import TrainingParameters, train
from .trainer import SMALLEST_SUM, Model, Sums
from .training_data import (
    EncodedDocuments,
    FitInput,
    Ridge,
    TrainingData,
    check_length,
    of_terms_there,
)

_NOTHING_KNOWN = (
    "None of the terms of these {} documents is known: only the terms of fit, or of the first call "
    "of partial_fit, are (new_terms='add' adds others). Only the intercept can learn from these "
    "documents."
)


def learn(estimator: Any, before: Any, given: FitInput, *, one_pass: bool = False) -> SupervisedFit:
    """Read the documents and train a new model."""
    _check_y(before, given.y)
    _check_norm(before)
    if one_pass:
        check_new_terms(before)
    X = readable_by_both(before, given.X)
    if fits_init(before):
        check_length(given.y, n_samples(X))  # before a fit that may take long
    before.init = fitted_init(before, X)
    init = None if before.init is None else as_embedding(before.init, name="init")
    documents = read_documents(before, X, init)
    data = read_data(before, given, documents, before._find_target_kind, is_new=True)
    parameters = TrainingParameters.of(before, data)
    two_blocks = has_two_blocks(before)
    kept = None
    if init is not None and (two_blocks or (before.freeze and not before.warm_start)):
        kept = shared(init, documents.blank.terms)
    learned: NDArray[np.integer] = np.arange(documents.n_learned)
    if init is not None and not two_blocks and data.validation is None:
        data, learned = of_terms_there(data)  # nothing is learned about others
    find_start = partial(
        find_initial_model,
        *(before, documents.blank),
        kind=data.kind,
        init=init,
        warm=before.warm_start,
    )
    start = find_start(learned)
    if start.vectors is not None and len(learned) < documents.n_learned:
        start = start._replace(vectors=start.vectors._replace(leads_others=True))
    if one_pass:
        parameters = parameters.for_one_pass()
    fit = SupervisedFit(documents, data, parameters, start, init, kept, find_start=find_start)
    if kept is not None and two_blocks:
        block = new_block(kept, documents, data.targets, fit=not one_pass)
        fit = fit._replace(frozen=learn_head(block, data, parameters) if one_pass else block)
    return _train(estimator, before, given, fit, calibrate=not one_pass)


def learn_more(estimator: Any, before: Any, given: FitInput) -> SupervisedFit:
    """Encode documents with the known terms, or new ones, and make one pass over them."""
    _check_y(before, given.y)
    _check_continues(before, given)
    check_new_terms(before)
    analyzer, blocks = before._analyzer(), before._blocks
    corpus = encode_batch(before, given.X, analyzer)
    encoder = before._encoder
    pooling = before.pooling_ if blocks is None else before.pooling_.second
    n_learned = encoder.n_rows if blocks is None else blocks.n_learned
    last = before.embedding_
    composes = last.subwords is not None
    documents = EncodedDocuments(corpus, last, analyzer, encoder, pooling, n_learned, composes)
    kind = before._target_kind
    data = read_data(before, given, documents, lambda *_: kind, is_new=False)
    if not corpus.n_tokens:
        warnings.warn(_NOTHING_KNOWN.format(corpus.n_documents), UserWarning, stacklevel=4)
    if hasattr(before, "ngram_weight_"):
        data = data._replace(ridge=Ridge(None, before.ngram_weight_))
    seed = subseed(data.seed, before.n_iter_)
    data, terms = of_terms_there(data._replace(seed=seed, weight_scale=before._weight_scale))
    parameters = TrainingParameters.of(before, data).for_one_pass()
    fit = SupervisedFit(documents, data, parameters, saved_model(before, terms))
    if blocks is not None:
        block = saved_block(before, corpus)
        fit = fit._replace(frozen=learn_head(block, data, parameters))
    return _train(estimator, before, given, fit, continues=True)


def initial_model_of_folds(before: Any, fit: SupervisedFit) -> InitialModel:
    """Return the initial model of the folds, without the previous fit (it saw the targets)."""
    if fit.start_of_folds is not None:
        return fit.start_of_folds
    if fit.start.vectors is None or not fit.start.vectors.warm:
        return fit.start
    start = find_initial_model(
        *(before, fit.documents.blank, fit.learned_terms, fit.data.kind, fit.init), warm=False
    )
    if start.vectors is None and before.freeze is True:
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
    last = before if continues else None
    n_passes = fit.parameters.max_iter
    complete = partial(_fitted_attributes, fit, last)
    progress = FitProgress(estimator, given.X, given.y, n_passes=n_passes, complete=complete)
    state = train(fit.data, fit.parameters, fit.start, progress)
    # without init, the vectors of a frozen warm start have seen all targets
    if calibrate and (before.init is not None or before.freeze is not True):
        fit = fit._replace(start_of_folds=initial_model_of_folds(before, fit))
        fit, state["_temperature"] = _calibrate(before, fit, state)
    attributes = _fitted_attributes(fit, last, state)
    progress.finish(attributes)
    return fit._replace(attributes=attributes)


def _calibrate(
    before: Any, fit: SupervisedFit, state: dict[str, Any]
) -> tuple[SupervisedFit, float]:
    """Find the multipliers of two blocks, or the temperature of one."""
    assert fit.start_of_folds is not None
    calibrates = getattr(before, "calibrate", None)
    if fit.frozen is not None:
        n_passes = fit.parameters._replace(max_iter=state["n_iter_"])
        a, b = find_multipliers(fit.data, fit.frozen.features, n_passes, fit.start_of_folds)
        multipliers = (a / b, 1.0) if calibrates is False else (a, b)
        return fit._replace(frozen=fit.frozen._replace(multipliers=multipliers)), 1.0
    if not calibrates:
        return fit, 1.0
    return fit, find_temperature(fit.data, fit.parameters, fit.start_of_folds, state)


def _fitted_attributes(fit: SupervisedFit, last: Any, state: dict[str, Any]) -> dict[str, Any]:
    """Return all fitted attributes, from the result of `train`."""
    documents, data, frozen = fit.documents, fit.data, fit.frozen
    state = dict(state)
    state.pop("_validation", None)
    model: Model = state.pop("_model").in_components()
    sums: Sums = state.pop("_sums")
    shrinkage: float = state.pop("_shrinkage")
    temperature: float = state.pop("_temperature", getattr(last, "_temperature", 1.0))
    vectors, head, pooling, blocks = model.vectors, model[1:3], documents.pooling, None
    scale, parts = np.full(vectors.shape[1], shrinkage), {}
    if frozen is not None:
        edge, n_learned = frozen.n_components, documents.n_learned
        blocks = FittedBlocks(frozen.head, head, frozen.multipliers, n_learned)
        pooling = BlockPooling(frozen.pooling, pooling, edge)
        head = frozen.head.beside(head, frozen.multipliers)
        scale = np.concatenate([np.ones(edge), scale])
        parts = {"init": slice(0, edge), "learned": slice(edge, edge + vectors.shape[1])}
    ridge = {}
    if data.ridge is not None:
        ridge = {"alpha_": fit.parameters.model.alpha, "ngram_weight_": data.ridge.ngram_weight}
    if last is None:
        embedding = new_embedding(fit, model, parts)
        vector_sums, seen = ArraySnapshot(_of_all_terms(sums.vectors, data)), None
    else:
        seen = last._seen_documents
        if frozen is not None:
            vectors = np.hstack([last.embedding_._take(data.terms)[:, :edge], vectors])
        embedding = last.embedding_._changed(data.terms, vectors, scale)
        vector_sums = last._vector_sums.changed(data.terms, sums.vectors)
        state["n_iter_"] += last.n_iter_
        state["loss_curve_"] = np.concatenate([last.loss_curve_, state["loss_curve_"]])
    coef, intercept = (part / np.float32(temperature) for part in head)
    return with_names(
        {
            **state,
            **data.kind.fitted(coef, intercept),
            "embedding_": embedding,
            "_terms": embedding._terms,
            "pooling_": pooling,
            "_encoder": documents.encoder,
            "_target_kind": data.kind,
            "_n_features_out": embedding.n_components,
            "_has_subwords": embedding.subwords is not None,
            "_vector_sums": vector_sums,
            "_head_sums": (sums.head, sums.intercept),
            "_blocks": blocks,
            "_fitted_on_lists": documents.analyzer.saw_lists,
            "_seen_documents": sketch(documents.corpus, seen),
            "_temperature": temperature,
            "_weight_scale": data.weight_scale,
            **ridge,
        }
    )


def _of_all_terms(sums: NDArray[np.float32], data: TrainingData) -> NDArray[np.float32]:
    """Return the AdaGrad sums of all terms, given those of the terms that have columns."""
    if data.terms is None:
        return sums
    whole = np.full(data.n_terms, SMALLEST_SUM, dtype=np.float32)
    whole[data.terms] = sums
    return whole


def _check_y(before: Any, y: Any) -> None:
    if y is None:
        name = type(before).__name__
        raise ValueError(f"{name} requires y to be passed, but the target y is None.")


def _check_norm(before: Any) -> None:
    if has_two_blocks(before) and before.norm is not None:
        raise ValueError(
            f"norm={before.norm!r} cannot be used with two blocks of components (init and "
            "freeze='concat'), whose scales differ: set norm=None, or freeze to True or False."
        )


def _check_continues(before: Any, given: FitInput) -> None:
    """Raise if a call of partial_fit cannot continue the training."""
    before._check_fitted()
    if n_samples(given.y) == 0:
        raise ValueError("partial_fit needs at least one document, got none.")
    n_components = before.embedding_.n_components - n_frozen_of(before)
    if before.n_components != n_components:
        raise ValueError(
            f"n_components={before.n_components} is not the same as on last call to partial_fit, "
            f"was: {n_components}. Set it back, or start over with a clone."
        )
    before._target_kind.check_classes(given.classes)
