"""Open files, also compressed ones, which are recognized by their first bytes, not by their names.

A compressed file of a few kilobytes can expand to terabytes, so there is a bound on what is read.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BufferedIOBase
from typing import Any, cast

# First bytes of compressed files; for bzip2 the whole signature, as a term could start with BZh.
_COMPRESSED: tuple[tuple[re.Pattern[bytes], Any], ...] = (
    (re.compile(rb"\x1f\x8b"), gzip.open),
    (re.compile(rb"BZh[1-9]1AY&SY"), bz2.open),
    (re.compile(rb"\xfd7zXZ\x00"), lzma.open),
)

# The bound is never less than this, since a small file may well repeat itself.
_SMALL = 1 << 26

# Number of bytes to ask for at once: memory is reserved for what is asked for, before it is there.
_PIECE = 1 << 22


class Content:
    """The decompressed bytes of a file, of which there must not be more than ``bound``.

    ``path`` is that of the file, or None if it is compressed.
    """

    def __init__(self, file: BufferedIOBase, bound: int, path: str | None = None) -> None:
        self._file, self._bound, self._at = file, bound, 0
        self.path = path

    def read(self, n: int) -> bytes:
        """Return the next ``n`` bytes, or those up to the end of the file."""
        parts: list[bytes] = []
        while n > 0 and (part := self._file.read(min(n, _PIECE))):
            parts.append(part)
            n -= len(part)
            self._advance(len(part))
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def readinto(self, buffer: memoryview) -> int:
        """Fill a buffer with the next bytes; return their number, less at the end of the file."""
        n = 0
        while n < len(buffer) and (n_read := self._file.readinto(buffer[n : n + _PIECE])):
            n += n_read
            self._advance(n_read)
        return n

    def _advance(self, n: int) -> None:
        self._at += n
        if self._at > self._bound:
            raise ValueError(
                f"its content has more than {self._bound:,} bytes, far more than the file; if you "
                "trust it, set max_expansion higher"
            )

    def seek(self, position: int) -> None:
        """Continue at a position, in bytes."""
        self._at = self._file.seek(position)


@contextmanager
def open_content(path: str, max_expansion: float) -> Iterator[tuple[Content, int | None]]:
    """Open a file, or a member of a zip archive given as ``archive.zip/member``.

    Yields its decompressed content and its size, which is None if it is compressed.
    """
    archive, member = _split(path)
    with ExitStack() as stack:
        raw = stack.enter_context(open(archive, "rb"))
        size = os.fstat(raw.fileno()).st_size
        bound = max(_SMALL, int(max_expansion * size))
        first = raw.read(10)
        raw.seek(0)
        if first.startswith(b"PK\x03\x04") or member:
            opened = stack.enter_context(zipfile.ZipFile(raw))
            file = stack.enter_context(opened.open(_choose(opened, member)))
            yield Content(cast(BufferedIOBase, file), bound), None
            return
        opener = next((opener for magic, opener in _COMPRESSED if magic.match(first)), None)
        if opener is None:
            yield Content(raw, size, path), size
        else:
            yield Content(cast(BufferedIOBase, stack.enter_context(opener(raw))), bound), None


def existing_part(path: str) -> str:
    """Return a path, or what exists above it: of ``archive.zip/member``, the archive."""
    while path and not os.path.exists(path) and os.path.dirname(path) != path:
        path = os.path.dirname(path)
    return path


def check_there(path: str) -> None:
    """Raise an error unless the path is that of a file, or of a member of an archive."""
    if os.path.isdir(path):
        raise ValueError(f"{path!r} is a folder, not a file of vectors.")
    if not os.path.isfile(existing_part(path)):
        raise FileNotFoundError(f"There is no file of vectors at {path!r}.")


def _split(path: str) -> tuple[str, str]:
    """Split the path of a member of a zip archive; the member of any other path is empty."""
    archive = existing_part(path)
    if archive == path or not os.path.isfile(archive):
        return path, ""
    return archive, path[len(archive) + 1 :].replace(os.sep, "/")


def _choose(archive: zipfile.ZipFile, member: str) -> str:
    """Return the name of the member to read; without a name, there must be a single one."""
    names = [
        name
        for name in archive.namelist()
        if not name.endswith("/") and not name.startswith("__MACOSX/")
    ]
    if member in names:
        return member
    if not member and len(names) == 1:
        return names[0]
    wanted = f"no {member!r}" if member else f"{len(names)} files"
    raise ValueError(
        f"it is a zip archive with {wanted}; append / and the name of a file in it to the path: "
        f"{', '.join(names[:10])}"
    )
