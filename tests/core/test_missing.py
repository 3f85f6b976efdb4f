"""What counts as missing, and targets that are missing or lists of labels."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from skembed._core.missing import is_missing, missing_rows
from skembed._core.targets import check_targets

pl = pytest.importorskip("polars")

MISSING = [None, float("nan"), np.float32("nan"), pd.NA, pd.NaT, np.datetime64("NaT"),
           Decimal("nan")]  # fmt: skip
THERE = ["", "nan", b"", 0, 0.0, False, np.int64(0), [], [None], {}, np.array([np.nan]), object(),
         dt.date(2020, 1, 1), pd.Series([None])]  # fmt: skip


def test_is_missing():
    assert [is_missing(value) for value in MISSING] == [True] * len(MISSING)
    assert [is_missing(value) for value in THERE] == [False] * len(THERE)
    assert missing_rows([*THERE, *MISSING]) == list(range(len(THERE), len(THERE) + len(MISSING)))
    assert missing_rows(["a", 1]) == []


@pytest.mark.parametrize(
    ("y", "place"),
    [
        *((["a", value, "b"], "1") for value in MISSING),
        (np.array([1, np.nan]), "1"),
        (np.array(["a", None], dtype=object), "1"),
        (np.array(["2020-01-01", "NaT"], dtype="M8[D]"), "1"),
        (pd.Series(["a", None]), "1"),
        (pd.Series(["a", None], index=[5, 6], dtype="category"), "1"),
        (pd.Series([1, None], dtype="Int64"), "1"),
        (pl.Series([1, None]), "1"),
        (pl.Series(["a", None]), "1"),
        ([[1, 0], [0, None]], "1, 1"),
        (np.array([[1, 0], [np.nan, 1]]), "1, 0"),
        (np.array([["a", "b"], ["c", None]], dtype=object), "1, 1"),
        (pd.DataFrame({"a": [1, 0], "b": [None, 1]}), "0, 1"),
        (pl.DataFrame({"a": [1, 0], "b": [None, 1]}), "0, 1"),
    ],
)
def test_missing_targets(y, place):
    with pytest.raises(ValueError, match=rf"y_val\[{place}\] is missing: .*\. Leave out"):
        check_targets(y, "y_val")


def test_missing_targets_are_counted():
    with pytest.raises(ValueError, match=r"y\[1\] is missing: None \(and 2 more\)"):
        check_targets(["a", None, None, np.nan])


@pytest.mark.parametrize(
    ("y", "row"),
    [
        ([["a", "b"], ["c"]], 0),
        ([["a"], ["b", "c"]], 1),
        ([[], ["a"]], 1),
        ([{"a"}, {"b"}], 0),
        (["a", frozenset("b")], 1),
        ([("a", "b"), ("c", "d")], 0),
        ([[1, 2], [3]], 1),
        ([1, [2]], 1),
        (pd.Series([["a", "b"], ["c"]]), 0),
        (pl.Series([["a", "b"], ["c"]]), 0),
        (np.array([["a", "b"], ["c"]], dtype=object), 0),
    ],
)
def test_lists_of_labels(y, row):
    with pytest.raises(ValueError, match=rf"y\[{row}\] is .*a list of labels.*MultiLabelBinarizer"):
        check_targets(y)


@pytest.mark.parametrize(
    "y",
    [["a", "b"], [1, 2.5], (True, False), [], 3, "ab", np.eye(2), [[0, 1], [1, 0]], [["a"], ["b"]],
     pd.Series([1, 2]), pd.DataFrame({"a": ["x", "y"]}), pl.Series(["a"]),
     sparse.csr_array(np.eye(2)), np.array(["a", "nan"]), np.array(["2020-01-01"], dtype="M8[D]")],
)  # fmt: skip
def test_targets_that_are_there(y):
    check_targets(y)
