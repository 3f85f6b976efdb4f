"""What to say of a term that is not there, and which terms are spelled nearly as it is."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

# Frequent terms that are compared with an unknown one: difflib is slow.
_MAX_SPELLINGS = 20_000


def describe_unknown(term: object, terms: NDArray[np.object_], index: Mapping[str, int]) -> str:
    """Say that there is no such term, and what may have been meant.

    Parameters
    ----------
    term : object
        Anything that is not a term.

    terms : ndarray of shape (n_terms,), dtype=object
        The known terms, the most frequent first.

    index : mapping of str to int
        The row of each known term.

    Returns
    -------
    message : str
    """
    term = term.item() if isinstance(term, np.generic) else term  # for its plain repr
    hint = ""
    if isinstance(term, int):
        hint = " Rows are those of its vectors; a slice gives the Embedding of some of them."
    elif isinstance(term, str) and (near := close_spellings(term, terms, index)):
        hint = f" Did you mean {' or '.join(map(repr, near))}?"
    return f"{term!r} is not among the {len(terms)} terms.{hint}"


def close_spellings(term: str, terms: NDArray[np.object_], index: Mapping[str, int]) -> list[str]:
    """Terms that are spelled nearly as this one, which is unknown.

    Parameters
    ----------
    term : str
        The unknown term.

    terms : ndarray of shape (n_terms,), dtype=object
        The known terms, the most frequent first.

    index : mapping of str to int
        The row of each known term.

    Returns
    -------
    spellings : list of str
        At most three; other cases of the same letters before other letters.
    """
    other_case = [form for form in (term.lower(), term.capitalize(), term.upper()) if form in index]
    if other_case:
        return list(dict.fromkeys(other_case))[:3]
    alike = [
        known
        for known in terms[:_MAX_SPELLINGS]
        if known[:1] == term[:1] and abs(len(known) - len(term)) <= 2
    ]
    return difflib.get_close_matches(term, alike, n=3)
