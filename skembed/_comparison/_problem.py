"""`DataProblem` and `DataWarning`: what is reported about the data of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class DataWarning(UserWarning):
    """Warning about texts or labels that make the results of a comparison less meaningful.

    :func:`compare_embeddings` warns once for each problem that it finds in the data, before
    anything is fitted. The message names numbers and rows and says what to do.

    Parameters
    ----------
    message : str
        What is wrong, and what to do.

    kind : str, default=""
        The kind of problem, such as "identical_texts" or "label_variants".

    Examples
    --------
    >>> import warnings
    >>> from skembed import DataWarning
    >>> warnings.simplefilter("ignore", DataWarning)  # for data that are known to be so
    """

    def __init__(self, message: str, kind: str = "") -> None:
        super().__init__(message)
        self.kind = kind


class DataProblem(NamedTuple):
    """A problem of texts or labels: its kind, and a message that says what to do."""

    kind: str
    message: str


def among(rows: Sequence[int], n: int) -> str:
    """Return how many of n rows these are, and the first of them: "2 of 1,000 (first: row 7)"."""
    return f"{len(rows):,} of {n:,} (first: row {rows[0]})"


def listed(items: Sequence[str], most: int = 5) -> str:
    """Return items separated by commas, the first few of them."""
    more = f" and {len(items) - most:,} more" if len(items) > most else ""
    return ", ".join(items[:most]) + more
