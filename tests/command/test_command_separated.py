"""Separated text: separators, quotes, headers; what does not fit is told with its line."""

import pytest
from command_tools import TEXTS, table, write

from skembed._command._separated import read_separated
from skembed._command._table import DataError


def read(content, sep=None, header=None):
    return read_separated(content, "a.csv", sep, header)


@pytest.mark.parametrize(
    ("sep", "name"), [(",", ""), (";", "semicolon"), ("\t", "tab"), ("|", "pipe")]
)
def test_separators_are_recognized(tmp_path, sep, name):
    content = table(tmp_path / "a", sep).read_text("utf-8")
    columns, notes = read(content)
    assert columns["review"] == TEXTS
    assert [note.split()[1] for note in notes] == ([name] if name else [])


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        # decimal commas, and commas in texts
        ("text;price;label\nsmall, red;1,5;a\nbig;2,5;b\n", 3),
        ("so good, so far;1,5\nbad, bad;2,5\n", 2),
        # separators in quoted texts
        ('text,label\n"a; b",x\n"c; d",y\n', 2),
        ("text\tlabel\na; b; c\tx\nd; e\ty\n", 2),
        ("sep=;\r\ntext;label\r\na;b\r\n", 2),
        ("SEP=|\ntext|label\na, b|c\n", 2),
    ],
)
def test_separators_in_texts_and_numbers(content, columns):
    assert len(read(content).columns) == columns


def test_quotes_and_line_ends():
    content = 'text,label\r\n"one, ""two""\r\nthree",ä\r\n\r\nfour,b\r\n,,\r\n'.replace(",,", ",")
    assert read(content).columns == {"text": ['one, "two"\r\nthree', "four"], "label": ["ä", "b"]}
    slashed = 'text,label\n"say \\"yes, yes\\"",a\nno,b\n'
    columns, [note] = read(slashed)
    assert columns == {"text": ['say "yes, yes"', "no"], "label": ["a", "b"]}
    assert "backslash" in note
    columns, notes = read('text\tlabel\n"so good\tpos\nthe "end\tneg\n')
    assert columns["text"] == ['"so good', 'the "end']
    assert notes[-1] == "Quote characters are part of the texts."


def test_a_long_text(tmp_path):
    content = write(tmp_path / "a", [["text", "label"], ["a" * 200_000, "b"]]).read_text("utf-8")
    assert len(read(content).columns["text"][0]) == 200_000


def test_headers():
    plain = "a good one,pos\na bad one,neg\nboring,neg\n"
    columns, notes = read(plain, header=False)
    assert columns == {"1": ["a good one", "a bad one", "boring"], "2": ["pos", "neg", "neg"]}
    assert notes == []
    assert list(read(plain, header=True).columns) == ["a good one", "pos"]
    columns, [note] = read("a good one,pos\nnot,neg\nfine,pos\nboring,neg\nso,pos\n")
    assert list(columns) == ["1", "2"]
    assert "column 2 is 'pos'. Columns are numbered (change with --header)" in note
    assert list(read(",text,\n0,a,b\n").columns) == ["1", "text", "3"]


@pytest.mark.parametrize(
    ("content", "sep", "message"),
    [
        ("text\na\n", None, "no tab, semicolon, pipe or comma.*first line is 'text'"),
        ("text,label\na,b\n", ";", "a single column if ';' separates.*'text,label'"),
        ("text,text\na,b\n", None, "two columns named 'text'"),
        ("text,label\na,b\nc\n", None, "line 3: 1 values, but 2 columns"),
        ("text,label\na,b,c\n", None, "line 2: 3 values.*must be quoted"),
        ('text,label\n"a,b\nc,d,e\n', None, "never closed"),
        (";;\n;;\n", ";", "has no rows"),
    ],
)
def test_bad_files(content, sep, message):
    with pytest.raises(DataError, match=message):
        read(content, sep)
