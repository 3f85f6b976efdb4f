"""Numeric targets: scale y for training, and convert scores back to the units of y."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.metrics import r2_score
from sklearn.utils import check_array

from .target_kind import NO_LABELS, Scores, Targets

_SPREAD = 1e-30, 1e30  # range of standard deviations for which coefficients fit into float32
_FAR = 1e15  # maximum distance from the mean in standard deviations; larger squares overflow


class Numbers(NamedTuple):
    """Numeric targets, standardized for training: (y - mean) / std.

    ``mean`` and ``std`` have shape (n_targets,); ``one_d`` is whether y is one-dimensional.
    """

    mean: NDArray[np.float64]
    std: NDArray[np.float64]
    one_d: bool

    def targets(self, y: Any, name: str = "y") -> Targets:
        """Return the standardized columns of y."""
        values = _columns(y, name)
        if values.shape[1] != len(self.mean):
            raise ValueError(f"{name} must have {len(self.mean)} columns, got {values.shape[1]}.")
        with np.errstate(over="ignore"):
            distances = (values - self.mean) / self.std
        if np.any(np.abs(distances) > _FAR):
            row, column = np.argwhere(np.abs(distances) > _FAR)[0]
            raise ValueError(
                f"{name}[{row}] is {values[row, column]:g}, too far from the y of "
                f"{'fit' if name != 'y' else 'the first call of partial_fit'} (mean "
                f"{self.mean[column]:g}, standard deviation {self.std[column]:g}) to be learned "
                "on their scale. Leave it out, or clip it."
            )
        scaled = np.ascontiguousarray(distances, dtype=np.float32)
        sample_weight = np.ones(len(scaled), dtype=np.float32)
        return Targets("squared", NO_LABELS, scaled, sample_weight, scaled.shape[1])

    def check_classes(self, classes: ArrayLike | None) -> None:
        """Do nothing: numbers have no classes."""

    def check_validation(self, y: Any, *, is_given: bool) -> None:
        """Refuse targets that do not vary."""
        values = _columns(y, "y_val" if is_given else "y")
        if np.all(values == values[0]):
            name, advice = "of y set aside", "Raise validation_fraction"
            if is_given:
                name, advice = "of y_val", "Give documents with several values of y_val"
            raise ValueError(
                "R2, by which early_stopping judges, is not defined for a validation set whose "
                f"targets are all the same: the {len(values)} {name}. {advice}, or turn "
                "early_stopping off."
            )

    def fitted(self, head: NDArray[np.float32], intercept: NDArray[np.float32]) -> dict[str, Any]:
        """Return coefficients in the units of y, with the shapes of LinearRegression."""
        coef = head * self.std[:, np.newaxis].astype(np.float32)
        bias = intercept * self.std + self.mean
        if self.one_d:
            return {"coef_": coef[0], "intercept_": float(bias[0])}
        return {"coef_": coef, "intercept_": bias}

    def head(
        self, coef: NDArray[np.float32], intercept: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the head for the standardized targets."""
        head = np.atleast_2d(coef) / self.std[:, np.newaxis]
        return head.astype(np.float32), ((intercept - self.mean) / self.std).astype(np.float32)

    def predictions(self, scores: NDArray[np.float64]) -> NDArray[Any]:
        """Return the scores in the shape of y."""
        return scores[:, 0] if self.one_d else scores

    def score(self, y: Any, scores: Scores) -> float:
        """Return R2, the coefficient of determination; -inf if predictions are not finite."""
        predictions = self.predictions(scores(slice(None)))
        if not np.all(np.isfinite(predictions)):
            return -np.inf
        return float(r2_score(y, predictions))

    def strata(self, y: Any) -> Any:
        """Return None: numbers have no classes."""
        return None

    def explained(
        self, scores: NDArray[np.float64], target: object
    ) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[Any]]:
        """Return column ``target`` or the first column, with sign 1."""
        n = len(self.mean)
        if target is not None and target not in range(n):
            raise ValueError(f"target={target!r} is not a column of y, which has {n} columns.")
        column = np.full(len(scores), 0 if target is None else target, dtype=np.intp)
        return column, np.ones(len(scores), dtype=np.float32), column


def find_numbers(
    y: Any, sample_weight: NDArray[np.float64], classes: ArrayLike | None = None
) -> Numbers:
    """Return mean and standard deviation of each column of y, over documents of positive weight.

    The standard deviation of a constant column is set to 1.
    """
    values = _columns(y, "y")[sample_weight > 0]
    constant = np.all(values == values[0], axis=0)
    with np.errstate(over="ignore", invalid="ignore"):
        mean, std = values.mean(axis=0), values.std(axis=0)
    mean, std = np.where(constant, values[0], mean), np.where(constant, 1.0, std)
    fits = (std >= _SPREAD[0]) & (std <= _SPREAD[1])
    if not np.all(fits):
        column = int(np.argmin(fits))
        lowest, highest = values[:, column].min(), values[:, column].max()
        raise ValueError(
            f"The values of y{'' if np.ndim(y) == 1 else f'[:, {column}]'} lie between {lowest:g} "
            f"and {highest:g}: their standard deviation must be between {_SPREAD[0]:g} and "
            f"{_SPREAD[1]:g}. Give y in another unit."
        )
    return Numbers(mean, std, np.ndim(y) == 1)


def _columns(y: Any, name: str) -> NDArray[np.float64]:
    try:
        values = check_array(y, ensure_2d=False, dtype=np.float64, input_name=name)
    except OverflowError as error:
        raise ValueError(f"{name} holds a number beyond float64: {error}.") from error
    return np.asarray(values.reshape(len(values), -1))
