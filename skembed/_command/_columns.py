"""Read tables from CSV, TSV and Parquet files, and choose the text and label columns.

All values are returned as str. CSV and TSV are read with Python's csv module, Parquet with pyarrow.
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
    """Raised for an unusable file; the message is shown to the user of the command."""


def read_columns(path: Path) -> Columns:
    """Read a table.

    Parameters
    ----------
    path : Path
        A file with the suffix .csv, .csv.gz, .tsv, .tsv.gz or .parquet.

    Returns
    -------
    columns : dict of str to list of str
        The columns by name; missing values are empty strings.

    Raises
    ------
    DataError
        If the file does not exist, or its content does not match its suffix.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    kind = next((s for s in reversed(suffixes) if s in {*_SEPARATORS, ".parquet"}), None)
    if kind is None:
        raise DataError(f"{path} is not a .csv, .csv.gz, .tsv, .tsv.gz or .parquet file.")
    if not path.is_file():
        raise DataError(f"File not found: {path}.")
    try:
        columns = _parquet(path) if kind == ".parquet" else _separated(path, _SEPARATORS[kind])
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} cannot be read: {error}.") from error
    if not columns or not next(iter(columns.values())):
        raise DataError(f"{path} has no rows.")
    return columns


def _separated(path: Path, separator: str) -> Columns:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # documents may be long
    try:
        with _open(path) as file:
            reader = csv.reader(file, delimiter=separator, strict=True)
            header = next(reader, [])
            if len(header) < 2:
                raise DataError(
                    f"{path} needs a header and at least two columns, text and label, separated "
                    f"by {separator!r}; its first line is {','.join(header)[:60]!r}."
                )
            if len(set(header)) < len(header):
                raise DataError(f"{path} has duplicate column names in its header: {header}.")
            columns: list[list[str]] = [[] for _ in header]
            for row in reader:
                if not row:
                    continue
                if len(row) != len(header):
                    raise DataError(
                        f"{path}, line {reader.line_num}: {len(row)} values, but {len(header)} "
                        f"columns. Texts that contain {separator!r} or a line break must be quoted."
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
            "Reading Parquet files requires pyarrow, which is not installed: pip install pyarrow."
        ) from error
    try:
        table = parquet.read_table(path)
    except ArrowException as error:
        raise DataError(f"{path} is not a valid Parquet file: {error}") from error
    return {
        name: ["" if value is None else str(value) for value in table[name].to_pylist()]
        for name in table.column_names
    }


def choose_columns(
    columns: Columns, text: str | None, label: str | None, path: Path
) -> tuple[str, str]:
    """Return the names of the text column and of the label column.

    Parameters
    ----------
    columns : dict of str to list of str
        The table.

    text, label : str or None
        Names given by the user.

    path : Path
        The file of the table, for error messages.

    Returns
    -------
    text, label : str
        Names that the user did not give are inferred: a column with a common name if there is
        one; otherwise, the column with the longest texts, and the other column with the fewest
        distinct values, but at least two.

    Raises
    ------
    DataError
        If there is no column of a given name, or both names are the same.
    """
    for option, name in {"--text": text, "--label": label}.items():
        if name is not None and name not in columns:
            raise DataError(
                f"{path} has no column {name!r} ({option}). Its columns are: {', '.join(columns)}."
            )
    if len(columns) < 2:
        raise DataError(f"{path} has a single column; a text and a label column are needed.")
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
    """Return a sort key: columns with a single value last, then by number of distinct values."""
    n = len({*values} - {""})
    return n < 2, n
