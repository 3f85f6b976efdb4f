"""Class targets: labels of any type, or multilabel indicators, and predictions from scores."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.special import expit, softmax
from sklearn.metrics import accuracy_score
from sklearn.utils import assert_all_finite, column_or_1d
from sklearn.utils.multiclass import check_classification_targets, type_of_target

from .labels import check_one_type, indicators, places, sorted_classes
from .target_kind import NO_LABELS, NO_VALUES, Scores, Targets

_PIECE = 1 << 22  # multilabel scores that are computed at a time


class Classes(NamedTuple):
    """The classes of a binary, multiclass or multilabel (``multilabel``) problem.

    ``values`` of shape (n_classes,) holds the classes, or the column indices of the indicators.
    """

    values: NDArray[Any]
    multilabel: bool

    @property
    def is_binary(self) -> bool:
        """Whether there are two classes, with a single score."""
        return len(self.values) == 2 and not self.multilabel

    def targets(self, y: Any, name: str = "y") -> Targets:
        """Return the index of the class of each document, or the indicators."""
        n, sample_weight = len(self.values), np.ones(y.shape[0], dtype=np.float32)
        if self.multilabel:
            values = indicators(y, n, name)
            return Targets("sigmoid", NO_LABELS, values, sample_weight, n)
        y = column_or_1d(y, warn=True)
        check_one_type(y, name)
        labels, unknown = places(self.values, y)
        if np.any(unknown):
            row = int(np.argmax(unknown))
            label = y[row].item() if isinstance(y[row], np.generic) else y[row]
            advice = (
                "Pass all classes as the parameter classes in the first call of partial_fit."
                if name == "y"
                else "Leave out the documents of classes that are not in y."
            )
            raise ValueError(
                f"{name}[{row}] is {label!r}, which is not among the {n} classes. {advice}"
            )
        return Targets("softmax", labels, NO_VALUES, sample_weight, n)

    def check_classes(self, classes: ArrayLike | None) -> None:
        """Raise if the classes differ from these, as scikit-learn does."""
        if classes is None or np.array_equal(self.values, sorted_classes(classes)):
            return
        raise ValueError(
            f"`classes={classes!r}` is not the same as on last call to partial_fit, was: "
            f"{self.values!r}"
        )

    def check_validation(self, y: Any, *, is_given: bool) -> None:
        """Accuracy is defined for any documents."""

    def fitted(self, head: NDArray[np.float32], intercept: NDArray[np.float32]) -> dict[str, Any]:
        """Return the coefficients; for two classes, the second row minus the first."""
        if self.is_binary:
            head, intercept = head[1:] - head[:1], intercept[1:] - intercept[:1]
        return {"classes_": self.values, "coef_": head, "intercept_": intercept}

    def head(
        self, coef: NDArray[np.float32], intercept: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the head; for two classes, its rows are minus and plus half the coefficients."""
        if self.is_binary:
            coef, intercept = coef / np.float32(2), intercept / np.float32(2)
            return np.concatenate([-coef, coef]), np.concatenate([-intercept, intercept])
        return coef, intercept

    def probabilities(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of each class or label, (n_documents, n_classes)."""
        if self.multilabel:
            return np.asarray(expit(scores))
        if self.is_binary:
            p = expit(scores[:, 0])
            return np.column_stack([1 - p, p])
        return np.asarray(softmax(scores, axis=1))

    def predictions(self, scores: NDArray[np.float64]) -> NDArray[Any]:
        """Return the most probable class, or 1 for each label with a probability above 0.5."""
        if self.multilabel:
            return (scores > 0).astype(int)
        if self.is_binary:
            places = (scores[:, 0] > 0).astype(np.intp)
        else:
            places = np.argmax(scores, axis=1)
        classes: NDArray[Any] = self.values[places]
        return classes

    def score(self, y: Any, scores: Scores) -> float:
        """Return the accuracy; for multilabel targets, the subset accuracy."""
        n = y.shape[0]
        size = max(1, _PIECE // len(self.values)) if self.multilabel else n
        correct = 0.0
        for begin in range(0, n, size):
            piece = slice(begin, min(begin + size, n))
            predictions = self.predictions(scores(piece))
            correct += float(accuracy_score(y[piece], predictions, normalize=False))
        return float(correct / n)

    def strata(self, y: Any) -> Any:
        """Return the classes, or None for multilabel targets."""
        return None if self.multilabel else y

    def explained(
        self, scores: NDArray[np.float64], target: object
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[Any]]:
        """Return column, sign and class of the score of ``target`` or of the predicted class."""
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


def find_classes(
    y: Any, sample_weight: NDArray[np.float64], classes: ArrayLike | None = None
) -> Classes:
    """Return the classes in y or the given ones: at least two, or the labels of indicators."""
    if np.asarray(y).dtype.kind == "f":
        assert_all_finite(np.asarray(y), input_name="y")
    check_one_type(y, "y")
    if sparse.issparse(y) and y.shape[1] > 1:
        kind = "multilabel-indicator"  # values are checked later, in `indicators`
    else:
        check_classification_targets(y)
        kind = type_of_target(y, input_name="y", raise_unknown=True)
    if kind == "multiclass-multioutput":
        raise ValueError(
            "y has several columns with more than two values. y must be one column of classes, "
            "or a matrix of zeros and ones with a column for each label, as MultiLabelBinarizer "
            "makes of lists of labels."
        )
    if kind == "multilabel-indicator":
        columns = np.arange(y.shape[1])
        if classes is not None and not np.array_equal(sorted_classes(classes), columns):
            raise ValueError(
                f"y has {len(columns)} columns, one for each label: classes must be None or the "
                f"column indices from 0 to {len(columns) - 1}, got {classes!r}."
            )
        return Classes(columns, True)
    known = np.unique(column_or_1d(y, warn=True)) if classes is None else sorted_classes(classes)
    if len(known) < 2:
        name = "y" if classes is None else "classes"
        raise ValueError(
            f"At least two classes are needed, but {name} holds only one class: {known[0]}."
        )
    return Classes(known, False)
