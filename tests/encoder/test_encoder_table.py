"""EmbeddingEncoder reads tables: containers, categories, and refusals that name the column."""

import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import sparse

from skembed import EmbeddingEncoder
from skembed._encoder import codes

ROWS = [["Paris", "bus"], ["Paris", "tram"], ["Oslo", "bus"], ["Oslo", "tram"]] * 5
Y = [0.5, 1.5, 4.5, 5.5] * 5


def encode(X, y=Y, **parameters):
    return EmbeddingEncoder(n_components=1, **parameters).fit(X, y).transform(X)


@pytest.mark.parametrize(
    "container",
    [
        np.array,
        lambda rows: np.array(rows, dtype=object),
        pd.DataFrame,
        lambda rows: pd.DataFrame(rows).astype("category"),
        lambda rows: pl.DataFrame(rows, schema=["0", "1"], orient="row"),
    ],
)
def test_every_container_gives_the_vectors_of_a_list(container, monkeypatch):
    expected = encode(ROWS)
    monkeypatch.setattr(codes, "BLOCK", 7)
    np.testing.assert_array_equal(encode(container(ROWS)), expected)


def test_numbers_and_booleans_are_categories():
    X = pd.DataFrame({"n": [1, 1, 2, 2] * 5, "x": [0.5, 1.5] * 10, "b": [True, False] * 10})
    encoder = EmbeddingEncoder(n_components=1).fit(X, Y)
    assert encoder.embeddings_["n"].terms.tolist() == ["1", "2"]
    assert encoder.embeddings_["x"].terms.tolist() == ["0.5", "1.5"]
    assert encoder.embeddings_["b"].terms.tolist() == ["False", "True"]


@pytest.mark.parametrize("missing", [None, np.nan])
def test_a_missing_value_is_a_category(missing):
    X = np.array([["a"], ["b"], [missing], ["b"]] * 5, dtype=object)
    encoder = EmbeddingEncoder(n_components=1).fit(X, Y)
    features = encoder.transform(X)[:, 0]
    assert encoder.embeddings_["x0"].terms.tolist() == ["a", "b", str(missing)]
    assert features[2] == encoder.embeddings_["x0"][str(missing)][0]
    assert features[2] > max(features[1], 0)


def test_an_unseen_category_has_a_vector_of_zeros():
    encoder = EmbeddingEncoder(n_components=1).fit(ROWS, Y)
    features = encoder.transform([["Rome", "tram"]])
    assert features[0, 0] == 0 != features[0, 1]


def test_an_unseen_category_can_be_an_error():
    encoder = EmbeddingEncoder(handle_unknown="error").fit(ROWS, Y)
    with pytest.raises(ValueError, match=r"Found unknown categories \['Rome'\] in column 0"):
        encoder.transform([["Rome", "tram"]])


@pytest.mark.parametrize("limit", [{"min_frequency": 6}, {"max_categories": 2}])
def test_infrequent_categories_share_a_vector(limit):
    X = [["b"], ["c"], ["a"], ["a"]] * 5
    encoder = EmbeddingEncoder(n_components=1, handle_unknown="infrequent_if_exist", **limit)
    encoder.fit(X, Y)
    assert encoder.embeddings_["x0"].terms.tolist() == ["a", "infrequent_sklearn"]
    features = encoder.transform([["b"], ["c"], ["never seen"], ["a"]])[:, 0]
    assert features[0] == features[1] == features[2] != features[3]


def test_an_unseen_category_is_not_infrequent_if_it_is_ignored():
    X = [["a"], ["b"], ["c"], ["a"]] * 5
    encoder = EmbeddingEncoder(n_components=1, max_categories=2).fit(X, Y)
    assert encoder.transform([["never seen"]])[0, 0] == 0


def test_given_categories_may_have_no_rows():
    encoder = EmbeddingEncoder(
        n_components=1, categories=[["Oslo", "Paris", "Rome"], ["bus", "tram"]]
    ).fit(ROWS, Y)
    assert encoder.embeddings_["x0"]["Rome"] == 0
    partial = EmbeddingEncoder(n_components=1, categories=[["Oslo"], ["bus", "tram"]]).fit(ROWS, Y)
    assert partial.transform([["Paris", "bus"]])[0, 0] == 0


def test_categories_that_read_alike_are_told_apart():
    X = np.array([["None"], [None]] * 10, dtype=object)
    encoder = EmbeddingEncoder(n_components=1).fit(X, Y)
    assert encoder.embeddings_["x0"].terms.tolist() == ["'None'", "None"]


@pytest.mark.parametrize("values", [["one"] * 20, [np.nan] * 20])
def test_a_column_with_one_category_is_zero(values):
    X = pd.DataFrame({"a": values, "b": ["x", "y"] * 10})
    features = encode(X)
    assert features.shape == (20, 2)
    np.testing.assert_allclose(features[:, 0], 0, atol=1e-9)


DATES = [
    pd.date_range("2020-01-01", periods=20),
    [dt.date(2020, 1, 1 + i) for i in range(20)],
    pd.to_timedelta(np.arange(20), unit="D"),
]


@pytest.mark.parametrize("dates", DATES)
@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
def test_dates_are_refused_by_name(dates, frame):
    X = frame({"city": ["a", "b"] * 10, "hired": dates})
    with pytest.raises(TypeError, match="Column 'hired' holds dates or times"):
        EmbeddingEncoder().fit(X, Y)


def test_mixed_types_are_refused_by_name():
    X = pd.DataFrame({"city": ["a", "b"] * 10, "code": [1, "one"] * 10})
    with pytest.raises(TypeError, match=r"Column 'code' mixes types: .* uniformly strings"):
        EmbeddingEncoder().fit(X, Y)


def test_sparse_input_is_refused():
    with pytest.raises(TypeError, match="Sparse data was passed"):
        EmbeddingEncoder().fit(sparse.csr_array(np.eye(20)), Y)


def test_duplicate_column_names_are_refused():
    with pytest.raises(ValueError, match="unique column names"):
        EmbeddingEncoder().fit(pd.DataFrame(ROWS, columns=["a", "a"]), Y)


def test_other_columns_at_transform_are_scikit_learns_errors():
    X = pd.DataFrame(ROWS, columns=["city", "by"])
    encoder = EmbeddingEncoder().fit(X, Y)
    with pytest.raises(ValueError, match="feature names should match"):
        encoder.transform(X[["by", "city"]])
    with pytest.raises(ValueError, match="Feature names seen at fit time, yet now missing"):
        encoder.transform(X[["city"]])
    encoder = EmbeddingEncoder().fit(np.array(ROWS), Y)
    with pytest.raises(ValueError, match="X has 1 features, but EmbeddingEncoder is expecting 2"):
        encoder.transform(np.array(ROWS)[:, :1])
