"""Train one model: its initialization and its stopping criterion.

The model is defined in `trainer`, the loop over passes in `_fit.loop`. Nothing here depends on
estimators.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from .._compat.sklearn import FitProgress
from .._compat.threads import n_threads
from .._fit.loop import run
from .._fit.schedule import LinearRate
from .early_stopping import EarlyStopping, split_validation
from .initial_model import InitialModel
from .ridge import RidgeTrainer
from .trainer import SupervisedParameters, SupervisedTrainer
from .training_data import TrainingData, ValidationSet

# What max_iter='auto' stands for; measured in docs/develop/measurements.
VISITS, FEWEST_PASSES = 20_000, 10
FEWEST_DOCUMENTS = 50  # fewer get no more passes than these
MOST_CROWDED = 5.0
MOST_RIDGE_PASSES = 100  # of ridge regression, which stops when it has converged


class TrainingParameters(NamedTuple):
    """The parameters of a training; ``name`` is that of the estimator, for messages."""

    name: str
    model: SupervisedParameters
    learning_rate: float
    min_learning_rate: float
    max_iter: int
    early_stopping: bool
    validation_fraction: float
    n_iter_no_change: int
    tol: float
    verbose: int

    @classmethod
    def of(cls, estimator: Any, data: TrainingData) -> Self:
        """Read the parameters from a supervised vectorizer that is trained on the data."""
        model = SupervisedParameters(
            n_components=estimator.n_components,
            norm=estimator.norm,
            label_smoothing=getattr(estimator, "label_smoothing", 0.0),
            weight_decay=estimator.weight_decay,
            dropout=estimator.dropout,
            frozen=estimator.freeze is True,
            n_threads=n_threads(estimator.n_jobs),
            alpha=None if data.ridge is None else data.ridge.alpha,
        )
        max_iter = estimator.max_iter
        if max_iter == "auto" and model.alpha is not None:
            max_iter = MOST_RIDGE_PASSES
        return cls(
            name=type(estimator).__name__,
            model=model,
            learning_rate=estimator.learning_rate,
            min_learning_rate=estimator.min_learning_rate,
            max_iter=number_of_passes(max_iter, data, estimator.n_components),
            early_stopping=estimator.early_stopping,
            validation_fraction=estimator.validation_fraction,
            n_iter_no_change=estimator.n_iter_no_change,
            tol=estimator.tol,
            verbose=estimator.verbose,
        )

    def for_one_pass(self) -> Self:
        """Return the parameters for a partial fit."""
        rate, model = self.learning_rate, self.model._replace(alpha=None)
        return self._replace(model=model, min_learning_rate=rate, max_iter=1, early_stopping=False)

    def for_one_thread(self) -> Self:
        """Return the parameters for one of several parallel trainings, which prints nothing."""
        return self._replace(model=self.model._replace(n_threads=1), verbose=0)


def number_of_passes(max_iter: int | str, data: TrainingData, n_components: int) -> int:
    """Return ``max_iter``, or what 'auto' is for these documents, classes and components.

    K classes fit into K - 1 components. The more crowded they are in fewer, the longer it takes to
    tell classes with similar rows of the head apart.
    """
    if max_iter != "auto":
        return int(max_iter)
    targets = data.targets
    n_classes = targets.n_outputs if targets.loss == "softmax" else 1
    crowding = min(max(1.0, (n_classes - 1) / n_components) ** 2, MOST_CROWDED)
    n_documents = max(int(np.count_nonzero(targets.sample_weight)), FEWEST_DOCUMENTS)
    return max(FEWEST_PASSES, int(crowding * VISITS / n_documents))


def train(
    data: TrainingData,
    parameters: TrainingParameters,
    start: InitialModel,
    progress: FitProgress | None,
    *,
    documents: NDArray[np.integer] | None = None,
    stop: NDArray[np.bool_] | None = None,
) -> dict[str, Any]:
    """Train a model; return it with its AdaGrad sums, loss curve, validation set and scores.

    ``documents`` holds the indices of the documents to train on, None means all; for ``stop`` see
    `run`.
    """
    rates = LinearRate(parameters.learning_rate, parameters.min_learning_rate, parameters.max_iter)
    if parameters.model.weight_decay * rates.start >= 1:
        raise ValueError(
            f"weight_decay={parameters.model.weight_decay:g} times learning_rate={rates.start:g} "
            "must be below 1: each mini-batch would shrink the vectors to nothing. Choose a lower "
            "weight_decay."
        )
    validation = data.validation
    if parameters.early_stopping and validation is None:
        documents, others = split_validation(data, documents, parameters.validation_fraction)
        validation = ValidationSet(data.weights[others], data.y[others], is_given=False)
    given = data.weights, data.targets, parameters.model, data.seed
    trainer: SupervisedTrainer | RidgeTrainer
    criterion: EarlyStopping | RidgeTrainer | None = None
    if parameters.model.alpha is None:
        trainer = SupervisedTrainer(
            *given,
            documents=documents,
            n_terms=data.n_terms,
            weight_scale=data.weight_scale,
            basis=start.basis(data.targets.n_outputs, parameters.model, data.seed),
        )
        start.initialize(trainer)
    else:
        criterion = trainer = RidgeTrainer(*given, start, documents=documents)
    if validation is not None:
        criterion = EarlyStopping(
            trainer,
            validation,
            data.kind,
            tol=parameters.tol,
            n_iter_no_change=parameters.n_iter_no_change,
        )
    state = run(
        trainer,
        rates,
        progress,
        name=parameters.name,
        verbose=parameters.verbose,
        stopping_criterion=criterion,
        stop=stop,
    )
    if not isinstance(criterion, EarlyStopping):
        unused = ("_validation", "validation_score_", "validation_scores_")
        return {**state, **dict.fromkeys(unused)}
    return {**state, **criterion.result()}
