"""Plot a two-dimensional map of documents, colored by class.

Only the projection is fitted here.
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
    """A two-dimensional map of documents, colored by class.

    It is recommended to use ``from_estimator`` to create this display.

    Parameters
    ----------
    points : array-like of shape (n_documents, 2)
        Coordinates of the documents.

    y : array-like of shape (n_documents,), default=None
        Targets. Class labels are shown by color and, from the eighth class on, also by other
        markers; real numbers are shown with a color bar. If None, all documents have the same
        color.

    axis_labels : tuple of two str, default=("", "")
        Labels of the axes.

    is_metric : bool, default=False
        Whether both axes have the same unit and should have the same scale.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Axes with the plot.

    figure_ : matplotlib Figure
        Figure containing the plot.

    points_ : list of matplotlib PathCollection
        The documents, one collection per class.

    classes_ : list
        The sorted class labels. If there are more than 21, which would be hard to distinguish,
        the 21 most frequent ones.

    legend_ : matplotlib Legend or None
        The legend of the classes, beside the axes.

    colorbar_ : matplotlib Colorbar or None
        The color bar of a real-valued y.

    See Also
    --------
    WordMapDisplay : A map of words.

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
            A fitted estimator. If the last step is not a transformer but, for example, a
            classifier, it is ignored. Sparse features, such as those of tf-idf, are supported.

        X : iterable of str of shape (n_documents,)
            The documents.

        y : array-like of shape (n_documents,), default=None
            Their class labels or real-valued targets.

        projection : transformer, default=None
            A projection to two dimensions with a ``fit_transform`` method, such as
            :class:`~sklearn.manifold.TSNE` or UMAP; a clone of it is fitted on the features. If
            None, the first two principal components, computed without densifying sparse
            features.

        random_state : int or None, default=0
            Seed of the projection if its own ``random_state`` is None.

        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        Returns
        -------
        display : DocumentMapDisplay
            The display, already plotted.

        Raises
        ------
        ImportError
            If matplotlib is not installed.

        NotFittedError
            If the estimator is not fitted.

        ValueError
            If X and y differ in length, or there are fewer than two documents or features.

        TypeError
            If the estimator has no ``transform`` method.
        """
        features = _features(estimator, X)
        if y is not None:
            _check_target(y, features.shape[0])  # fail before the projection
        plane = project(features, projection, random_state)
        return cls(plane.points, y, axis_labels=plane.labels, is_metric=plane.is_metric).plot(ax)

    def plot(self, ax: Any = None) -> DocumentMapDisplay:
        """Plot the display.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        Returns
        -------
        display : DocumentMapDisplay
            This display.
        """
        ax = new_axes() if ax is None else ax
        # Marker areas range from 40 square points for few documents to 4 for thousands.
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
        """Plot each class in its own style, and the less frequent classes below them in gray."""
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
    """Convert y to an array of floats if it is continuous, and otherwise of class labels."""
    targets = np.asarray(y)
    if targets.shape != (n_documents,):
        raise ValueError(
            f"y must contain one value for each of the {n_documents} documents, got shape "
            f"{targets.shape}."
        )
    if type_of_target(targets, input_name="y") == "continuous":
        return targets.astype(np.float64)
    if targets.dtype.kind == "f":
        return targets.astype(np.int64)
    return targets


def _features(estimator: Any, X: Any) -> Any:
    """Compute features with all steps that are transformers."""
    estimator = getattr(estimator, "best_estimator_", estimator)
    if hasattr(estimator, "steps") and not hasattr(estimator.steps[-1][1], "transform"):
        estimator = estimator[:-1]
    if not hasattr(estimator, "transform"):
        raise TypeError(
            "A document map requires an estimator with a transform method, got "
            f"{type(estimator).__name__}. To use vectors, wrap them in PretrainedVectorizer."
        )
    features = estimator.transform(X)
    return features if sparse.issparse(features) else np.asarray(features, dtype=np.float64)
