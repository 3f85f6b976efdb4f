"""Parse the ``memory_limit`` parameter, and format numbers of bytes for messages."""

from __future__ import annotations

import re
from numbers import Integral

MOST_BYTES = 2**60  # more than any machine has, and sums with it do not overflow int64
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_BINARY_UNITS = {"k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
_LIMIT = re.compile(r"\s*(\d+(?:\.\d*)?)\s*(?:([kmgt]?)(i?)b)?\s*", flags=re.IGNORECASE)


def as_bytes(memory_limit: int | str) -> int:
    """Return a ``memory_limit`` in bytes, from 1 to `MOST_BYTES`.

    It is a number of bytes, or a str with a number and a unit: "256MB", "1.5 GB", "512MiB".
    """
    if isinstance(memory_limit, str):
        match = _LIMIT.fullmatch(memory_limit)
        if match:
            prefix = (match[2] or "").lower()
            unit = _BINARY_UNITS[prefix] if match[3] and prefix else _UNITS[prefix]
            n_bytes = int(min(float(match[1]) * unit, MOST_BYTES))
            if n_bytes > 0:
                return n_bytes
    elif isinstance(memory_limit, Integral) and not isinstance(memory_limit, bool):
        if memory_limit > 0:
            return min(int(memory_limit), MOST_BYTES)
    else:
        raise TypeError(
            f"memory_limit must be an int or a str, got {type(memory_limit).__name__}: "
            f"{memory_limit!r}."
        )
    raise ValueError(
        f"memory_limit={memory_limit!r} must be a positive number of bytes or a str such as "
        "'256MB', '2GB' or '512MiB'."
    )


def show_bytes(n_bytes: int) -> str:
    """Format a number of bytes, rounded up so that it can be used as ``memory_limit``."""
    unit = next((u for u in ("GB", "MB") if n_bytes >= 10 * _UNITS[u[0].lower()]), "kB")
    return f"{-(-n_bytes // _UNITS[unit[0].lower()])}{unit}"
