"""Error messages for unknown terms, with suggestions of similar spellings."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from .shown import shown

# Number of frequent terms to compare with an unknown one; difflib is slow.
_MAX_SPELLINGS = 20_000
# Number of characters of an unknown term above which nothing is suggested.
_LONG = 200


def describe_unknown(term: object, terms: NDArray[np.object_], index: Mapping[str, int]) -> str:
    """Return an error message for an unknown term of any type, with suggestions."""
    term = term.item() if isinstance(term, np.generic) else term  # for the repr of a Python scalar
    hint = ""
    if isinstance(term, int):
        hint = " To select rows by number, index its vectors, or use a slice."
    elif isinstance(term, str) and len(term) > _LONG:
        hint = " Is it a whole document?"
    elif isinstance(term, str) and (near := close_spellings(term, terms, index)):
        hint = f" Did you mean {' or '.join(map(repr, near))}?"
    return f"{shown(term)} is not among the {len(terms)} terms.{hint}"


def close_spellings(term: str, terms: NDArray[np.object_], index: Mapping[str, int]) -> list[str]:
    """Return at most three terms, the most frequent first, with a spelling like the unknown one's.

    If terms differ only in case, only these are returned.
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
