"""Cache rows of a data set as a compressed JSON file in scikit-learn's data folder.

The cache is optional: a folder that cannot be written, or a file that cannot be read, is not an
error. JSON is used rather than pickle, so that other users of a shared folder cannot run code.
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
    """Return the cached rows, each of the same number of str, or make and cache them.

    Other ``versions`` of the sources of the rows, or other code, use another file.
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
    """Return the file for these versions and this code; None if there is no usable folder."""
    from sklearn.datasets import get_data_home  # slow to import, and needed only here

    try:
        folder = Path(get_data_home(data_home)) / "skembed"
        folder.mkdir(exist_ok=True)
        digest = hashlib.sha256(json.dumps(versions, sort_keys=True).encode())
        for source in sorted(Path(__file__).parent.glob("*.py")):  # the code that creates the rows
            digest.update(source.read_bytes())
    except OSError:
        return None
    return folder / f"{name}-{digest.hexdigest()[:16]}.json.gz"


def _read(path: Path) -> Sequence[Sequence[str]] | None:
    """Read the rows of a file; None if it is missing or damaged."""
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
    """Write to a temporary file and rename it, so that readers never see a partial file."""
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
