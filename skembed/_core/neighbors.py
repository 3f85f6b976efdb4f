"""The arithmetic of nearest neighbours, on plain arrays, and of near spellings.

Exact and in one pass over the vectors; no index of any kind is built or kept.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._compat.threads import one_blas_thread
from .linalg import unit

# Frequent terms that are compared with an unknown one: difflib is slow.
_MAX_SPELLINGS = 20_000


def cosines(
    vectors: NDArray[np.float32], norms: NDArray[np.float64], direction: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Cosine of the angle between each row and a direction; 0 for rows of zeros.

    Parameters
    ----------
    vectors : ndarray of shape (n_terms, n_components), dtype=float32
        The rows.

    norms : ndarray of shape (n_terms,), dtype=float64
        Their lengths.

    direction : ndarray of shape (n_components,), dtype=float64
        Of any length.

    Returns
    -------
    cosines : ndarray of shape (n_terms,), dtype=float64
        Between -1 and 1, to rounding.
    """
    with one_blas_thread():
        dots = (vectors @ unit(direction).astype(np.float32)).astype(np.float64)
    return np.divide(dots, norms, out=np.zeros_like(dots), where=norms > 0)


def largest(values: NDArray[np.float64], n: int) -> NDArray[np.intp]:
    """Positions of the n largest values.

    Parameters
    ----------
    values : ndarray of shape (n_values,)
        No NaN among them.

    n : int
        More than there are is allowed.

    Returns
    -------
    positions : ndarray of shape (min(n, n_values),)
        The largest first, ties by position.
    """
    n = min(max(n, 0), len(values))
    if n == 0:
        return np.empty(0, dtype=np.intp)
    threshold = np.partition(values, len(values) - n)[len(values) - n]
    near = np.flatnonzero(values >= threshold)
    return near[np.argsort(-values[near], kind="stable")][:n]


def as_items(items: Any) -> list[Any]:
    """Make a list of terms and vectors of what may be a single one.

    Parameters
    ----------
    items : str, vector, sequence of these, or None
        A vector is a sequence of numbers.

    Returns
    -------
    items : list of str or array-like
        Empty for None.
    """
    if items is None:
        return []
    if isinstance(items, str):
        return [items]
    items = items if isinstance(items, np.ndarray) else list(items)
    is_vector = len(items) > 0 and all(np.ndim(x) == 0 and not isinstance(x, str) for x in items)
    return [items] if is_vector else list(items)


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
