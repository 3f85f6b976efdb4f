"""Temperature scaling: divide the scores by one number, for probabilities that fit new documents.

The scores of documents that a model was trained on are too good to find it (Guo et al. 2017). It is
found on the validation set of early stopping, or with the scores that a second model, trained on
part of the documents, has for others. Scores grow with the number of training documents; so the
temperature is multiplied by the ratio of their sizes in the two models.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp

from .._compat.threads import one_blas_thread
from .._fit.seeds import subseed
from .initial_model import InitialModel
from .prediction import model_scores
from .targets.target_kind import Targets
from .train import TrainingParameters, train
from .trainer import Model
from .training_data import TrainingData

TRAINED = 2500, 5000  # a quarter of the documents, between these, but at most half of them
MOST_HELD_OUT = 5000  # documents that the temperature is found on
MOST_SCORES = 1 << 22  # their scores
PULL = 5.0  # weight of (ln T)^2, in documents
BOUND = np.log(20.0)  # of |ln T|


def find_temperature(
    data: TrainingData, parameters: TrainingParameters, start: InitialModel, state: dict[str, Any]
) -> float:
    """Return the temperature of the model in ``state``, the result of `train`."""
    model, norm = state["_model"], parameters.model.norm
    if state["_validation"] is not None:
        weights, y, _ = state["_validation"]
        rows = np.arange(min(weights.shape[0], most_held_out(data.targets)))
        scores = model_scores(weights[rows], model, norm)
        return best_temperature(scores, data.kind.targets(y[rows]), 1.0)
    training, rows = split(data)
    if not len(rows):
        return 1.0
    twice = parameters._replace(max_iter=2 * parameters.max_iter, verbose=0)
    small: Model = train(data, twice, start, None, documents=training)["_model"]
    scores = model_scores(data.weights[rows], small, norm)
    growth = 1.0
    if norm is None:
        counts = np.bincount(data.weights.indices, minlength=data.weights.shape[1])
        sizes = size_of_scores(model, counts), size_of_scores(small, counts)
        growth = sizes[0] / sizes[1] if min(sizes) > 0 else 1.0
    return best_temperature(scores, data.targets.take(rows), growth)


def split(data: TrainingData) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    """Return documents to train on, with at least one of each class, and others of weight > 0."""
    targets = data.targets
    order = np.random.default_rng(subseed(data.seed, 0, 1)).permutation(data.n_documents)
    order = order[targets.sample_weight[order] > 0]
    first = np.zeros(len(order), dtype=bool)
    if targets.loss == "softmax":
        first[np.unique(targets.labels[order], return_index=True)[1]] = True
    order = np.concatenate([order[first], order[~first]])
    n = min(int(np.clip(len(order) // 4, *TRAINED)), -(-len(order) // 2))
    n = max(n, int(first.sum()))
    return order[:n], order[n : n + most_held_out(targets)]


def most_held_out(targets: Targets) -> int:
    """Return the maximum number of documents on which to find the temperature."""
    return max(100, min(MOST_HELD_OUT, MOST_SCORES // targets.n_outputs))


def size_of_scores(model: Model, counts: NDArray[np.integer]) -> float:
    """Return the root mean square of what a term adds to the scores, up to a common constant."""
    head = model.head - model.head.mean(axis=0) if len(model.head) > 1 else model.head
    vectors = model.vectors * np.sqrt(counts, dtype=np.float32)[:, np.newaxis]
    with one_blas_thread():
        return float(np.sqrt(np.sum((head.T @ head) * (vectors.T @ vectors), dtype=np.float64)))


def best_temperature(scores: NDArray[np.float64], targets: Targets, growth: float) -> float:
    """Return growth * T for the T that minimizes the loss of scores / T, plus a pull to 1."""
    weight = targets.sample_weight / targets.sample_weight.mean(dtype=np.float64)
    y = targets.values_of(np.arange(len(scores)))

    def objective(log_temperature: float) -> float:
        losses = log_losses(scores * (growth * np.exp(-log_temperature)), targets.labels, y)
        return float(weight @ losses + PULL * log_temperature**2)

    found = minimize_scalar(objective, bounds=(-BOUND, BOUND), method="bounded")
    return float(np.exp(found.x))


def log_losses(
    scores: NDArray[np.float64], labels: NDArray[np.int32], y: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Return minus the log-probability of the labels, or of the indicators ``y`` if there are any.

    The targets are not smoothed.
    """
    if y.size:
        return np.asarray((np.logaddexp(0, scores) - y * scores).sum(axis=1))
    own = scores[np.arange(len(scores)), labels]
    return np.asarray(logsumexp(scores, axis=1) - own)
