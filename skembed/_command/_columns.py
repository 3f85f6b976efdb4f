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
    free = _free(columns, name, {"--text": text, "--label": label, "--groups": groups})
    if len(free) < (text is None) + (label is None):
        raise DataError(
            f"{name} needs a column of texts and one of labels; its columns are: "
            f"{', '.join(columns)}."
        )
    text = text or _usual(free, _TEXT_NAMES) or max(free, key=lambda n: _length(columns[n]))
    free = [column for column in free if column != text]
    label = label or _usual(free, _LABEL_NAMES) or min(free, key=lambda n: _kinds(columns[n]))
    return text, label


def choose_label(
    columns: Columns, name: str, *, label: str | None = None, groups: str | None = None
) -> str:
    """Return the name of the column to predict from all others: the given one, or a common name.

    Raises
    ------
    DataError
        If there is no column of a given name, or none is given and no name is common, or no other
        column is left.
    """
    free = _free(columns, name, {"--label": label, "--groups": groups})
    found = label or _usual(free, _LABEL_NAMES)
    if found is None:
        raise DataError(
            f"{name}: which column should be predicted? Name it with --target, or the column of "
            f"texts with --text. Its columns are: {', '.join(columns)}."
        )
    if not set(free) - {found}:
        raise DataError(f"{name} has no column from which {found!r} could be predicted.")
    return found


def has_texts(columns: Columns, *, label: str | None = None, groups: str | None = None) -> bool:
    """Return whether a column has texts, by its name or by its content.

    Of two columns, one has texts, however short they are.
    """
    free = [name for name in columns if name not in (label, groups)]
    if len(free) < (3 if label is None else 2):
        return True
    return _usual(free, _TEXT_NAMES) is not None or any(_like_texts(columns[n]) for n in free)


def _like_texts(values: list[str]) -> bool:
    """Return whether most values differ and are of several words, or long without spaces."""
    filled = [value for value in values if value.strip()]
    if len(set(filled)) <= len(filled) / 2:
        return False
    n_words = sum(len(value.split()) for value in filled)
    return n_words > 3 * len(filled) or _length(filled) > 30 * len(filled)


def _free(columns: Columns, name: str, given: dict[str, str | None]) -> list[str]:
    """Return the columns that are not given by an option, whose names are checked."""
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
    return [column for column in columns if column not in taken]


def _usual(names: list[str], usual: tuple[str, ...]) -> str | None:
    lowered = {name.lower(): name for name in reversed(names)}
    return next((lowered[name] for name in usual if name in lowered), None)


def _length(values: list[str]) -> int:
    return sum(map(len, values))


def _kinds(values: list[str]) -> tuple[bool, int]:
    """Return a sort key: columns with a single value last, then by number of distinct values."""
    n = len({*values} - {""})
    return n < 2, n
