"""Columns of texts, labels and groups: by name, by common names, by content."""

import pytest

from skembed._command._columns import choose_columns
from skembed._command._table import DataError


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
def test_columns_are_found(names, given, found):
    values = {
        "short": ["a", "b", "c"], "long": ["a a", "b b b", "c c"], "kind": ["x", "x", "y"],
        "same": ["x", "x", ""],
    }  # fmt: skip
    columns = {
        name: list(values.get(name) or list(values.values())[i]) for i, name in enumerate(names)
    }
    text, label = given
    assert choose_columns(columns, "a", text=text, label=label) == found


def test_groups_are_neither_texts_nor_labels():
    columns = {"long": ["a a"], "longer": ["a a a"], "kind": ["x"], "other": ["y"]}
    assert choose_columns(columns, "a", groups="longer") == ("long", "kind")
    assert choose_columns(columns, "a", groups="kind") == ("longer", "long")


@pytest.mark.parametrize(
    ("names", "given", "message"),
    [
        ("ab", {"text": "c"}, r"no column 'c' \(--text\). Its columns are: a, b"),
        ("ab", {"label": "c"}, r"no column 'c' \(--label\)"),
        ("abc", {"groups": "d"}, r"no column 'd' \(--groups\)"),
        ("abc", {"text": "a", "label": "a"}, "--text and --label are both 'a'"),
        ("abc", {"label": "a", "groups": "a"}, "--label and --groups are both 'a'"),
        ("a", {}, "needs a column of texts and one of labels"),
        ("ab", {"groups": "a"}, "needs a column of texts and one of labels"),
    ],
)
def test_columns_that_are_not_there(names, given, message):
    with pytest.raises(DataError, match=message):
        choose_columns({name: ["x"] for name in names}, "a.csv", **given)
