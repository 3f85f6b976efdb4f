"""Files of word pairs with scores, and of analogy questions: lines in, checked rows out.

Strict: a line that is not understood is an error that names it, never left out in silence.
Which sets there are, and what becomes of the rows, stands in `_evaluation_sets`.
"""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Iterator

Path = str | os.PathLike[str]


def read_pairs(path: Path) -> tuple[list[tuple[str, str]], list[float]]:
    """Read lines of two words and a score.

    Fields are separated by tabs, else by commas, else by white space. Empty lines and lines
    that begin with ``#`` are left out, and so is the first other line if its third field is no
    number: the names of the columns.

    Parameters
    ----------
    path : str or path-like
        A text file in UTF-8.

    Returns
    -------
    words : list of (str, str)
        The pairs.
    scores : list of float
        Their scores.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a line is not a pair with its score, naming the file and the line, or there is none.
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
                f"Two words and a score are expected in each line, {where} is {line!r}."
            )
        score = _number(fields[2])
        if score is not None:
            words.append((fields[0], fields[1]))
            scores.append(score)
        elif not is_first:
            raise ValueError(f"The score in {where} is not a finite number: {fields[2]!r}.")
        is_first = False
    if not words:
        raise ValueError(f"The file {os.fspath(path)!r} holds no pair of words with a score.")
    return words, scores


def read_questions(path: Path) -> tuple[list[tuple[str, ...]], list[int], list[str]]:
    """Read lines of four words, in sections that begin with a line ``: name``.

    Parameters
    ----------
    path : str or path-like
        A text file in UTF-8.

    Returns
    -------
    words : list of (str, str, str, str)
        The questions.
    sections : list of int
        The section of each.
    names : list of str
        The names of the sections; "questions" for what stands before the first.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a line holds another number of words, naming the file and the line, or there is none.
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
                f"Four words are expected in each line, or ': ' and the name of a section; line "
                f"{number} of {os.fspath(path)!r} is {line!r}."
            )
        if not names:
            names.append("questions")
        words.append(fields)
        sections.append(len(names) - 1)
    if not words:
        raise ValueError(f"The file {os.fspath(path)!r} holds no analogy question.")
    return words, sections, names


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not empty, with their numbers from 1."""
    try:
        # Some editors put a mark in front of UTF-8.
        with open(path, encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.strip()
    except UnicodeDecodeError as error:
        raise ValueError(f"The file {os.fspath(path)!r} is not text in UTF-8: {error}.") from error


def _fields(line: str) -> list[str]:
    if "\t" in line:
        return line.split("\t")
    return next(csv.reader([line])) if "," in line else line.split()


def _number(text: str) -> float | None:
    """Return a finite number, or None for all else."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
