"""Plot a two-dimensional map of documents, colored by class.

Features are computed in `_features` and `_folds`; only the projection is fitted here.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sized
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.multiclass import type_of_target

from .._core.targets import check_targets
from ._axes import MOST_STYLES, PALE, POSITIVE, finish, legend_beside, new_axes, set_title, style
from ._features import features_of, share_of_training_documents
from ._folds import best_kept, describe_score, held_out_features
from ._projection import Plane, prepare, project

# A smaller share of training documents is not mentioned: texts that occur twice, such as "Thanks!".
_FEW = 0.05


class DocumentMapDisplay:
    """A two-dimensional map of documents, colored by class.

    It is recommended to use ``from_cross_validation`` or ``from_estimator`` to create this display.

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

    data_name : str, default=None
        Name of the data, for the title.

    about : str, default=""
        What to say about the documents in the second line of the title.

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

    training_share_ : float
        With ``from_estimator``: the fraction of the documents that a supervised vectorizer of
        skembed was fitted on.

    rows_ : ndarray of shape (n_documents,)
        With ``from_cross_validation`` and ``from_comparison``: the rows of X that are shown.

    comparison_ : EmbeddingComparison
        With ``from_cross_validation`` and ``from_comparison``: the comparison with the scores.

    See Also
    --------
    WordMapDisplay : A map of words.

    Notes
    -----
    A vectorizer that learned from y places its training documents by their targets, and a map of
    them shows clean classes even if the targets are random. Only documents that it was not fitted
    on show what it has learned. Vectorizers that do not use y, such as word2vec, GloVe and tf-idf,
    place training documents like others.

    Examples
    --------
    >>> from skembed import DocumentMapDisplay, SupervisedEmbeddingVectorizer
    >>> documents = ["the cat sat on the mat", "the dog sat on the rug", "a new car"] * 20
    >>> vectorizer = SupervisedEmbeddingVectorizer(n_components=8, random_state=0)
    >>> display = DocumentMapDisplay.from_cross_validation(
    ...     vectorizer, documents, ["animal", "animal", "car"] * 20
    ... )
    >>> display.classes_
    ['animal', 'car']
    >>> float(display.comparison_.mean_scores()[0, 0])
    1.0
    """

    training_share_: float
    rows_: NDArray[np.intp]
    comparison_: Any

    def __init__(
        self,
        points: ArrayLike,
        y: ArrayLike | None = None,
        *,
        axis_labels: tuple[str, str] = ("", ""),
        is_metric: bool = False,
        data_name: str | None = None,
        about: str = "",
    ) -> None:
        self.points: NDArray[np.float64] = np.asarray(points, dtype=np.float64)
        if self.points.ndim != 2 or self.points.shape[1] != 2:
            raise ValueError(f"points must have shape (n_documents, 2), got {self.points.shape}.")
        self.y = None if y is None else _check_target(y, len(self.points))
        self.axis_labels = axis_labels
        self.is_metric = is_metric
        self.data_name = data_name
        self.about = about

    @classmethod
    def from_estimator(
        cls,
        estimator: Any,
        X: Any,
        y: ArrayLike | None = None,
        *,
        projection: Any = None,
        random_state: int | None = 0,
        data_name: str | None = None,
        ax: Any = None,
    ) -> DocumentMapDisplay:
        """Plot documents by their features.

        Parameters
        ----------
        estimator : vectorizer, Pipeline or search
            A fitted estimator. If the last step is not a transformer but, for example, a
            classifier, it is ignored. Sparse features, such as those of tf-idf, are supported.

        X : iterable of str of shape (n_documents,)
            The documents. If the estimator learned from y, pass documents that it was not fitted
            on, or use `from_cross_validation`.

        y : array-like of shape (n_documents,), default=None
            Their class labels or real-valued targets.

        projection : transformer, default=None
            A projection to two dimensions with a ``fit_transform`` method, such as
            :class:`~sklearn.manifold.TSNE` or UMAP; a clone of it is fitted on the features. If
            None, the first two principal components, computed without densifying sparse
            features.

        random_state : int or None, default=0
            Seed of the projection if its own ``random_state`` is None.

        data_name : str, default=None
            Name of the data, for the title.

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

        Warns
        -----
        UserWarning
            If a supervised vectorizer of skembed was fitted on at least 5 % of the documents; the
            title gives the percentage. In pipelines and unions, such vectorizers are found. Other
            transformers that learn from y, such as
            :class:`~sklearn.feature_selection.SelectKBest`, do not know their training documents.
        """
        X = X if isinstance(X, Sized) else list(X)  # read twice
        features = features_of(estimator, X)
        if y is not None:
            _check_target(y, features.shape[0])  # fail before the projection
        share, about = share_of_training_documents(estimator, X), ""
        if share >= _FEW:
            about = f"{share:.0%} training documents"
            warnings.warn(
                f"{share:.0%} of the documents are among those that the vectorizer was fitted on. "
                "It has learned their y, so the map would show separate classes even for random "
                "labels. Pass other documents, or use DocumentMapDisplay.from_cross_validation.",
                UserWarning,
                stacklevel=2,
            )
        display = cls._of_features(features, y, projection, random_state, data_name, about)
        display.training_share_ = share
        return display.plot(ax)

    @classmethod
    def from_cross_validation(
        cls,
        vectorizer: Any,
        X: Any,
        y: ArrayLike,
        *,
        projection: Any = None,
        random_state: int | None = 0,
        data_name: str | None = None,
        ax: Any = None,
        **compare_options: Any,
    ) -> DocumentMapDisplay:
        """Plot each document by the features of a vectorizer that was not fitted on it.

        The vectorizer is cross-validated with `compare_embeddings`, and the result is plotted as
        by `from_comparison`.

        Parameters
        ----------
        vectorizer : vectorizer or Pipeline of transformers
            The vectorizer; clones of it are fitted.

        X : iterable of str of shape (n_documents,)
            The documents.

        y : array-like of shape (n_documents,)
            Their class labels or real-valued targets.

        projection : transformer, default=None
            A projection to two dimensions; see `from_estimator`.

        random_state : int or None, default=0
            Seed of the projection if its own ``random_state`` is None.

        data_name : str, default=None
            Name of the data, for the title.

        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        **compare_options : dict
            Additional parameters passed to `compare_embeddings`, such as ``cv=5``, ``groups``,
            ``estimator`` and ``scoring``.

        Returns
        -------
        display : DocumentMapDisplay
            The display, already plotted; its ``comparison_`` holds the numbers.

        Raises
        ------
        ImportError
            If matplotlib is not installed.

        ValueError
            As in `from_comparison` and `compare_embeddings`.
        """
        from .._comparison import compare_embeddings

        X = X if isinstance(X, Sized) else list(X)  # read twice
        options = {"baseline": False, "return_vectorizers": True, **compare_options}
        comparison = compare_embeddings([vectorizer], X, y, **options)
        return cls.from_comparison(
            comparison,
            X,
            y,
            projection=projection,
            random_state=random_state,
            data_name=data_name,
            ax=ax,
        )

    @classmethod
    def from_comparison(
        cls,
        comparison: Any,
        X: Any,
        y: ArrayLike,
        *,
        name: str | None = None,
        projection: Any = None,
        random_state: int | None = 0,
        data_name: str | None = None,
        ax: Any = None,
    ) -> DocumentMapDisplay:
        """Plot documents by the features of the vectorizers of a comparison that left them out.

        Each document is shown by the fold that has it in its test set. If the vectorizers of
        several folds were kept, their features are reduced to at most 50 principal components of
        the training set, and rotated into the space of the first fold by the documents that both
        training sets contain. The title gives the mean score of the candidate, and that of the
        dummy, which ignores the documents.

        Parameters
        ----------
        comparison : EmbeddingComparison
            The result of `compare_embeddings` with ``return_vectorizers``. Its folds must be at
            least three, or a single one.

        X : sequence of str of shape (n_documents,)
            The documents that were compared.

        y : array-like of shape (n_documents,)
            Their class labels or real-valued targets.

        name : str, default=None
            Name of the candidate; if None, the best of those that were kept.

        projection : transformer, default=None
            A projection to two dimensions; see `from_estimator`.

        random_state : int or None, default=0
            Seed of the projection if its own ``random_state`` is None.

        data_name : str, default=None
            Name of the data, for the title.

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

        ValueError
            If no vectorizer was kept, or two folds have no training documents in common.
        """
        targets = _check_target(y, len(X))
        name = best_kept(comparison) if name is None else name
        rows, features = held_out_features(comparison, name, X)
        about = f"held-out documents: {describe_score(comparison, name)}"
        shown = targets[rows]
        display = cls._of_features(features, shown, projection, random_state, data_name, about)
        display.rows_, display.comparison_ = rows, comparison
        return display.plot(ax)

    @classmethod
    def _of_features(
        cls,
        features: Any,
        y: ArrayLike | None,
        projection: Any,
        random_state: int | None,
        data_name: str | None,
        about: str,
    ) -> DocumentMapDisplay:
        """Project features to the plane."""
        plane = project(features, projection, random_state)
        return cls(
            plane.points,
            y,
            axis_labels=plane.labels,
            is_metric=plane.is_metric,
            data_name=data_name,
            about=about,
        )

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
        set_title(ax, "Document map", self.data_name, self.about)
        self.ax_, self.figure_ = ax, ax.figure
        finish(ax)
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
    check_targets(y)
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
