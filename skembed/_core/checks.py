"""What terms, vectors and whole numbers may be: checked once, at the door."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Rows looked at together where a whole matrix is walked: a few megabytes at a time.
_CHUNK = 8192


def check_terms(terms: Collection[object], name: str = "Terms") -> None:
    """Refuse terms that are not str.

    Parameters
    ----------
    terms : collection
        The terms; a dict of terms too.

    name : str, default="Terms"
        What they are, for the message.

    Raises
    ------
    TypeError
        Naming the first that is not a str.
    """
    # One pass over the types: a test for each term would cost more than all the rest.
    if all(issubclass(kind, str) for kind in set(map(type, terms))):
        return
    row, term = next((i, term) for i, term in enumerate(terms) if not isinstance(term, str))
    raise TypeError(f"{name} must be str, term {row} is {type(term).__name__}: {term!r}.")


def as_terms(terms: Iterable[str]) -> NDArray[np.object_]:
    """Make an array of str objects.

    Parameters
    ----------
    terms : iterable of str
        At least one.

    Returns
    -------
    terms : ndarray of shape (n_terms,), dtype=object
        A new array.

    Raises
    ------
    TypeError
        If a term is not a str.

    ValueError
        If there is none.
    """
    if isinstance(terms, str):
        raise TypeError("terms must be several str, got a single one.")
    terms = list(terms)
    check_terms(terms)
    if not terms:
        raise ValueError("At least one term is needed.")
    array = np.empty(len(terms), dtype=object)
    # NumPy's own str is a str, but every pickle of it needs NumPy.
    array[:] = terms if set(map(type, terms)) == {str} else [str(term) for term in terms]
    return array


def as_term_array(terms: Iterable[str]) -> NDArray[np.object_]:
    """Make an array of str objects, without a copy if it is an array of objects already.

    Parameters
    ----------
    terms : iterable of str
        At least one, if it is no array.

    Returns
    -------
    terms : ndarray of shape (n_terms,), dtype=object
        The terms.

    Raises
    ------
    TypeError
        If a term is not a str.

    ValueError
        If it is an array of another shape.
    """
    if not isinstance(terms, np.ndarray) or terms.dtype != object:
        return as_terms(terms)
    if terms.ndim != 1:
        raise ValueError(f"Terms must have one dimension, got shape {terms.shape}.")
    check_terms(terms.tolist())
    return terms


def as_vectors(vectors: ArrayLike, terms: NDArray[np.object_]) -> NDArray[np.float32]:
    """Make a read-only float32 matrix, without a copy if it is one already.

    Parameters
    ----------
    vectors : array-like of shape (n_terms, n_components)
        The vectors.

    terms : ndarray of shape (n_terms,), dtype=object
        Their terms, for messages.

    Returns
    -------
    vectors : ndarray of shape (n_terms, n_components), dtype=float32
        C-contiguous and read-only.

    Raises
    ------
    ValueError
        If the shape is wrong, or a vector is not finite.
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
    terms: NDArray[np.object_],
    rows: NDArray[np.integer] | None = None,
) -> None:
    """Refuse vectors that are not finite.

    Parameters
    ----------
    vectors : ndarray of shape (n_vectors, n_components), dtype=float32
        The vectors.

    terms : ndarray of shape (n_terms,), dtype=object
        All terms, for messages.

    rows : ndarray of shape (n_vectors,), dtype=integer, default=None
        Which terms the vectors belong to; None stands for all, in their order.

    Raises
    ------
    ValueError
        Naming the first term whose vector is not finite.
    """
    for start in range(0, len(vectors), _CHUNK):
        finite = np.isfinite(vectors[start : start + _CHUNK]).all(axis=1)
        if not finite.all():
            place = start + int(np.argmin(finite))
            row = place if rows is None else int(rows[place])
            raise ValueError(f"The vector of {terms[row]!r} (row {row}) is not finite.")


def read_only(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a read-only view, so that the caller's own array keeps its flag.

    Parameters
    ----------
    matrix : ndarray
        Any array, a memory map too.

    Returns
    -------
    view : ndarray
        The same memory.
    """
    view = np.asarray(matrix)[:]
    view.flags.writeable = False
    return view


def as_count(value: object, name: str, or_else: str = "") -> int:
    """Return a parameter that counts something, 0 or more.

    Parameters
    ----------
    value : object
        The value.

    name : str
        The parameter, for messages.

    or_else : str, default=""
        What else it may be, for messages.

    Returns
    -------
    count : int

    Raises
    ------
    TypeError
        If it is no whole number.

    ValueError
        If it is negative.
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        wanted = f"a whole number {or_else}".rstrip()
        raise TypeError(f"{name} must be {wanted}, got {type(value).__name__}: {value!r}.")
    if value < 0:
        raise ValueError(f"{name} must not be negative, got {value}.")
    return int(value)


def as_integers(
    values: ArrayLike, dtype: type[np.integer[Any]], name: str, least: int | None = None
) -> NDArray[Any]:
    """Make an array of whole numbers, without a copy if it is one already.

    Parameters
    ----------
    values : array-like of shape (n_values,)
        The numbers.

    dtype : type
        The dtype of the array that is returned.

    name : str
        What they are, for messages.

    least : int or None, default=None
        The lowest that is allowed.

    Returns
    -------
    values : ndarray of shape (n_values,)
        C-contiguous; of a memory map, a view.

    Raises
    ------
    ValueError
        If there is another number of dimensions, a value that the dtype cannot hold, or one below
        ``least``.
    """
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{name} must have one dimension, got shape {array.shape}.")
    with np.errstate(invalid="ignore"):
        converted = np.ascontiguousarray(array, dtype=dtype)
    if array.dtype != dtype and not np.array_equal(converted, array):
        raise ValueError(f"{name} must hold whole numbers that fit into {np.dtype(dtype)}.")
    if least is not None and converted.min(initial=least) < least:
        raise ValueError(f"{name} must be at least {least}, got {converted.min()}.")
    return converted
