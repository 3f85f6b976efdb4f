"""compare_embeddings takes documents and targets in every form that a vectorizer takes."""

from collections import deque
from functools import cache

import numpy as np
import pytest
from comparison_tools import SUPERVISED, TEXTS, WORD2VEC, Recorder, Y, something_fails
from numpy.testing import assert_array_equal
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from skembed import (
    EmbeddingComparisonDisplay,
    EmbeddingLearningCurveDisplay,
    GloVeVectorizer,
    PretrainedVectorizer,
    compare_embeddings,
    tokenize_documents,
)

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

INDEX = np.arange(len(TEXTS))[::-1] * 7
FORMS = {
    "tuple": tuple,
    "generator": iter,
    "deque": deque,
    "values of a dict": lambda texts: dict(enumerate(texts)).values(),
    "array of objects": lambda texts: np.array(texts, dtype=object),
    "array of strings": np.array,
    "array of one column": lambda texts: np.array(texts, dtype=object)[:, None],
    "Series": pd.Series,
    "Series of another index": lambda texts: pd.Series(texts, index=INDEX),
    "Series of categories": lambda texts: pd.Series(texts, dtype="category"),
    "Series of Arrow": lambda texts: pd.Series(texts, dtype="string[pyarrow]"),
    "dataframe": lambda texts: pd.DataFrame({"text": texts}),
    "dataframe of another index": lambda texts: pd.DataFrame({"text": texts}, index=INDEX),
    "polars Series": pl.Series,
    "polars dataframe": lambda texts: pl.DataFrame({"text": texts}),
    "Arrow column": lambda texts: pa.chunked_array([texts[:9], texts[9:]]),
    "Arrow table": lambda texts: pa.table({"text": texts}),
}
CANDIDATES = [WORD2VEC, SUPERVISED, GloVeVectorizer(n_components=4, max_iter=1, random_state=0)]


def scores(X, y=Y, **options):
    found = compare_embeddings(CANDIDATES, X, y, cv=2, **options)
    assert found.errors == {}
    return found.scores["accuracy"]


@cache
def expected(train_size=None, use_unlabeled=False):
    return scores(TEXTS, train_sizes=train_size and [train_size], use_unlabeled=use_unlabeled)


@pytest.mark.parametrize("form", FORMS)
def test_documents(form):
    assert_array_equal(scores(FORMS[form](TEXTS)), expected())


@pytest.mark.parametrize(
    "form",
    [
        list,
        tuple,
        lambda y: pd.Series(y, index=INDEX),
        lambda y: pd.Series(y, dtype="category", index=INDEX),
        lambda y: pd.Series(y, dtype="string[pyarrow]"),
        pl.Series,
    ],
)
@pytest.mark.parametrize("train_size", [None, 20])
def test_targets(form, train_size):
    texts = pd.Series(TEXTS, index=INDEX[::-1])
    given = scores(texts, form(Y.tolist()), train_sizes=train_size and [train_size])
    assert_array_equal(given, expected(train_size))


@pytest.mark.parametrize("form", FORMS)
def test_tokenized(form):
    tokens = tokenize_documents(FORMS[form](TEXTS))
    assert [" ".join(document) for document in tokens] == TEXTS


@pytest.mark.parametrize("form", ["dataframe", "array of one column", "polars dataframe"])
def test_displays(form):
    plt = pytest.importorskip("matplotlib.pyplot")
    for display, options in (
        (EmbeddingComparisonDisplay, {}),
        (EmbeddingLearningCurveDisplay, {"train_sizes": [10, 20]}),
    ):
        X = FORMS[form](TEXTS)
        drawn = display.from_vectorizers([WORD2VEC], X, Y, cv=2, **options)
        assert drawn.comparison_.errors == {}
    plt.close("all")


def test_unlabeled_documents_of_a_dataframe():
    given = scores(pd.DataFrame({"text": TEXTS}), train_sizes=[10], use_unlabeled=True)
    assert_array_equal(given, expected(10, use_unlabeled=True))


def tfidf():
    return TfidfVectorizer(sublinear_tf=True)


def raveled(rows):
    return np.ravel(rows).tolist()


class OfStrings(Recorder):
    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        return tags

    def transform(self, X):
        return tfidf().fit(TEXTS).transform(X).toarray()


ONE_COLUMN = {
    "list": list,
    "Series": pd.Series,
    "array of objects": FORMS["array of objects"],
    "array of one column": FORMS["array of one column"],
    "dataframe": FORMS["dataframe"],
    "polars dataframe": FORMS["polars dataframe"],
}


@pytest.mark.parametrize("form", ONE_COLUMN)
def test_all_candidates_and_the_baseline_get_the_same_column(form):
    X = ONE_COLUMN[form](TEXTS)
    candidates = {
        "ours": PretrainedVectorizer({f"{a}{i}": [i, 3.0] for a in "ab" for i in range(10)}),
        "a function": make_pipeline(FunctionTransformer(raveled), tfidf()),
        "of strings": OfStrings(),
    }
    if "dataframe" in form:
        candidates["by name"] = ColumnTransformer([("text", tfidf(), "text")])
    if np.ndim(X) == 2:
        candidates["by position"] = ColumnTransformer([("text", tfidf(), 0)])
        ours_alone = ColumnTransformer([("text", candidates["ours"], [0])])
        candidates["as a table"] = ours_alone
    found = compare_embeddings(candidates, X, Y, cv=3)
    assert found.errors == {}
    scores = dict(zip(found.names, found.scores["accuracy"], strict=True))
    for name in {"a function", "by name", "by position"} & set(scores):
        assert_array_equal(scores[name], scores["tf-idf of words"])
    assert_array_equal(scores["ours"], scores.get("as a table", scores["ours"]))


@something_fails
def test_candidates_that_choose_a_column_are_given_the_dataframe():
    frame = pd.DataFrame({"text": TEXTS, "other": np.arange(len(TEXTS))})
    columns = ColumnTransformer([("text", WORD2VEC, "text"), ("other", "passthrough", ["other"])])
    chosen = make_pipeline(FunctionTransformer(lambda frame: frame["text"]), TfidfVectorizer())
    candidates = {"columns": columns, "chosen": chosen}
    found = compare_embeddings(candidates, frame, Y, cv=2, baseline=False)
    assert found.errors == {}
    found = compare_embeddings(candidates, frame[["text"]].assign(other=1), Y, cv=2)
    assert found.best() in candidates
    assert "a dataframe with 2 columns ('text', 'other')" in found.errors["tf-idf of words"]
    # as many documents as columns, whose names are no documents
    with pytest.raises(ValueError, match="a dataframe with 2 columns"):
        compare_embeddings([TfidfVectorizer()], frame, Y, cv=2, train_sizes=[2])


@pytest.mark.parametrize(
    ("X", "error", "message"),
    [
        ("".join("x" for _ in TEXTS), ValueError, "string object received"),
        (np.array([TEXTS, TEXTS]).T, ValueError, r"array of shape \(60, 2\)"),
        (dict(enumerate(TEXTS)), TypeError, "got a dict"),
        (set(map(str, range(60))), TypeError, "got a set"),
        (3, TypeError, "int"),
    ],
)
def test_what_no_vectorizer_takes(X, error, message):
    with pytest.raises(error, match=message):
        compare_embeddings([WORD2VEC], X, Y, cv=2)


@pytest.mark.parametrize(
    ("name", "value"),
    [("vectorizers", 5), ("vectorizers", "abc"), ("estimator", "svm"), ("scoring", 5)],
)
def test_arguments_of_another_type(name, value):
    with pytest.raises((TypeError, ValueError), match=rf"{name}.* must be .*{value}"):
        compare_embeddings(**{"vectorizers": {"w": WORD2VEC}, "X": TEXTS, "y": Y, name: value})
