"""Numbers written in a file, with a decimal point or a decimal comma."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?", re.IGNORECASE)


def is_number(value: str) -> bool:
    """Return whether a text is a number."""
    return _NUMBER.fullmatch(value) is not None


def as_number(value: str) -> float:
    """Return the number that a text is."""
    return float(value.replace(",", "."))
