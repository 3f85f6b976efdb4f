"""EmbeddingEncoder as an estimator: scikit-learn's checks, targets, components, names, folds."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, GroupKFold, KFold
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import parametrize_with_checks

from skembed import EmbeddingEncoder
from skembed._encoder.components import find_projection

CROSS_FITS = "fit_transform cross-fits, as in TargetEncoder: it must differ from transform"
NO_WEIGHTS = "skip-gram has no weights of rows: they are refused, as KBinsDiscretizer does"
WEIGHTS = [
    "check_sample_weights_pandas_series",
    "check_sample_weights_not_an_array",
    "check_sample_weights_list",
    "check_all_zero_sample_weights_error",
    "check_sample_weights_shape",
    "check_sample_weights_not_overwritten",
    "check_sample_weight_equivalence_on_dense_data",
]


def expected_failures(estimator):
    if estimator.method == "unsupervised":
        return dict.fromkeys(WEIGHTS, NO_WEIGHTS)
    if estimator.cv is None:
        return {}
    names = ["check_transformer_general", "check_transformer_data_not_an_array"]
    return dict.fromkeys(names, CROSS_FITS)


@parametrize_with_checks(
    [EmbeddingEncoder(), EmbeddingEncoder(cv=None), EmbeddingEncoder(method="unsupervised")],
    expected_failed_checks=expected_failures,
)
def test_scikit_learn(estimator, check):
    check(estimator)


def table(n_rows=120, seed=0):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {"city": rng.choice(list("abcdefgh"), n_rows), "by": rng.choice(["bus", "tram"], n_rows)}
    )


X = table()
EFFECT = X["city"].map(ord).to_numpy() - ord("d")
NOISE = np.random.default_rng(1).normal(size=len(X))
NUMBERS = EFFECT + NOISE
TARGETS = {
    "continuous": NUMBERS,
    "binary": np.where(NUMBERS > 0, "yes", "no"),
    "multiclass": np.digitize(NUMBERS, [-2, 0, 2]),
    "multilabel-indicator": np.column_stack([NUMBERS > 0, NOISE > 0]).astype(int),
    "continuous-multioutput": np.column_stack([NUMBERS, NOISE]),
}


@pytest.mark.parametrize("kind", TARGETS)
def test_every_kind_of_target(kind):
    encoder = EmbeddingEncoder().fit(X, TARGETS[kind])
    assert encoder.target_type_ == kind
    n_classes = {"binary": 2, "multiclass": 4, "multilabel-indicator": 2}.get(kind)
    assert (None if encoder.classes_ is None else len(encoder.classes_)) == n_classes
    most = {"continuous": 4, "binary": 1, "multiclass": 3}.get(kind, 2)
    assert encoder.embeddings_["city"].n_components == most
    first = encoder.embeddings_["city"].vectors[:, 0]
    assert abs(np.corrcoef(first, np.arange(8))[0, 1]) > 0.9


def test_the_type_of_target_can_be_given():
    y = TARGETS["multiclass"]
    assert EmbeddingEncoder(target_type="continuous").fit(X, y).classes_ is None
    with pytest.raises(ValueError, match="target_type='binary', but y has 4 classes"):
        EmbeddingEncoder(target_type="binary").fit(X, y)


def test_components_by_column():
    def sizes(n_components):
        embeddings = EmbeddingEncoder(n_components=n_components).fit(X, NUMBERS).embeddings_
        return [embedding.n_components for embedding in embeddings.values()]

    assert sizes(3) == [3, 1]
    assert sizes({"city": np.int64(2)}) == [2, 1]
    assert sizes({"by": 1}) == [4, 1]
    with pytest.raises(ValueError, match="n_components names 'town', which is not a column"):
        sizes({"town": 2})
    with pytest.raises(ValueError, match=r"n_components\['city'\] must be 'auto' or an int"):
        sizes({"city": 0})


def test_the_first_component_is_the_effect_on_y():
    one = EmbeddingEncoder(n_components=1).fit(X, NUMBERS).embeddings_["city"].vectors
    three = EmbeddingEncoder(n_components=3).fit(X, NUMBERS).embeddings_["city"].vectors
    np.testing.assert_allclose(three[:, :1], one, atol=1e-3)
    assert np.linalg.matrix_rank(three, tol=1e-3) == 3


def test_components_that_nothing_fills_are_left_out():
    constant = EmbeddingEncoder(n_components=4).fit(X, np.full(120, 0.5))
    assert constant.embeddings_["city"].n_components == 1


def test_the_sign_of_a_component_is_that_of_its_largest_output():
    rng = np.random.default_rng(3)
    for _ in range(5):
        effects = rng.normal(size=(6, 3))
        projection = find_projection(effects, np.ones(6), 0, 2)
        assert (projection.max(axis=0) == np.abs(projection).max(axis=0)).all()


def test_columns_of_few_categories_can_be_one_hot_as_well():
    encoder = EmbeddingEncoder(n_components=1, max_cat_to_onehot=2).fit(X, NUMBERS)
    names = ["city_0", "by_0", "by=bus", "by=tram"]
    assert encoder.get_feature_names_out().tolist() == names
    assert encoder.embeddings_["by"].n_components == 1
    features = encoder.transform(pd.DataFrame({"city": ["a"] * 3, "by": ["bus", "tram", "ship"]}))
    np.testing.assert_array_equal(features[:, 2:], [[1, 0], [0, 1], [0, 0]])
    cross_fitted = encoder.fit_transform(X, NUMBERS)
    np.testing.assert_array_equal(cross_fitted[:, 2:], pd.get_dummies(X["by"]))
    plain = EmbeddingEncoder(n_components=1, max_cat_to_onehot=0).fit(X, NUMBERS)
    np.testing.assert_array_equal(plain.transform(X), encoder.transform(X)[:, :2])


def test_columns_of_at_most_20_categories_are_one_hot_by_default():
    def sizes(n_components="auto", **parameters):
        rows = X.assign(many=np.arange(120) % 21)
        encoder = EmbeddingEncoder(n_components=n_components, max_iter=1, **parameters)
        names = encoder.fit(rows, NUMBERS).get_feature_names_out()
        return [sum(name.startswith(column) for name in names) for column in rows]

    assert sizes() == [4 + 8, 1 + 2, 4]
    assert sizes({"city": 3}) == [3, 1 + 2, 4]
    assert sizes(method="unsupervised") == [7, 1, 16]
    assert sizes(categorical_features=["city", "by"]) == [4, 1, 1]


def test_names_and_containers_of_the_output():
    encoder = EmbeddingEncoder(n_components=2).fit(X, NUMBERS)
    names = ["city_0", "city_1", "by_0"]
    for kind, frame in [("pandas", pd.DataFrame), ("polars", pl.DataFrame)]:
        found = encoder.set_output(transform=kind).transform(X)
        assert isinstance(found, frame)
        assert list(found.columns) == names
    encoder = EmbeddingEncoder(n_components=1).fit(X.to_numpy(), NUMBERS)
    assert encoder.get_feature_names_out().tolist() == ["x0_0", "x1_0"]
    assert encoder.get_feature_names_out(["p", "q"]).tolist() == ["p_0", "q_0"]


def test_the_configuration_of_the_output_changes_no_number():
    one = X[["city"]]
    plain = EmbeddingEncoder(random_state=0).fit_transform(one, NUMBERS)
    with sklearn.config_context(transform_output="pandas"):
        frame = EmbeddingEncoder(random_state=0).fit_transform(one, NUMBERS)
    assert isinstance(frame, pd.DataFrame)
    np.testing.assert_array_equal(frame, plain)


def test_columns_without_names_are_counted():
    encoder = EmbeddingEncoder().fit(pd.DataFrame(X.to_numpy()), NUMBERS)
    assert list(encoder.embeddings_) == ["x0", "x1"]


def test_in_a_pipeline_and_a_search():
    columns = ColumnTransformer([("categories", EmbeddingEncoder(random_state=0), ["city", "by"])])
    pipeline = make_pipeline(columns, LogisticRegression())
    grid = {"columntransformer__categories__cv": [2, None]}
    search = GridSearchCV(pipeline, grid, cv=2).fit(X, TARGETS["binary"])
    assert search.best_score_ > 0.8


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (None, "requires y to be passed, but the target y is None"),
        (NUMBERS[:-1], "inconsistent numbers of samples"),
        (np.where(NOISE > 2, np.nan, NUMBERS), r"y\[\d+\] is missing: nan"),
        (["one"] * 120, "At least two classes"),
        (np.arange(240).reshape(120, 2), "Unknown label type.*multiclass-multioutput"),
    ],
)
def test_targets_that_cannot_be_learned(y, message):
    with pytest.raises(ValueError, match=message):
        EmbeddingEncoder().fit(X, y)


def test_a_failed_fit_changes_nothing():
    encoder = EmbeddingEncoder().fit(X, NUMBERS)
    before = encoder.transform(X)
    with pytest.raises(ValueError, match="is missing"):
        encoder.fit(X[["by"]], [np.nan] * len(X))
    with pytest.raises(ValueError, match="cannot split the rows"):
        encoder.set_params(cv=1000).fit_transform(X, -NUMBERS)
    np.testing.assert_array_equal(encoder.transform(X), before)


def test_fit_transform_cross_fits():
    splitter = KFold(3)
    encoder = EmbeddingEncoder(n_components=1, cv=splitter)
    features = encoder.fit_transform(X, NUMBERS)
    plain = encoder.transform(X)
    assert not np.allclose(features, plain, atol=1e-2)
    for _, test in splitter.split(X):  # one vector for a category in each fold
        assert len(np.unique(features[test, 0])) == len(np.unique(plain[test, 0]))
    without = EmbeddingEncoder(n_components=1, cv=None)
    np.testing.assert_array_equal(without.fit_transform(X, NUMBERS), plain)


def test_the_seed_decides_on_the_folds():
    def features(random_state):
        encoder = EmbeddingEncoder(n_components=1, random_state=random_state)
        return encoder.fit_transform(X, NUMBERS)

    np.testing.assert_array_equal(features(0), features(0))
    assert not np.array_equal(features(0), features(1))


def test_folds_share_one_space():
    encoder = EmbeddingEncoder(n_components=3, random_state=0)
    features = encoder.fit_transform(X, TARGETS["multiclass"])
    plain = encoder.transform(X)
    for k in range(4):
        assert np.corrcoef(features[:, k], plain[:, k])[0, 1] > 0.8


def test_a_category_that_a_fold_has_not_seen_is_unknown_there():
    rare = X.copy()
    rare.loc[0, "city"] = "once"
    features = EmbeddingEncoder(n_components=1).fit_transform(rare, NUMBERS)
    assert features[0, 0] == 0


def test_groups_are_routed_to_the_splitter():
    groups = np.arange(len(X)) // 3
    encoder = EmbeddingEncoder(n_components=1, cv=GroupKFold(3))
    expected = EmbeddingEncoder(
        n_components=1, cv=list(GroupKFold(3).split(X, groups=groups))
    ).fit_transform(X, NUMBERS)
    with pytest.raises(ValueError, match=r"cannot split the rows .* 'groups'"):
        encoder.fit_transform(X, NUMBERS)
    np.testing.assert_array_equal(encoder.fit_transform(X, NUMBERS, groups=groups), expected)
    with sklearn.config_context(enable_metadata_routing=True):
        encoder = EmbeddingEncoder(n_components=1, cv=GroupKFold(3).set_split_request(groups=True))
        found = encoder.fit_transform(X, NUMBERS, groups=groups)
    np.testing.assert_array_equal(found, expected)
    with pytest.raises(TypeError, match="unexpected argument: color"):
        encoder.fit_transform(X, NUMBERS, color=1)


@pytest.mark.parametrize("kind", ["continuous", "multiclass"])
def test_weights_are_repetitions(kind):
    y = TARGETS[kind]
    weights = np.random.default_rng(2).integers(0, 3, len(X))
    rows = np.repeat(np.arange(len(X)), weights)
    categories = [sorted(set(X[name])) for name in X]
    weighted = EmbeddingEncoder(categories=categories).fit(X, y, weights)
    repeated = EmbeddingEncoder(categories=categories).fit(X.iloc[rows], y[rows])
    np.testing.assert_allclose(weighted.transform(X), repeated.transform(X), atol=1e-3)


@pytest.mark.parametrize("method", ["supervised", "unsupervised"])
def test_the_same_bits_for_any_n_jobs(method):
    def features(n_jobs):
        encoder = EmbeddingEncoder(method=method, random_state=0, n_jobs=n_jobs, max_iter=3)
        return encoder.fit_transform(X, NUMBERS)

    np.testing.assert_array_equal(features(1), features(3))
