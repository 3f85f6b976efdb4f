"""Objects as bytes, in the format of joblib. What is written where is decided elsewhere."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import joblib


def dumped(value: Any) -> bytes:
    """Return the content of a file that ``joblib.load`` reads."""
    file = BytesIO()
    joblib.dump(value, file)
    return file.getvalue()
