"""`warn_user`: warn with the line of the user's code, however many calls away it is."""

from __future__ import annotations

import sys
import warnings

_NOT_THE_USERS = ("skembed", "sklearn")


def warn_user(message: str) -> None:
    """Give a UserWarning with the line that called skembed, directly or through scikit-learn."""
    level, frame = 1, sys._getframe(1)
    while frame.f_globals.get("__name__", "").partition(".")[0] in _NOT_THE_USERS:
        if frame.f_back is None:
            break
        level, frame = level + 1, frame.f_back
    warnings.warn(message, UserWarning, stacklevel=level + 1)
