"""What a file, a folder or standard input contains: compression, encoding, format."""

import gzip
import io
import sys
from types import SimpleNamespace

import pytest
from command_tools import LABELS, TEXTS, table

from skembed._command._recognition import read_table
from skembed._command._table import DataError

CONTENT = "text;label\nœuf à la crème;gut\nnaïve;schlecht\n"
FOUND = {"text": ["œuf à la crème", "naïve"], "label": ["gut", "schlecht"]}


@pytest.mark.parametrize("name", ["a.csv", "A.CSV.GZ", "a.txt", "a"])
def test_suffixes_do_not_matter(tmp_path, name):
    path = tmp_path / name
    made = table(tmp_path / ("b.csv.gz" if name == "A.CSV.GZ" else "b.csv")).rename(path)
    columns = read_table(str(made)).columns
    assert list(columns) == ["id", "review", "stars"]
    assert columns["review"] == TEXTS
    assert columns["stars"] == LABELS


@pytest.mark.parametrize(
    ("encoding", "given"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-8-sig", "utf-8"),
        ("utf-16", None),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings(tmp_path, encoding, given):
    path = tmp_path / "a.csv"
    path.write_bytes(CONTENT.encode(encoding))
    assert read_table(str(path), encoding=given).columns == FOUND


@pytest.mark.parametrize(
    ("content", "given", "message"),
    [
        (
            CONTENT.encode("cp1252"),
            None,
            r"byte 11 \(line 2\).*'œuf à la crème;gut': --encoding cp1252",
        ),
        (CONTENT.encode("utf-16-le"), None, "--encoding utf-16-le"),
        (CONTENT.encode("utf-16-be"), None, "--encoding utf-16-be"),
        ("text;label\na;b\n".encode("utf-16-le"), None, "--encoding utf-16-le"),
        (b"text;label\na\0;b\n", None, "null character at position 12: it is not a text file"),
        (b"text;label\n\x81;b\n", None, r"line 2\). Save it as UTF-8, or name its encoding"),
        (b"text;label\na;b\n", "utf-99", "no text encoding 'utf-99'"),
        (b"text;label\na;b\n", "hex", "no text encoding 'hex'"),
        (b"PK\x03\x04...", None, "Excel workbook"),
        (b"BZh91AY", None, "bzip2"),
        (b"", None, "is empty"),
        (b"text;label\n", None, "has no rows"),
    ],
)
def test_what_is_no_text(tmp_path, content, given, message):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_table(str(path), encoding=given)


def test_broken_compression(tmp_path):
    good = table(tmp_path / "a.csv.gz").read_bytes()
    for broken in [good[: len(good) // 2], good[:100] + b"\xff" * 50 + good[150:]]:
        (tmp_path / "a.csv.gz").write_bytes(broken)
        with pytest.raises(DataError, match="cannot be read"):
            read_table(str(tmp_path / "a.csv.gz"))


def test_standard_input(monkeypatch):
    raw = gzip.compress(CONTENT.encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    assert read_table("-").columns == FOUND
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"")))
    with pytest.raises(DataError, match="standard input is empty"):
        read_table("-")


def test_a_folder_for_each_label(tmp_path):
    for name, content in {"pos/b": "good", "pos/a": "fine", "neg/c": "café"}.items():
        path = tmp_path / "train" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    (tmp_path / "train" / "pos" / ".DS_Store").write_bytes(b"\xff")
    columns, [note] = read_table(str(tmp_path / "train"))
    assert columns == {"text": ["café", "fine", "good"], "label": ["neg", "pos", "pos"]}
    assert "3 files" in note
    with pytest.raises(DataError, match=r"one folder of text files.*use --data .*train"):
        read_table(str(tmp_path))
    (tmp_path / "train" / "neg" / "c").write_bytes(b"na\xefve")
    with pytest.raises(DataError, match=r"neg.c is not valid UTF-8.*cp1252"):
        read_table(str(tmp_path / "train"))


def test_files_that_are_not_there(tmp_path):
    with pytest.raises(DataError, match="File not found"):
        read_table(str(tmp_path / "nowhere.csv"))
