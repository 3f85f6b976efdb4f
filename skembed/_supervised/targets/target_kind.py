"""TargetKind: what is asked of each kind of y; Targets: y as the numbers that are learned.

The kinds are in `classes` and `numbers`. Nothing is trained.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

NO_LABELS = np.empty(0, dtype=np.int32)
NO_VALUES = np.empty((0, 0), dtype=np.float32)

Scores = Callable[[slice], NDArray[np.float64]]  # of some of the documents


class Targets(NamedTuple):
    """What documents are to predict, and how much each of them counts.

    ``labels`` of shape (n_documents,), dtype int32, for softmax, ``values`` of shape (n_documents,
    n_outputs), dtype float32, dense or sparse, for the other losses; the one that is not used is
    empty.
    """

    loss: str
    labels: NDArray[np.int32]
    values: NDArray[np.float32] | sparse.csr_array
    sample_weight: NDArray[np.float32]
    n_outputs: int

    def take(self, documents: NDArray[np.integer]) -> Targets:
        """Return the targets of some of the documents."""
        is_softmax = self.loss == "softmax"
        return self._replace(
            labels=self.labels[documents] if is_softmax else self.labels,
            values=self.values if is_softmax else self.values[documents],
            sample_weight=self.sample_weight[documents],
        )

    def values_of(self, documents: NDArray[np.integer]) -> NDArray[np.float32]:
        """Return the values of some of the documents, dense."""
        if self.loss == "softmax":
            return np.empty((0, 0), dtype=np.float32)
        values = self.values[documents]
        return np.asarray(values.toarray() if sparse.issparse(values) else values)


class TargetKind(Protocol):
    """What y is: classes, several labels at once, or numbers."""

    def targets(self, y: Any, name: str = "y") -> Targets:
        """Return y, which messages call ``name``, as numbers to be learned; each counts once."""

    def check_classes(self, classes: ArrayLike | None) -> None:
        """Refuse other classes in a later call of partial_fit than in the first one."""

    def check_validation(self, y: Any, *, is_given: bool) -> None:
        """Refuse the targets of a validation set for which no score is defined."""

    def fitted(self, head: NDArray[np.float32], intercept: NDArray[np.float32]) -> dict[str, Any]:
        """Return ``coef_``, ``intercept_`` and what else scikit-learn has for such targets."""

    def head(
        self, coef: NDArray[np.float32], intercept: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the head that `fitted` made these of."""

    def predictions(self, scores: NDArray[np.float64]) -> NDArray[Any]:
        """Return the targets that scores stand for."""

    def score(self, y: Any, scores: Scores) -> float:
        """Return how good the scores are, greater being better."""

    def strata(self, y: Any) -> Any:
        """Return what a random split should keep the shares of, or None."""

    def explained(
        self, scores: NDArray[np.float64], target: object
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[Any]]:
        """Return for each document the score to explain: its column, its sign, its target."""
