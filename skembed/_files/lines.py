"""Lines of text vectors one at a time: what the native reader does, in plain Python.

Used for the first lines of a file, to recognize its layout, and for the line at which the native
reader stopped, to say why.
"""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

_NUMBER = re.compile(rb"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_NUMBER_OR_NOT_FINITE = re.compile(_NUMBER.pattern + rb"|[+-]?(?i:nan|inf|infinity)")
_SEPARATORS = b" \t"


def as_number(field: bytes) -> float | None:
    """Return the number that a field is, or None: as a float32, it must be finite."""
    if not _NUMBER.fullmatch(field):
        return None
    with np.errstate(over="ignore"):
        number = np.float32(float(field))
    return float(number) if np.isfinite(number) else None


def parse_line(line: bytes, n_components: int) -> tuple[bytes, list[float]]:
    """Return the term and the numbers of a line, as ``parse_rows`` of the kernels does."""
    line = line.rstrip(b" \t\r")
    if not line:
        raise ValueError("it is blank")
    places = [m.span() for m in re.finditer(rb"[^ \t]+", line)][-n_components:]
    numbers = [as_number(line[begin:end]) for begin, end in places]
    begin = places[0][0]
    if len(places) < n_components or None in numbers or begin == 0:
        raise ValueError(_complaint(line, n_components))
    is_wide = any(b[0] - a[1] > 1 for a, b in pairwise(places))
    term = line[: begin - 1]
    if is_wide:
        term = term.rstrip(_SEPARATORS) or term
    if not term:
        raise ValueError("its term is empty")
    word = re.split(rb"[ \t]", term)[-1]
    if word != term and as_number(word) is not None:
        is_whole = re.fullmatch(rb"[\d \t]+", line[begin:])
        if not word.isdigit() or is_whole:
            raise ValueError(_complaint(line, n_components))
    return term, [number for number in numbers if number is not None]


def trailing_numbers(line: bytes) -> int:
    """Return how many fields at the end of a line are numbers, except the term."""
    fields = line.split()
    # A line that begins with separators may have a space as its term.
    n_most = len(fields) if line[:2].strip(_SEPARATORS) == b"" else len(fields) - 1
    n = 0
    while n < n_most and _NUMBER_OR_NOT_FINITE.fullmatch(fields[-1 - n]):
        n += 1
    return n


def _complaint(line: bytes, n_components: int) -> str:
    """Say why a line does not end with that many numbers."""
    fields = line.split()
    last = fields[-n_components:] if len(fields) > n_components else fields[1:]
    for field in last:
        if as_number(field) is None:
            shown = repr(field[:40].decode("utf-8", "backslashreplace"))
            is_word = _NUMBER_OR_NOT_FINITE.fullmatch(field)
            reason = "is not finite" if is_word else "is not a number"
            return f"{shown} {reason} (it should have {n_components} numbers)"
    return f"it has {trailing_numbers(line)} numbers, not {n_components}"
