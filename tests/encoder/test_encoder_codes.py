"""Cells to slots: the codes of scikit-learn's OrdinalEncoder, whatever holds the cells."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from skembed._encoder import codes
from skembed._encoder.table import find_columns, fit_categories, read_table

NAN = float("nan")
STRINGS = ["b", "a", NAN, "c", "a"], ["c", "z", float("nan"), "a", "", "b"]
NUMBERS = [3.5, 1.0, NAN, 2.0, 1.0], [2.0, 9.0, float("nan"), 1.0, -5.0, 3.5]
BOTH = {
    "objects": lambda cells: np.array(cells, dtype=object)[:, np.newaxis],
    "a frame of objects": lambda cells: pd.DataFrame({"x": cells}, dtype=object),
    "categories": lambda cells: pd.DataFrame({"x": cells}, dtype="category"),
    "lists": lambda cells: [[cell] for cell in cells],
    "polars": lambda cells: pl.DataFrame({"x": [None if x != x else x for x in cells]}),
}
OF_STRINGS = {
    "strings": lambda cells: pd.DataFrame({"x": cells}, dtype="str"),
    "characters": lambda cells: np.array(cells, dtype=np.str_)[:, np.newaxis],
}
OF_NUMBERS = {
    "floats": lambda cells: np.array(cells)[:, np.newaxis],
    "float32": lambda cells: np.array(cells, dtype=np.float32)[:, np.newaxis],
    "nullable": lambda cells: pd.DataFrame({"x": pd.array(cells, dtype="Float64")}),
}
CASES = [
    pytest.param(*cells, make, id=f"{name}, {type(cells[0][0]).__name__}")
    for cells, containers in [(STRINGS, BOTH | OF_STRINGS), (NUMBERS, BOTH | OF_NUMBERS)]
    for name, make in containers.items()
]


def fitted(X, handle_unknown="ignore", **limits):
    limits = {"min_frequency": None, "max_categories": None, **limits}
    encoder = fit_categories(X, categories="auto", handle_unknown=handle_unknown, **limits)
    return encoder, find_columns(encoder)


def read(columns, X, handle_unknown="ignore"):
    return read_table(columns, handle_unknown, X).codes[:, 0].tolist()


@pytest.mark.parametrize("limits", [{}, {"max_categories": 2}], ids=["all", "infrequent"])
@pytest.mark.parametrize(("cells", "more", "make"), CASES)
def test_they_are_the_codes_of_scikit_learn(cells, more, make, limits, monkeypatch):
    monkeypatch.setattr(codes, "BLOCK", 4)
    encoder, columns = fitted(make(cells), **limits)
    unknown = len(columns[0].terms)
    slots = {-1: unknown, -2: unknown - 1}
    for X in (make(cells), make(more)):
        expected = encoder.transform(X)[:, 0].tolist()
        assert read(columns, X) == [slots.get(code, code) for code in expected]


def test_numbers_are_the_same_in_any_type():
    floats, integers = np.array([[2.0], [1.0], [7.0]]), np.array([[2], [1], [7]])
    for X in (integers, integers.astype(object), floats, floats.astype(object)):
        _, columns = fitted(X[:2])
        for other in (integers, integers.astype(object), floats, [[2], [1], [7]]):
            assert read(columns, other) == [1, 0, 2]


def test_what_the_training_data_did_not_hold_is_unknown():
    _, columns = fitted(np.array([["a"], ["b"]], dtype=object))
    assert read(columns, pd.DataFrame({"x": [NAN, "b"]}, dtype="category")) == [2, 1]
    assert read(columns, pd.DataFrame({"x": [NAN, NAN]}, dtype="str")) == [2, 2]
    _, columns = fitted(np.array([[1], [2]]))
    assert read(columns, np.array([[NAN], [2.0]])) == [2, 1]
    assert read(columns, np.array([[1], [2]], dtype="datetime64[ns]")) == [2, 2]


@pytest.mark.parametrize(
    ("known", "X", "found"),
    [
        ([[1.5]], [[2.5], [NAN], [NAN], [1.5], [2.5]], r"\[2.5, nan\]"),
        ([["a"]], pd.DataFrame({"x": ["c", "a", "b", "c"]}, dtype="str"), r"\['c', 'b'\]"),
    ],
)
def test_an_error_names_each_unknown_value_once(known, X, found):
    _, columns = fitted(known, "error")
    with pytest.raises(ValueError, match=f"unknown categories {found} in column 0 during"):
        read(columns, X, "error")
