"""Tables that the command reads: any delimiter, compression, columns; bad ones are told plainly."""

import gzip
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from command_tools import LABELS, TEXTS, table, task_of, write

from skembed._command._columns import DataError, choose_columns, read_columns
from skembed._command._data import load_task


@pytest.mark.parametrize(
    ("name", "delimiter"),
    [("a.csv", ","), ("a.tsv", "\t"), ("A.CSV.GZ", ","), ("a.tsv.gz", "\t"), ("a.tsv.csv", ",")],
)
def test_separated(tmp_path, name, delimiter):
    path = tmp_path / name
    if name == "A.CSV.GZ":
        table(tmp_path / "b.csv.gz").rename(path)
    else:
        table(path, delimiter)
    columns = read_columns(path)
    assert list(columns) == ["id", "review", "stars"]
    assert columns["review"] == TEXTS
    assert columns["id"] == [str(i) for i in range(60)]


def test_quotes_line_ends_and_marks(tmp_path):
    path = tmp_path / "a.csv"
    content = '\ufefftext,label\r\n"one, ""two""\r\nthree",ä\r\n\r\nfour,b\r\n'.encode()
    path.write_bytes(content)
    found = {"text": ['one, "two"\r\nthree', "four"], "label": ["ä", "b"]}
    assert read_columns(path) == found
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(content))
    assert read_columns(path) == found


def test_a_long_text(tmp_path):
    path = write(tmp_path / "a.csv", [["text", "label"], ["a" * 200_000, "b"]])
    assert len(read_columns(path)["text"][0]) == 200_000


def test_parquet(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"text": ["a", None], "label": [1, 2]}), path)
    assert read_columns(path) == {"text": ["a", ""], "label": ["1", "2"]}
    parquet.write_table(pa.table({}), path)
    with pytest.raises(DataError, match="has no rows"):
        read_columns(path)
    path.write_bytes(b"nonsense")
    with pytest.raises(DataError, match="is not a valid Parquet file"):
        read_columns(path)


def test_parquet_without_pyarrow(tmp_path, monkeypatch):
    path = tmp_path / "a.parquet"
    path.touch()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DataError, match="pip install pyarrow"):
        read_columns(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "needs a header and at least two columns"),
        (b"text\na\n", "needs a header and at least two columns, text and label"),
        (b"text;label\na;b\n", "separated by ','; its first line is 'text;label'"),
        (b"text,text\na,b\n", "duplicate column names"),
        (b"text,label\n", "has no rows"),
        (b"text,label\na,b\nc\n", "line 3: 1 values, but 2 columns"),
        (b"text,label\na,b,c\n", "line 2: 3 values.*must be quoted"),
        (b'text,label\n"a,b\nc,d\n', "line 3: unexpected end of data"),
        (b"text,label\n\xe9,b\n", "is not UTF-8"),
    ],
)
def test_bad_files(tmp_path, content, message):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_columns(path)


def test_broken_compression(tmp_path):
    path = table(tmp_path / "a.csv.gz")
    good = path.read_bytes()
    broken = [b"text,label\na,b\n", good[: len(good) // 2], good[:100] + b"\xff" * 50 + good[150:]]
    for content in broken:
        path.write_bytes(content)
        with pytest.raises(DataError, match="cannot be read"):
            read_columns(path)


@pytest.mark.parametrize(
    ("names", "given", "found"),
    [
        (("id", "Text", "Label"), (None, None), ("Text", "Label")),
        (("body", "text", "y"), (None, None), ("text", "y")),
        (("short", "long", "kind"), (None, None), ("long", "kind")),
        (("text", "label", "kind"), ("label", None), ("label", "kind")),
        (("text", "label", "kind"), (None, "text"), ("label", "text")),
        (("short", "long", "kind"), (None, "long"), ("short", "long")),
        (("same", "long", "kind"), (None, None), ("long", "kind")),
        (("Text", "text", "label", "LABEL"), (None, None), ("Text", "label")),
    ],
)
def test_columns_are_found(tmp_path, names, given, found):
    values = {
        "short": ["a", "b", "c"], "long": ["a a", "b b b", "c c"], "kind": ["x", "x", "y"],
        "same": ["x", "x", ""],
    }  # fmt: skip
    columns = {
        name: list(values.get(name) or list(values.values())[i]) for i, name in enumerate(names)
    }
    assert choose_columns(columns, *given, tmp_path) == found


@pytest.mark.parametrize(
    ("columns", "given", "message"),
    [
        ({"a": ["x"], "b": ["y"]}, ("c", None), r"no column 'c' \(--text\). Its columns are: a, b"),
        ({"a": ["x"], "b": ["y"]}, (None, "c"), r"no column 'c' \(--label\)"),
        ({"a": ["x"], "b": ["y"]}, ("a", "a"), "are both 'a'"),
        ({"a": ["x"]}, (None, None), "has a single column"),
    ],
)
def test_columns_that_are_not_there(tmp_path, columns, given, message):
    with pytest.raises(DataError, match=message):
        choose_columns(columns, *given, tmp_path)


def test_what_cannot_be_used_is_left_out_and_told(tmp_path):
    rows = [["text", "label"], *zip(TEXTS, LABELS, strict=True), ["  ", "good"], ["alone", "rare"]]
    rows += [["no label", ""], ["", ""], *[["thrice", " just enough "]] * 3]
    path = write(tmp_path / "a.csv", rows)
    task = task_of(path)
    assert task.texts == [*TEXTS, *["thrice"] * 3]
    assert task.labels == [*LABELS, *["just enough"] * 3]
    assert task.unlabeled == ["no label"]
    assert task.notes[1:] == [
        "Empty texts dropped: 2.",
        "Unlabeled texts: 1.",
        "Labels with fewer than 3 texts dropped: 1 ('rare').",
    ]
    assert task_of(path, text="text", label="label").notes == task.notes[1:]
    rows += [["alone", str(i)] for i in range(5)]
    task = task_of(write(path, rows), limit=63)
    assert task.notes[-1].endswith("dropped: 6 ('0', '1', '2', '3', '4' and others).")


def test_limit_takes_each_label_its_share(tmp_path):
    rows = [["text", "label"], *((f"text{i}", "ab"[i % 4 == 0]) for i in range(400))]
    task = task_of(write(tmp_path / "a.csv", rows), limit=100)
    assert task.labels.count("b") == 25
    assert len(task.texts) == 100
    assert sorted(task.texts + task.unlabeled) == sorted(row[0] for row in rows[1:])
    assert np.all(np.diff([int(text[4:]) for text in task.texts]) > 0)


def test_labels_that_are_rare_within_the_limit(tmp_path):
    rows = [["text", "label"], *((f"text{i}", "abcd"[i % 2 + 2 * (i < 20)]) for i in range(400))]
    task = task_of(write(tmp_path / "a.csv", rows), limit=40)
    assert set(task.labels) == {"a", "b"}
    assert len(task.labels) == 38
    assert task.notes[-1] == "Labels with fewer than 3 texts dropped: 2 ('c', 'd')."


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (["a"] * 60, "at least two labels with 3 texts each"),
        (["a"] * 58 + ["b"] * 2, r"'a' \(58\), 'b' \(2\)"),
        ([str(i // 2) for i in range(60)], "at least two labels"),
        ([str(i // 3 if i < 6 else i) for i in range(60)], "too many to be classes.*--label"),
    ],
)
def test_labels_that_are_no_classes(tmp_path, labels, message):
    path = write(tmp_path / "a.csv", [["text", "label"], *zip(TEXTS, labels, strict=True)])
    with pytest.raises(DataError, match=message):
        task_of(path)


def test_docstrings_are_the_default():
    task = load_task(None, text=None, label=None, limit=2000, n_folds=3)
    assert len(task.texts) == 2000
    assert len(task.unlabeled) > 10_000
    assert "numpy" in task.labels


def test_newsgroups(monkeypatch):
    asked = []

    def fetch(**options):
        asked.append(options)
        return SimpleNamespace(data=TEXTS, target=[0, 1] * 30, target_names=["alt", "sci"])

    monkeypatch.setattr("sklearn.datasets.fetch_20newsgroups", fetch)
    task = task_of("20newsgroups")
    assert asked == [{"subset": "train", "remove": ("headers", "footers", "quotes")}]
    assert task.labels == ["alt", "sci"] * 30

    def fail(**options):
        raise OSError("no route")

    monkeypatch.setattr("sklearn.datasets.fetch_20newsgroups", fail)
    with pytest.raises(DataError, match="could not be downloaded: no route"):
        task_of("20newsgroups")
