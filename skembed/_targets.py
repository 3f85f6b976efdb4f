"""What y may be: labels of any type, indicators of several labels, numbers; and its weights.

Here y becomes the numbers that `_text_trainer` trains on, and the head's scores become
predictions of y again. Nothing is trained.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.special import expit, softmax
from sklearn.metrics import accuracy_score, r2_score
from sklearn.utils import assert_all_finite, check_array, column_or_1d, compute_sample_weight
from sklearn.utils.multiclass import check_classification_targets, type_of_target

from ._text_trainer import Targets

_NO_LABELS = np.empty(0, dtype=np.int32)
_NO_VALUES = np.empty((0, 0), dtype=np.float32)


class Problem(Protocol):
    """What the targets are, as far as the estimators must know."""

    def targets(self, y: Any, importance: NDArray[np.float32]) -> Targets:
        """Return y as numbers to be learned."""

    def fitted(self, head: NDArray[np.float32], intercept: NDArray[np.float32]) -> dict[str, Any]:
        """Return ``coef_``, ``intercept_`` and what else scikit-learn has for such targets."""

    def head(
        self, coef: NDArray[np.float32], intercept: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the head that `fitted` made these of."""

    def predictions(self, scores: NDArray[np.float64]) -> NDArray[Any]:
        """Return the targets that scores stand for."""

    def score(self, y: Any, scores: NDArray[np.float64]) -> float:
        """Return how good the scores are, greater being better."""

    def strata(self, y: Any) -> Any:
        """Return what a random split should keep the shares of, or None."""

    def explained(
        self, scores: NDArray[np.float64], target: object
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[Any]]:
        """Return for each document the score to explain: its column, its sign, its target."""


class Classes(NamedTuple):
    """One of several classes, or several labels at once (``multilabel``).

    ``values`` of shape (n_classes,): the classes, or the columns' numbers of the indicators.
    """

    values: NDArray[Any]
    multilabel: bool

    @property
    def is_binary(self) -> bool:
        """Whether one score tells two classes apart."""
        return len(self.values) == 2 and not self.multilabel

    def targets(self, y: Any, importance: NDArray[np.float32]) -> Targets:
        """Return the place of each class among all of them, or the indicators."""
        n = len(self.values)
        if self.multilabel:
            values = np.asarray(
                y.toarray() if isinstance(y, sparse.csr_matrix | sparse.csr_array) else y
            )
            if values.ndim != 2 or values.shape[1] != n:
                raise ValueError(
                    f"y must have {n} columns, one a label; its shape: {values.shape}."
                )
            values = np.ascontiguousarray(values, dtype=np.float32)
            return Targets("sigmoid", _NO_LABELS, values, importance, n)
        y = column_or_1d(y, warn=True)
        labels = np.minimum(np.searchsorted(self.values, y), n - 1)
        unknown = self.values[labels] != y
        if np.any(unknown):
            row = int(np.argmax(unknown))
            raise ValueError(
                f"y[{row}] is {y[row].item()!r}, which is not among the {n} classes. All of them "
                "must be named by the parameter classes in the first call of partial_fit."
            )
        return Targets("softmax", labels.astype(np.int32), _NO_VALUES, importance, n)

    def fitted(self, head: NDArray[np.float32], intercept: NDArray[np.float32]) -> dict[str, Any]:
        """Return the coefficients: of two classes, those of the second against the first."""
        if self.is_binary:
            head, intercept = head[1:] - head[:1], intercept[1:] - intercept[:1]
        return {"classes_": self.values, "coef_": head, "intercept_": intercept}

    def head(
        self, coef: NDArray[np.float32], intercept: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the head: of two classes, the second's is the first's with the sign changed."""
        if self.is_binary:
            coef, intercept = coef / np.float32(2), intercept / np.float32(2)
            return np.concatenate([-coef, coef]), np.concatenate([-intercept, intercept])
        return coef, intercept

    def probabilities(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of each class, or of each label, (n_documents, n_classes)."""
        if self.multilabel:
            return np.asarray(expit(scores))
        if self.is_binary:
            p = expit(scores[:, 0])
            return np.column_stack([1 - p, p])
        return np.asarray(softmax(scores, axis=1))

    def predictions(self, scores: NDArray[np.float64]) -> NDArray[Any]:
        """Return the most probable class, or the indicators of labels more probable than not."""
        if self.multilabel:
            return (scores > 0).astype(int)
        if self.is_binary:
            places = (scores[:, 0] > 0).astype(np.intp)
        else:
            places = np.argmax(scores, axis=1)
        classes: NDArray[Any] = self.values[places]
        return classes

    def score(self, y: Any, scores: NDArray[np.float64]) -> float:
        """Return the accuracy; with several labels, of all of them at once."""
        return float(accuracy_score(y, self.predictions(scores)))

    def strata(self, y: Any) -> Any:
        """Return the classes."""
        return None if self.multilabel else y

    def explained(
        self, scores: NDArray[np.float64], target: object
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[Any]]:
        """Return the column of the class asked for, or of the most probable one."""
        if target is not None:
            found = np.flatnonzero(self.values == target)
            if not len(found):
                raise ValueError(f"target={target!r} is not among the classes: {self.values}.")
            place = np.full(len(scores), found[0])
        elif self.is_binary:
            place = (scores[:, 0] > 0).astype(np.intp)
        else:
            place = np.argmax(scores, axis=1)
        if self.is_binary:
            sign = np.where(place == 1, 1, -1).astype(np.float32)
            return np.zeros_like(place), sign, self.values[place]
        return place, np.ones(len(place), dtype=np.float32), self.values[place]


class Numbers(NamedTuple):
    """Numbers, learned less their mean and over their standard deviation.

    ``mean`` and ``std`` of shape (n_targets,); ``one_d``: whether y has one dimension.
    """

    mean: NDArray[np.float64]
    std: NDArray[np.float64]
    one_d: bool

    def targets(self, y: Any, importance: NDArray[np.float32]) -> Targets:
        """Return each column of y, scaled."""
        values = _columns(y)
        if values.shape[1] != len(self.mean):
            raise ValueError(f"y must have {len(self.mean)} columns, got {values.shape[1]}.")
        scaled = np.ascontiguousarray((values - self.mean) / self.std, dtype=np.float32)
        return Targets("squared", _NO_LABELS, scaled, importance, scaled.shape[1])

    def fitted(self, head: NDArray[np.float32], intercept: NDArray[np.float32]) -> dict[str, Any]:
        """Return coefficients for y as it was given, in the shapes of LinearRegression."""
        coef = head * self.std[:, np.newaxis].astype(np.float32)
        bias = intercept * self.std + self.mean
        if self.one_d:
            return {"coef_": coef[0], "intercept_": float(bias[0])}
        return {"coef_": coef, "intercept_": bias}

    def head(
        self, coef: NDArray[np.float32], intercept: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the head for the scaled targets."""
        head = np.atleast_2d(coef) / self.std[:, np.newaxis]
        return head.astype(np.float32), ((intercept - self.mean) / self.std).astype(np.float32)

    def predictions(self, scores: NDArray[np.float64]) -> NDArray[Any]:
        """Return the scores in the shape of y."""
        return scores[:, 0] if self.one_d else scores

    def score(self, y: Any, scores: NDArray[np.float64]) -> float:
        """Return the share of the variance of y that the scores explain."""
        return float(r2_score(y, self.predictions(scores)))

    def strata(self, y: Any) -> Any:
        """Return None: numbers have no classes."""
        return None

    def explained(
        self, scores: NDArray[np.float64], target: object
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[Any]]:
        """Return the column asked for, or the first."""
        n = len(self.mean)
        if target is not None and target not in range(n):
            raise ValueError(f"target={target!r} is not a column of y, which has {n}.")
        column = np.full(len(scores), 0 if target is None else target, dtype=np.intp)
        return column, np.ones(len(scores), dtype=np.float32), column


def find_classes(y: Any, classes: ArrayLike | None = None) -> Classes:
    """Return what the classes in y are, or those given.

    Parameters
    ----------
    y : array-like of shape (n_documents,) or (n_documents, n_labels)
        The targets.

    classes : array-like of shape (n_classes,), default=None
        All classes that there will be, if not only those in y.

    Returns
    -------
    classes : Classes
        At least two.

    Raises
    ------
    ValueError
        If y is not made of classes, or of one only.
    """
    if np.asarray(y).dtype.kind == "f":
        assert_all_finite(np.asarray(y), input_name="y")
    check_classification_targets(y)
    kind = type_of_target(y, input_name="y", raise_unknown=True)
    if kind == "multiclass-multioutput":
        raise ValueError(
            "y has several columns of more than two values. What can be learned is one column of "
            "classes, or a matrix of zeros and ones with a column for each label."
        )
    if kind == "multilabel-indicator":
        return Classes(np.arange(y.shape[1] if hasattr(y, "shape") else len(y[0])), True)
    known = np.unique(column_or_1d(y, warn=True) if classes is None else np.asarray(classes))
    if len(known) < 2:
        raise ValueError(f"At least two classes are needed, y holds only one class: {known[0]}.")
    return Classes(known, False)


def find_numbers(y: Any) -> Numbers:
    """Return mean and standard deviation of the columns of y.

    Parameters
    ----------
    y : array-like of shape (n_documents,) or (n_documents, n_targets)
        The targets.

    Returns
    -------
    numbers : Numbers
        A column that never changes has standard deviation 1.

    Raises
    ------
    ValueError
        If y is not made of finite numbers.
    """
    values = _columns(y)
    std = values.std(axis=0)
    return Numbers(values.mean(axis=0), np.where(std > 0, std, 1.0), np.ndim(y) == 1)


def _columns(y: Any) -> NDArray[np.float64]:
    values = check_array(y, ensure_2d=False, dtype=np.float64, input_name="y")
    return np.asarray(values.reshape(len(values), -1))


def find_importance(
    sample_weight: ArrayLike | None,
    class_weight: Mapping[Any, float] | str | None,
    y: Any,
    n_documents: int,
) -> NDArray[np.float32]:
    """Return the weight of each document: its own times that of its class.

    Parameters
    ----------
    sample_weight : array-like of shape (n_documents,) or None
        Not negative.

    class_weight : dict, 'balanced' or None
        As in scikit-learn's classifiers.

    y : array-like
        The targets.

    n_documents : int
        Number of documents.

    Returns
    -------
    importance : ndarray of shape (n_documents,), dtype=float32
        Not all zero.

    Raises
    ------
    ValueError
        If a weight is negative or not finite, their number is wrong, or all are zero.
    """
    importance = np.ones(n_documents)
    if sample_weight is not None:
        importance = check_array(
            sample_weight, ensure_2d=False, dtype=np.float64, input_name="sample_weight", copy=True
        )
        if importance.shape != (n_documents,):
            raise ValueError(
                f"sample_weight must have one weight for each of the {n_documents} documents, its "
                f"shape is {importance.shape}."
            )
        if np.any(importance < 0):
            row = int(np.argmax(importance < 0))
            raise ValueError(f"Negative values in sample_weight: {importance[row]:g} in row {row}.")
        if not np.any(importance):
            raise ValueError("sample_weight is zero for every document: nothing can be learned.")
    if class_weight is not None:
        importance *= compute_sample_weight(class_weight, y)
    return importance.astype(np.float32)
