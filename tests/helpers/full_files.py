"""Files on a disk that is full, and which files of a folder are open."""

import errno
import os
import tempfile


class FullFile:
    """A file on a disk that takes some bytes and no more."""

    def __init__(self, room):
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._room = room

    def __getattr__(self, name):
        return getattr(self._file, name)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._file.close()

    def write(self, data):
        self._room -= len(memoryview(data).cast("B"))
        if self._room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self._file.write(data)


def open_in(folder):
    """The open files that are, or were before they were deleted, in the folder (Linux)."""
    found = []
    for name in os.listdir("/proc/self/fd"):
        try:
            found.append(os.readlink(f"/proc/self/fd/{name}"))
        except OSError:  # that of the listing itself
            continue
    return [path for path in found if path.startswith(str(folder))]
