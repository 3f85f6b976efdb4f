"""Examples to learn from and examples to judge by: scores after each pass, the best model kept.

Nothing here trains; it is asked by `_fit.loop.run` after each pass.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .._base.vectorizer import normed
from .targets import Problem
from .trainer import Model, Targets, TextTrainer


class Examples(NamedTuple):
    """Documents as weights of terms (n_documents, n_terms), and what they are to predict."""

    weights: sparse.csr_array
    y: Any
    targets: Targets

    def take(self, rows: NDArray[np.integer]) -> Examples:
        """Return some of them."""
        return Examples(self.weights[rows], self.y[rows], self.targets.take(rows))


class Holdout:
    """Judges each pass by examples that were set aside, and keeps the best model.

    Ends the training, as MLPClassifier does, when ``n_iter_no_change`` passes in a row were not
    better than the best one before by more than ``tol``.
    """

    def __init__(
        self,
        trainer: TextTrainer,
        examples: Examples,
        problem: Problem,
        norm: str | None,
        tol: float,
        n_iter_no_change: int,
    ) -> None:
        problem.check_validation(examples.y)
        self.trainer, self.examples, self.problem = trainer, examples, problem
        self.norm, self.tol, self.patience = norm, tol, n_iter_no_change
        self.scores: list[float] = []
        self.best: Model | None = None
        self.idle = 0

    def is_over(self, losses: list[float]) -> bool:
        """Judge the pass that has ended; tell whether it is to be the last."""
        model = self.trainer.model
        features = normed(features_of(self.examples.weights, model.vectors), self.norm)
        fitted = self.problem.fitted(model.head, model.intercept)

        def scores(documents: slice) -> NDArray[np.float64]:
            return head_scores(features[documents], fitted["coef_"], fitted["intercept_"])

        score = self.problem.score(self.examples.y, scores)
        best = max(self.scores, default=-np.inf)
        self.idle = 0 if score > best + self.tol else self.idle + 1
        if self.best is None or score > best:
            self.best = model
        self.scores.append(score)
        return self.idle >= self.patience

    def result(self) -> dict[str, Any]:
        """Return the best model and the scores."""
        return {
            "_model": self.best,
            "validation_scores_": np.array(self.scores),
            "validation_score_": max(self.scores),
        }


def head_scores(
    features: NDArray[np.float32], coef: NDArray[np.float32], intercept: Any
) -> NDArray[np.float64]:
    """Return features @ coef.T + intercept, of shape (n_documents, n_scores), in float64.

    Not by BLAS, which rounds a row differently with other rows beside it, or with more threads.
    """
    rows, columns = features.astype(np.float64), np.atleast_2d(coef).astype(np.float64)
    products = np.einsum("ij,kj->ik", rows, columns, order="C")
    return np.asarray(products + np.atleast_1d(intercept))


def features_of(weights: sparse.csr_array, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the weighted sum of vectors of each document, before any norm."""
    return np.asarray(weights @ vectors, dtype=np.float32)


def norms_of(features: NDArray[np.float32], norm: str | None) -> NDArray[np.float64]:
    """Return what `normed` divides each row by, (n_documents,): 1 for rows of zeros."""
    if norm is None:
        return np.ones(len(features))
    order = {"l1": 1, "l2": 2, "max": np.inf}[norm]
    lengths = np.linalg.norm(features.astype(np.float64), ord=order, axis=1)
    return np.where(lengths > 0, lengths, 1)
