"""Words as points in the plane, with labels that do not overlap.

Nothing is trained here but the projection.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.preprocessing import normalize

from ._axes import draw_once, ink, legend_beside, new_axes, style
from ._labels import PointLabels
from ._projection import Plane, prepare, project
from ._sources import find_embedding, several
from ._words import flatten, groups_around, most_frequent

_ALONE = "#1a4f7a"  # of words without a group


class WordMapDisplay:
    """A map of words in two dimensions.

    Best made by ``from_embedding``.

    Parameters
    ----------
    words : sequence of str of shape (n_words,)
        The words. Where there is not enough room for all labels, the first ones have it.

    points : array-like of shape (n_words, 2)
        Where they are.

    groups : sequence of str of shape (n_words,), default=None
        The group of each word; each has a color, and an entry in the legend. After the seventh
        group the colors come again.

    centers : collection of str, default=()
        Words to be written bold.

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

    points_ : matplotlib PathCollection
        The words, in their order but for the bold ones, which come first. Those whose label has
        no room are pale.

    labels_ : list of matplotlib Annotation
        The words as texts, in their order. Those without room are not visible.

    hidden_ : list of str
        The words whose label has no room. When the figure is drawn anew, in another size, this
        list follows.

    legend_ : matplotlib Legend or None
        Of the groups.

    See Also
    --------
    NeighborsDisplay : Neighbors of words in several embeddings, side by side.
    Embedding.most_similar : Neighbors in all dimensions, which no map can show.

    Examples
    --------
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
                f"groups must name one for each of the {len(self.words)} words, got "
                f"{len(self.groups)}."
            )
        self.centers = frozenset(centers)
        self.axis_labels = axis_labels
        self.is_metric = is_metric

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
        ax: Any = None,
    ) -> WordMapDisplay:
        """Plot words of an embedding.

        Parameters
        ----------
        source : Embedding, KeyedVectors, fitted vectorizer, Pipeline with one, str or path-like
            The vectors. Each is scaled to length 1 before the projection, so that distances
            follow the cosines by which ``most_similar`` looks for neighbors.

        words : iterable of str, or dict of str to iterable of str, default=None
            The words to show, or groups of them, which get colors. None takes the most
            frequent ones, or ``neighbors_of``.

        n_words : int, default=100
            How many of the most frequent words to show. Only if neither ``words`` nor
            ``neighbors_of`` is given.

        neighbors_of : str or iterable of str, default=None
            Words to show together with their neighbors, as a group each. A word that is a
            neighbor of two of them belongs to the first.

        n_neighbors : int, default=10
            How many neighbors of each.

        restrict_to : int, default=None
            Look for neighbors among so many of the most frequent words only.

        projection : transformer, default=None
            Has ``fit_transform``, as :class:`~sklearn.manifold.TSNE` and UMAP have; a clone of it
            is fitted on the words that are shown. None takes the first two principal components.

        random_state : int or None, default=0
            Seed of a projection that has none of its own.

        ax : matplotlib Axes, default=None
            Where to plot; None makes a figure.

        Returns
        -------
        display : WordMapDisplay
            With the artists as attributes.

        Raises
        ------
        ImportError
            If matplotlib is not installed.

        KeyError
            If a word has no vector.

        ValueError
            If both ``words`` and ``neighbors_of`` are given, or fewer than two words.
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
        plane = project(normalize(embedding[shown]), projection, random_state)
        return cls(
            shown,
            plane.points,
            groups=groups,
            centers=centers,
            axis_labels=plane.labels,
            is_metric=plane.is_metric,
        ).plot(ax)

    def plot(self, ax: Any = None) -> WordMapDisplay:
        """Plot.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to plot; None makes a figure.

        Returns
        -------
        display : WordMapDisplay
            This one.
        """
        ax = new_axes() if ax is None else ax
        names = list(dict.fromkeys(self.groups or ()))
        of_name = {name: style(number)[0] for number, name in enumerate(names)}
        colors = [of_name[group] for group in self.groups or ()] or [_ALONE] * len(self.words)
        # Bold words first: they are what the map is about.
        order = sorted(range(len(self.words)), key=lambda i: self.words[i] not in self.centers)
        x, y = self.points[order].T
        self.points_ = ax.scatter(x, y, s=9, c=[colors[i] for i in order], linewidths=0, zorder=3)
        prepare(ax, Plane(self.points, self.axis_labels, self.is_metric))
        self.legend_ = None
        # A group that is called by one of its words, which is bold, explains itself.
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
        self.ax_, self.figure_ = ax, ax.figure
        draw_once(ax)
        return self


def _dot(color: str) -> Any:
    """Make what stands in the legend for a color."""
    from matplotlib.lines import Line2D

    return Line2D([], [], color=color, marker="o", linestyle="", markersize=5)
