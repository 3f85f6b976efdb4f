"""The files of a folder of encoded documents: their names, and how one is written and read.

A file appears complete or not at all. Arrays are in .npz files, which hold checksums; the header is
JSON. Nothing is pickled. What the arrays mean is decided elsewhere.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NamedTuple
from zipfile import ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from .._core.distinct_tokens import DistinctTokens
from .._kernels import text as kernel

FORMAT, VERSION = "skembed.EncodedCorpus", 1
HEADER = "header.json"  # of finished documents only
UNFINISHED = "unfinished.json"  # what the shards written so far were analyzed with
VOCABULARY = "vocabulary.npz"
LOCK = "lock"
DRAFT = ".draft"  # the ending of a file that is being written

_DTYPES = {"ids": np.int32, "text": np.uint8}  # all others are int64


class Shard(NamedTuple):
    """Some consecutive documents: the ids of their tokens, and the tokens that are new in them.

    ``text`` and ``begins`` are those of `DistinctTokens`.
    """

    ids: NDArray[np.int32]
    indptr: NDArray[np.int64]
    text: NDArray[np.uint8]
    begins: NDArray[np.int64]


class TokenCounts(NamedTuple):
    """All distinct tokens, and the numbers of their occurrences and of documents with them."""

    text: NDArray[np.uint8]
    begins: NDArray[np.int64]
    counts: NDArray[np.int64]
    document_counts: NDArray[np.int64]


def shard_name(i: int) -> str:
    """Return the name of the file of shard ``i``."""
    return f"shard-{i:06d}.npz"


def write_json(path: Path, values: dict[str, Any]) -> None:
    """Write a header; cut at any byte, it is no longer JSON."""
    with _new_file(path) as file:
        file.write(json.dumps(values).encode())


def write_arrays(path: Path, arrays: Shard | TokenCounts) -> None:
    """Write named arrays as `numpy.savez` does, but with a date that is always the same."""
    with _new_file(path) as file, ZipFile(file, "w") as archive:
        for name, array in arrays._asdict().items():
            with archive.open(ZipInfo(f"{name}.npy"), "w", force_zip64=True) as member:
                np.lib.format.write_array(member, array, allow_pickle=False)


@contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    """Write a draft, which gets its name when all of it is on the disk."""
    draft = path.with_name(path.name + DRAFT)
    try:
        with open(draft, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
        _sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Make the new name of a file last; Windows needs no such call and has none."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_json(path: Path) -> dict[str, Any]:
    """Read a header of this version."""
    try:
        values = json.loads(path.read_bytes())
        kind, version = values["format"], values["version"]
    except (ValueError, TypeError, KeyError) as error:
        raise damaged(path, error) from error
    if kind != FORMAT:
        raise ValueError(f"'{path}' is not the header of encoded documents.")
    if version != VERSION:
        raise ValueError(
            f"The documents in '{path.parent}' were encoded in version {version} of the format, "
            f"and this version of skembed reads version {VERSION} only: encode them again."
        )
    return dict(values)


def read_shard(path: Path, n_types: int) -> Shard:
    """Read a shard, check its checksums, and that its ids are below ``n_types``."""
    shard = Shard(*_arrays(path, Shard))
    try:
        kernel.check_documents(shard.ids, shard.indptr, n_types)
    except ValueError as error:
        raise damaged(path, error) from error
    return shard


def read_counts(path: Path) -> TokenCounts:
    """Read the vocabulary."""
    return TokenCounts(*_arrays(path, TokenCounts))


def _arrays(path: Path, kind: type[Shard | TokenCounts]) -> list[NDArray[Any]]:
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as found:
            arrays = [found[name] for name in kind._fields]
    except FileNotFoundError as error:
        raise missing(path) from error
    except Exception as error:  # a wrong byte of an archive may raise anything
        raise damaged(path, error) from error
    for name, array in zip(kind._fields, arrays, strict=True):
        if array.dtype != _DTYPES.get(name, np.int64) or array.ndim != 1:
            raise damaged(path, f"an array has dtype {array.dtype} and {array.ndim} dimensions")
    return arrays


def strings_in(path: Path, arrays: Shard | TokenCounts) -> list[str]:
    """Return the tokens in arrays that were read from a file."""
    try:
        return DistinctTokens(arrays.text, arrays.begins).strings()
    except ValueError as error:
        raise damaged(path, error) from error


def missing(path: Path) -> ValueError:
    """Return the error for a file that should be there."""
    return ValueError(
        f"'{path}' is missing: the encoded documents are not complete. Copy the whole folder, or "
        "encode the documents again."
    )


def damaged(path: Path, why: object) -> ValueError:
    """Return the error for a file that cannot be read."""
    return ValueError(
        f"'{path}' is damaged ({why}). Copy it again, or encode the documents again in an empty "
        "folder."
    )
