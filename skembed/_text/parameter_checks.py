"""Text parameters that cannot be are refused by their name, before any document is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any


def returning(kind: type, function: Callable[[Any], Any], name: str) -> Callable[[Any], Any]:
    """Make a function refuse to return what is not of a kind.

    Parameters
    ----------
    kind : type
        Iterable, or str.

    function : callable
        A callable of the user.

    name : str
        The parameter that it was given as.

    Returns
    -------
    function : callable
        The same with the check.
    """

    @wraps(function, assigned=(), updated=())
    def checked(document: Any) -> Any:
        result = function(document)
        if not isinstance(result, kind):
            wanted = "a str" if kind is str else "an iterable of str"
            raise TypeError(f"{name} must return {wanted}, got {type(result).__name__}.")
        return result

    return checked


def check_encoding(encoding: str) -> None:
    """Refuse an encoding that Python does not know, or that is none of text."""
    try:
        b"\0".decode(encoding, "replace")  # without a byte, Python does not look
    except UnicodeError:
        return  # it is known, one byte is just too few for it
    except (LookupError, ValueError) as error:
        raise ValueError(f"encoding={encoding!r} cannot decode documents: {error}.") from error


def check_stop_words(stop_words: Any) -> None:
    """Refuse stop words that are not str."""
    if stop_words is None or isinstance(stop_words, str):
        return
    for word in stop_words:
        if not isinstance(word, str):
            raise TypeError(f"stop_words must be str, got {type(word).__name__}: {word!r}.")


def check_token_pattern(token_pattern: str | None) -> None:
    """Refuse what is no regular expression, or one with several groups."""
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
