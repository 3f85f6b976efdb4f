"""Fonts for plots of texts in any script: which have the letters, and what is missing."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from typing import Any

_SHOWN = 10  # missing characters in a message


def use_fonts_for(texts: Iterable[str]) -> None:
    """Let matplotlib fall back to installed fonts that have the characters of the texts."""
    import matplotlib as mpl
    from matplotlib import font_manager

    needed = {ord(character) for text in texts for character in text if not character.isspace()}
    chosen = list(mpl.rcParams["font.family"])
    needed -= _characters(font_manager.findfont(font_manager.FontProperties(family=chosen)))
    for font in _installed():
        if not needed:
            break
        # matplotlib's own last resort has a box for each character, which explains nothing
        if font.style == "normal" and font.name not in chosen and "Last Resort" not in font.name:
            has = needed & _characters(font.fname)
            if has:
                chosen.append(font.name)
                needed -= has
    mpl.rcParams["font.family"] = chosen


def _installed() -> list[Any]:
    from matplotlib import font_manager

    return list(font_manager.fontManager.ttflist)


def _characters(path: str) -> set[int]:
    from matplotlib.ft2font import FT2Font

    try:
        return set(FT2Font(path).get_charmap())
    except (OSError, RuntimeError):  # a font that matplotlib cannot read
        return set()


def missing_glyphs(caught: Iterable[warnings.WarningMessage]) -> str:
    """Return the characters that matplotlib warned of, quoted; "" if there are none."""
    messages: list[Any] = [str(each.message) for each in caught]
    found = [re.match(r"Glyph (\d+) ", message) for message in messages]
    characters = list(dict.fromkeys(chr(int(each[1])) for each in found if each))
    more = f" and {len(characters) - _SHOWN} more" if len(characters) > _SHOWN else ""
    return ", ".join(map(repr, characters[:_SHOWN])) + more
