"""Plot a two-dimensional map of documents, colored by class.

Features are computed in `_features` and `_folds`, and drawn in `_document_points`; only the
projection is fitted here.
"""

from __future__ import annotations

import warnings
from collections.abc import Sized
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._compat.sklearn import n_samples
from ._document_points import DocumentPoints, as_targets
from ._features import features_of, share_of_training_documents
from ._folds import best_kept, describe_score, held_out_features
from ._projection import project

# A smaller share of training documents is not mentioned: texts that occur twice, such as "Thanks!".
_FEW = 0.05


class DocumentMapDisplay(DocumentPoints):
    """A two-dimensional map of documents, colored by class.

    It is recommended to use ``from_cross_validation`` or ``from_estimator`` to create this display.

    Parameters
    ----------
    points : array-like of shape (n_documents, 2)
        Coordinates of the documents.

    y : array-like of shape (n_documents,), default=None
        Targets. Class labels are shown by color and, from the eighth class on, also by other
        markers; numbers, including whole numbers that `compare_embeddings` takes for
        measurements, such as years, with a color bar. If None, all documents have the same color.

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
    >>> texts = ["the cat sat on the mat", "the dog sat on the rug", "a new car"]
    >>> documents = [f"{text} {i}" for i in range(20) for text in texts]
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
        targets = None if y is None else as_targets(y, features.shape[0])
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
        display = cls._of_features(features, targets, projection, random_state, data_name, about)
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
            If no vectorizer was kept, X has too few documents, or two folds have no training
            documents in common.
        """
        targets = as_targets(y, n_samples(X))
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
        targets: NDArray[Any] | None,
        projection: Any,
        random_state: int | None,
        data_name: str | None,
        about: str,
    ) -> DocumentMapDisplay:
        """Project features to the plane; ``targets`` are the result of `as_targets`."""
        plane = project(features, projection, random_state)
        display = cls(
            plane.points,
            axis_labels=plane.labels,
            is_metric=plane.is_metric,
            data_name=data_name,
            about=about,
        )
        display.y = targets
        return display
