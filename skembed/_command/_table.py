"""The table that every reader of the command returns, and the error for what cannot be used."""

from __future__ import annotations

from typing import NamedTuple

Columns = dict[str, list[str]]


class DataError(ValueError):
    """Raised for unusable data or options; the message is shown to the user of the command."""


class Table(NamedTuple):
    """Columns by name, missing values as empty strings, and notes on how they were read."""

    columns: Columns
    notes: list[str]
