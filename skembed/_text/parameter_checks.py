"""Validate text parameters before any document is read; error messages name the parameter."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import wraps
from typing import Any

import numpy as np

from .._core.checks import check_terms
from .._core.shown import shown


def returning(kind: type, function: Callable[[Any], Any], name: str) -> Callable[[Any], Any]:
    """Wrap the callable given as ``name`` to check that it returns ``kind``, Iterable or str."""

    @wraps(function, assigned=(), updated=())
    def checked(document: Any) -> Any:
        result = function(document)
        if not isinstance(result, kind):
            wanted = "a str" if kind is str else "an iterable of str"
            raise TypeError(f"{name} must return {wanted}, got {type(result).__name__}.")
        return result

    return checked


def check_encoding(encoding: str) -> None:
    """Raise an error if Python does not know the encoding, or if it is not a text encoding."""
    try:
        b"\0".decode(encoding, "replace")  # of empty bytes, Python would not check the encoding
    except UnicodeError:
        return  # the encoding is known, but needs more than one byte
    except (LookupError, ValueError) as error:
        raise ValueError(f"encoding={encoding!r} cannot decode documents: {error}.") from error


def check_stop_words(stop_words: Any) -> None:
    """Raise an error if a stop word is not a str."""
    if stop_words is None or isinstance(stop_words, str):
        return
    for word in stop_words:
        if not isinstance(word, str):
            raise TypeError(f"stop_words must be str, got {type(word).__name__}: {word!r}.")


def check_token_pattern(token_pattern: str | None) -> None:
    """Raise an error if the pattern is not a regular expression, or has several groups."""
    if token_pattern is None:
        raise ValueError("token_pattern=None needs a tokenizer, or a callable analyzer.")
    try:
        n_groups = re.compile(token_pattern).groups
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(
            f"token_pattern={token_pattern!r} is not a regular expression: {error}."
        ) from error
    if n_groups > 1:
        raise ValueError(
            f"token_pattern={token_pattern!r} has more than 1 capturing group. At most one is "
            "possible, the token; write the others as (?:...)."
        )


def check_vocabulary(vocabulary: Mapping[str, int] | Iterable[str]) -> dict[str, int]:
    """Convert the ``vocabulary`` parameter to a dict in the order of rows, as CountVectorizer does.

    It is a mapping of terms to rows, or an iterable of the terms in the order of their rows.
    """
    if isinstance(vocabulary, str):
        raise ValueError("vocabulary must be a mapping or an iterable of str, got a single str.")
    if isinstance(vocabulary, np.ndarray) and vocabulary.ndim != 1:
        raise ValueError(f"vocabulary must have one dimension, got shape {vocabulary.shape}.")
    terms = list(vocabulary)
    if not terms:
        raise ValueError("vocabulary is empty: it must contain at least one term.")
    check_terms(terms, "Terms of vocabulary")
    if isinstance(vocabulary, Mapping):
        return _by_row({term: _as_row(term, row) for term, row in vocabulary.items()})
    # Sort sets, because their order depends on PYTHONHASHSEED.
    index: dict[str, int] = {}
    for row, term in enumerate(sorted(terms) if isinstance(vocabulary, AbstractSet) else terms):
        if index.setdefault(term, row) != row:
            raise ValueError(f"Duplicate term in vocabulary: {shown(term)}.")
    return index


def _as_row(term: str, row: Any) -> int:
    try:
        return operator.index(row)
    except TypeError as error:
        raise TypeError(
            f"vocabulary must map each term to its row, an integer; {term!r} has {row!r}."
        ) from error


def _by_row(index: dict[str, int]) -> dict[str, int]:
    """Sort terms by row; the rows must be 0, 1, 2, ..."""
    rows = set(index.values())
    if len(rows) != len(index):
        raise ValueError("vocabulary contains repeated indices.")
    missing = next((row for row in range(len(index)) if row not in rows), None)
    if missing is not None:
        raise ValueError(f"vocabulary of size {len(index)} doesn't contain index {missing}.")
    return dict(sorted(index.items(), key=lambda item: item[1]))
