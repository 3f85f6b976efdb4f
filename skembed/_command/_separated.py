"""Parse separated text: find its separator, its way of quoting, and whether it has a header.

Everything is recognized from the content; what the user says comes first.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Any, NamedTuple

from ._header import header_problem
from ._table import Columns, DataError, Table

# In a tie, the first one: a comma is also in texts and, in many countries, in numbers.
SEPARATORS = {"\t": "tab", ";": "semicolon", "|": "pipe", ",": "comma"}
_SAMPLE = 500  # rows by which the separator is recognized
_QUOTES: dict[str, dict[str, Any]] = {
    "": {},
    "Quotes inside of quoted texts are escaped with a backslash.": {
        "doublequote": False, "escapechar": "\\",
    },
    "Quote characters are part of the texts.": {"quoting": csv.QUOTE_NONE},
}  # fmt: skip


class _Row(NamedTuple):
    line: int
    cells: list[str]


def read_separated(text: str, name: str, sep: str | None, header: bool | None) -> Table:
    """Return the table of a text with one separator between the columns."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # documents may be long
    text, named = _without_sep_line(text)
    if not text.strip():
        raise DataError(f"{name} is empty.")
    sep = sep or named or recognized_separator(text)
    if sep is None:
        first = text.lstrip().splitlines()[0][:60]
        raise DataError(
            f"{name} needs at least two columns, text and label, but no tab, semicolon, pipe or "
            f"comma separates them. Its first line is {first!r}; name the separator with --sep."
        )
    rows, notes = _parsed(text, name, sep)
    if sep not in {named, ","}:
        notes.insert(0, f"Separator: {SEPARATORS.get(sep, repr(sep))} (change with --sep).")
    if header is None:
        problem = header_problem(rows[0].cells, [row.cells for row in rows[1:_SAMPLE]])
        header = problem is None
        if problem:
            notes.append(f"{problem.message} Columns are numbered (change with --header).")
    numbers = [str(i + 1) for i in range(len(rows[0].cells))]
    names = numbers
    if header:
        names = [cell.strip() or n for cell, n in zip(rows[0].cells, numbers, strict=True)]
        rows = rows[1:]
    if len(set(names)) < len(names):
        twice = next(each for each in names if names.count(each) > 1)
        raise DataError(f"{name} has two columns named {twice!r} in its header: rename one.")
    columns: Columns = {key: [row.cells[i] for row in rows] for i, key in enumerate(names)}
    return Table(columns, notes)


def _without_sep_line(text: str) -> tuple[str, str | None]:
    """Remove the line ``sep=;`` that Excel writes and return its separator."""
    found = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    return (text[found.end() :], found[1]) if found else (text, None)


def recognized_separator(text: str) -> str | None:
    """Return the separator that divides most rows into as many columns as the first."""
    shares = {sep: _share(text, sep) for sep in SEPARATORS}
    best = max(shares, key=lambda sep: shares[sep])
    return best if shares[best] > 0 else None


def _share(text: str, sep: str) -> float:
    widths = [len(row.cells) for row in islice(_rows(text, sep, strict=False), _SAMPLE)]
    if not widths or widths[0] < 2:
        return 0.0
    return widths.count(widths[0]) / len(widths)


def _rows(text: str, sep: str, **options: Any) -> Iterator[_Row]:
    """Yield the rows that are not empty (spreadsheets write separators for empty rows)."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=sep, **options)
    for cells in reader:
        if any(cells):
            yield _Row(reader.line_num, cells)


def _parsed(text: str, name: str, sep: str) -> tuple[list[_Row], list[str]]:
    """Return all rows, read with the first convention of quoting that gives them one width."""
    first_error = None
    for note, options in _QUOTES.items():
        if "escapechar" in options and '\\"' not in text:
            continue
        try:
            rows = list(_rows(text, sep, strict=True, **options))
            _check_widths(rows, name, sep)
        except (csv.Error, DataError) as error:
            first_error = first_error or error
        else:
            return rows, [note] if note else []
    if isinstance(first_error, csv.Error):
        raise DataError(f"{name}: {first_error}. A quoted text is never closed.") from first_error
    assert first_error is not None
    raise first_error


def _check_widths(rows: list[_Row], name: str, sep: str) -> None:
    if not rows:
        raise DataError(f"{name} has no rows.")
    n = len(rows[0].cells)
    if n < 2:
        raise DataError(
            f"{name} has a single column if {sep!r} separates columns; a text and a label are "
            f"needed. Its first line is {rows[0].cells[0][:60]!r}; see --sep."
        )
    for row in rows:
        if len(row.cells) != n:
            raise DataError(
                f"{name}, line {row.line:,}: {len(row.cells)} values, but {n} columns. Texts that "
                f"contain {sep!r} or a line break must be quoted; another separator is named "
                "with --sep."
            )
