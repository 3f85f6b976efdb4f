"""Neighbors of words in several embeddings, side by side, as a table with bars.

Nothing is computed here that an Embedding does not already say by ``most_similar``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from .._core.embedding import Embedding
from ._at_draw import AtDraw
from ._axes import GRAY, draw_once, new_axes, note_below
from ._sources import find_embedding, name_sources, several

_BAR, _SHARED_BAR = "#d3e5f2", "#fbd5b5"
_WIDTH = 0.94  # of a bar at cosine 1, where a column is 1
_TITLE, _GAP = 1.25, 0.5  # of a word, and above the next one, in rows

Neighbors = Sequence[tuple[str, float]] | None


class NeighborsDisplay:
    """Neighbors of words in several embeddings, side by side.

    Best made by ``from_embeddings``.

    Parameters
    ----------
    neighbors : dict of str to dict of str to sequence of (str, float), or None
        For each embedding, for each word, its neighbors and their cosines, the nearest first;
        None where the embedding does not know the word.

    Attributes
    ----------
    ax_ : matplotlib Axes
        Where it was plotted.

    figure_ : matplotlib Figure
        The figure of ``ax_``.

    cells_ : dict of (str, str) to list of matplotlib Text
        The neighbors, for each embedding and word; a single text if the word is unknown.

    bars_ : dict of (str, str) to BarContainer
        The cosines, for each embedding and word that it knows; no bar for one below 0.

    shared_ : dict of str to list of str
        For each word, the neighbors that it has in all embeddings, in the order of the first
        one. They are bold. Empty if there is one embedding only.

    note_ : matplotlib Annotation
        What bars and bold letters mean.

    See Also
    --------
    WordMapDisplay : Words as points in the plane.

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

    def __init__(self, neighbors: Mapping[str, Mapping[str, Neighbors]]) -> None:
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
        self.shared_ = {word: self._shared(word) for word in self.words}

    @classmethod
    def from_embeddings(
        cls,
        embeddings: Any,
        words: str | Iterable[str],
        *,
        n_neighbors: int = 8,
        restrict_to: int | None = None,
        ax: Any = None,
    ) -> NeighborsDisplay:
        """Plot the neighbors of words.

        Parameters
        ----------
        embeddings : dict of str to Embedding, or list of Embedding
            Also KeyedVectors, fitted vectorizers, pipelines with one, and paths.

        words : str or iterable of str
            Whose neighbors.

        n_neighbors : int, default=8
            How many of each.

        restrict_to : int, default=None
            Look among so many of the most frequent words of each embedding only.

        ax : matplotlib Axes, default=None
            Where to plot; None makes a figure of the right size.

        Returns
        -------
        display : NeighborsDisplay
            With the artists as attributes.

        Raises
        ------
        ImportError
            If matplotlib is not installed.

        KeyError
            If no embedding knows a word. One that some do not know is said to be unknown there.
        """
        named = name_sources(embeddings, "embeddings")
        found = {name: find_embedding(source, name) for name, source in named.items()}
        asked = several(words, "words")
        for word in asked:
            if not any(word in embedding for embedding in found.values()):
                next(iter(found.values()))[word]  # raises, and names what is spelled alike
        return cls(
            {
                name: {word: _find(embedding, word, n_neighbors, restrict_to) for word in asked}
                for name, embedding in found.items()
            }
        ).plot(ax)

    def plot(self, ax: Any = None) -> NeighborsDisplay:
        """Plot.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to plot; None makes a figure of the right size.

        Returns
        -------
        display : NeighborsDisplay
            This one.
        """
        depths = [max(len(b[word] or [""]) for b in self.neighbors.values()) for word in self.words]
        tops = np.concatenate([[0.0], np.cumsum([_TITLE + depth + _GAP for depth in depths])]) + 1
        n_columns, n_rows = len(self.neighbors), float(tops[-1]) - _GAP
        ax = new_axes(max(1.8 * n_columns, 3.0), 0.2 * n_rows + 0.4) if ax is None else ax
        ax.set(xlim=(0, n_columns), ylim=(n_rows, 0), xticks=[], yticks=[], xlabel=" ")
        ax.spines[:].set_visible(False)
        table = _Table(ax)
        self.cells_: dict[tuple[str, str], list[Any]] = {}
        self.bars_: dict[tuple[str, str], Any] = {}
        for column, name in enumerate(self.neighbors):
            table.write(column, 0.45, name, color=GRAY, weight="bold")
        for word, top in zip(self.words, tops, strict=False):
            table.write(0, top + 0.6, word, weight="bold", size=1.15)
            ax.plot([0, n_columns - 1 + _WIDTH], [top + 1.15] * 2, color="0.7", linewidth=0.8)
            for column, name in enumerate(self.neighbors):
                self._write_block(table, column, top + _TITLE, (name, word))
        self.note_ = note_below(ax, self._note())
        self.ax_, self.figure_ = ax, ax.figure
        draw_once(ax)
        return self

    def _shared(self, word: str) -> list[str]:
        """Return the neighbors of a word in all embeddings, if there are several."""
        found = [[term for term, _ in blocks[word] or ()] for blocks in self.neighbors.values()]
        if len(found) < 2:
            return []
        return [term for term in found[0] if all(term in terms for terms in found[1:])]

    def _write_block(self, table: _Table, column: int, top: float, key: tuple[str, str]) -> None:
        """Write the neighbors of a word in an embedding, the first at ``top``."""
        name, word = key
        rows = self.neighbors[name][word]
        if rows is None:
            text = table.write(column, top + 0.5, "not among the terms", color=GRAY, style="italic")
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
            table.write(column, y, f"{cosine:.2f}", color=GRAY, size=0.85, ha="right")

    def _note(self) -> str:
        if len(self.neighbors) < 2:
            return "Bars: cosine."
        return f"Bars: cosine. Bold on orange: a neighbor in all {len(self.neighbors)}."


class _Table(AtDraw):
    """Texts in columns, of letters that fit the height of a row and the width of a column."""

    def __init__(self, ax: Any) -> None:
        super().__init__(ax)
        self.texts: list[tuple[Any, float]] = []

    def write(
        self, column: int, y: float, text: str, *, size: float = 1.0, **properties: Any
    ) -> Any:
        """Add a text, of a size relative to the others."""
        x = column + (_WIDTH - 0.02 if properties.get("ha") == "right" else 0.02)
        added = self.ax.text(
            x, y, text, va="center", in_layout=False, zorder=3, parse_math=False, **properties
        )
        self.texts.append((added, size))
        return added

    def arrange(self, renderer: Any) -> None:
        """Choose the size of all, and make smaller what is too wide."""
        low, high = self.ax.get_ylim()
        row = self.ax.bbox.height / abs(high - low) / renderer.points_to_pixels(1.0)
        left, right = self.ax.get_xlim()
        column = self.ax.bbox.width / (right - left)
        base = min(0.74 * row, 10.0)
        for text, size in self.texts:
            text.set_size(base * size)
            is_number = text.get_ha() == "right"
            room = column * (0.16 if is_number else 0.71)
            width = text.get_window_extent(renderer).width
            if width > room:
                text.set_size(0.95 * base * size * room / width)  # letters do not scale evenly


def _find(embedding: Embedding, word: str, n: int, restrict_to: int | None) -> Neighbors:
    if word not in embedding:
        return None
    return embedding.most_similar(word, n=n, restrict_to=restrict_to)
