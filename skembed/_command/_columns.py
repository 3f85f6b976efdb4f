"""Tables in files: csv, tsv, parquet; and which of their columns holds texts, which labels.

Values come back as str. No table library of our own: csv is Python's, parquet that of pyarrow.
"""

from __future__ import annotations

import csv
import gzip
import sys
import zlib
from pathlib import Path
from typing import IO, cast

Columns = dict[str, list[str]]

_SEPARATORS = {".csv": ",", ".tsv": "\t"}
_TEXT_NAMES = ("text", "document", "body", "content", "review", "sentence", "message")
_LABEL_NAMES = ("label", "class", "target", "category", "y", "sentiment", "topic")


class DataError(ValueError):
    """A file that cannot be used; its message is for the person at the terminal."""


def read_columns(path: Path) -> Columns:
    """Read a table.

    Parameters
    ----------
    path : Path
        A file whose name ends in .csv, .tsv (each also with .gz) or .parquet.

    Returns
    -------
    columns : dict of str to list of str
        Its columns, missing values as empty strings.

    Raises
    ------
    DataError
        If there is no such file, or it is not what its name says.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    kind = next((s for s in reversed(suffixes) if s in {*_SEPARATORS, ".parquet"}), None)
    if kind is None:
        raise DataError(f"{path} is none of .csv, .csv.gz, .tsv, .tsv.gz and .parquet.")
    if not path.is_file():
        raise DataError(f"There is no file {path}.")
    try:
        columns = _parquet(path) if kind == ".parquet" else _separated(path, _SEPARATORS[kind])
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} cannot be read: {error}.") from error
    if not columns or not next(iter(columns.values())):
        raise DataError(f"{path} has no rows.")
    return columns


def _separated(path: Path, separator: str) -> Columns:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a document may be long
    try:
        with _open(path) as file:
            reader = csv.reader(file, delimiter=separator, strict=True)
            header = next(reader, [])
            if len(header) < 2:
                raise DataError(
                    f"{path} needs a header and two columns, text and label, separated by "
                    f"{separator!r}; its first line is {','.join(header)[:60]!r}."
                )
            if len(set(header)) < len(header):
                raise DataError(f"{path} has two columns of one name in its header: {header}.")
            columns: list[list[str]] = [[] for _ in header]
            for row in reader:
                if not row:
                    continue
                if len(row) != len(header):
                    raise DataError(
                        f"{path}, line {reader.line_num}: {len(row)} values, but {len(header)} "
                        f"columns. Texts that hold a {separator!r} or a line end need quotes."
                    )
                for column, value in zip(columns, row, strict=True):
                    column.append(value)
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 ({error}). Save it as UTF-8.") from error
    except csv.Error as error:
        raise DataError(f"{path}, line {reader.line_num}: {error}.") from error
    return dict(zip(header, columns, strict=True))


def _open(path: Path) -> IO[str]:
    if path.suffix.lower() == ".gz":
        return cast(IO[str], gzip.open(path, "rt", encoding="utf-8-sig", newline=""))
    return path.open(encoding="utf-8-sig", newline="")


def _parquet(path: Path) -> Columns:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise DataError(
            "Parquet files are read by pyarrow, which is not installed: pip install pyarrow."
        ) from error
    try:
        table = parquet.read_table(path)
    except ArrowException as error:
        raise DataError(f"{path} is no parquet file: {error}") from error
    return {
        name: ["" if value is None else str(value) for value in table[name].to_pylist()]
        for name in table.column_names
    }


def choose_columns(
    columns: Columns, text: str | None, label: str | None, path: Path
) -> tuple[str, str]:
    """Return the names of the columns with texts and with labels.

    Parameters
    ----------
    columns : dict of str to list of str
        The table.

    text, label : str or None
        Names that the user gave.

    path : Path
        Where the table is from, for messages.

    Returns
    -------
    text, label : str
        If not given: a column of a usual name, else the longest texts, and of all other
        columns the fewest different values, but two at least.

    Raises
    ------
    DataError
        If a name is not there, or both are the same.
    """
    for option, name in {"--text": text, "--label": label}.items():
        if name is not None and name not in columns:
            raise DataError(
                f"{path} has no column {name!r} ({option}). It has: {', '.join(columns)}."
            )
    if len(columns) < 2:
        raise DataError(f"{path} has one column; a text and a label are needed.")
    others = [name for name in columns if name != label]
    text = text or _usual(others, _TEXT_NAMES) or max(others, key=lambda n: _length(columns[n]))
    others = [name for name in columns if name != text]
    label = label or _usual(others, _LABEL_NAMES) or min(others, key=lambda n: _kinds(columns[n]))
    if text == label:
        raise DataError(f"--text and --label are both {text!r}.")
    return text, label


def _usual(names: list[str], usual: tuple[str, ...]) -> str | None:
    lowered = {name.lower(): name for name in reversed(names)}
    return next((lowered[name] for name in usual if name in lowered), None)


def _length(values: list[str]) -> int:
    return sum(map(len, values))


def _kinds(values: list[str]) -> tuple[bool, int]:
    """Return whether values are no labels, as they are all the same, and how many there are."""
    n = len({*values} - {""})
    return n < 2, n
