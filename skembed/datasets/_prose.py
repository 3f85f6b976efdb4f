"""Extract the paragraphs of prose from a numpydoc docstring, without code and markup.

The code works with lines and indentation and recognizes the common forms of scientific docstrings
(reStructuredText with numpydoc sections). It is deliberately not a reStructuredText parser: unknown
constructs are kept as text, or dropped if they do not look like prose.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator

# Sections that list other objects or sources rather than describe this object.
_LEFT_OUT_SECTIONS = re.compile(
    "also see|authors?|attribution|bibliography|citations?|(module )?contents|(list of )?functions|"
    "license|methods|references?|routine( listing)?s|see also|todo"
)

# Sections of `name : type` lines, each with an indented description.
_FIELD_SECTIONS = re.compile(
    "((other|optional|keyword) )?parameters?|options|(keyword )?arguments|keywords|attributes|"
    "members|returns?|yields|receives|raises|warns|throws|inputs?|outputs?"
)

# Directives whose content is prose; the content of all others is code, math or markup.
_PROSE_DIRECTIVES = frozenset(
    ("attention", "caution", "danger", "hint", "important", "note", "tip", "warning")
)

_UNDERLINE = re.compile(r"\s*([-=~^*#`\"])\1{2,}\s*")
_TABLE_RULE = re.compile(r"\s*(?:[=-]{2,}(?:\s+[=-]{2,})+|\+[-=+]+\+|\|.*\|)\s*")
_DIRECTIVE = re.compile(r"\.\. ?(?:\|\w+\| ?)?([\w:-]+)::\s*(.*)")
_EXPLICIT_MARKUP = re.compile(r"\.\.( |$)")
_FIELD_HEADER = re.compile(r"[\w*`'\".,\\\[\]|/{}-]+(?:, ?[\w*`.\\]+)* ?:( |$)|[\w.*]+$")

# In the order of application; roles must be removed before single backquotes.
_INLINE: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (re.compile(r"%\(\w+\)[a-z]?|\$\{\w+\}"), ""),  # placeholders of docstring templates
    # Footnotes, including a preposition that would be left before punctuation; substitutions.
    (re.compile(r"(?:\s(?:as in|in|see|from|by|of|to))?\s?\[[\w*#.-]+\]_(?=[.,;:)])"), ""),
    (re.compile(r"\[[\w*#., -]+\]_|\|[\w-]+\|_?(?=\W|$)"), ""),
    (re.compile(r":(?:math|tex):`([^`]*)`"), lambda m: _plain_formula(m[1])),
    (re.compile(r":ref:`([\w.-]+)`"), lambda m: _plain_label(m[1])),
    (re.compile(r"(?::[\w:+-]+:)?`+([^`<>]*?)\s*<[^`<>]*>`+_{0,2}"), r"\1"),  # `text <target>`
    (re.compile(r"(?::[\w:+-]+:)?`+[~!]?([^`]*)`+_{0,2}"), r"\1"),
    (re.compile(r"\b(?:https?|ftp)://\S+|\bdoi:\S+"), ""),
    (re.compile(r"\b(?:numpy|np|scipy|sklearn|joblib|gensim)(?:\.\w+)*\.(\w+)"), r"\1"),
    (re.compile(r"(?<!\w)\*{1,2}([^\s*](?:[^*]*[^\s*])?)\*{1,2}(?!\w)"), r"\1"),  # emphasis
    (re.compile(r"`|:\w+:(?= )|\\ "), ""),  # unclosed markup
    (re.compile(r"\\([\\*_|])"), r"\1"),
    (re.compile(r"\(\s*(?:and|or|see|,|;)?\s*\)|\[\s*\]"), ""),
    (re.compile(r"\s+([,.;:)](?:\s|$))"), r"\1"),
    (re.compile(r"\s+"), " "),
]
_BULLET = re.compile(r"^\s*(?:[-*+•]|#\.|\(?\d[.)]|\(?[ivx]+\))\s+(?=\S)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CODE_LIKE = re.compile(r"[\w.]+\([^()]*\)(?: ?->.*)?|[\w., ]+ = [\w.]+\(.*\)")


def paragraphs(docstring: str, *, min_words: int = 1) -> Iterator[str]:
    """Yield the paragraphs of a docstring in order, each on one line, without code and markup.

    A word, for ``min_words``, is a run of characters without whitespace that contains two
    consecutive letters.
    """
    lines = inspect.cleandoc(docstring).splitlines()
    for block in _blocks(_without_fields(_without_code(lines))):
        text = _plain_text(" ".join(_BULLET.sub("", line).strip() for line in block))
        if _is_prose(text, min_words):
            yield text


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _end_of_block(lines: list[str], start: int, indent: int) -> int:
    """Return the first line at or after `start` that is not blank and not deeper than `indent`."""
    while start < len(lines) and (not lines[start].strip() or _indent(lines[start]) > indent):
        start += 1
    return start


def _end_of_paragraph(lines: list[str], start: int) -> int:
    """Return the first blank line at or after `start`."""
    while start < len(lines) and lines[start].strip():
        start += 1
    return start


def _without_code(lines: list[str]) -> list[str]:
    """Drop examples, literal blocks, and directives that do not contain prose."""
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
    """Yield blocks of lines separated by blank lines; tables are dropped."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            if not any(_TABLE_RULE.fullmatch(row) for row in block):
                yield block
            block = []


def _plain_formula(formula: str) -> str:
    """Return a short formula as plain text; long formulas, which are not prose, are dropped."""
    plain = re.sub(r"\\(?:math[a-z]{2,3}|text|left|right|[,;!])|[{}$]", "", formula)
    plain = plain.replace("\\", " ").strip()
    return plain if len(plain) <= 16 else ""


def _plain_label(label: str) -> str:
    """Return the words of a label such as ``sphx_glr_auto_examples_svm_plot_iris.py``."""
    return re.sub(r"^sphx_glr_(auto_examples_)?|\.py$|[_-]", " ", label).strip()


def _plain_text(text: str) -> str:
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.strip()


def _is_prose(text: str, min_words: int) -> bool:
    """Return whether a paragraph is long enough and consists mostly of letters."""
    if sum(
        _WORD.search(part) is not None for part in text.split()
    ) < min_words or _CODE_LIKE.fullmatch(text):
        return False
    return sum(c.isalpha() or c == " " for c in text) >= 0.8 * len(text)
