"""Early stopping: score a validation set after each pass, and keep the best model.

Nothing is trained here; `_fit.loop.run` calls the stopping criterion after each pass.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split

from .._base.vectorizer import normed
from .prediction import features_of, head_scores
from .ridge import RidgeTrainer
from .targets.target_kind import TargetKind
from .trainer import Model, SupervisedTrainer
from .training_data import TrainingData, ValidationSet


class EarlyStopping:
    """Stopping criterion that scores each pass on a validation set and keeps the best model.

    As in MLPClassifier, training stops when ``n_iter_no_change`` consecutive passes have not
    improved the best previous score by more than ``tol``.
    """

    def __init__(
        self,
        trainer: SupervisedTrainer | RidgeTrainer,
        validation: ValidationSet,
        kind: TargetKind,
        *,
        tol: float,
        n_iter_no_change: int,
    ) -> None:
        kind.check_validation(validation.y, is_given=validation.is_given)
        self.trainer, self.validation, self.kind = trainer, validation, kind
        self.tol, self.n_iter_no_change = tol, n_iter_no_change
        self.scores: list[float] = []
        self.best: Model | None = None
        self.idle = 0

    def is_over(self, losses: list[float]) -> bool:
        """Score the model after a pass; return whether training should stop."""
        model = self.trainer.model
        features = features_of(self.validation.weights, model.vectors)
        features = normed(features, self.trainer.parameters.norm)
        fitted = self.kind.fitted(model.head, model.intercept)

        def scores(documents: slice) -> NDArray[np.float64]:
            return head_scores(features[documents], fitted["coef_"], fitted["intercept_"])

        score = self.kind.score(self.validation.y, scores)
        best = max(self.scores, default=-np.inf)
        self.idle = 0 if score > best + self.tol else self.idle + 1
        if self.best is None or score > best:
            self.best = model
        self.scores.append(score)
        return self.idle >= self.n_iter_no_change

    def result(self) -> dict[str, Any]:
        """Return the best model, the validation set and the scores."""
        return {
            "_model": self.best,
            "_validation": self.validation,
            "validation_scores_": np.array(self.scores),
            "validation_score_": max(self.scores),
        }


def split_validation(
    data: TrainingData, documents: NDArray[np.integer] | None, fraction: float
) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    """Split documents into a training and a validation set; weights of 0 stay in the former."""
    if documents is None:
        documents = np.arange(data.n_documents)
    counts = data.targets.sample_weight[documents] > 0
    counted = documents[counts]
    try:
        train, validation = train_test_split(
            counted,
            test_size=fraction,
            random_state=data.seed % 2**32,
            stratify=data.kind.strata(data.y[counted]),
        )
    except ValueError as error:
        raise ValueError(
            f"early_stopping cannot set validation_fraction={fraction:g} of the {len(counted)} "
            f"documents aside: {error} Pass X_val and y_val, provide more documents of each "
            "class, or turn early_stopping off."
        ) from error
    return np.concatenate([train, documents[~counts]]), validation
