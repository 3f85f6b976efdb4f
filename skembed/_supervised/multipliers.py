"""How much the frozen and the learned block count: two positive multipliers of their scores.

They minimize the loss of documents that neither block has seen, so they also calibrate the sum.
Nothing here depends on estimators.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from .._fit.seeds import subseed
from .calibration import BOUND, log_losses, most_held_out
from .frozen_block import MULTIPLIERS, fit_head
from .initial_model import InitialModel
from .prediction import model_scores
from .targets.target_kind import Targets
from .train import TrainingParameters, train
from .training_data import TrainingData

N_FOLDS = 5
ALL_FOLDS = 2500  # documents up to which all folds are used; above, the first one only
PULLS = np.array([10.0, 1.0])  # weights of (ln a - ln a_0)^2, in documents

Rows = NDArray[np.integer]


def find_multipliers(
    data: TrainingData,
    features: NDArray[np.float32],
    parameters: TrainingParameters,
    start: InitialModel,
) -> tuple[float, float]:
    """Return the multipliers of the frozen and the learned block.

    ``features`` (n_documents, n_frozen) are those of the frozen block. The learned block is trained
    anew on each fold.
    """
    parameters = parameters._replace(early_stopping=False, verbose=0)
    data = data._replace(validation=None)
    parts = []
    for train_rows, others in folds(data):
        seen, test_rows = data.targets.take(train_rows), others
        if seen.loss == "softmax":
            test_rows = others[np.isin(data.targets.labels[others], seen.labels)]
        model = train(data, parameters, start, None, documents=train_rows)["_model"]
        learned = model_scores(data.weights[test_rows], model, None)
        frozen = fit_head(features[train_rows], seen).scores(features[test_rows])
        parts.append((frozen, learned, test_rows))
    if not sum(len(rows) for *_, rows in parts):
        return MULTIPLIERS
    frozen, learned, rows = map(np.concatenate, zip(*parts, strict=True))
    return best_multipliers(frozen, learned, data.targets.take(rows))


def folds(data: TrainingData) -> Iterator[tuple[Rows, Rows]]:
    """Yield documents to train on and others, dealt class by class; weights of 0 are left out."""
    order = np.random.default_rng(subseed(data.seed, 0, 2)).permutation(data.n_documents)
    order = order[data.targets.sample_weight[order] > 0]
    n_folds = min(N_FOLDS, len(order))
    if n_folds < 2:
        return
    if data.targets.loss == "softmax":
        order = order[np.argsort(data.targets.labels[order], kind="stable")]
    fold = np.arange(len(order)) % n_folds
    for i in range(n_folds if len(order) <= ALL_FOLDS else 1):
        others = np.flatnonzero(fold == i)
        others = others[:: max(1, -(-len(others) // most_held_out(data.targets)))]
        yield np.sort(order[fold != i]), order[others]


def best_multipliers(
    frozen: NDArray[np.float64], learned: NDArray[np.float64], targets: Targets
) -> tuple[float, float]:
    """Return the (a, b) that minimize the loss of a * frozen + b * learned, with a prior.

    With few documents, the prior prefers what is known to be right: the frozen block as it is.
    """
    prior = np.log(MULTIPLIERS)
    weight = targets.sample_weight / targets.sample_weight.mean(dtype=np.float64)
    y = targets.values_of(np.arange(len(frozen)))

    def objective(logarithms: NDArray[np.float64]) -> float:
        a, b = np.exp(logarithms)
        scores = a * frozen + b * learned
        if targets.loss == "squared":
            losses = np.square(scores - y).sum(axis=1) / 2
        else:
            losses = log_losses(scores, targets.labels, y)
        return float(weight @ losses + PULLS @ (logarithms - prior) ** 2)

    found = minimize(objective, prior, method="L-BFGS-B", bounds=[(-BOUND, BOUND)] * 2)
    a, b = np.exp(found.x)
    return float(a), float(b)
