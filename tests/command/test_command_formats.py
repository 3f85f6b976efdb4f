"""JSON and Parquet as tables."""

import json
import sys

import pytest

from skembed._command._recognition import read_table
from skembed._command._table import DataError

ROWS = [{"text": "so, good", "label": 1}, {"text": None, "label": True, "more": ["a", 2.5]}]
FOUND = {"text": ["so, good", ""], "label": ["1", "True"], "more": ["", '["a", 2.5]']}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", "".join(json.dumps(row) + "\r\n\n" for row in ROWS)),
        ("a.json", json.dumps(ROWS, indent=1)),
        ("a.txt", json.dumps({"data": ROWS})),
        ("a.json", json.dumps({name: [row.get(name) for row in ROWS] for name in FOUND})),
        ("a", json.dumps({n: {str(i): r.get(n) for i, r in enumerate(ROWS)} for n in FOUND})),
    ],
)
def test_json(tmp_path, name, content):
    (tmp_path / name).write_text("\ufeff" + content, "utf-8")
    columns, [note] = read_table(str(tmp_path / name))
    assert columns == FOUND
    assert note == "Format: JSON, 2 objects."


@pytest.mark.parametrize("n", [1, 2])
def test_one_json_line_is_one_row(tmp_path, n):
    (tmp_path / "a.jsonl").write_text('{"text": "a\u2028b", "score": NaN}\n' * n, "utf-8")
    columns = read_table(str(tmp_path / "a.jsonl")).columns
    assert columns == {"text": ["a\u2028b"] * n, "score": [""] * n}


def test_brackets_are_no_json(tmp_path):
    (tmp_path / "a.csv").write_text("[text],label\n[a],b\n", "utf-8")
    assert list(read_table(str(tmp_path / "a.csv")).columns) == ["[text]", "label"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("nonsense", "not valid JSON"),
        ('{"text": 1}\n{"text"\n', "line 2 is not valid JSON"),
        ("[1, 2]", "must contain a list of JSON objects"),
        ("[]", "has no rows"),
    ],
)
def test_bad_json(tmp_path, content, message):
    (tmp_path / "a.json").write_text(content, "utf-8")
    with pytest.raises(DataError, match=message):
        read_table(str(tmp_path / "a.json"))


def test_parquet(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"text": ["a", None], "label": [1, 2]}), path)
    assert read_table(str(path)).columns == {"text": ["a", ""], "label": ["1", "2"]}
    parquet.write_table(pa.table({}), path)
    with pytest.raises(DataError, match="has no rows"):
        read_table(str(path))
    path.write_bytes(b"nonsense")
    with pytest.raises(DataError, match="is not a valid Parquet file"):
        read_table(str(path))


def test_parquet_without_pyarrow(tmp_path, monkeypatch):
    path = tmp_path / "a.parquet"
    path.touch()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DataError, match="pip install pyarrow"):
        read_table(str(path))


def test_lines_of_fasttext(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("__label__good so, good\n\n__label__bad\tso\tbad\r\n__label__bad\n", "utf-8")
    columns, [note] = read_table(str(path))
    assert columns == {"text": ["so, good", "so\tbad\r", ""], "label": ["good", "bad", "bad"]}
    assert "fastText" in note
    for wrong in ("no label\n", "__label__a __label__b text\n"):
        path.write_text(f"__label__good so good\n{wrong}", "utf-8")
        with pytest.raises(DataError, match="line 2 needs one __label__ at its beginning"):
            read_table(str(path))
