"""Compressed files, opened as what they hold: recognized by their bytes, not by their names."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
from contextlib import AbstractContextManager
from typing import IO, Any, cast

# What compressed files begin with; for bzip2 all of it, because a term could begin with BZh.
_COMPRESSED: tuple[tuple[re.Pattern[bytes], Any], ...] = (
    (re.compile(rb"\x1f\x8b"), gzip.open),
    (re.compile(rb"BZh[1-9]1AY&SY"), bz2.open),
    (re.compile(rb"\xfd7zXZ\x00"), lzma.open),
)


def decompress(raw: IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    """Return the file, or what it holds if it is compressed."""
    first = raw.read(10)
    raw.seek(0)
    opened = next((opener(raw) for magic, opener in _COMPRESSED if magic.match(first)), raw)
    return cast(AbstractContextManager[IO[bytes]], opened)
