"""Recognize what a file, a folder or standard input contains, and how it is encoded.

The format is recognized by the content; the suffix only decides what an error says. Parsing is
done elsewhere.
"""

from __future__ import annotations

import codecs
import gzip
import sys
import zlib
from pathlib import Path

from ._formats import read_fasttext, read_json, read_parquet
from ._separated import read_separated
from ._table import DataError, Table

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_REFUSED = {
    b"PK\x03\x04": "an Excel workbook or another zip archive: save the sheet as CSV, or unpack it",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file: save the sheet as CSV",
    b"BZh": "compressed with bzip2: unpack it, or compress it with gzip",
    b"\xfd7zXZ\x00": "compressed with xz: unpack it, or compress it with gzip",
    b"%PDF": "a PDF file: save its texts as CSV",
}


def read_table(
    source: str, *, sep: str | None = None, encoding: str | None = None, header: bool | None = None
) -> Table:
    """Read labeled texts as a table.

    Parameters
    ----------
    source : str
        A file of separated values, JSON or Parquet, each possibly compressed with gzip; a folder
        with one folder of text files per label; "-" for standard input.

    sep, encoding : str, default=None
        The separator and the encoding; None recognizes them.

    header : bool, default=None
        Whether the first line contains names of columns; None decides by its content.

    Returns
    -------
    table : Table
        At least one row.

    Raises
    ------
    DataError
        If the data cannot be read.
    """
    path = Path(source)
    try:
        if source != "-" and path.is_dir():
            return _folder(path, encoding)
        raw = sys.stdin.buffer.read() if source == "-" else path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(f"File not found: {source}.") from error
    except OSError as error:
        raise DataError(f"{source} cannot be read: {error.strerror or error}.") from error
    name = "standard input" if source == "-" else source
    raw = decompressed(raw, name)
    suffixes = {suffix.lower() for suffix in path.suffixes}
    if raw.startswith(b"PAR1") or ".parquet" in suffixes:
        table = read_parquet(raw, name)
    else:
        text = decoded(raw, name, encoding)
        must = not suffixes.isdisjoint({".json", ".jsonl", ".ndjson"})
        found = read_json(text, name, must=must) if sep is None else None
        found = found or (read_fasttext(text, name) if sep is None else None)
        table = found or read_separated(text, name, sep, header)
    if not table.columns or not next(iter(table.columns.values())):
        raise DataError(f"{name} has no rows.")
    return table


def decompressed(raw: bytes, name: str) -> bytes:
    """Return the content of a file, decompressed with gzip if necessary."""
    try:
        while raw.startswith(b"\x1f\x8b"):
            raw = gzip.decompress(raw)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{name} cannot be read: {error}.") from error
    for mark, what in _REFUSED.items():
        if raw.startswith(mark):
            raise DataError(f"{name} is {what}.")
    return raw


def decoded(raw: bytes, name: str, encoding: str | None) -> str:
    """Return the text of a file: UTF-8, UTF-16 with a byte order mark, or the given encoding."""
    found = encoding or next((e for mark, e in _MARKS.items() if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(found)
    except LookupError as error:
        raise DataError(f"--encoding: Python has no text encoding {encoding!r}.") from error
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        line = raw.count(b"\n", 0, at) + 1
        where = f"at byte {at:,} (line {line:,})"
        raise DataError(
            f"{name} is not valid {found.upper()} {where}. {_advice(raw, at)}"
        ) from error
    if "\0" in text:
        where = f"{name} contains a null character at position {text.index(chr(0)):,}"
        raise DataError(f"{where}: it is not a text file. {_advice(raw, 0)}")
    return text.removeprefix("\ufeff")


def _advice(raw: bytes, at: int) -> str:
    """Suggest an encoding that fits, with the words around the position, so that one can judge."""
    zeros = [raw[i:10_000:2].count(0) for i in (0, 1)]
    if max(zeros) > min(len(raw), 10_000) / 8:
        name = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
        return f"It looks like UTF-16 without a byte order mark: --encoding {name}."
    begin = raw.rfind(b"\n", 0, at) + 1
    shown = raw[max(begin, at - 20) : at + 20].splitlines()
    try:
        raw.decode("cp1252")
        sample = shown[0].decode("cp1252").strip() if shown else ""
    except UnicodeError:
        return "Save it as UTF-8, or name its encoding with --encoding."
    if b"\0" in raw:
        return "Save it as UTF-8, or name its encoding with --encoding."
    return (
        f"It can be read as cp1252 (Windows, Western Europe), where this is {sample!r}: "
        "--encoding cp1252. If these letters are wrong, it is another encoding."
    )


def _folder(path: Path, encoding: str | None) -> Table:
    """Read a folder with one folder of text files per label, as `sklearn.datasets.load_files`."""
    texts, labels = [], []
    folders = sorted(p for p in path.iterdir() if p.is_dir() and not p.name.startswith("."))
    for folder in folders:
        for file in sorted(p for p in folder.iterdir() if not p.name.startswith(".")):
            if file.is_file():
                raw = decompressed(file.read_bytes(), str(file))
                texts.append(decoded(raw, str(file), encoding))
                labels.append(folder.name)
    if not texts:
        deeper = [folder for folder in folders if any(p.is_dir() for p in folder.iterdir())]
        hint = f" {deeper[0]} has such folders: use --data {deeper[0]}." if deeper else ""
        raise DataError(f"{path} needs one folder of text files for each label.{hint}")
    note = f"Folder: {len(texts):,} files, labels are the names of their folders."
    return Table({"text": texts, "label": labels}, [note])
