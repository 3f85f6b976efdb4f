"""Parameters as plain Python numbers, whatever kind of NumPy's they are given as.

Arithmetic of NumPy's narrow integers wraps, or refuses plain numbers that they cannot hold.
"""

from __future__ import annotations

from typing import Any

import numpy as np

# Types of which all values are plain; looking here first is faster.
PLAIN = frozenset([str, int, float, bool, type(None)])


def plain(value: Any) -> Any:
    """Return a NumPy number as int, float or bool, in a tuple or list too; all else as it is."""
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, np.floating):
        return float(value)
    if type(value) in (tuple, list) and any(isinstance(part, np.number) for part in value):
        return type(value)(map(plain, value))
    return value
