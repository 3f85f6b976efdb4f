"""Read files of rated word pairs and of analogy questions.

Parsing is strict: malformed lines raise an error that names the line and are never skipped. The
available sets are listed in `_evaluation_sets`.
"""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Iterator

Path = str | os.PathLike[str]


def read_pairs(path: Path) -> tuple[list[tuple[str, str]], list[float]]:
    """Read lines of two words and a score; return the pairs and the scores.

    Fields are separated by tabs if the line contains one, otherwise by commas if it contains one,
    and otherwise by whitespace. Empty lines and lines that start with ``#`` are skipped. The first
    other line is skipped as a header if its third field is not a number.
    """
    words: list[tuple[str, str]] = []
    scores: list[float] = []
    is_first = True
    for number, line in _lines(path):
        if line.startswith("#"):
            continue
        fields = [field.strip() for field in _fields(line)]
        where = f"line {number} of {os.fspath(path)!r}"
        if len(fields) != 3 or not all(fields):
            raise ValueError(
                f"Each line must contain two words and a score, but {where} is {line!r}."
            )
        score = _number(fields[2])
        if score is not None:
            words.append((fields[0], fields[1]))
            scores.append(score)
        elif not is_first:
            raise ValueError(f"The score in {where} is not a finite number: {fields[2]!r}.")
        is_first = False
    if not words:
        raise ValueError(f"The file {os.fspath(path)!r} contains no pairs of words with a score.")
    return words, scores


def read_questions(path: Path) -> tuple[list[tuple[str, ...]], list[int], list[str]]:
    """Read lines of four words, in sections that start with a line ``: name``.

    Return the questions, the section of each as an index into the names, and the names of the
    sections. Questions before the first section are in "questions".
    """
    words: list[tuple[str, ...]] = []
    sections: list[int] = []
    names: list[str] = []
    for number, line in _lines(path):
        if line.startswith(":"):
            names.append(line.lstrip(":").strip())
            continue
        fields = tuple(line.split())
        if len(fields) != 4:
            raise ValueError(
                "Each line must contain four words, or ': ' and the name of a section, but line "
                f"{number} of {os.fspath(path)!r} is {line!r}."
            )
        if not names:
            names.append("questions")
        words.append(fields)
        sections.append(len(names) - 1)
    if not words:
        raise ValueError(f"The file {os.fspath(path)!r} contains no analogy questions.")
    return words, sections, names


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the non-empty lines with their numbers, starting from 1."""
    try:
        # Some editors start UTF-8 files with a byte order mark.
        with open(path, encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.strip()
    except UnicodeDecodeError as error:
        raise ValueError(f"The file {os.fspath(path)!r} is not UTF-8 text: {error}.") from error


def _fields(line: str) -> list[str]:
    if "\t" in line:
        return line.split("\t")
    return next(csv.reader([line])) if "," in line else line.split()


def _number(text: str) -> float | None:
    """Return a finite number, or None if the text is not one."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
