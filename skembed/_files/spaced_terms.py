"""Find the rows of a word2vec binary file whose terms hold spaces, as gensim writes them.

The format ends a term with a space, so such a term ends at one of several spaces. The right one is
followed by plausible numbers, and after them by the next term; all rows together fill the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

# Larger numbers are a sign that letters are read as numbers: " new" as a float32 is 7e28.
LARGEST = 1e10

# Longest term in bytes.
LONGEST_TERM = 1 << 16

# How often a file may be read wrongly, in rows; a damaged one is not searched forever.
_MOST_TRIES = 5

# Longest term that may hold spaces, in bytes, and the most spaces that it may hold.
_LONGEST_SPACED = 1 << 10
_MOST_SPACES = 32

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


def find_rows(
    data: bytes, n_terms: int, n_components: int, encoding: str
) -> list[tuple[int, int]] | None:
    """Return where the term of each row begins and ends, or None if there is no such division."""
    for line_end in (b"", b"\n"):
        rows = _search(data, n_terms, n_components, encoding, line_end)
        if rows is not None:
            return rows
    return None


def _search(
    data: bytes, n_terms: int, n_components: int, encoding: str, line_end: bytes
) -> list[tuple[int, int]] | None:
    """Search depth first; a place from which the rest of the file failed is not tried again."""
    at, rows = 0, list[tuple[int, int]]()
    failed: set[tuple[int, int]] = set()
    n_left = _MOST_TRIES * n_terms + 1000
    choices = [_term_ends(data, at, n_components, encoding)]
    while choices and (n_left := n_left - 1):
        if len(rows) == n_terms and at == len(data):
            return rows
        end = next(choices[-1], None) if len(rows) < n_terms else None
        if end is None:
            failed.add((len(rows), at))
            choices.pop()
            at = rows.pop()[0] if rows else 0
            continue
        following = end + 1 + 4 * n_components
        is_row = data.startswith(line_end, following)
        following += len(line_end)
        if is_row and (len(rows) + 1, following) not in failed:
            rows.append((at, end))
            at = following
            choices.append(_term_ends(data, at, n_components, encoding))
    return None


def _term_ends(data: bytes, at: int, n_components: int, encoding: str) -> Iterator[int]:
    """Yield where the term that begins at ``at`` may end, the most plausible place first."""
    found = []
    last = min(at + _LONGEST_SPACED, len(data) - 1 - 4 * n_components)
    end = at
    for _ in range(_MOST_SPACES):
        end = data.find(b" ", end + 1, last + 1)
        if end < 0 or _CONTROL.search(data, at, end):
            break
        vector = np.frombuffer(data, "<f4", n_components, end + 1)
        with np.errstate(invalid="ignore"):
            is_plausible = bool((np.abs(vector) <= LARGEST).all())
        if is_plausible and _decodes(data[at:end], encoding):
            found.append((_strangeness(vector), end))
    return iter([end for _, end in sorted(found)])


def _decodes(term: bytes, encoding: str) -> bool:
    try:
        term.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _strangeness(vector: NDArray[np.float32]) -> float:
    """Return by how many orders of magnitude some number is far from those of word vectors."""
    exponents = np.log10(np.abs(vector[vector != 0].astype(np.float64)))
    return float(max(np.abs(exponents).max(initial=0) - 6, 0))
