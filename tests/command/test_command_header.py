"""A first line that is data, not names of columns."""

import pytest

from skembed._command._header import header_problem

ROWS = [["so good", "pos", "1"], ["so bad", "neg", "2"]]


@pytest.mark.parametrize(
    "header",
    [
        ["text", "label", "n"],
        ["", "label", "year"],  # an index has no name
        ["0", "1", "2"],  # pandas
        ["", "0", "1"],
        ["What do you think of it?", "label", "n"],
    ],
)
def test_a_header(header):
    assert header_problem(header, ROWS) is None


@pytest.mark.parametrize(
    ("header", "place"),
    [
        (["boring", "neg", "n"], 2),
        (["so good", "label", "n"], 1),
        (["text", "label", "3,5"], 3),
        (["a text of so many words that it cannot be a name", "label", "n"], 1),
        (["x" * 61, "label", "n"], 1),
    ],
)
def test_a_row_of_data(header, place):
    problem = header_problem(header, ROWS)
    assert problem.kind == "header"
    assert f"column {place} is {header[place - 1][:60]!r}" in problem.message


def test_short_rows():
    assert header_problem(["text", "label"], [["one"], []]) is None
    assert header_problem(["", "label"], [["", "pos"]]) is None  # an index without a value
