"""Write a vector file; this is the entry point to the writers of all formats.

A file is written beside the one that it replaces, so that an interruption leaves no half of it.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import IO, Any

import numpy as np

from .._compat.user_warning import warn_user
from .layout import VectorTable
from .safetensors import write_safetensors
from .text_writing import write_glove, write_word2vec
from .word2vec_binary import write_binary

_Writer = Callable[[IO[bytes], VectorTable], None]
_WRITERS: dict[str, _Writer] = {
    "safetensors": write_safetensors,
    "word2vec": write_word2vec,
    "word2vec-binary": write_binary,
    "glove": write_glove,
}
_ENDINGS = {
    ".safetensors": "safetensors",
    ".bin": "word2vec-binary",
    ".txt": "word2vec",
    ".vec": "word2vec",
}
_COMPRESSORS: dict[str, Any] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


def write_file(path: str, table: VectorTable, format: str | None) -> None:
    """Write terms and vectors; ``format`` is None to choose it by the ending of the path."""
    stem, ending = os.path.splitext(path)
    compress = _COMPRESSORS.get(ending.lower())
    if compress is not None:
        ending = os.path.splitext(stem)[1]
    chosen = _ENDINGS.get(ending.lower(), "") if format is None else format
    if chosen not in _WRITERS:
        raise ValueError(
            f"The format of {path!r} is not known: name the file {', '.join(_choices(_ENDINGS))}, "
            f"or set format to {', '.join(_choices(list(_WRITERS)))}."
        )
    if compress is not None and chosen in ("safetensors", "word2vec-binary"):
        raise ValueError(f"Only text is compressed when it is saved, not {chosen}: {path!r}.")
    if chosen != "safetensors":
        _warn_of_losses(table, chosen)
        if table.scales is not None:
            vectors = table.vectors * table.scales[:, np.newaxis]
            table = table._replace(vectors=vectors, scales=None)
    draft = f"{path}.{os.getpid()}.part"
    try:
        with open(draft, "xb") as raw, (compress or _plain)(raw, "wb") as file:
            _WRITERS[chosen](file, table)
        os.replace(draft, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(draft)


def _plain(raw: IO[bytes], mode: str) -> AbstractContextManager[IO[bytes]]:
    return nullcontext(raw)


def _warn_of_losses(table: VectorTable, format: str) -> None:
    """Warn of what other formats than safetensors do not hold."""
    parts = ["blocks"] * bool(table.blocks) + ["subwords"] * (table.ngrams is not None)
    if parts:
        warn_user(
            f"The format {format!r} holds terms and vectors only: {' and '.join(parts)} of the "
            "embedding are left out. The format 'safetensors' holds them."
        )


def _choices(names: Mapping[str, str] | Sequence[str]) -> list[str]:
    shown = [f"*{name}" if name.startswith(".") else repr(name) for name in names]
    return [*shown[:-2], " or ".join(shown[-2:])]
