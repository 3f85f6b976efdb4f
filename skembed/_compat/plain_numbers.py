"""Parameters as plain Python numbers, whatever kind of NumPy's they are given as.

Arithmetic of NumPy's narrow integers wraps, or refuses plain numbers that they cannot hold.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_OF_NUMPY = frozenset(np.sctypeDict.values())  # types; looking here first is faster
# Types of which some values are not plain.
NOT_PLAIN = _OF_NUMPY | {tuple, list}


def plain(value: Any) -> Any:
    """Return a NumPy number as int, float or bool, in a tuple or list too; all else as it is."""
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, np.floating):
        return float(value)
    if type(value) in (tuple, list) and not _OF_NUMPY.isdisjoint(map(type, value)):
        return type(value)(map(plain, value))
    return value
