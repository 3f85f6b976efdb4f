"""Passes and folds follow from the size of the data."""

from skembed._command._size import (
    FEWEST_PASSES,
    MOST_GLOVE_PASSES,
    MOST_PASSES,
    default_folds,
    n_glove_passes,
    n_passes,
)


def texts(n_tokens):
    return ["abcde " * 100] * (n_tokens // 100)


def test_passes():
    n = [n_passes(texts(size)) for size in (0, 10_000, 400_000, 1_000_000, 10_000_000)]
    assert n == [MOST_PASSES, MOST_PASSES, 20, 8, FEWEST_PASSES]


def test_glove_passes():
    n = [n_glove_passes(texts(size)) for size in (0, 1_000_000, 10_000_000)]
    assert n == [MOST_GLOVE_PASSES, 8, FEWEST_PASSES]


def test_folds():
    assert [default_folds(texts(size)) for size in (0, 1_999_900, 2_000_000)] == [5, 5, 3]
