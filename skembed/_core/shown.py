"""`shown`: values in error messages, which are shortened if they are long."""

from __future__ import annotations

_MOST = 200


def shown(value: object) -> str:
    """Return the repr of a value, or its beginning if it is long, such as a whole document."""
    text = repr(value)
    return text if len(text) <= _MOST else f"{text[:_MOST]}... ({len(text):,} characters)"
