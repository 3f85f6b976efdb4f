"""Open compressed files, recognized by their first bytes, not by their names."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
from contextlib import AbstractContextManager
from typing import IO, Any, cast

# First bytes of compressed files; for bzip2 the whole signature, as a term could start with BZh.
_COMPRESSED: tuple[tuple[re.Pattern[bytes], Any], ...] = (
    (re.compile(rb"\x1f\x8b"), gzip.open),
    (re.compile(rb"BZh[1-9]1AY&SY"), bz2.open),
    (re.compile(rb"\xfd7zXZ\x00"), lzma.open),
)


def decompress(raw: IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    """Return the file, or a file object with its decompressed content."""
    first = raw.read(10)
    raw.seek(0)
    opened = next((opener(raw) for magic, opener in _COMPRESSED if magic.match(first)), raw)
    return cast(AbstractContextManager[IO[bytes]], opened)
