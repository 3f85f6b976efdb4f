"""`header_problem`: tell whether the first line of a table is a header or a row of data."""

from __future__ import annotations

from collections.abc import Sequence

from .._comparison._problem import DataProblem

# Names of columns are rarely longer, have fewer words, and are no numbers.
_LONGEST, _MOST_WORDS = 60, 8


def header_problem(header: Sequence[str], rows: Sequence[Sequence[str]]) -> DataProblem | None:
    """Return the problem that a header looks like a row of data, or None.

    It looks like data if a cell is a number, a long text, or a value that its own column holds
    again; ``rows`` are the lines after it, the first hundred for example.

    Examples
    --------
    >>> from skembed._command._header import header_problem
    >>> header_problem(["text", "label"], [["so good", "pos"]])
    >>> header_problem(["so bad", "neg"], [["so good", "pos"], ["boring", "neg"]]).kind
    'header'
    """
    names = [name for name in header if name.strip()]  # an index has no name
    if names == [str(i) for i in range(len(names))]:  # as pandas numbers columns without names
        return None
    for place, name in enumerate(header):
        column = [row[place] for row in rows if place < len(row)]
        if name.strip() and (_like_data(name) or name in column):
            return DataProblem(
                "header",
                f"The first line looks like data, not like names of columns: column {place + 1} "
                f"is {name[:_LONGEST]!r}.",
            )
    return None


def _like_data(name: str) -> bool:
    if len(name) > _LONGEST or len(name.split()) > _MOST_WORDS:
        return True
    try:
        float(name.replace(",", "."))
    except ValueError:
        return False
    return True
