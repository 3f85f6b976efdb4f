"""Plot a two-dimensional map of words, with labels that do not overlap.

Only the projection is fitted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._compat.sklearn import n_samples, rows_of
from ._axes import finish, ink, legend_beside, new_axes, set_title, style
from ._document_points import as_targets
from ._folds import best_kept, compared_documents, describe_score, kept_folds
from ._labels import PointLabels
from ._projection import Plane, map_vectors, prepare
from ._sources import find_embedding, several
from ._words import characteristic_words, flatten, groups_around, most_frequent

_ALONE = "#1a4f7a"  # color of words without a group


class WordMapDisplay:
    """A two-dimensional map of words.

    It is recommended to use ``from_embedding`` to create this display.

    Parameters
    ----------
    words : sequence of str of shape (n_words,)
        The words. If there is not enough room for all labels, the first words take precedence.

    points : array-like of shape (n_words, 2)
        Coordinates of the words.

    groups : sequence of str of shape (n_words,), default=None
        The group of each word. Each group has a color and an entry in the legend; colors repeat
        after the seventh group.

    centers : collection of str, default=()
        Words shown in bold.

    axis_labels : tuple of two str, default=("", "")
        Labels of the axes. With the first alone, its axis shows values.

    is_metric : bool, default=False
        Whether both axes have the same unit and should have the same scale.

    data_name : str, default=None
        Name of the data, for the title.

    about : str, default=""
        The second line of the title.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Axes with the plot.

    figure_ : matplotlib Figure
        Figure containing the plot.

    points_ : matplotlib PathCollection
        The points: first those of the bold words, then all others in the order of ``words``.
        Every visible point has its label: those without room for one are not shown.

    labels_ : list of matplotlib Annotation
        The labels in the order of ``words``. Labels without room are invisible.

    hidden_ : list of str
        The words without room for a label, which are not shown. The list is updated whenever the
        figure is drawn in another size.

    legend_ : matplotlib Legend or None
        The legend of the groups.

    See Also
    --------
    NeighborsDisplay : Nearest neighbors of words in several embeddings, side by side.
    Embedding.most_similar : Nearest neighbors in all dimensions, which no map can show.

    Examples
    --------
    >>> import numpy as np
    >>> from skembed import Embedding, WordMapDisplay
    >>> rng = np.random.default_rng(0)
    >>> embedding = Embedding(["cat", "dog", "cow", "car", "bus"], rng.normal(size=(5, 8)))
    >>> display = WordMapDisplay.from_embedding(
    ...     embedding, words={"animals": ["cat", "dog", "cow"], "vehicles": ["car", "bus"]}
    ... )
    >>> display.points.shape
    (5, 2)
    """

    def __init__(
        self,
        words: Sequence[str],
        points: ArrayLike,
        *,
        groups: Sequence[str] | None = None,
        centers: Iterable[str] = (),
        axis_labels: tuple[str, str] = ("", ""),
        is_metric: bool = False,
        data_name: str | None = None,
        about: str = "",
    ) -> None:
        self.words = list(words)
        self.points: NDArray[np.float64] = np.asarray(points, dtype=np.float64)
        if self.points.shape != (len(self.words), 2):
            raise ValueError(
                f"points must have shape (n_words, 2) = ({len(self.words)}, 2), got "
                f"{self.points.shape}."
            )
        self.groups = None if groups is None else list(groups)
        if self.groups is not None and len(self.groups) != len(self.words):
            raise ValueError(
                f"groups must contain one group for each of the {len(self.words)} words, got "
                f"{len(self.groups)}."
            )
        self.centers = frozenset(centers)
        self.axis_labels = axis_labels
        self.is_metric = is_metric
        self.data_name = data_name
        self.about = about

    @classmethod
    def from_embedding(
        cls,
        source: Any,
        *,
        words: Iterable[str] | Mapping[str, Iterable[str]] | None = None,
        n_words: int = 100,
        neighbors_of: str | Iterable[str] | None = None,
        n_neighbors: int = 10,
        restrict_to: int | None = None,
        projection: Any = None,
        random_state: int | None = 0,
        data_name: str | None = None,
        ax: Any = None,
    ) -> WordMapDisplay:
        """Plot words of an embedding.

        Parameters
        ----------
        source : Embedding, KeyedVectors, fitted vectorizer, Pipeline with one, str or path-like
            The vectors. They are normalized to length 1 before the projection, so that distances
            correspond to the cosine similarities by which ``most_similar`` ranks neighbors. Vectors
            of one component, such as the effects of categories on two classes, are shown as they
            are: from left to right by their value, and from bottom to top in its order.

        words : iterable of str, or dict of str to iterable of str, default=None
            The words to show, or groups of words, shown in different colors. If None, the most
            frequent words, or the words given by ``neighbors_of``.

        n_words : int, default=100
            Number of the most frequent words to show if neither ``words`` nor ``neighbors_of``
            is given.

        neighbors_of : str or iterable of str, default=None
            Words to show together with their nearest neighbors, each as a group. A word that is
            a neighbor of two of them belongs to the first.

        n_neighbors : int, default=10
            Number of neighbors per word.

        restrict_to : int, default=None
            If given, search for neighbors only among this many of the most frequent words.

        projection : transformer, default=None
            A projection to two dimensions with a ``fit_transform`` method, such as
            :class:`~sklearn.manifold.TSNE` or UMAP; a clone of it is fitted on the words shown.
            If None, the first two principal components.

        random_state : int or None, default=0
            Seed of the projection if its own ``random_state`` is None.

        data_name : str, default=None
            Name of the data, for the title.

        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        Returns
        -------
        display : WordMapDisplay
            The display, already plotted.

        Raises
        ------
        ImportError
            If matplotlib is not installed.

        KeyError
            If a word has no vector.

        ValueError
            If both ``words`` and ``neighbors_of`` are given, or there are fewer than two words.
        """
        if words is not None and neighbors_of is not None:
            raise ValueError("Give words or neighbors_of, not both.")
        embedding = find_embedding(source, "source")
        centers: list[str] = []
        if neighbors_of is not None:
            centers = several(neighbors_of, "neighbors_of")
            words = groups_around(embedding, centers, n_neighbors, restrict_to)
        elif words is None:
            words = most_frequent(embedding, n_words)
        shown, groups = flatten(words, centers)
        plane = map_vectors(embedding[shown], projection, random_state)
        return cls(
            shown,
            plane.points,
            groups=groups,
            centers=centers,
            axis_labels=plane.labels,
            is_metric=plane.is_metric,
            data_name=data_name,
        ).plot(ax)

    @classmethod
    def from_comparison(
        cls,
        comparison: Any,
        X: Any,
        y: ArrayLike,
        *,
        name: str | None = None,
        n_words: int = 8,
        n_classes: int = 6,
        projection: Any = None,
        random_state: int | None = 0,
        data_name: str | None = None,
        ax: Any = None,
    ) -> WordMapDisplay:
        """Plot the characteristic words of each class, chosen by held-out documents.

        The vectors are those that the first fold learned from its training set. The words are
        chosen by the labels of its test set (chi-squared statistic of the words that are more
        frequent in the class than elsewhere). If both came from the same documents, vectors
        learned from labels would be separate even for random labels.

        Parameters
        ----------
        comparison : EmbeddingComparison
            The result of `compare_embeddings` with ``return_vectorizers``.

        X : sequence of str of shape (n_documents,)
            The documents that were compared.

        y : array-like of shape (n_documents,)
            Their class labels.

        name : str, default=None
            Name of a candidate that is or contains a vectorizer of skembed; if None, the best of
            those that were kept.

        n_words, n_classes : int, default=8 and 6
            Number of words of each class, and number of classes: the most frequent ones.

        projection, random_state : object and int or None, default=None and 0
            The projection and its seed, as in `from_embedding`.

        data_name : str, default=None
            Name of the data, for the title.

        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        Returns
        -------
        display : WordMapDisplay
            The display, already plotted.

        Raises
        ------
        ImportError
            If matplotlib is not installed.

        ValueError
            If no vectorizer was kept, X has too few documents, or y holds numbers.
        """
        name = best_kept(comparison, "embedding_") if name is None else name
        (_, test), vectorizer, _ = kept_folds(comparison, name)[0]
        documents = compared_documents(comparison, vectorizer, X)
        labels = as_targets(y, n_samples(documents))
        if labels.dtype.kind == "f":
            raise ValueError(
                "y must hold class labels, got numbers: divide them into classes, for example at "
                "their median."
            )
        embedding, texts = find_embedding(vectorizer, name), rows_of(documents, test)
        words = characteristic_words(texts, labels[test], embedding, n_words, n_classes)
        shown, groups = flatten(words, ())
        plane = map_vectors(embedding[shown], projection, random_state)
        return cls(
            shown,
            plane.points,
            groups=groups,
            axis_labels=plane.labels,
            is_metric=plane.is_metric,
            data_name=data_name,
            about=f"words of held-out documents, {describe_score(comparison, name)}",
        ).plot(ax)

    def plot(self, ax: Any = None) -> WordMapDisplay:
        """Plot the display.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure is created.

        Returns
        -------
        display : WordMapDisplay
            This display.
        """
        ax = new_axes() if ax is None else ax
        names = list(dict.fromkeys(self.groups or ()))
        of_name = {name: style(number)[0] for number, name in enumerate(names)}
        colors = [of_name[group] for group in self.groups or ()] or [_ALONE] * len(self.words)
        # Bold words come first because they are the most important ones.
        order = sorted(range(len(self.words)), key=lambda i: self.words[i] not in self.centers)
        x, y = self.points[order].T
        self.points_ = ax.scatter(x, y, s=9, c=[colors[i] for i in order], linewidths=0, zorder=3)
        prepare(ax, Plane(self.points, self.axis_labels, self.is_metric))
        self.legend_ = None
        # Groups named after one of their words, shown in bold, need no legend.
        if names and not self.centers:
            self.legend_ = legend_beside(ax, [_dot(of_name[name]) for name in names], names)
        placed = PointLabels(
            ax,
            self.points[order],
            [self.words[i] for i in order],
            radius=1.5,
            marks=self.points_,
            fontsize=8,
        )
        self.labels_ = [placed.labels[order.index(i)] for i in range(len(self.words))]
        for word, color, label in zip(self.words, colors, self.labels_, strict=True):
            label.set_color(ink(color))
            if word in self.centers:
                label.set(weight="bold", size=9.5)
        self.hidden_ = placed.hidden
        set_title(ax, "Word map", self.data_name, self.about)
        self.ax_, self.figure_ = ax, ax.figure
        finish(ax)
        return self


def _dot(color: str) -> Any:
    """Return a legend handle of a color."""
    from matplotlib.lines import Line2D

    return Line2D([], [], color=color, marker="o", linestyle="", markersize=5)
