"""A table of the terms that contribute most, which prints well without pandas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


class Contribution(NamedTuple):
    """How much a term of a document contributes to the score of a class or target."""

    document: int
    target: Any
    term: str
    contribution: float


class ContributionTable(list[Contribution]):
    """A list of contributions that prints as a table."""

    def __repr__(self) -> str:
        """Return the table, with one line for each row."""
        cells = [
            Contribution._fields,
            *((str(row[0]), str(row[1]), row[2], f"{row[3]:+.3f}") for row in self),
        ]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        return "\n".join(
            f"{row[0]:>{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]:<{widths[2]}}  "
            f"{row[3]:>{widths[3]}}"
            for row in cells
        )


def tabulate(
    contributions: sparse.csr_array,
    targets: NDArray[Any],
    names: Sequence[Mapping[int, str]],
    n_terms: int,
) -> ContributionTable:
    """Return the largest contributions of each document.

    Parameters
    ----------
    contributions : csr_array of shape (n_documents, n_terms)
        All contributions.

    targets : ndarray of shape (n_documents,)
        The class or column of each document.

    names : sequence of mapping of int to str
        For each document, the names of its terms by row of the embedding.

    n_terms : int
        Number of terms per document.

    Returns
    -------
    table : ContributionTable
        The rows, by document and decreasing absolute contribution.
    """
    table = ContributionTable()
    for document, (target, of_row) in enumerate(zip(targets.tolist(), names, strict=True)):
        here = slice(*contributions.indptr[document : document + 2])
        rows, values = contributions.indices[here], contributions.data[here]
        for at in np.argsort(-np.abs(values), kind="stable")[:n_terms].tolist():
            term, value = of_row[int(rows[at])], float(values[at])
            table.append(Contribution(document, target, term, value))
    return table
