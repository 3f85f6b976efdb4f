"""Columns of numbers beside those of categories: in the model, and passed through."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import sparse
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from skembed import EmbeddingEncoder
from skembed._encoder import table as tables
from skembed._encoder.effects import fit_effects, objective, sum_derivatives
from skembed._encoder.numbers import standardized
from skembed._encoder.outputs import find_outputs
from skembed._encoder.table import EncodedTable

RANDOM = np.random.default_rng(0)
CODES = RANDOM.integers(12, size=240)
EFFECTS, MEANS = RANDOM.normal(size=(2, 12))
YEARS = 2000 + 10 * (MEANS[CODES] + RANDOM.normal(size=240))
Y = 5 * EFFECTS[CODES] - YEARS + RANDOM.normal(size=240)
X = pd.DataFrame({"year": YEARS, "city": [f"{c:02}" for c in CODES], "n": CODES % 3})


def encoder(**parameters):
    given = {"categorical_features": "from_dtype", "n_components": 1, "random_state": 0}
    return EmbeddingEncoder(**{**given, **parameters})


# all of scikit-learn's checks: there, each column is of numbers
@parametrize_with_checks(
    [EmbeddingEncoder(categorical_features=[0], target_type="continuous", cv=None)]
)
def test_scikit_learn(estimator, check):
    check(estimator)


def test_effects_do_not_contain_those_of_numbers():
    own = encoder().fit(X[["year", "city"]], Y).embeddings_["city"].vectors[:, 0]
    assert np.corrcoef(own, EFFECTS)[0, 1] > 0.99
    alone = EmbeddingEncoder(n_components=1).fit(X[["city"]], Y).embeddings_["city"].vectors[:, 0]
    assert np.corrcoef(alone, EFFECTS)[0, 1] < 0.7


def test_a_linear_model_is_as_good_as_with_one_hot_columns():
    train, test = np.arange(240) < 160, np.arange(240) >= 160

    def error(transformer):
        features = transformer.fit_transform(X[train], Y[train])
        model = make_pipeline(StandardScaler(), Ridge(alpha=1.0)).fit(features, Y[train])
        return ((model.predict(transformer.transform(X[test])) - Y[test]) ** 2).mean()

    def beside(categories):
        return make_column_transformer((categories, ["city"]), remainder="passthrough")

    best = error(beside(OneHotEncoder(sparse_output=False)))
    assert error(encoder()) < 1.1 * best
    assert error(beside(encoder(categorical_features="all"))) > 2 * best


def test_numbers_are_passed_through_after_the_vectors():
    rows = X.assign(year=np.where(CODES == 3, np.nan, YEARS))
    found = encoder(n_components=2).fit(rows, Y)
    assert found.get_feature_names_out().tolist() == ["city_0", "city_1", "year", "n"]
    assert found.feature_names_in_.tolist() == ["year", "city", "n"]
    for features in (found.transform(rows), found.fit_transform(rows, Y)):
        assert features.dtype == np.float64
        np.testing.assert_array_equal(features[:, 2:], rows[["year", "n"]])
    frame = encoder().set_output(transform="pandas").fit_transform(rows, Y)
    np.testing.assert_array_equal(frame["year"], rows["year"])
    small = rows.astype({"year": np.float32, "n": np.float32})
    assert found.fit(small, Y).transform(small).dtype == np.float32
    without = encoder(method="unsupervised", categorical_features=["city", "n"], max_iter=1)
    np.testing.assert_array_equal(without.fit(X).transform(X)[:, -1], YEARS)


def test_columns_are_named_counted_or_of_a_type():
    expected = encoder().fit(X, Y).transform(X)
    cells = X.to_numpy(dtype=object)
    for rows, given in [
        (pl.from_pandas(X), "from_dtype"),
        (X, ["city"]),
        (X, [1]),
        (cells, np.array([False, True, False])),
        (cells.tolist(), [1]),
    ]:
        found = encoder(categorical_features=given).fit(rows, Y)
        np.testing.assert_array_equal(found.transform(rows), expected)
    assert list(found.embeddings_) == ["x1"]
    assert found.get_feature_names_out().tolist() == ["x1_0", "x0", "x2"]
    assert len(encoder(categorical_features="all").fit(X, Y).embeddings_) == 3


@pytest.mark.parametrize(
    ("given", "rows", "message"),
    [
        ("from_dtype", X[["year", "n"]], "None of the 2 columns is categorical"),
        ("from_dtype", X.to_numpy(), "needs a dataframe, whose columns have types: got ndarray"),
        ([], X, "None of the 3 columns is categorical"),
        ([True, False], X, "has 2 booleans, but X has 3 columns"),
        ([3], X, r"lists 3, which is not a column of X: \[0, 1, 2\]"),
        (["town"], X, r"lists 'town', which is not a column of X: \['year', 'city', 'n'\]"),
        (["n"], X, "Column 'city' is not one of numbers: could not convert"),
        (["city"], X.assign(year=np.inf), "Column 'year' is not one of numbers: .* infinity"),
    ],
)
def test_columns_that_cannot_be_told_apart_are_refused(given, rows, message):
    if given == ["n"]:
        rows = rows.assign(city="Ulm")
    with pytest.raises(ValueError, match=message):
        encoder(categorical_features=given).fit(rows, Y)


def test_other_input_is_refused_in_the_words_of_scikit_learn():
    with pytest.raises(TypeError, match="Sparse data was passed"):
        encoder(categorical_features=[0]).fit(sparse.csr_array(np.eye(240)), Y)
    found = encoder().fit(X, Y)
    with pytest.raises(ValueError, match="feature names should match"):
        found.transform(X[["city", "year", "n"]])
    with pytest.raises(ValueError, match="Column 'year' is not one of numbers"):
        found.transform(X.assign(year="late"))


def test_the_same_bits_for_any_n_jobs():
    one, three = (encoder(n_jobs=n, n_components=3).fit_transform(X, Y) for n in (1, 3))
    np.testing.assert_array_equal(one, three)


def test_numbers_are_standardized_by_weight():
    cells = np.array([[1.0, 5.0, np.nan, 1e300], [3.0, 5.0, 2.0, -1e300], [np.nan, 5.0, 4.0, 0.0]])
    weights = np.array([1.0, 3.0, 1.0])
    found = standardized(cells, weights)
    np.testing.assert_allclose(found[:2, 0], [-np.sqrt(3), np.sqrt(1 / 3)])
    np.testing.assert_array_equal(found[:, 1], 0)
    assert found[2, 0] == found[0, 2] == 0
    assert np.isfinite(found).all()
    assert not standardized(np.full((90, 1), 0.1), np.full(90, 0.3)).any()


def some_table(n_rows=60):
    rng = np.random.default_rng(3)
    codes = np.asfortranarray(rng.integers(4, size=(n_rows, 2)), dtype=np.int32)
    numbers = rng.normal(size=(n_rows, 2)) + codes[:, :1]
    return EncodedTable(codes, np.array([0, 5, 10]), numbers)


def design(table):
    """Columns of all slots, for scikit-learn."""
    one_hot = [np.eye(5)[column] for column in table.codes.T]
    return np.hstack([*one_hot, table.numbers])


@pytest.mark.parametrize("kind", ["continuous", "binary", "multiclass"])
def test_the_optimum_is_that_of_a_linear_model(kind, monkeypatch):
    monkeypatch.setattr(tables, "BLOCK", 16)
    table = some_table()
    scores = table.numbers[:, 0] - table.codes[:, 1]
    y = {"continuous": scores, "binary": scores > 0, "multiclass": np.digitize(scores, [-2, 0])}
    weights = np.random.default_rng(4).uniform(0.5, 2, 60)
    outputs = find_outputs(y[kind].astype(float), kind, weights, 1)[0]
    found = fit_effects(table, outputs, 50, np.ones((4, outputs.n_outputs)))
    mine = table.gather(found.values) + found.intercept
    if kind == "continuous":
        model = Ridge(alpha=1.0, tol=1e-8).fit(design(table), outputs.values[:, 0], weights)
        expected = model.predict(design(table))[:, np.newaxis]
    else:
        model = LogisticRegression(tol=1e-8, max_iter=1000).fit(design(table), y[kind], weights)
        expected = model.decision_function(design(table)).reshape(60, -1)
        mine = mine if kind == "binary" else mine - mine.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(mine, expected, atol=3e-3)


def test_gradients_and_curvature_by_numbers():
    table = some_table()
    outputs = find_outputs(table.codes[:, 0] > 1, "binary", np.ones(60), 1)[0]
    effects = np.random.default_rng(5).normal(size=(table.n_slots, 1))
    nothing = np.zeros(1), np.zeros_like(effects)

    def slope(values):
        return objective(table, outputs, values, *nothing)[1][-1, 0]

    step = np.zeros_like(effects)
    step[-1] = 1e-5
    ends = [objective(table, outputs, effects + sign * step, *nothing)[0] for sign in (1, -1)]
    assert slope(effects) == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-5)
    found = sum_derivatives(table, outputs, effects, nothing[0], nothing[0])
    assert found.slopes[-1, 0] == pytest.approx(slope(effects))
    by_hand = (slope(effects + step) - slope(effects - step)) / 2e-5
    assert found.bends[-1, 0] == pytest.approx(by_hand, rel=1e-5)


def test_a_row_that_is_wrong_beyond_doubt_does_not_decide_on_the_penalties():
    codes = np.asfortranarray(np.random.default_rng(6).integers(4, size=(1000, 1)), dtype=np.int32)
    y = codes[:, 0] > 1
    numbers = np.zeros((1000, 1))  # as gains of capital: mostly none, and some extreme ones
    numbers[:90], numbers[90:100] = 7, 99
    y[:85], y[90:99], y[99] = True, True, False
    outputs = find_outputs(y, "binary", np.ones(1000), 1)[0]
    table = EncodedTable(codes, np.array([0, 5]), numbers)
    found = fit_effects(table, outputs, 10)
    assert (table.gather(found.values) + found.intercept)[99, 0] > 15
    assert found.penalties[0, 0] < 1
