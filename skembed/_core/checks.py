"""Validation of terms, vectors and integers; done once, when they enter the package."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Number of rows to check at once, so that temporary arrays take only a few megabytes.
_CHUNK = 8192


def check_terms(terms: Collection[object], name: str = "Terms") -> None:
    """Raise an error if a term is not a str.

    Parameters
    ----------
    terms : collection
        The terms. Of a dict, the keys are checked.

    name : str, default="Terms"
        What to call the terms in the error message.

    Raises
    ------
    TypeError
        If a term is not a str; the message names the first one.
    """
    # Check the set of types: testing each term would take longer than everything else.
    if all(issubclass(kind, str) for kind in set(map(type, terms))):
        return
    row, term = next((i, term) for i, term in enumerate(terms) if not isinstance(term, str))
    raise TypeError(f"{name} must be str, term {row} is {type(term).__name__}: {term!r}.")


def as_terms(terms: Iterable[str]) -> NDArray[np.object_]:
    """Convert terms to an array of str objects.

    Parameters
    ----------
    terms : iterable of str
        At least one term.

    Returns
    -------
    terms : ndarray of shape (n_terms,), dtype=object
        A new array.

    Raises
    ------
    TypeError
        If a term is not a str.

    ValueError
        If there are no terms.
    """
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
    """Convert terms to an array of str objects; an object array is not copied.

    Parameters
    ----------
    terms : iterable of str
        At least one term, unless it is an object array.

    Returns
    -------
    terms : ndarray of shape (n_terms,), dtype=object
        The terms.

    Raises
    ------
    TypeError
        If a term is not a str.

    ValueError
        If an object array is not one-dimensional, or there are no terms otherwise.
    """
    if not isinstance(terms, np.ndarray) or terms.dtype != object:
        return as_terms(terms)
    if terms.ndim != 1:
        raise ValueError(f"Terms must have one dimension, got shape {terms.shape}.")
    check_terms(terms.tolist())
    return terms


def as_vectors(vectors: ArrayLike, terms: NDArray[np.object_]) -> NDArray[np.float32]:
    """Convert vectors to a read-only float32 matrix; a C-contiguous float32 array is not copied.

    Parameters
    ----------
    vectors : array-like of shape (n_terms, n_components)
        The vectors.

    terms : ndarray of shape (n_terms,), dtype=object
        The term of each vector, for error messages.

    Returns
    -------
    vectors : ndarray of shape (n_terms, n_components), dtype=float32
        C-contiguous and read-only.

    Raises
    ------
    ValueError
        If the shape is wrong or a vector is not finite.
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
    """Raise an error if a vector is not finite.

    Parameters
    ----------
    vectors : ndarray of shape (n_vectors, n_components), dtype=float32
        The vectors.

    terms : ndarray of shape (n_terms,), dtype=object
        All terms, for error messages.

    rows : ndarray of shape (n_vectors,), dtype=integer, default=None
        The index in ``terms`` of each vector. If None, the vectors belong to all terms, in order.

    Raises
    ------
    ValueError
        If a vector is not finite; the message names the first such term.
    """
    for start in range(0, len(vectors), _CHUNK):
        finite = np.isfinite(vectors[start : start + _CHUNK]).all(axis=1)
        if not finite.all():
            place = start + int(np.argmin(finite))
            row = place if rows is None else int(rows[place])
            raise ValueError(f"The vector of {terms[row]!r} (row {row}) is not finite.")


def read_only(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a read-only view; the array itself stays writeable if it was.

    Parameters
    ----------
    matrix : ndarray
        Any array, including a memory map.

    Returns
    -------
    view : ndarray
        A view of the same memory.
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
    """Convert values to an integer array; a C-contiguous array of that dtype is not copied.

    Parameters
    ----------
    values : array-like of shape (n_values,)
        The numbers.

    dtype : type
        The integer dtype of the result.

    name : str
        What to call the values in error messages.

    least : int or None, default=None
        The smallest allowed value; None allows all.

    Returns
    -------
    values : ndarray of shape (n_values,)
        A C-contiguous array; a view if ``values`` is a memory map of that dtype.

    Raises
    ------
    ValueError
        If the values are not one-dimensional, a value cannot be represented by ``dtype``, or a
        value is below ``least``.
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
