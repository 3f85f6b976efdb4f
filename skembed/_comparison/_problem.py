"""`DataProblem` and `DataWarning`: what is reported about the data of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class DataWarning(UserWarning):
    """Warning about texts or labels that make the results of a comparison less meaningful.

    :func:`compare_embeddings` warns once for each problem that it finds in the data, before
    anything is fitted. The message names numbers and rows and says what to do.

    Examples
    --------
    >>> import warnings
    >>> from skembed import DataWarning
    >>> warnings.simplefilter("ignore", DataWarning)  # for data that are known to be so
    """


class DataProblem(NamedTuple):
    """A problem of texts or labels: its kind, and a message that says what to do."""

    kind: str
    message: str


def counted(n: int, noun: str) -> str:
    """Return a number with its noun: "1 text", "1,200 texts"."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def listed(items: Sequence[str], most: int = 5) -> str:
    """Return items separated by commas, the first few of them."""
    more = f" and {len(items) - most:,} more" if len(items) > most else ""
    return ", ".join(items[:most]) + more
