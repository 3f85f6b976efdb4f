"""A made-once list of rows, kept as a compressed JSON file in scikit-learn's data folder.

A cache only saves time: a folder that cannot be written and a file that cannot be read are
no errors. JSON, never pickle: whoever may write in a shared folder must not be able to run code.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import uuid
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def load_or_make(
    name: str,
    versions: dict[str, str],
    make: Callable[[], Sequence[Sequence[str]]],
    data_home: str | os.PathLike[str] | None,
) -> Sequence[Sequence[str]]:
    """Read the cached rows, or make and cache them.

    Parameters
    ----------
    name : str
        The beginning of the file's name.
    versions : dict of str
        What the rows are made of; other versions use another file.
    make : callable
        Returns a list of rows of strings, all of the same length.
    data_home : str, path-like or None
        As in `sklearn.datasets.get_data_home`.

    Returns
    -------
    rows : list of (str, ...)
    """
    path = _path(name, versions, data_home)
    rows = _read(path) if path else None
    if rows is not None:
        return rows
    made = make()
    if path:
        _write(path, made)
    return made


def _path(
    name: str, versions: dict[str, str], data_home: str | os.PathLike[str] | None
) -> Path | None:
    """Name the file for these versions and this code; None if there is no folder for it."""
    from sklearn.datasets import get_data_home  # slow to import, and needed only here

    try:
        folder = Path(get_data_home(data_home)) / "skembed"
        folder.mkdir(exist_ok=True)
        digest = hashlib.sha256(json.dumps(versions, sort_keys=True).encode())
        for source in sorted(Path(__file__).parent.glob("*.py")):  # the code that makes the rows
            digest.update(source.read_bytes())
    except OSError:
        return None
    return folder / f"{name}-{digest.hexdigest()[:16]}.json.gz"


def _read(path: Path) -> Sequence[Sequence[str]] | None:
    """Read the rows of a file; None if it is not there or damaged."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows: Any = json.load(file)
    except (OSError, EOFError, ValueError, zlib.error):
        return None
    return rows if _are_rows(rows) else None


def _are_rows(rows: Any) -> bool:
    return (
        isinstance(rows, list)
        and rows != []
        and all(
            isinstance(row, list)
            and len(row) == len(rows[0])
            and all(isinstance(x, str) for x in row)
            for row in rows
        )
    )


def _write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write beside the place and move: a reader meets the whole file or none."""
    partial = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    try:
        with gzip.open(partial, "wt", encoding="utf-8", compresslevel=6) as file:
            json.dump(rows, file, ensure_ascii=False)
        partial.replace(path)
    except OSError:
        pass
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()
