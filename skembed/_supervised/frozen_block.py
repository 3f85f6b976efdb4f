"""The frozen block: the vectors of ``init`` as they are, beside learned ones, with their own head.

With ``freeze="concat"`` a model is two linear models side by side, trained independently: a
regression on the mean of the given vectors, and learned vectors with their head. Their scores are
added, each times a positive multiplier (`multipliers`). The learned part is trained elsewhere.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler

from .._compat.threads import one_blas_thread
from .._core.corpus import Corpus
from .._core.shared_rows import SharedRows
from .._fit.initial_vectors import InitialVectors
from ..pooling import MeanPooling, Pooling
from .initial_model import InitialModel
from .prediction import features_of, head_scores
from .targets.target_kind import Targets
from .train import TrainingParameters, train
from .trainer import SMALLEST_SUM, Model, Sums
from .training_data import EncodedDocuments, TrainingData, of_columns_there

Head = tuple[NDArray[np.float32], NDArray[np.float32]]  # (n_outputs, n_components), (n_outputs,)

C = 0.1  # inverse regularization of the regression, on standardized features
MULTIPLIERS = 1.0, 0.5  # of the scores of the frozen and the learned block, before they are fitted


class FrozenHead(NamedTuple):
    """The head of the frozen block, for features that are standardized by ``mean`` and ``scale``.

    ``sums`` are its AdaGrad sums, for partial fits.
    """

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    head: Head
    sums: Head

    def standardized(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return features with mean 0 and variance 1 in the training documents."""
        return np.asarray((features - self.mean) / self.scale, dtype=np.float32)

    def scores(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the scores of documents, (n_documents, n_outputs)."""
        return head_scores(self.standardized(features), *self.head)

    def beside(self, learned: Head, multipliers: tuple[float, float]) -> Head:
        """Return the head of both blocks, for features that are not standardized."""
        coef, intercept = self.head
        frozen = coef / self.scale
        bias = intercept - frozen @ self.mean
        a, b = multipliers
        head = np.hstack([a * frozen, b * learned[0]]).astype(np.float32)
        return head, (a * bias + b * learned[1]).astype(np.float32)


class FittedBlocks(NamedTuple):
    """What a fitted model keeps of its two blocks, beside the vectors and the sum of the scores.

    ``learned`` is the head of the learned block, as it was trained. The first ``n_learned`` terms
    have learned components, the others those of ``init`` alone.
    """

    frozen: FrozenHead
    learned: Head
    multipliers: tuple[float, float]
    n_learned: int


class FrozenBlock(NamedTuple):
    """The frozen block in training.

    ``pooling`` is the mean of the vectors of terms that ``init`` has. ``features`` (n_documents,
    n_frozen) are those of the training documents.
    """

    pooling: Pooling
    features: NDArray[np.float32]
    head: FrozenHead
    multipliers: tuple[float, float] = MULTIPLIERS

    @property
    def n_components(self) -> int:
        """Number of components of the given vectors."""
        return int(self.features.shape[1])


def new_block(
    rows: SharedRows, documents: EncodedDocuments, targets: Targets, *, fit: bool
) -> FrozenBlock:
    """Return a block of the vectors of ``init``, in ``rows``; its head is fitted, or zero."""
    pooling = MeanPooling()
    documents._replace(pooling=pooling).weight_terms(rows.places >= 0)
    weights, used = of_columns_there(pooling.weights(documents.corpus, len(rows.places)))
    features = features_of(weights, rows.take(used))
    head = fit_head(features, targets) if fit else new_head(features, targets)
    return FrozenBlock(pooling, features, head)


def saved_block(last: Any, corpus: Corpus) -> FrozenBlock:
    """Return the block of a fitted model for new documents."""
    blocks: FittedBlocks = last._blocks
    pooling, n_frozen = last.pooling_.first, last.pooling_.n_first
    weights, used = of_columns_there(pooling.weights(corpus, len(last.vocabulary_)))
    features = features_of(weights, last.embedding_._take(used)[:, :n_frozen])
    return FrozenBlock(pooling, features, blocks.frozen, blocks.multipliers)


def learn_head(
    block: FrozenBlock, data: TrainingData, parameters: TrainingParameters
) -> FrozenBlock:
    """Train the head for one pass over the documents."""
    features = block.head.standardized(block.features)
    n_frozen = features.shape[1]
    rows = np.arange(n_frozen)
    vectors = InitialVectors(rows, rows, np.eye(n_frozen, dtype=np.float32))
    sums = Sums(np.full(n_frozen, SMALLEST_SUM, dtype=np.float32), *block.head.sums)
    data = data._replace(weights=sparse.csr_array(features), n_terms=n_frozen, weight_scale=1.0)
    model = parameters.model._replace(
        n_components=n_frozen, weight_decay=0.0, dropout=0.0, frozen=True
    )
    start = InitialModel(vectors, block.head.head, sums)
    state = train(data, parameters._replace(model=model, verbose=0), start, None)
    trained: Model = state["_model"]
    head = block.head._replace(
        head=(trained.head, trained.intercept), sums=(state["_sums"].head, state["_sums"].intercept)
    )
    return block._replace(head=head)


def new_head(features: NDArray[np.float32], targets: Targets) -> FrozenHead:
    """Return a head of zeros, and how to standardize the features."""
    scaler = StandardScaler().fit(features.astype(np.float64), None, targets.sample_weight)
    n_outputs, n_frozen = targets.n_outputs, features.shape[1]
    zeros = np.zeros((n_outputs, n_frozen), np.float32), np.zeros(n_outputs, np.float32)
    sums = np.full((2, n_outputs), SMALLEST_SUM, dtype=np.float32)
    return FrozenHead(scaler.mean_, scaler.scale_, zeros, (sums[0], sums[1]))


def fit_head(features: NDArray[np.float32], targets: Targets) -> FrozenHead:
    """Fit a logistic regression, or a ridge regression for numbers, on standardized features."""
    counted = np.flatnonzero(targets.sample_weight > 0)
    features, targets = features[counted], targets.take(counted)
    found = new_head(features, targets)
    X = found.standardized(features).astype(np.float64)
    weight = targets.sample_weight.astype(np.float64)
    with one_blas_thread():
        if targets.loss == "softmax":
            head = _classes(X, targets.labels, weight, targets.n_outputs)
        elif targets.loss == "sigmoid":
            head = _labels(X, targets.values, weight)
        else:
            ridge = Ridge(alpha=1 / C).fit(X, targets.values, weight)
            head = np.atleast_2d(ridge.coef_), np.atleast_1d(ridge.intercept_)
    return found._replace(head=(head[0].astype(np.float32), head[1].astype(np.float32)))


def _classes(
    X: NDArray[np.float64], labels: NDArray[np.int32], weight: NDArray[np.float64], n_classes: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit a softmax; a class without documents has the lowest intercept and no coefficients."""
    coef, intercept = np.zeros((n_classes, X.shape[1])), np.zeros(n_classes)
    present = np.unique(labels)
    if len(present) == 1:
        intercept[present] = 1
        return coef, intercept
    model = _logistic_regression().fit(X, labels, weight)
    intercept[:] = model.intercept_.min() - 1
    if len(present) == 2:
        coef[present] = model.coef_ * [[-0.5], [0.5]]
        intercept[:] = -np.abs(model.intercept_[0]) - 1
        intercept[present] = model.intercept_ * [-0.5, 0.5]
    else:
        coef[present], intercept[present] = model.coef_, model.intercept_
    return coef, intercept


def _labels(
    X: NDArray[np.float64], values: Any, weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit one logistic regression per label; a label that all or no documents have is constant."""
    columns = sparse.csc_array(values)
    coef, intercept = np.zeros((columns.shape[1], X.shape[1])), np.zeros(columns.shape[1])
    total = weight.sum()
    for j in range(len(coef)):
        y = columns[:, [j]].toarray()[:, 0] > 0
        if y.all() or not y.any():
            intercept[j] = np.log1p(total) * (1 if y[0] else -1)
            continue
        model = _logistic_regression().fit(X, y, weight)
        coef[j], intercept[j] = model.coef_[0], model.intercept_[0]
    return coef, intercept


def _logistic_regression() -> LogisticRegression:
    return LogisticRegression(C=C, max_iter=1000)
