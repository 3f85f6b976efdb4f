"""Ridge regression: what training with the squared loss and a penalty comes to.

With a head of orthonormal rows that stay as they are, the scores are linear in the weights of the
terms, and the penalty of the vectors is that of the coefficients. So the vectors are found by
conjugate gradients, one step a pass. Nothing here depends on estimators or callbacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .._compat.threads import one_blas_thread
from .._fit.schedule import LinearRate
from .initial_model import InitialModel, orthogonal_rows
from .stored_weights import by_blocks, let_go
from .targets.target_kind import Targets
from .trainer import SMALLEST_SUM, Model, Sums, SupervisedParameters

CONVERGED = 1e-4  # norm of the gradient, relative to that of all coefficients 0

Array = NDArray[np.float64]


class RidgeTrainer:
    r"""Conjugate gradients for ridge regression, a trainer for `skembed._fit.loop.run`.

    The coefficients C (n_terms, n_outputs) minimize

    .. math:: \sum_i m_i \lVert y_i - b - C^T x_i \rVert^2 + \alpha \lVert C \rVert^2

    with the weights x_i of the terms and m_i of the documents. A method for least squares, CGLS
    (Bjorck 1996, section 7.4), is used for centered x and y, whose intercept is 0. It is also the
    stopping criterion.
    """

    def __init__(
        self,
        weights: sparse.csr_array,
        targets: Targets,
        parameters: SupervisedParameters,
        seed: int,
        start: InitialModel,
        *,
        documents: NDArray[np.integer] | None = None,
    ) -> None:
        assert parameters.alpha is not None
        if documents is not None:
            weights, targets = weights[documents], targets.take(documents)
        self.parameters, self.alpha = parameters, parameters.alpha
        self.X = sparse.csr_array(weights, dtype=np.float32)
        self.importance = targets.sample_weight.astype(np.float64)[:, np.newaxis]
        self.total = float(self.importance.sum())
        y = targets.values_of(np.arange(len(self.importance))).astype(np.float64)
        self.mean_y = (self.importance * y).sum(axis=0) / self.total
        self.mean_x = self._transposed_product(self.importance) / self.total
        random = np.random.default_rng(seed)
        head = orthogonal_rows(targets.n_outputs, parameters.n_components, random)
        self.head = head.astype(np.float32)
        self.y = y - self.mean_y
        self.coefficients = np.zeros((self.X.shape[1], targets.n_outputs))
        if start.vectors is not None:
            last = self.head if start.head is None else start.head[0]
            with one_blas_thread():
                self.coefficients[start.vectors.rows] = start.vectors.vectors @ last.T
        self.residual = self.y - self._scores(self.coefficients)
        self.gradient = self._gradient()
        self.direction = self.gradient
        self.size = self._size()
        at_zero = np.square(self._transposed_product(self.importance * self.y)).sum(axis=0)
        self.small = CONVERGED**2 * at_zero

    def steps(self, i: int, rates: LinearRate) -> Iterator[tuple[float, float]]:
        """Make step ``i``; yield (sum of losses, sum of weights). The learning rate is not used."""
        moved = self._scores(self.direction)
        curvature = (self.importance * moved**2).sum(axis=0)
        curvature += self.alpha * np.square(self.direction).sum(axis=0)
        step = np.divide(self.size, curvature, out=np.zeros_like(curvature), where=self._active)
        self.coefficients += step * self.direction
        self.residual -= step * moved
        self.gradient = self._gradient()
        last, self.size = self.size, self._size()
        kept = np.divide(self.size, last, out=np.zeros_like(last), where=last > 0)
        self.direction = self.gradient + kept * self.direction
        yield float((self.importance * self.residual**2).sum()) / 2, self.total

    def is_over(self, losses: list[float]) -> bool:
        """Return whether the steps have converged."""
        return not np.any(self._active)

    @property
    def loss_at_start(self) -> float:
        """Mean loss per document of the mean of y, and at least 1 / 2 for each output."""
        loss = float((self.importance * self.y**2).sum()) / self.total
        return max(loss, float(self.y.shape[1])) / 2

    @property
    def model(self) -> Model:
        """The current vectors, head and intercept."""
        coefficients = self.coefficients.astype(np.float32)
        intercept = self.mean_y - (self.mean_x * self.coefficients).sum(axis=0)
        with one_blas_thread():
            vectors = coefficients @ self.head
        return Model(vectors, self.head, intercept.astype(np.float32))

    def matrices(self) -> tuple[NDArray[Any], ...]:
        """Return the coefficients, to check that they are finite."""
        return (self.coefficients,)

    def result(self) -> dict[str, Any]:
        """Return the model, and the AdaGrad sums of one pass with all coefficients 0."""
        power = self.importance * np.square(self.y).sum(axis=1, keepdims=True)
        squares = by_blocks(self.X, lambda block: block.power(2))
        n = self.parameters.n_components
        vectors = (squares.T @ power.astype(np.float32))[:, 0] / n
        lengths = squares.sum(axis=1, dtype=np.float64)
        with one_blas_thread():
            head = lengths @ np.square(self.importance * self.y) / n
        intercept = np.square(self.importance * self.y).sum(axis=0)
        sums = (np.maximum(s, SMALLEST_SUM).astype(np.float32) for s in (vectors, head, intercept))
        return {"_model": self.model, "_sums": Sums(*sums), "_shrinkage": 1.0}

    @property
    def _active(self) -> NDArray[np.bool_]:
        """Return which outputs have not converged."""
        return np.asarray(self.size > self.small)

    def _size(self) -> Array:
        return np.asarray(np.square(self.gradient).sum(axis=0))

    def _gradient(self) -> Array:
        """Return minus half the gradient by the coefficients."""
        weighted = self.importance * self.residual
        product = self._transposed_product(weighted) - self.mean_x * weighted.sum(axis=0)
        return np.asarray(product - self.alpha * self.coefficients)

    def _scores(self, coefficients: Array) -> Array:
        """Return the scores of the centered documents."""
        products = self.X @ coefficients.astype(np.float32)
        let_go(self.X)
        return np.asarray(products - (self.mean_x * coefficients).sum(axis=0), dtype=np.float64)

    def _transposed_product(self, of_documents: Array) -> Array:
        products = self.X.T @ of_documents.astype(np.float32)
        let_go(self.X)
        return np.asarray(products, dtype=np.float64)
