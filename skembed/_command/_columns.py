"""Choose the text, label and group columns of a table by name, by common names or by content."""

from __future__ import annotations

from ._table import Columns, DataError

_TEXT_NAMES = (
    "text", "document", "body", "content", "review", "sentence", "message", "comment", "tweet",
)  # fmt: skip
_LABEL_NAMES = ("label", "class", "target", "category", "y", "sentiment", "topic", "rating")


def choose_columns(
    columns: Columns,
    name: str,
    *,
    text: str | None = None,
    label: str | None = None,
    groups: str | None = None,
) -> tuple[str, str]:
    """Return the names of the text column and of the label column.

    Parameters
    ----------
    columns : dict of str to list of str
        The table.

    name : str
        The name of the table, for error messages.

    text, label, groups : str, default=None
        Names given by the user; the column of groups is never inferred as another one.

    Returns
    -------
    text, label : str
        Names that the user did not give are inferred: a column with a common name if there is
        one; otherwise, the column with the longest texts, and the other column with the fewest
        distinct values, but at least two.

    Raises
    ------
    DataError
        If there is no column of a given name, or both names are the same.
    """
    given = {"--text": text, "--label": label, "--groups": groups}
    taken: dict[str, str] = {}
    for option, column in given.items():
        if column is None:
            continue
        if column not in columns:
            raise DataError(
                f"{name} has no column {column!r} ({option}). Its columns are: "
                f"{', '.join(columns)}."
            )
        if column in taken:
            raise DataError(f"{taken[column]} and {option} are both {column!r}.")
        taken[column] = option
    free = [column for column in columns if column not in taken]
    if len(free) < (text is None) + (label is None):
        raise DataError(
            f"{name} needs a column of texts and one of labels; its columns are: "
            f"{', '.join(columns)}."
        )
    text = text or _usual(free, _TEXT_NAMES) or max(free, key=lambda n: _length(columns[n]))
    free = [column for column in free if column != text]
    label = label or _usual(free, _LABEL_NAMES) or min(free, key=lambda n: _kinds(columns[n]))
    return text, label


def _usual(names: list[str], usual: tuple[str, ...]) -> str | None:
    lowered = {name.lower(): name for name in reversed(names)}
    return next((lowered[name] for name in usual if name in lowered), None)


def _length(values: list[str]) -> int:
    return sum(map(len, values))


def _kinds(values: list[str]) -> tuple[bool, int]:
    """Return a sort key: columns with a single value last, then by number of distinct values."""
    n = len({*values} - {""})
    return n < 2, n
