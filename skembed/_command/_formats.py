"""Parse JSON, JSON lines, fastText's lines and Parquet; separated text has its own file."""

from __future__ import annotations

import json
from typing import Any

from ._table import Columns, DataError, Table

_LABEL = "__label__"


def read_json(text: str, name: str, *, must: bool) -> Table | None:
    """Return the table of a JSON document: a list of objects, one object per line, or columns.

    Returns None if the text is not JSON, unless it must be.
    """
    if not must and not text.lstrip().startswith(("{", "[")):
        return None
    try:
        records = json.loads(text)
    except ValueError as whole:
        records = _lines(text, name)
        if not records:
            if must:
                raise DataError(f"{name} is not valid JSON: {whole}.") from whole
            return None
    records = _unwrapped(records)
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise DataError(
            f"{name} must contain a list of JSON objects, or one object per line, with the text "
            "and the label as values."
        )
    names = dict.fromkeys(key for record in records for key in record)
    columns = {key: [as_text(record.get(key)) for record in records] for key in names}
    return Table(columns, [f"Format: JSON, {len(records):,} objects."])


def _lines(text: str, name: str) -> list[Any]:
    """Parse one JSON value per line; an empty list if already the first is none."""
    values: list[Any] = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            if line.strip():
                values.append(json.loads(line))
        except ValueError as error:
            if not values:
                return []
            raise DataError(f"{name}, line {number:,} is not valid JSON: {error}.") from error
    return values


def _unwrapped(records: Any) -> Any:
    """Return the records of ``{"data": [...]}`` and of columns, as pandas writes them."""
    if not isinstance(records, dict):
        return records
    values = list(records.values())
    if len(values) == 1 and isinstance(values[0], list):
        return values[0]
    if values and all(isinstance(value, dict) for value in values):
        values = [list(value.values()) for value in values]
    if all(isinstance(value, list) for value in values) and len({*map(len, values)}) == 1:
        return [dict(zip(records, row, strict=True)) for row in zip(*values, strict=True)]
    return [records]


def as_text(value: Any) -> str:
    """Return a value as str: nothing for None and NaN, JSON for lists and objects."""
    if value is None or value != value:
        return ""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def read_fasttext(text: str, name: str) -> Table | None:
    """Return the table of lines such as ``__label__good a text``; None for any other text."""
    if not text.startswith(_LABEL):
        return None
    texts, labels = [], []
    for number, line in enumerate(text.split("\n"), 1):
        first, *rest = line.split(maxsplit=1) or [""]
        if not first:
            continue
        if not first.startswith(_LABEL) or any(part.startswith(_LABEL) for part in rest):
            raise DataError(f"{name}, line {number:,} needs one {_LABEL} at its beginning.")
        labels.append(first.removeprefix(_LABEL))
        texts.append(rest[0] if rest else "")
    return Table({"text": texts, "label": labels}, ["Format: fastText, one label per line."])


def read_parquet(raw: bytes, name: str) -> Table:
    """Return the table of the content of a Parquet file."""
    try:
        from pyarrow import ArrowException, BufferReader, parquet
    except ImportError as error:
        raise DataError(
            "Reading Parquet files requires pyarrow, which is not installed: pip install pyarrow."
        ) from error
    try:
        table = parquet.read_table(BufferReader(raw))
    except ArrowException as error:
        raise DataError(f"{name} is not a valid Parquet file: {error}") from error
    columns: Columns = {
        key: [as_text(v) for v in table[key].to_pylist()] for key in table.column_names
    }
    return Table(columns, [])
