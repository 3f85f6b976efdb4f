"""Project rows to two dimensions, reproducibly."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.preprocessing import normalize


class Plane(NamedTuple):
    """Points in two dimensions, and the labels of their axes."""

    points: NDArray[np.float64]
    labels: tuple[str, str]
    is_metric: bool  # both axes have the same unit


def map_vectors(vectors: NDArray[np.float32], projection: Any, random_state: int | None) -> Plane:
    """Project vectors of length 1; those of one component are shown by its value and its order.

    The parameters and errors are those of `project`.
    """
    if len(vectors) > 1 and vectors.shape[1] == 1 and projection is None:
        values = vectors[:, 0].astype(np.float64)
        order = np.argsort(np.argsort(values, kind="stable"))
        return Plane(np.column_stack([values, order]), ("component 0", ""), False)
    return project(normalize(vectors), projection, random_state)


def project(rows: Any, projection: Any, random_state: int | None) -> Plane:
    """Project rows to two dimensions.

    Parameters
    ----------
    rows : ndarray or sparse array of shape (n_rows, n_columns)
        The rows; all values must be finite.

    projection : transformer or None
        A transformer with ``fit_transform``; a clone of it is fitted. If None, the first two
        principal components, computed without densifying sparse rows. (TruncatedSVD does not
        center the data, so its first component would mostly describe the mean.)

    random_state : int or None
        Seed of the projection if its own ``random_state`` is None.

    Returns
    -------
    plane : Plane
        ``points`` of shape (n_rows, 2), float64. scikit-learn fixes the signs of principal
        components, so they are the same in each run.

    Raises
    ------
    ValueError
        If there are fewer than two rows or columns, or the projection returns something else.

    TypeError
        If the projection has no ``fit_transform``.
    """
    if min(rows.shape) < 2:
        raise ValueError(f"A map requires at least 2 rows and 2 columns, got shape {rows.shape}.")
    is_sparse = bool(sparse.issparse(rows))
    if is_sparse and min(rows.shape) == 2:
        rows, is_sparse = rows.toarray(), False  # too small for the sparse solver
    chosen = _choose(projection, is_sparse, random_state)
    points = np.asarray(chosen.fit_transform(rows), dtype=np.float64)
    if points.shape != (rows.shape[0], 2):
        raise ValueError(
            f"The projection {type(chosen).__name__} must return 2 components for each of the "
            f"{rows.shape[0]} rows (n_components=2), got shape {points.shape}."
        )
    if not np.isfinite(points).all():
        raise ValueError(f"The projection {type(chosen).__name__} returned non-finite values.")
    shares = getattr(chosen, "explained_variance_ratio_", None)
    name = type(chosen).__name__
    if shares is None:
        return Plane(points, (f"{name} 1", f"{name} 2"), False)
    first, second = (f"{name} {i + 1} ({share:.0%} of variance)" for i, share in enumerate(shares))
    return Plane(points, (first, second), True)


def _choose(projection: Any, is_sparse: bool, random_state: int | None) -> Any:
    if projection is None:
        return PCA(2, svd_solver="arpack" if is_sparse else "full", random_state=random_state)
    if not hasattr(projection, "fit_transform"):
        raise TypeError(
            "projection must be an estimator with fit_transform, such as sklearn.manifold.TSNE(), "
            f"got {type(projection).__name__}."
        )
    chosen = clone(projection, safe=False)
    if getattr(chosen, "random_state", 0) is None:
        chosen.random_state = random_state
    return chosen


def prepare(ax: Any, plane: Plane) -> None:
    """Label the axes; only the values on the first of a single label have a meaning, and ticks."""
    ax.set_xlabel(plane.labels[0], color="0.35")
    ax.set_ylabel(plane.labels[1], color="0.35")
    ax.set(yticks=[])
    if plane.labels[1] or not plane.labels[0]:
        ax.set(xticks=[])
    for spine in ax.spines.values():
        spine.set_color("0.8")
    if plane.is_metric:
        ax.set_aspect("equal", adjustable="datalim")
    ax.margins(0.06)
