"""Plot the nearest neighbors of words in several embeddings as a table with bars.

All values come from ``Embedding.most_similar``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from .._core.embedding import Embedding
from ._at_draw import AtDraw
from ._axes import GRAY, finish, new_axes, note_below, set_title
from ._sources import find_embedding, name_sources, several
from ._wrapping import wrap_name

_BAR, _SHARED_BAR = "#d3e5f2", "#fbd5b5"
_WIDTH = 0.94  # width of a bar for a cosine of 1, as a fraction of the column
_SMALLEST = 6.0  # points; longer words are cut at this size
_TITLE, _GAP = 1.25, 0.5  # heights of a heading and of the gap above the next one, in rows

Neighbors = Sequence[tuple[str, float]] | None


class NeighborsDisplay:
    """Nearest neighbors of words in several embeddings, side by side.

    It is recommended to use ``from_embeddings`` to create this display.

    Parameters
    ----------
    neighbors : dict of str to dict of str to sequence of (str, float), or None
        For each embedding and each word, its neighbors and their cosine similarities, the
        nearest first; None if the word is out of vocabulary.

    data_name : str, default=None
        Name of the data, for the title.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Axes with the plot.

    figure_ : matplotlib Figure
        Figure containing the plot.

    cells_ : dict of (str, str) to list of matplotlib Text
        The neighbors for each embedding and word; a single text if the word is out of
        vocabulary. All texts have one size, and those without room end in an ellipsis.

    bars_ : dict of (str, str) to BarContainer
        The cosine similarities for each embedding and each word in its vocabulary. Negative
        values have bars of length 0.

    shared_ : dict of str to list of str
        For each word, the neighbors that it has in all embeddings, in the order of the first
        embedding. They are bold. Empty if there is only one embedding.

    note_ : matplotlib Annotation
        The note that explains bars and bold type.

    See Also
    --------
    WordMapDisplay : Two-dimensional map of words.

    Examples
    --------
    >>> from skembed import Embedding, NeighborsDisplay
    >>> words = ["cat", "dog", "car"]
    >>> one = Embedding(words, [[1.0, 0.0], [0.9, 0.1], [0.0, 1.0]])
    >>> two = Embedding(words, [[1.0, 0.0], [0.5, 0.5], [0.1, 1.0]])
    >>> display = NeighborsDisplay.from_embeddings({"one": one, "two": two}, "cat", n_neighbors=1)
    >>> display.shared_
    {'cat': ['dog']}
    """

    def __init__(
        self,
        neighbors: Mapping[str, Mapping[str, Neighbors]],
        *,
        data_name: str | None = None,
    ) -> None:
        self.neighbors = {name: dict(blocks) for name, blocks in neighbors.items()}
        if not self.neighbors:
            raise ValueError("neighbors is empty: there is nothing to plot.")
        self.words = list(next(iter(self.neighbors.values())))
        for name, blocks in self.neighbors.items():
            if list(blocks) != self.words:
                raise ValueError(
                    f"Each embedding must have the same words, {self.words}; {name!r} has "
                    f"{list(blocks)}."
                )
        self.data_name = data_name
        self.shared_ = {word: self._shared(word) for word in self.words}

    @classmethod
    def from_embeddings(
        cls,
        embeddings: Any,
        words: str | Iterable[str],
        *,
        n_neighbors: int = 8,
        restrict_to: int | None = None,
        data_name: str | None = None,
        ax: Any = None,
    ) -> NeighborsDisplay:
        """Plot the nearest neighbors of words.

        Parameters
        ----------
        embeddings : dict of str to Embedding, or list of Embedding
            The embeddings. They may also be given as KeyedVectors, fitted vectorizers, pipelines
            that contain a vectorizer, or paths.

        words : str or iterable of str
            The words whose neighbors are shown.

        n_neighbors : int, default=8
            Number of neighbors per word.

        restrict_to : int, default=None
            If given, search only among this many of the most frequent words of each embedding.

        data_name : str, default=None
            Name of the data, for the title.

        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure of suitable size is created.

        Returns
        -------
        display : NeighborsDisplay
            The display, already plotted.

        Raises
        ------
        ImportError
            If matplotlib is not installed.

        KeyError
            If a word is out of vocabulary in every embedding. If it is in the vocabulary of
            some, the plot shows where it is not.
        """
        named = name_sources(embeddings, "embeddings")
        found = {name: find_embedding(source, name) for name, source in named.items()}
        asked = several(words, "words")
        for word in asked:
            if not any(word in embedding for embedding in found.values()):
                next(iter(found.values()))[word]  # raises a KeyError that suggests similar words
        return cls(
            {
                name: {word: _find(embedding, word, n_neighbors, restrict_to) for word in asked}
                for name, embedding in found.items()
            },
            data_name=data_name,
        ).plot(ax)

    def plot(self, ax: Any = None) -> NeighborsDisplay:
        """Plot the display.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Axes to plot on. If None, a new figure of suitable size is created.

        Returns
        -------
        display : NeighborsDisplay
            This display.
        """
        depths = [max(len(b[word] or [""]) for b in self.neighbors.values()) for word in self.words]
        tops = np.concatenate([[0.0], np.cumsum([_TITLE + depth + _GAP for depth in depths])]) + 1
        n_columns, n_rows = len(self.neighbors), float(tops[-1]) - _GAP
        names = {name: wrap_name(name, 18) for name in self.neighbors}
        head = max(name.count("\n") for name in names.values())  # rows that long names need
        if ax is None:
            ax = new_axes(max(self._column_width() * n_columns, 3.0), 0.2 * (n_rows + head) + 0.7)
        ax.set(xlim=(0, n_columns), ylim=(n_rows, -head), xticks=[], yticks=[], xlabel=" ")
        ax.spines[:].set_visible(False)
        table = _Table(ax)
        self.cells_: dict[tuple[str, str], list[Any]] = {}
        self.bars_: dict[tuple[str, str], Any] = {}
        for column, name in enumerate(names.values()):
            table.write(column, 0.9, name, color=GRAY, weight="bold", va="bottom")
        for word, top in zip(self.words, tops, strict=False):
            table.write(0, top + 0.6, word, weight="bold")
            ax.plot([0, n_columns - 1 + _WIDTH], [top + 1.15] * 2, color="0.7", linewidth=0.8)
            for column, name in enumerate(self.neighbors):
                self._write_block(table, column, top + _TITLE, (name, word))
        set_title(ax, "Nearest neighbors", self.data_name)
        self.note_ = note_below(ax, self._note())
        self.ax_, self.figure_ = ax, ax.figure
        finish(ax)
        return self

    def _column_width(self) -> float:
        """Return the width of a column in inches that most neighbors fit into."""
        blocks = [rows or () for words in self.neighbors.values() for rows in words.values()]
        lengths = [len(term) for rows in blocks for term, _ in rows]
        return float(np.clip(0.09 * max(lengths, default=0) + 0.6, 1.8, 3.2))

    def _shared(self, word: str) -> list[str]:
        """Return the neighbors that a word has in all embeddings, if there are several."""
        found = [[term for term, _ in blocks[word] or ()] for blocks in self.neighbors.values()]
        if len(found) < 2:
            return []
        return [term for term in found[0] if all(term in terms for terms in found[1:])]

    def _write_block(self, table: _Table, column: int, top: float, key: tuple[str, str]) -> None:
        """Write the neighbors of a word in one embedding, starting at ``top``."""
        name, word = key
        rows = self.neighbors[name][word]
        if rows is None:
            text = table.write(column, top + 0.5, "out of vocabulary", color=GRAY, style="italic")
            self.cells_[key] = [text]
            return
        shared = self.shared_[word]
        middles = top + 0.5 + np.arange(len(rows))
        self.bars_[key] = table.ax.barh(
            middles,
            [_WIDTH * max(cosine, 0.0) for _, cosine in rows],
            left=column,
            height=0.84,
            color=[_SHARED_BAR if term in shared else _BAR for term, _ in rows],
            zorder=1,
        )
        self.cells_[key] = [
            table.write(column, y, term, weight="bold" if term in shared else "normal")
            for (term, _), y in zip(rows, middles, strict=True)
        ]
        for (_, cosine), y in zip(rows, middles, strict=True):
            table.write(column, y, f"{cosine:.2f}", color=GRAY, ha="right")

    def _note(self) -> str:
        if not any(self.shared_.values()):
            return "Bars: cosine similarity."
        shared = f"neighbor in all {len(self.neighbors)} embeddings"
        return f"Bars: cosine similarity. Bold on orange: {shared}."


class _Table(AtDraw):
    """Texts in columns, in one font size that fits the rows and, if it stays readable, columns."""

    def __init__(self, ax: Any) -> None:
        super().__init__(ax)
        self.texts: list[Any] = []
        self._whole: list[str] = []  # before any was shortened

    def write(self, column: int, y: float, text: str, **properties: Any) -> Any:
        """Add a text."""
        x = column + (_WIDTH - 0.02 if properties.get("ha") == "right" else 0.02)
        given = {"va": "center", "in_layout": False, "zorder": 3, "parse_math": False}
        added = self.ax.text(x, y, text, **given | properties)
        self.texts.append(added)
        return added

    def arrange(self, renderer: Any) -> None:
        """Choose the font size, and shorten texts that are too wide for it."""
        low, high = self.ax.get_ylim()
        row = self.ax.bbox.height / abs(high - low) / renderer.points_to_pixels(1.0)
        left, right = self.ax.get_xlim()
        column = self.ax.bbox.width / (right - left)
        largest = min(0.74 * row, 10.0)
        self._whole = self._whole or [text.get_text() for text in self.texts]
        room, needed = [], []
        for text, whole in zip(self.texts, self._whole, strict=True):
            text.set(text=whole, size=largest)
            room.append(column * (0.2 if text.get_ha() == "right" else 0.72))
            needed.append(text.get_window_extent(renderer).width)
        ratio = np.array(room) / np.maximum(needed, 1.0)
        size = largest * min(1.0, max(0.95 * ratio.min(), _SMALLEST / largest))
        for text, width in zip(self.texts, room, strict=True):
            text.set_size(size)
            while text.get_window_extent(renderer).width > width and len(text.get_text()) > 2:
                text.set_text(text.get_text()[:-2] + "\N{HORIZONTAL ELLIPSIS}")


def _find(embedding: Embedding, word: str, n: int, restrict_to: int | None) -> Neighbors:
    if word not in embedding:
        return None
    return embedding.most_similar(word, n=n, restrict_to=restrict_to)
