"""TargetKind: the interface of each kind of y; Targets: y converted to numbers for training.

The kinds are implemented in `classes` and `numbers`. Nothing is trained here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

NO_LABELS = np.empty(0, dtype=np.int32)
NO_VALUES = np.empty((0, 0), dtype=np.float32)

Scores = Callable[[slice], NDArray[np.float64]]  # computes the scores of a range of documents


class Targets(NamedTuple):
    """Targets and weights of documents, in the form that the trainer needs.

    ``labels`` of shape (n_documents,), dtype int32, are used for softmax; ``values`` of shape
    (n_documents, n_outputs), dtype float32, dense or sparse, for the other losses. The one that is
    not used is empty.
    """

    loss: str
    labels: NDArray[np.int32]
    values: NDArray[np.float32] | sparse.csr_array
    sample_weight: NDArray[np.float32]
    n_outputs: int

    def take(self, documents: NDArray[np.integer]) -> Targets:
        """Return the targets of some documents."""
        is_softmax = self.loss == "softmax"
        return self._replace(
            labels=self.labels[documents] if is_softmax else self.labels,
            values=self.values if is_softmax else self.values[documents],
            sample_weight=self.sample_weight[documents],
        )

    def values_of(self, documents: NDArray[np.integer]) -> NDArray[np.float32]:
        """Return the values of some documents as a dense array."""
        if self.loss == "softmax":
            return np.empty((0, 0), dtype=np.float32)
        values = self.values[documents]
        return np.asarray(values.toarray() if sparse.issparse(values) else values)


class TargetKind(Protocol):
    """Interface of a kind of y: classes, multilabel indicators, or numbers."""

    def targets(self, y: Any, name: str = "y") -> Targets:
        """Return y as numbers for training, with weights of 1; messages call it ``name``."""

    def check_classes(self, classes: ArrayLike | None) -> None:
        """Raise if a later call of partial_fit has other classes than the first one."""

    def check_validation(self, y: Any, *, is_given: bool) -> None:
        """Refuse the targets of a validation set for which no score is defined."""

    def fitted(self, head: NDArray[np.float32], intercept: NDArray[np.float32]) -> dict[str, Any]:
        """Return the fitted attributes of the head: ``coef_``, ``intercept_``, ``classes_``."""

    def head(
        self, coef: NDArray[np.float32], intercept: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the head for these fitted attributes: the inverse of `fitted`."""

    def predictions(self, scores: NDArray[np.float64]) -> NDArray[Any]:
        """Return the predictions for scores of the head."""

    def score(self, y: Any, scores: Scores) -> float:
        """Return the validation score; greater is better."""

    def strata(self, y: Any) -> Any:
        """Return the labels by which to stratify a random split, or None."""

    def explained(
        self, scores: NDArray[np.float64], target: object
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[Any]]:
        """Return the column, sign and target of the score to explain, for each document."""
