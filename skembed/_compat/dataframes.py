"""Dataframes of any library, by narwhals."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw


def as_frame(X: Any) -> nw.DataFrame[Any] | None:
    """Return a dataframe as narwhals sees it; None for anything else, also for a Series."""
    frame = nw.from_native(X, eager_only=True, pass_through=True)
    return frame if isinstance(frame, nw.DataFrame) else None
