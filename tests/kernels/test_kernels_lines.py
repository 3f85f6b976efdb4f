"""Lines of text: the kernel and its twin in Python read the same, and refuse the same."""

import random

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from skembed._files.lines import parse_line, trailing_numbers
from skembed._kernels.vectors import (
    count_finite,
    count_lines,
    parse_rows,
    split_entries,
    split_rows,
)


def by_kernel(line, d):
    vectors, terms = np.empty((1, d), np.float32), np.empty(len(line) + 1, np.uint8)
    n_rows, n_read, n_written = parse_rows(line + b"\n", vectors, terms)
    if not n_rows:
        return None
    assert n_read == len(line) + 1
    return terms[: n_written - 1].tobytes(), vectors[0].tolist()


def by_twin(line, d):
    try:
        return parse_line(line, d)
    except ValueError:
        return None


ROWS = [
    (b"good 1 2", b"good"),
    (b"good 1 2 ", b"good"),  # fastText writes a space after each number
    (b"good\t1\t2", b"good"),
    (b"good 1  2", b"good"),
    (b"good   1\t 2\t\t", b"good"),
    (b"good 1 2\r", b"good"),
    (b"new york 1 2", b"new york"),
    (b"new\tyork 1 2", b"new\tyork"),
    (b"a\xc2\xa0b 1 2", b"a\xc2\xa0b"),
    (b"\xc2\xa0 1 2", b"\xc2\xa0"),
    (b"  1 2", b" "),
    (b"   1  2", b"  "),
    (b" a 1 2", b" a"),
    (b"a  1 2", b"a "),  # the numbers are one space apart, so the second space is the term's
    (b"a  1  2", b"a"),
    (b". . . 1 2", b". . ."),
    (b"1 1 2", b"1"),
    (b"top 10 1.0 2", b"top 10"),
    (b"1 2 1.5 2.5", b"1 2"),
    (b"\xe9t\xe9 1 2", b"\xe9t\xe9"),
    (b"1e5 -1.5e-3 +2", b"1e5"),
]


@pytest.mark.parametrize(("line", "term"), ROWS)
def test_rows(line, term):
    found = by_kernel(line, 2)
    assert found == by_twin(line, 2)
    assert found[0] == term
    assert_array_equal(found[1], np.array(line.split()[-2:], dtype=np.float32))


NO_ROWS = [
    b"",
    b"  ",
    b"good",
    b"1 2",
    b"good 1",
    b" 1 2",
    b"good 1 2 3",
    b"good 0.5 1 2",
    b"good -1 0.5 2",
    b"good 1 1_0",
    b"good 1 1,0",
    b"good 1 nan",
    b"good 1 inf",
    b"good 1 1e39",
    b"good 1 x",
    b"good 1\xc2\xa02",
    b"good 1\v2",
]


@pytest.mark.parametrize("line", NO_ROWS)
def test_what_is_no_row(line):
    assert by_kernel(line, 2) is None
    assert by_twin(line, 2) is None


def test_the_kernel_and_its_twin_agree_on_anything():
    source = random.Random(0)
    pieces = [
        b" ",
        b" ",
        b" ",
        b"\t",
        b"1",
        b"2.5",
        b"-3",
        b"1e5",
        b"10",
        b"a",
        b".",
        b"\r",
        b"nan",
    ]
    for _ in range(20_000):
        line = b"".join(source.choices(pieces, k=source.randint(1, 9)))
        d = source.randint(1, 3)
        assert by_kernel(line, d) == by_twin(line, d), (line, d)


@pytest.mark.parametrize(
    ("line", "count"),
    [(b"a 1 2", 2), (b"a 1 x 2", 1), (b"1 2 3", 2), (b"  1 2", 2), (b"a nan 2", 2), (b"a", 0)],
)
def test_numbers_at_the_end_of_a_line(line, count):
    assert trailing_numbers(line) == count


def test_bad_arguments_of_the_kernels():
    row, room = np.empty((1, 1), np.float32), np.empty(9, np.uint8)
    with pytest.raises(ValueError, match="newline"):
        parse_rows(b"a 1", row, room)
    with pytest.raises(ValueError, match="room"):
        parse_rows(b"a 123456789\n", row, room)
    with pytest.raises(ValueError, match="room"):
        split_rows(b"a 123456789\n", row, room, False, 1)
    with pytest.raises(ValueError, match="component"):
        parse_rows(b"a 1\n", row[:, :0].copy(), room)
    with pytest.raises(ValueError, match="room"):
        split_entries(b"a 12345678\0", 1, 0, room)
    with pytest.raises(ValueError, match="negative"):
        split_entries(b"a\0", 1, -1, room)
    assert split_entries(b"", 1, 0, room) == (0, 0, 0)
    assert parse_rows(b"", row, room) == (0, 0, 0)
    assert split_rows(b"a 1\n", row[:0], room, False, 1) == (0, 0, 0)


def test_entries_of_a_dictionary():
    words = [b"good", b"", b"new\nyork", "é".encode(), b"x" * 300]
    data = b"".join(word + b"\0" + bytes([0, 7, 0]) for word in words)
    ends = np.cumsum([len(word) + 4 for word in words])
    for n_bytes in range(len(data) + 1):
        found = np.full(n_bytes, 99, dtype=np.uint8)
        n, n_read, n_written = split_entries(data[:n_bytes], 4, 3, found)
        whole = words[: min(int((ends <= n_bytes).sum()), 4)]
        assert n == len(whole)
        assert n_read == sum(map(len, whole)) + 4 * n
        assert found[:n_written].tobytes() == b"".join(word + b"\0" for word in whole)
        assert (found[n_written:] == 99).all()


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_rows_before_the_first_that_is_not_finite(wrong):
    largest = np.finfo(np.float32).max
    vectors = np.full((5, 3), -largest, dtype=np.float32)
    assert count_finite(vectors) == 5
    assert count_finite(vectors[:0]) == 0
    for row, column in [(4, 2), (2, 0), (0, 1)]:
        vectors[row, column] = wrong
        assert count_finite(vectors) == row


@pytest.mark.parametrize("text", [b"", b"\n", b"a", b"ab\n", b"a\n\nbc\n", b"\r\na\nrest"])
def test_whole_lines_are_counted(text):
    lines = [line for line in text.splitlines(keepends=True) if line.endswith(b"\n")]
    for n_most in range(5):
        expected = len(lines[:n_most]), len(b"".join(lines[:n_most]))
        assert count_lines(text, n_most) == expected
