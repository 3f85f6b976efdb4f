"""One copy of a file of vectors, which the worker processes of one parent map into memory.

The first worker that needs a file reads it and writes the copy; the others wait for it. How files
are read is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import IO

from .._compat.user_warning import warn_user
from .._compat.worker_folder import worker_folder
from .._core.embedding import Embedding
from .._core.mapped_files import is_mapped
from .._core.version import __version__

FEWEST_BYTES = 1 << 20  # fewer are not worth a copy


def read_for_workers(key: tuple[object, ...], read: Callable[[], Embedding]) -> Embedding:
    """Return what ``read`` returns for the file with this key; in a worker, mapped from a copy."""
    folder = worker_folder()
    if folder is None:
        return read()
    copy = folder / f"{sha256(repr((__version__, *key)).encode()).hexdigest()}.safetensors"
    try:
        lock = _lock(copy.with_suffix(".lock"))
    except OSError:
        return read()
    with lock:
        if copy.exists():
            return Embedding.load(copy)
        embedding = read()
        # quantized files are always mapped
        if not embedding._is_array or is_mapped(embedding.vectors):
            return embedding
        if embedding.vectors.nbytes < FEWEST_BYTES:
            return embedding
        try:
            embedding.save(copy)
        except OSError as error:
            warn_user(
                f"The vectors cannot be copied for all worker processes ({error}): each of them "
                "reads the file. JOBLIB_TEMP_FOLDER in the environment names another folder."
            )
            return embedding
        return Embedding.load(copy)


def _lock(path: Path) -> IO[str]:
    """Wait for a lock and return its file, which ends it when it is closed."""
    import fcntl

    file = path.open("w")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file
