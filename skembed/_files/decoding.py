"""Decode the terms of a file, many at a time, and encode them."""

from __future__ import annotations

from collections.abc import Callable

from .layout import Request


def decode_terms(
    joined: bytes, request: Request, place: Callable[[int], str], end: str = "\n"
) -> list[str]:
    """Decode terms, each followed by the character ``end``; ``place(i)`` says where term i is."""
    end_byte = end.encode()
    n_terms = joined.count(end_byte)
    try:
        terms = joined.decode(request.encoding, request.errors).split(end)
    except UnicodeDecodeError:
        terms = []
    if len(terms) == n_terms + 1:
        return terms[:-1]
    # Some encodings have a newline byte in a character, if it is damaged: one by one, then.
    return [
        decode_term(term, request, place(i)) for i, term in enumerate(joined.split(end_byte)[:-1])
    ]


def decode_term(term: bytes, request: Request, place: str) -> str:
    """Decode one term; ``place`` says where it is."""
    try:
        return term.decode(request.encoding, request.errors)
    except UnicodeDecodeError as error:
        shown = repr(term[:40]).removeprefix("b")
        raise ValueError(
            f"the term {shown} of {place} is not {request.encoding}: {error.reason} at byte "
            f"{error.start} of the term. Set encoding to that of the file, or errors='replace'"
        ) from error


def encode_text(text: str) -> bytes:
    """Encode one term, or lines of them, as UTF-8."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        term = text[: error.end].rpartition("\n")[2]
        raise ValueError(
            f"A term cannot be saved as UTF-8, because of a surrogate: {term[-40:]!r}. Use "
            "'safetensors'."
        ) from error
