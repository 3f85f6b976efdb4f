"""Documents as points in the plane, colored by class.

Nothing is trained here but the projection.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.utils.multiclass import type_of_target

from ._axes import MOST_STYLES, PALE, POSITIVE, draw_once, legend_beside, new_axes, style
from ._projection import Plane, prepare, project


class DocumentMapDisplay:
    """A map of documents in two dimensions, colored by class.

    Best made by ``from_estimator``.

    Parameters
    ----------
    points : array-like of shape (n_documents, 2)
        Where the documents are.

    y : array-like of shape (n_documents,), default=None
        Their classes, which get colors and, from the eighth on, other markers; numbers that are
        no whole ones get a color bar. None: all have one color.

    axis_labels : tuple of two str, default=("", "")
        What the axes are.

    is_metric : bool, default=False
        Whether both axes have the same unit, and so shall have the same scale.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Where it was plotted.

    figure_ : matplotlib Figure
        The figure of ``ax_``.

    points_ : list of matplotlib PathCollection
        The documents, one for each class.

    classes_ : list
        The classes, in order. More than 21 cannot be told apart: then the 21 most frequent.

    legend_ : matplotlib Legend or None
        The classes, beside the axes.

    colorbar_ : matplotlib Colorbar or None
        For a y of numbers.

    See Also
    --------
    WordMapDisplay : The same for words.

    Examples
    --------
    >>> from skembed import DocumentMapDisplay, Word2VecVectorizer
    >>> documents = ["the cat sat on the mat", "the dog sat on the rug", "a new car"] * 20
    >>> vectorizer = Word2VecVectorizer(n_components=8, random_state=0).fit(documents)
    >>> display = DocumentMapDisplay.from_estimator(
    ...     vectorizer, documents, ["animal", "animal", "car"] * 20
    ... )
    >>> display.classes_
    ['animal', 'car']
    """

    def __init__(
        self,
        points: ArrayLike,
        y: ArrayLike | None = None,
        *,
        axis_labels: tuple[str, str] = ("", ""),
        is_metric: bool = False,
    ) -> None:
        self.points: NDArray[np.float64] = np.asarray(points, dtype=np.float64)
        if self.points.ndim != 2 or self.points.shape[1] != 2:
            raise ValueError(f"points must have shape (n_documents, 2), got {self.points.shape}.")
        self.y = None if y is None else _check_target(y, len(self.points))
        self.axis_labels = axis_labels
        self.is_metric = is_metric

    @classmethod
    def from_estimator(
        cls,
        estimator: Any,
        X: Any,
        y: ArrayLike | None = None,
        *,
        projection: Any = None,
        random_state: int | None = 0,
        ax: Any = None,
    ) -> DocumentMapDisplay:
        """Plot documents by their features.

        Parameters
        ----------
        estimator : vectorizer, Pipeline or search
            Fitted. A last step that is no transformer, such as a classifier, is left out. Sparse
            features, as those of tf-idf, are fine.

        X : iterable of str of shape (n_documents,)
            The documents.

        y : array-like of shape (n_documents,), default=None
            Their classes, or numbers.

        projection : transformer, default=None
            Has ``fit_transform``, as :class:`~sklearn.manifold.TSNE` and UMAP have; a clone of it
            is fitted on the features. None takes the first two principal components, for which
            sparse features stay sparse.

        random_state : int or None, default=0
            Seed of a projection that has none of its own.

        ax : matplotlib Axes, default=None
            Where to plot; None makes a figure.

        Returns
        -------
        display : DocumentMapDisplay
            With the artists as attributes.

        Raises
        ------
        ImportError
            If matplotlib is not installed.

        NotFittedError
            If the estimator is not fitted.

        ValueError
            If X and y differ in length, or there are fewer than two documents or features.

        TypeError
            If the estimator makes no features.
        """
        features = _features(estimator, X)
        if y is not None:
            _check_target(y, features.shape[0])  # before the work
        plane = project(features, projection, random_state)
        return cls(plane.points, y, axis_labels=plane.labels, is_metric=plane.is_metric).plot(ax)

    def plot(self, ax: Any = None) -> DocumentMapDisplay:
        """Plot.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to plot; None makes a figure.

        Returns
        -------
        display : DocumentMapDisplay
            This one.
        """
        ax = new_axes() if ax is None else ax
        # From 40 square points for few documents to 4 for thousands.
        look = {"s": float(np.clip(6000 / len(self.points), 4, 40)), "linewidths": 0, "alpha": 0.75}
        prepare(ax, Plane(self.points, self.axis_labels, self.is_metric))
        self.legend_: Any = None
        self.colorbar_: Any = None
        self.classes_: list[Any] = []
        x, y = self.points.T
        if self.y is None:
            self.points_ = [ax.scatter(x, y, color=POSITIVE, **look)]
        elif self.y.dtype.kind == "f":
            self.points_ = [ax.scatter(x, y, c=self.y, cmap="viridis", **look)]
            self.colorbar_ = ax.figure.colorbar(self.points_[0], ax=ax)
            self.colorbar_.solids.set_alpha(1)
        else:
            self._plot_classes(ax, look)
        self.ax_, self.figure_ = ax, ax.figure
        draw_once(ax)
        return self

    def _plot_classes(self, ax: Any, look: dict[str, Any]) -> None:
        """Draw the classes, each in its style; those that are too many below, in gray."""
        targets = np.asarray(self.y)
        counts = Counter(targets.tolist())
        frequent = {name for name, _ in counts.most_common(MOST_STYLES)}
        self.classes_ = sorted(frequent)
        self.points_, names = [], [str(name) for name in self.classes_]
        for number, name in enumerate(self.classes_):
            color, marker = style(number)
            points = self.points[targets == name].T
            self.points_.append(ax.scatter(*points, color=color, marker=marker, **look))
        if n_others := len(counts) - len(frequent):
            points = self.points[~np.isin(targets, self.classes_)].T
            self.points_.append(ax.scatter(*points, color=PALE, zorder=0.5, **look))
            names.append(f"{n_others} other classes")
        self.legend_ = legend_beside(ax, self.points_, names)
        for handle in self.legend_.legend_handles:
            handle.set_sizes([24])


def _check_target(y: ArrayLike, n_documents: int) -> NDArray[Any]:
    """Make an array of y: of floats for a number, else of classes."""
    targets = np.asarray(y)
    if targets.shape != (n_documents,):
        raise ValueError(
            f"y must hold one entry for each of the {n_documents} documents, got shape "
            f"{targets.shape}."
        )
    if type_of_target(targets, input_name="y") == "continuous":
        return targets.astype(np.float64)
    if targets.dtype.kind == "f":
        return targets.astype(np.int64)
    return targets


def _features(estimator: Any, X: Any) -> Any:
    """Make features by all steps that are transformers."""
    estimator = getattr(estimator, "best_estimator_", estimator)
    if hasattr(estimator, "steps") and not hasattr(estimator.steps[-1][1], "transform"):
        estimator = estimator[:-1]
    if not hasattr(estimator, "transform"):
        raise TypeError(
            "A map of documents needs an estimator with transform, got "
            f"{type(estimator).__name__}. PretrainedVectorizer(vectors) makes one of vectors."
        )
    features = estimator.transform(X)
    return features if sparse.issparse(features) else np.asarray(features, dtype=np.float64)
