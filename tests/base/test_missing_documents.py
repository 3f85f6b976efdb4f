"""handle_missing, and missing targets, in every vectorizer and every call."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from texts import draw_documents

from skembed import (
    DocumentMapDisplay,
    Embedding,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
    cooccurrence_matrix,
    tokenize_documents,
)

pl = pytest.importorskip("polars")

DOCUMENTS = draw_documents(60, 30, 10)
Y = np.arange(30) % 2
SMALL = {"n_components": 3, "max_iter": 1, "random_state": 0}
MODELS = [
    Word2VecVectorizer(**SMALL),
    GloVeVectorizer(**SMALL),
    PretrainedVectorizer(Embedding([f"w{i}" for i in range(40)], np.ones((40, 3)))),
    SupervisedEmbeddingVectorizer(**SMALL),
    SupervisedEmbeddingVectorizer(char_ngram_range=(2, 3), **SMALL),
    SupervisedEmbeddingRegressor(**SMALL),
]
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
HOLES = (2, 17)


def with_holes(hole):
    return [hole if row in HOLES else text for row, text in enumerate(DOCUMENTS)]


@each_model
@pytest.mark.parametrize(
    "documents",
    [
        with_holes(None),
        with_holes(float("nan")),
        np.array(with_holes(pd.NA), dtype=object),
        pd.Series(with_holes(None), dtype="string"),
        pl.Series(with_holes(None)),
        pd.DataFrame({"text": with_holes(None)}),
    ],
    ids=["None", "nan", "NA in an array", "pandas", "polars", "dataframe"],
)
def test_missing_documents(model, documents):
    with pytest.raises(ValueError, match=r"row 2 is missing \(.*\).*handle_missing='empty'"):
        clone(model).fit(documents, Y)
    wanted = clone(model).fit_transform(with_holes(""), Y)
    empty = clone(model).set_params(handle_missing="empty")
    assert_array_equal(empty.fit_transform(documents, Y), wanted)
    features = empty.transform(documents)
    assert not features[list(HOLES)].any()
    assert_array_equal(features, empty.transform(with_holes("")))
    assert not empty.transform([None]).any()
    with pytest.raises(ValueError, match="row 2 is missing"):
        empty.set_params(handle_missing="error").transform(documents)


@each_model
def test_value_of_handle_missing(model):
    assert model.get_params()["handle_missing"] == "error"
    with pytest.raises(ValueError, match=r"'handle_missing' parameter .* must be a str among"):
        clone(model).set_params(handle_missing="ignore").fit(DOCUMENTS, Y)


@pytest.mark.parametrize(
    "parameters",
    [
        {"analyzer": lambda text: text.split()},
        {"preprocessor": str.upper},
        {"input": "file"},
        {"input": "filename"},
    ],
)
def test_missing_documents_are_not_passed_to_callables_or_opened(parameters):
    vectors = Embedding(["cat"], [[1.0]])
    model = PretrainedVectorizer(vectors, handle_missing="empty").fit(["a cat"])
    assert model.set_params(**parameters).transform([None, np.nan]).tolist() == [[0.0], [0.0]]


def test_tokenized_documents():
    model = Word2VecVectorizer(**SMALL, handle_missing="empty")
    with pytest.raises(ValueError, match="row 2 is missing"):
        tokenize_documents(with_holes(None), Word2VecVectorizer())
    tokens = tokenize_documents(with_holes(None), model)
    assert [tokens[row] for row in HOLES] == [[], []]
    wanted = clone(model).fit_transform(with_holes(None))
    assert_array_equal(Word2VecVectorizer(**SMALL).fit_transform(tokens), wanted)


def test_cooccurrence_matrix():
    terms = ["w1", "w2", "w3"]
    with pytest.raises(ValueError, match="row 2 is missing"):
        cooccurrence_matrix(with_holes(None), terms)
    counts = cooccurrence_matrix(with_holes(None), terms, handle_missing="empty")
    wanted = cooccurrence_matrix(with_holes(""), terms)
    assert_array_equal(counts.toarray(), wanted.toarray())


@pytest.mark.parametrize("library", [pd, pl])
def test_column_transformer(library):
    frame = library.DataFrame({"text": with_holes(None), "n": np.arange(30)})
    vectorizer = Word2VecVectorizer(**SMALL, handle_missing="empty")
    columns = ColumnTransformer([("text", vectorizer, "text"), ("n", "passthrough", ["n"])])
    features = np.asarray(columns.fit_transform(frame))
    assert features.shape == (30, 4)
    assert not features[list(HOLES), :3].any()


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT])
def test_missing_targets(missing):
    y = ["a", missing, *["a", "b"] * 14]
    model = SupervisedEmbeddingVectorizer(**SMALL)
    fitted = clone(model).fit(DOCUMENTS, ["a", "b"] * 15)
    stopping = clone(model).set_params(early_stopping=True)
    calls = {
        "fit": lambda: model.fit(DOCUMENTS, y),
        "fit_transform": lambda: model.fit_transform(DOCUMENTS, y),
        "first partial_fit": lambda: model.partial_fit(DOCUMENTS, y, classes=["a", "b"]),
        "later partial_fit": lambda: fitted.partial_fit(DOCUMENTS, y),
        "regressor": lambda: SupervisedEmbeddingRegressor(**SMALL).fit(DOCUMENTS, y),
        "comparison": lambda: compare_embeddings([model], DOCUMENTS, y),
        "display": lambda: DocumentMapDisplay.from_estimator(fitted, DOCUMENTS, y),
    }
    for name, call in calls.items():
        with pytest.raises(ValueError, match=r"y\[1\] is missing: .*\. Leave out the doc"):
            call()
        assert not hasattr(model, "embedding_"), name
    with pytest.raises(ValueError, match=r"y_val\[1\] is missing"):
        stopping.fit(DOCUMENTS, ["a", "b"] * 15, X_val=DOCUMENTS, y_val=y)


def test_lists_of_labels():
    y = [["a", "b"], *[["a"], ["b"]] * 14, []]
    calls = [
        lambda: SupervisedEmbeddingVectorizer(**SMALL).fit(DOCUMENTS, y),
        lambda: compare_embeddings([Word2VecVectorizer(**SMALL)], DOCUMENTS, y),
    ]
    for call in calls:
        with pytest.raises(ValueError, match=r"y\[0\] is \['a', 'b'\].*MultiLabelBinarizer"):
            call()
    numbers = [[0, 2], *[[1, 3]] * 29]
    with pytest.raises(ValueError, match="MultiLabelBinarizer"):
        SupervisedEmbeddingVectorizer(**SMALL).fit(DOCUMENTS, numbers)
