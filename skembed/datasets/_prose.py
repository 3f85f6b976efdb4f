"""Docstring to paragraphs of plain English: the prose of a numpydoc docstring, without its code.

It knows the few forms that scientific docstrings are written in (reStructuredText with
numpydoc sections) and goes by lines and indentation. It refuses to be a parser of
reStructuredText: a construction it does not know is kept as text, or dropped when it does not
read as a sentence. Strings in, strings out; no files.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator

# Sections that list other objects or sources instead of telling anything about this one.
_LEFT_OUT_SECTIONS = re.compile(
    "also see|authors?|attribution|bibliography|citations?|(module )?contents|(list of )?functions|"
    "license|methods|references?|routine( listing)?s|see also|todo"
)

# Sections of `name : type` lines, each with an indented description.
_FIELD_SECTIONS = re.compile(
    "((other|optional|keyword) )?parameters?|options|(keyword )?arguments|keywords|attributes|"
    "members|returns?|yields|receives|raises|warns|throws|inputs?|outputs?"
)

# Directives whose content is prose; the content of every other one is code, math or markup.
_PROSE_DIRECTIVES = frozenset(
    ("attention", "caution", "danger", "hint", "important", "note", "tip", "warning")
)

_UNDERLINE = re.compile(r"\s*([-=~^*#`\"])\1{2,}\s*")
_TABLE_RULE = re.compile(r"\s*(?:[=-]{2,}(?:\s+[=-]{2,})+|\+[-=+]+\+|\|.*\|)\s*")
_DIRECTIVE = re.compile(r"\.\. ?(?:\|\w+\| ?)?([\w:-]+)::\s*(.*)")
_EXPLICIT_MARKUP = re.compile(r"\.\.( |$)")
_FIELD_HEADER = re.compile(r"[\w*`'\".,\\\[\]|/{}-]+(?:, ?[\w*`.\\]+)* ?:( |$)|[\w.*]+$")

# In the order in which they are applied; a role must be gone before bare back-quotes are.
_INLINE: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (re.compile(r"%\(\w+\)[a-z]?|\$\{\w+\}"), ""),  # holes of docstring templates
    # Footnotes, with the preposition that would be left alone before a full stop; substitutions.
    (re.compile(r"(?:\s(?:as in|in|see|from|by|of|to))?\s?\[[\w*#.-]+\]_(?=[.,;:)])"), ""),
    (re.compile(r"\[[\w*#., -]+\]_|\|[\w-]+\|_?(?=\W|$)"), ""),
    (re.compile(r":(?:math|tex):`([^`]*)`"), lambda m: _plain_formula(m[1])),
    (re.compile(r":ref:`([\w.-]+)`"), lambda m: _plain_label(m[1])),
    (re.compile(r"(?::[\w:+-]+:)?`+([^`<>]*?)\s*<[^`<>]*>`+_{0,2}"), r"\1"),  # `text <target>`
    (re.compile(r"(?::[\w:+-]+:)?`+[~!]?([^`]*)`+_{0,2}"), r"\1"),
    (re.compile(r"\b(?:https?|ftp)://\S+|\bdoi:\S+"), ""),
    (re.compile(r"\b(?:numpy|np|scipy|sklearn|joblib|gensim)(?:\.\w+)*\.(\w+)"), r"\1"),
    (re.compile(r"(?<!\w)\*{1,2}([^\s*](?:[^*]*[^\s*])?)\*{1,2}(?!\w)"), r"\1"),  # emphasis
    (re.compile(r"`|:\w+:(?= )|\\ "), ""),  # markup that was left open
    (re.compile(r"\\([\\*_|])"), r"\1"),
    (re.compile(r"\(\s*(?:and|or|see|,|;)?\s*\)|\[\s*\]"), ""),
    (re.compile(r"\s+([,.;:)](?:\s|$))"), r"\1"),
    (re.compile(r"\s+"), " "),
]
_BULLET = re.compile(r"^\s*(?:[-*+•]|#\.|\(?\d[.)]|\(?[ivx]+\))\s+(?=\S)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CODE_LIKE = re.compile(r"[\w.]+\([^()]*\)(?: ?->.*)?|[\w., ]+ = [\w.]+\(.*\)")


def paragraphs(docstring: str, *, min_words: int = 1) -> Iterator[str]:
    """Yield the paragraphs of a docstring, in order, each on one line.

    Parameters
    ----------
    docstring : str
        As it stands in the source; its indentation is removed here.
    min_words : int, default=1
        Shorter paragraphs are left out. A word holds two letters in a row and no space.

    Yields
    ------
    paragraph : str
        Text without markup, code, headings or `name : type` lines.
    """
    lines = inspect.cleandoc(docstring).splitlines()
    for block in _blocks(_without_fields(_without_code(lines))):
        text = _plain_text(" ".join(_BULLET.sub("", line).strip() for line in block))
        if _is_prose(text, min_words):
            yield text


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _end_of_block(lines: list[str], start: int, indent: int) -> int:
    """First line at or after `start` that is neither blank nor deeper than `indent`."""
    while start < len(lines) and (not lines[start].strip() or _indent(lines[start]) > indent):
        start += 1
    return start


def _end_of_paragraph(lines: list[str], start: int) -> int:
    """First blank line at or after `start`."""
    while start < len(lines) and lines[start].strip():
        start += 1
    return start


def _without_code(lines: list[str]) -> list[str]:
    """Drop examples, literal blocks, and the directives that do not hold prose."""
    kept: list[str] = []
    i = 0
    while i < len(lines):
        line, indent = lines[i].rstrip(), _indent(lines[i])
        text = line.strip()
        i += 1
        if text.startswith(">>>"):
            i = _end_of_paragraph(lines, i)
        elif directive := _DIRECTIVE.match(text):
            if directive[1].lower() in _PROSE_DIRECTIVES:
                kept += ["", " " * indent + directive[2]]
            else:
                i = _end_of_block(lines, i, indent)
                kept.append("")
        elif _EXPLICIT_MARKUP.match(text):  # comments, footnotes, link targets
            i = _end_of_block(lines, i, indent)
            kept.append("")
        elif text.endswith("::"):
            kept += [line[:-1] if text != "::" else "", ""]
            i = _end_of_block(lines, i, indent)
        else:
            kept.append(line)
    return kept


def _without_fields(lines: list[str]) -> Iterator[str]:
    """Drop headings, unwanted sections and the `name : type` lines; each ends a paragraph."""
    section = ""
    for i, line in enumerate(lines):
        below = lines[i + 1] if i + 1 < len(lines) else ""
        if _UNDERLINE.fullmatch(line):
            yield ""
        elif line.strip() and _UNDERLINE.fullmatch(below):
            section = line.strip().rstrip(":").lower()
            yield ""
        elif _LEFT_OUT_SECTIONS.fullmatch(section):
            continue
        elif _FIELD_SECTIONS.fullmatch(section) and line and not line[0].isspace():
            is_header = _indent(below) > 0 or _FIELD_HEADER.match(line)
            yield "" if is_header else line
        else:
            yield line


def _blocks(lines: Iterator[str]) -> Iterator[list[str]]:
    """Yield runs of lines between blank ones; tables are dropped."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            if not any(_TABLE_RULE.fullmatch(row) for row in block):
                yield block
            block = []


def _plain_formula(formula: str) -> str:
    """Write a short formula as letters; a long one is nothing that can be read as English."""
    plain = re.sub(r"\\(?:math[a-z]{2,3}|text|left|right|[,;!])|[{}$]", "", formula)
    plain = plain.replace("\\", " ").strip()
    return plain if len(plain) <= 16 else ""


def _plain_label(label: str) -> str:
    """Read a reference without a title as words: ``sphx_glr_auto_examples_svm_plot_iris.py``."""
    return re.sub(r"^sphx_glr_(auto_examples_)?|\.py$|[_-]", " ", label).strip()


def _plain_text(text: str) -> str:
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.strip()


def _is_prose(text: str, min_words: int) -> bool:
    """Whether a paragraph is long enough and made of words, not of symbols."""
    if sum(
        _WORD.search(part) is not None for part in text.split()
    ) < min_words or _CODE_LIKE.fullmatch(text):
        return False
    return sum(c.isalpha() or c == " " for c in text) >= 0.8 * len(text)
