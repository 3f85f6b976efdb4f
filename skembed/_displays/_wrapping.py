"""Long names and sentences, broken into lines between words instead of being cut."""

from __future__ import annotations

import re
import textwrap
from typing import Any

from ._at_draw import AtDraw

NAME_WIDTH = 26  # characters
NARROW = 4.5  # inches; figures that are narrower get smaller type and shorter lines
_MOST_LINES = 4

# Where words that are longer than a line break: after a sign, before a parenthesis, and where a
# capital letter begins a word, as in SupervisedEmbedding|Vectorizer|(n_components=20). Parts that
# are still too long break after underscores.
_BREAKS = re.compile(r"(?<=[.\-/,;:])|(?=\()|(?<=[a-z0-9])(?=[A-Z])")
_UNDERSCORES = re.compile("(?<=_)")


def wrap_name(name: str, width: int = NAME_WIDTH) -> str:
    """Break a name into lines at spaces, and long words at signs or inner capital letters.

    Parameters
    ----------
    name : str
        The name; line breaks in it become spaces.

    width : int, default=26
        Length of a line. Words are broken if they are more than half as long again.

    Returns
    -------
    wrapped : str
        At most four lines; the rest is replaced by an ellipsis.
    """
    parts = re.split(r"(?<=\s)", " ".join(name.split("\n")))
    for where in (_BREAKS, _UNDERSCORES):
        parts = [p for part in parts for p in (where.split(part) if len(part) > width else [part])]
    lines = [""]
    for part in parts:
        if len(lines[-1]) + len(part.rstrip()) > width and lines[-1]:
            lines.append("")
        step = width if len(part) > 1.5 * width else len(part) + 1  # no line of a letter or two
        pieces = [part[i : i + step] for i in range(0, len(part), step)] or [""]
        lines[-1] += pieces[0]
        lines += pieces[1:]
    lines = [line.strip() for line in lines]
    if len(lines) > _MOST_LINES:
        last = lines[_MOST_LINES - 1][: width - 1]
        lines = [*lines[: _MOST_LINES - 1], f"{last}\N{HORIZONTAL ELLIPSIS}"]
    return "\n".join(lines)


class WrappedText(AtDraw):
    """A text centered on the axes, wrapped whenever they are drawn at the width that it has there.

    Parameters
    ----------
    ax : matplotlib Axes
        The axes.

    text : matplotlib Text
        A title or note of one or several lines. Once somebody else changes it, it is left alone.
    """

    def __init__(self, ax: Any, text: Any) -> None:
        super().__init__(ax)
        self.text = text
        text.set_in_layout(False)  # one long line would leave no room for the axes
        self._whole: str | None = None  # before it was wrapped
        self._written = ""

    def arrange(self, renderer: Any) -> None:
        """Wrap the lines, assuming that a character is 0.6 times as wide as the type is high."""
        if self._whole is None:
            self._whole = self._written = self.text.get_text()
            self.text.set_in_layout(True)
        if self.text.get_text() != self._written:
            return
        columns = int(self._room() / renderer.points_to_pixels(0.6 * self.text.get_size()))
        width = max(columns, 20)
        lines = [part for line in self._whole.splitlines() for part in textwrap.wrap(line, width)]
        self._written = "\n".join(lines)
        self.text.set_text(self._written)

    def _room(self) -> float:
        """Return the width of the axes, or of the figure around their center if it is theirs."""
        box, figure = self.ax.bbox, self.ax.figure.bbox
        spec = self.ax.get_subplotspec()
        if spec is None or spec.get_gridspec().ncols > 1:
            return float(box.width)
        center = (box.x0 + box.x1) / 2
        return float(2 * min(center - figure.x0, figure.x1 - center))
