"""Tables: columns of categories and numbers, which every candidate gets in the same way."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.compose import ColumnTransformer, make_column_transformer
from sklearn.decomposition import PCA
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    OneHotEncoder,
    OrdinalEncoder,
    StandardScaler,
    TargetEncoder,
)

from skembed import (
    DataWarning,
    EmbeddingEncoder,
    EmbeddingLearningCurveDisplay,
    FeatureScaler,
    compare_embeddings,
)
from skembed._comparison._candidates import find_candidates, named_candidates
from skembed._comparison._inputs import ONE_HOT, TableInput, TextInput, input_of

RANDOM = np.random.default_rng(0)
CITY = RANDOM.choice(["Ulm", "Bonn", "Kiel"], 90)
AGE = RANDOM.normal(40, 10, 90)
FRAME = pd.DataFrame({"city": CITY, "size": RANDOM.choice(["S", "L"], 90), "age": AGE})
Y = np.where(np.where(RANDOM.random(90) < 0.1, "Kiel", CITY) != "Kiel", "yes", "no")
SALARY = 100.0 * (CITY == "Ulm") + AGE
TARGET = TargetEncoder(cv=StratifiedKFold(5, shuffle=True, random_state=0))
FOLDS = StratifiedKFold(3, shuffle=True, random_state=0)


def compared(candidates=None, X=FRAME, y=Y, **options):
    return compare_embeddings(candidates or {"target": TARGET}, X, y, cv=FOLDS, **options)


def around(encoder, **options):
    numbers = make_pipeline(SimpleImputer(), StandardScaler())
    return make_column_transformer((encoder, ["city", "size"]), (numbers, ["age"]), **options)


def test_scores_are_those_of_the_pipeline():
    found = compared()
    assert found.names == ("target", ONE_HOT, "majority class")
    assert found.baselines == (ONE_HOT,)
    encoders = [TARGET, OneHotEncoder(handle_unknown="ignore")]
    for row, encoder in zip(found.scores["accuracy"], encoders, strict=False):
        pipeline = make_pipeline(around(encoder), FeatureScaler(), LogisticRegression())
        assert_allclose(row[0, 0], cross_val_score(pipeline, FRAME, Y, cv=FOLDS))
    assert_array_equal(found.n_features[:2, 0, 0, 0], [3, 6])


def test_numbers_are_predicted_by_ridge_whose_penalty_suits_columns():
    cv = KFold(3)
    candidates = {"target": TargetEncoder(cv=KFold(5, shuffle=True, random_state=0))}
    found = compare_embeddings(candidates, FRAME, SALARY, cv=cv)
    one_hot = OneHotEncoder(handle_unknown="ignore")
    pipeline = make_pipeline(around(one_hot), FeatureScaler(), Ridge())
    expected = cross_val_score(pipeline, FRAME, SALARY, cv=cv, scoring="r2")
    assert_allclose(found.scores["r2"][1, 0, 0], expected)
    assert found.dummy == "mean of the targets"


@pytest.mark.parametrize(
    "form",
    [
        lambda frame: frame.set_axis(np.arange(90) * 7),
        lambda frame: frame.astype({"city": "category", "size": "string[pyarrow]"}),
        pl.from_pandas,
        lambda frame: frame.to_numpy(dtype=object),
    ],
    ids=["index", "types", "polars", "array"],
)
def test_forms_of_tables(form):
    assert_array_equal(compared(X=form(FRAME)).scores["accuracy"], compared().scores["accuracy"])


def test_missing_values_and_booleans():
    frame = FRAME.assign(member=AGE > 40)
    frame.loc[3, "age"] = np.nan
    frame.loc[5, "city"] = None
    assert compared(X=frame).errors == {}


def test_an_estimator_that_takes_no_sparse_features():
    trees = HistGradientBoostingClassifier(max_iter=3, min_samples_leaf=2)
    many = FRAME.assign(code=[f"c{i % 45}" for i in range(90)])
    assert compared(X=many, estimator=trees).errors == {}


def test_a_table_says_rows_and_features():
    found = compared(train_sizes=[20, 40])
    assert found.unit == "rows"
    text = str(found)
    assert "40 labeled training rows per fold" in text
    assert "features" in text
    assert "OOV" not in text
    assert "terms" not in text
    display = EmbeddingLearningCurveDisplay.from_comparison(found)
    assert display.ax_.get_xlabel() == "labeled training rows"


@pytest.mark.parametrize("columns", [["city", "size", "age"], ["city"]])
def test_problems_of_labels_are_told_and_those_of_texts_are_not(columns):
    same = pd.concat([FRAME.iloc[:1]] * 90)[columns]  # identical rows, short values
    with pytest.warns(DataWarning) as caught:
        compared(X=same, y=["yes"] * 81 + ["no"] * 9)
    assert [warning.message.kind for warning in caught] == ["majority"]


def test_seeds_leave_out_parameters_that_are_deprecated():
    assert compared({"target": TargetEncoder()}, seeds=2).errors == {}


def test_unlabeled_rows_are_for_encoders_without_y():
    sizes = []

    class Counting(OrdinalEncoder):
        def fit(self, X, y=None):
            sizes.append(len(X))
            return super().fit(X, y)

    compared([Counting(), TARGET], train_sizes=[20], use_unlabeled=True)
    assert sizes == [60, 60, 60]
    kind = input_of(FRAME, {"target": TARGET}, None)
    candidates, _ = find_candidates([Counting(), TARGET], False, kind)
    assert [candidate.needs_y for candidate in candidates] == [False, True]


def test_a_one_hot_encoder_of_the_user_is_the_baseline():
    found = compared({"mine": OneHotEncoder(handle_unknown="ignore", min_frequency=2)})
    assert found.names == ("mine", "majority class")
    assert found.baselines == ("mine",)


def test_candidates_that_choose_columns_get_the_table():
    mine = around(OrdinalEncoder())
    kind = input_of(FRAME, {"mine": mine}, None)
    assert kind == TableInput(["city", "size"], ["age"], sparse=True)
    assert kind.candidate(mine) is mine
    function = make_pipeline(FunctionTransformer(), OrdinalEncoder())
    assert kind.candidate(function) is function
    assert compared({"mine": mine}).errors == {}


def test_an_encoder_that_finds_the_numbers_gets_the_table():
    frame = FRAME.assign(age=np.where(AGE > 55, np.nan, AGE))
    encoder = EmbeddingEncoder(categorical_features="from_dtype", random_state=0)
    scaler = make_pipeline(SimpleImputer(), StandardScaler())
    numbers = make_column_transformer((scaler, [-1]), remainder="passthrough")
    kind = input_of(frame, {"encoder": encoder}, None)
    features = kind.candidate(encoder).fit_transform(frame, Y)
    assert_array_equal(features, make_pipeline(encoder, numbers).fit_transform(frame, Y))
    assert compared({"with numbers": encoder}, frame).errors == {}
    listed = EmbeddingEncoder(categorical_features=["city"])
    assert kind.candidate(listed) is listed
    assert isinstance(kind.candidate(EmbeddingEncoder()), ColumnTransformer)
    assert isinstance(TableInput(["city"], [], sparse=True).candidate(encoder), ColumnTransformer)


def test_encoders_of_a_single_column():
    class OneColumn(OneHotEncoder):  # as those of skrub
        __single_column_transformer__ = True

        def fit_transform(self, X, y=None):
            return self.fit(X.to_frame()).transform(X)

        def transform(self, X):
            return super().transform(X.to_frame())

    found = compared({"each": OneColumn(handle_unknown="ignore")})
    assert_array_equal(*found.scores["accuracy"][:2])


@pytest.mark.parametrize(
    ("X", "candidate", "is_table"),
    [
        (FRAME, TARGET, True),
        (FRAME, TfidfVectorizer(), False),
        (FRAME, make_pipeline(OrdinalEncoder(), StandardScaler()), True),
        (FRAME, ColumnTransformer([("a", TfidfVectorizer(), "city")]), False),
        (FRAME[["city"]], TARGET, True),
        (FRAME[["city"]], TfidfVectorizer(), False),
        (FRAME["city"], TfidfVectorizer(), False),
        (list(CITY), TfidfVectorizer(), False),
        (FRAME, FunctionTransformer(lambda frame: frame[["age"]]), False),
        (FRAME, make_pipeline(FunctionTransformer(), OrdinalEncoder()), True),
        (FRAME[["age"]].assign(b=1), PCA(), False),
        (FRAME, make_column_transformer((OrdinalEncoder(), ["city"])), True),
    ],
)
def test_what_is_a_table(X, candidate, is_table):
    found = input_of(X, named_candidates([candidate]), None)
    assert isinstance(found, TableInput if is_table else TextInput)


@pytest.mark.parametrize(
    ("X", "message"),
    [
        (FRAME[["age"]].assign(b=1), "2 columns of numbers and none of categories"),
        (np.ones((90, 2)), "2 columns of numbers and none of categories"),
        (FRAME.assign(day=pd.Timestamp("2020-01-01")), "Column 'day' of X has dates"),
        (pd.concat([FRAME, FRAME], axis=1), "unique column names.*\n- 'city'"),
    ],
)
def test_tables_that_cannot_be_compared(X, message):
    with pytest.raises(ValueError, match=message):
        compared(X=X)
