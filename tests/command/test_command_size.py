"""Folds follow from the size of the data."""

from skembed._command._size import default_folds


def texts(n_tokens):
    return ["abcde " * 100] * (n_tokens // 100)


def test_folds():
    assert [default_folds(texts(size)) for size in (0, 1_999_900, 2_000_000)] == [5, 5, 3]
