"""Validation of terms, vectors and integers; done once, when they enter the package."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .shown import shown
from .terms import Terms

# Number of rows to check at once, so that temporary arrays take only a few megabytes.
_CHUNK = 8192


def check_terms(terms: Collection[object], name: str = "Terms", hint: str = "") -> None:
    """Raise a TypeError that names the first term that is not a str; of a dict, check the keys."""
    # Check the set of types: testing each term would take longer than everything else.
    if all(issubclass(kind, str) for kind in set(map(type, terms))):
        return
    row, term = next((i, term) for i, term in enumerate(terms) if not isinstance(term, str))
    raise TypeError(
        f"{name} must be str, term {row} is {type(term).__name__}: {shown(term)}.{hint}"
    )


def as_terms(terms: Iterable[str]) -> NDArray[np.object_]:
    """Convert terms, at least one, to a new object array; raise an error if one is not a str."""
    if isinstance(terms, str):
        raise TypeError("terms must be an iterable of str, got a single str.")
    terms = list(terms)
    check_terms(terms)
    if not terms:
        raise ValueError("At least one term is needed.")
    array = np.empty(len(terms), dtype=object)
    # numpy.str_ is a subclass of str, but unpickling it requires NumPy.
    array[:] = terms if set(map(type, terms)) == {str} else [str(term) for term in terms]
    return array


def as_term_array(terms: Iterable[str]) -> NDArray[np.object_]:
    """Convert terms as `as_terms`, but do not copy an object array, which may be empty."""
    if not isinstance(terms, np.ndarray) or terms.dtype != object:
        return as_terms(terms)
    if terms.ndim != 1:
        raise ValueError(f"Terms must have one dimension, got shape {terms.shape}.")
    check_terms(terms)  # a list of them may take much memory
    return terms


def as_vectors(vectors: ArrayLike, terms: Terms) -> NDArray[np.float32]:
    """Convert vectors to a read-only C-contiguous matrix of finite numbers, one row for each term.

    An array that is C-contiguous and float32 already is not copied.
    """
    if np.ndim(vectors) != 2 or np.shape(vectors)[1] == 0:
        raise ValueError(
            f"vectors must have shape (n_terms, n_components), got {np.shape(vectors)}."
        )
    matrix = np.ascontiguousarray(vectors, dtype=np.float32)
    if len(matrix) != len(terms):
        raise ValueError(f"There are {len(terms)} terms and {len(matrix)} vectors.")
    check_finite(matrix, terms)
    return read_only(matrix)


def check_finite(
    vectors: NDArray[np.float32],
    terms: Terms,
    rows: NDArray[np.integer] | None = None,
) -> None:
    """Raise a ValueError that names the first term whose vector is not finite.

    The vectors belong to ``terms[rows]``, or to all terms if ``rows`` is None.
    """
    for start in range(0, len(vectors), _CHUNK):
        finite = np.isfinite(vectors[start : start + _CHUNK]).all(axis=1)
        if not finite.all():
            place = start + int(np.argmin(finite))
            row = place if rows is None else int(rows[place])
            raise ValueError(f"The vector of {terms[row]!r} (row {row}) is not finite.")


def read_only(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a read-only view; the array itself, maybe a memory map, stays writeable if it was."""
    view = np.asarray(matrix)[:]
    view.flags.writeable = False
    return view


def as_count(value: object, name: str, or_else: str = "") -> int:
    """Return a parameter that counts something, 0 or more; messages say what else it may be."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        wanted = f"a whole number {or_else}".rstrip()
        raise TypeError(f"{name} must be {wanted}, got {type(value).__name__}: {value!r}.")
    if value < 0:
        raise ValueError(f"{name} must not be negative, got {value}.")
    return int(value)


def as_integers(
    values: ArrayLike, dtype: type[np.integer[Any]], name: str, least: int | None = None
) -> NDArray[Any]:
    """Convert values to a one-dimensional C-contiguous integer array of at least ``least``.

    An array that is C-contiguous and of that dtype, such as a memory map, is not copied. Values
    that are not integers or do not fit raise a ValueError.
    """
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{name} must have one dimension, got shape {array.shape}.")
    with np.errstate(invalid="ignore"):
        converted = np.ascontiguousarray(array, dtype=dtype)
    if array.dtype != dtype and not np.array_equal(converted, array):
        raise ValueError(f"{name} must be integers that fit into {np.dtype(dtype)}.")
    if least is not None and converted.min(initial=least) < least:
        raise ValueError(f"{name} must be at least {least}, got {converted.min()}.")
    return converted
