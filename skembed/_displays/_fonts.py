"""Fonts for characters that matplotlib's default font lacks, such as Chinese or emoji.

Installed fonts are searched only if a character is missing. matplotlib is imported when needed.
"""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

NO_GLYPH = "\N{WHITE SQUARE}"

# Categories of characters that only change how others are drawn, such as variation selectors.
_JOINERS = ("Cf", "Mn")


class MissingGlyphWarning(UserWarning):
    """Warning that no installed font has some ``characters``, which is said once for a figure."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = sorted(characters)
        super().__init__(
            f"No installed font has the characters {' '.join(self.characters)}: they are shown as "
            "squares. Install a font that has them, for example one of the Noto fonts."
        )


def choose_fonts(figure: Any) -> None:
    """Add fonts to the texts of a figure that have characters which their own fonts lack.

    Characters that no installed font has become squares, and one warning names them all, instead
    of one by matplotlib for each of them whenever the figure is drawn.

    Parameters
    ----------
    figure : matplotlib Figure
        The figure; its texts are modified.
    """
    from matplotlib.text import Text

    lacking = {}
    for text in figure.findobj(Text):
        if missing := _missing(text):
            lacking[text] = missing
    if not lacking:
        return
    families, without = fonts_with(set().union(*lacking.values()))
    for text in lacking:
        text.set_fontfamily([*text.get_fontfamily(), *families])
    if not without:
        return
    table = {ord(c): "" if unicodedata.category(c) in _JOINERS else NO_GLYPH for c in without}
    _replace(figure, lacking, table)
    if without := {character for character in without if table[ord(character)]}:
        warnings.warn(MissingGlyphWarning(without), stacklevel=4)  # the line that called plot


def fonts_with(characters: set[str]) -> tuple[list[str], set[str]]:
    """Return the fewest installed fonts that have some characters, and the characters of none.

    The next font is always the one with most of the characters that are left; ties go to fonts
    without serifs, then to the first name.
    """
    families, left = [], set(characters)
    fonts = list(_installed_fonts())
    while left:
        ranked = [(-len(left & glyphs(path)), "Sans" not in name, name) for name, path in fonts]
        found, _, name = min(ranked, default=(0, True, ""))
        if not found:
            break
        families.append(name)
        left -= glyphs(dict(fonts)[name])
    return families, left


@cache
def glyphs(path: str) -> frozenset[str]:
    """Return the characters of a font; none if it has bitmaps only, which cannot be scaled."""
    from matplotlib.font_manager import get_font

    try:
        font = get_font(path)
        return frozenset(map(chr, font.get_charmap())) if font.scalable else frozenset()
    except (OSError, RuntimeError):  # not readable by FreeType
        return frozenset()


def _installed_fonts() -> Iterator[tuple[str, str]]:
    """Yield the name and path of upright fonts of normal weight."""
    from matplotlib.font_manager import fontManager

    for entry in fontManager.ttflist:
        if entry.name.startswith("Last Resort"):
            continue  # matplotlib's font of placeholders
        if entry.style == "normal" and str(entry.weight) in {"400", "normal", "regular"}:
            yield entry.name, entry.fname


def _missing(text: Any) -> set[str]:
    """Return the characters of a text, except spaces, that its fonts lack."""
    from matplotlib.font_manager import FontProperties, findfont

    if text.get_text().isascii():
        return set()
    characters = {c for c in text.get_text() if not c.isspace()}
    for family in text.get_fontfamily():
        # Weight and style do not matter: an upright font has the glyphs of its bold one.
        characters -= glyphs(findfont(FontProperties(family=[family])))
    return characters


def _replace(figure: Any, texts: Iterable[Any], table: dict[int, str]) -> None:
    """Replace characters in texts, and in tick labels, whose texts are written at each drawing."""
    from matplotlib.ticker import FixedFormatter

    for text in texts:
        text.set_text(text.get_text().translate(table))
    for ax in figure.axes:
        formatter = ax.yaxis.get_major_formatter()
        if isinstance(formatter, FixedFormatter):
            formatter.seq = [label.translate(table) for label in formatter.seq]
