"""A callable takes any document, as in CountVectorizer; the guard stands before ours."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from numpy.testing import assert_array_equal
from sklearn.feature_extraction.text import CountVectorizer

from skembed import (
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
    cooccurrence_matrix,
    tokenize_documents,
)
from skembed._text.analyzer import Analyzer
from skembed._text.vocabulary import learn_vocabulary

SMALL = {"n_components": 2, "random_state": 0}
FRAME = pd.DataFrame({"shop": ["New York", "Rome"] * 5, "day": [1, 2] * 5})
TERMS = ["day=1", "day=2", "shop=New York", "shop=Rome"]
Y = ["a", "b"] * 5


def cells(row):
    return [f"{name}={value}" for name, value in row.items()]


def one_token(document):
    return [repr(document)]


DOCUMENTS = [None, 3, 2.5, float("nan"), pd.NA, {"a": 1}, ["x"], np.arange(2), b"bytes", "text"]
TAKERS = [
    {"analyzer": one_token},
    {"preprocessor": repr, "token_pattern": ".+"},
    {"tokenizer": one_token, "lowercase": False, "token_pattern": None},
    {"preprocessor": repr, "analyzer": "char"},
]


@pytest.mark.parametrize("parameters", TAKERS, ids="-".join)
def test_a_callable_takes_what_count_vectorizer_gives_it(parameters):
    oracle = CountVectorizer(**parameters).fit(DOCUMENTS)
    vocabulary, corpus = learn_vocabulary(DOCUMENTS, Analyzer(**parameters))
    assert set(vocabulary.terms) == set(oracle.vocabulary_)
    counts = oracle.transform(DOCUMENTS).toarray().sum(axis=1)
    assert_array_equal(corpus.document_lengths, counts)
    empty = Analyzer(**parameters, handle_missing="empty")
    lengths = learn_vocabulary(DOCUMENTS, empty)[1].document_lengths
    assert_array_equal(lengths, np.where(np.isin(range(10), [0, 3, 4]), 0, counts))


@pytest.mark.parametrize(
    ("parameters", "takes"),
    [
        ({"tokenizer": one_token}, False),  # after its lowercase
        ({"tokenizer": one_token, "lowercase": False, "strip_accents": "ascii"}, False),
        ({"tokenizer": one_token, "lowercase": False, "analyzer": "char"}, False),
        ({"strip_accents": one_token}, False),
        ({"analyzer": one_token, "input": "filename"}, False),
        ({"analyzer": one_token}, True),
    ],
)
def test_the_guard_stands_before_our_own_analysis(parameters, takes):
    analyzer = Analyzer(**parameters)
    assert analyzer.takes_anything == takes
    if takes:
        return
    for document, message in ((None, "row 0 is missing"), (3, "row 0 must be a")):
        with pytest.raises((TypeError, ValueError), match=message):
            learn_vocabulary([document], analyzer)


def test_nan_of_numpy_is_refused_as_in_count_vectorizer():
    with pytest.raises(ValueError, match=r"np\.nan is an invalid document"):
        CountVectorizer(analyzer=one_token).fit([np.nan])
    with pytest.raises(ValueError, match=r"row 1 is missing \(nan\).*handle_missing='empty'"):
        learn_vocabulary(["a", np.nan], Analyzer(analyzer=one_token))


def test_what_a_callable_cannot_take_is_its_own_error():
    with pytest.raises(AttributeError, match="has no attribute 'split'") as caught:
        learn_vocabulary(["a", None], Analyzer(analyzer=lambda text: text.split()))
    assert "row 1, read by the callable analyzer" in caught.value.__notes__[0]


@pytest.mark.parametrize(
    "rows",
    [
        FRAME,
        pl.DataFrame(FRAME.to_dict("list")),
        pa.table(FRAME.to_dict("list")),
        FRAME.to_dict("records"),
    ],
    ids=["pandas", "polars", "pyarrow", "dicts"],
)
def test_rows_of_a_dataframe_in_every_call(rows):
    model = SupervisedEmbeddingVectorizer(analyzer=cells, cv=2, **SMALL)
    assert model.fit(rows, Y).embedding_.terms.tolist() == TERMS
    assert model.predict(rows).tolist() == Y
    assert model.transform(rows).shape == model.fit_transform(rows, Y).shape == (10, 2)
    assert {cell.term for cell in model.top_contributions(rows)} == set(TERMS)
    assert [sorted(row) for row in tokenize_documents(rows, model)] == [TERMS[::2], TERMS[1::2]] * 5
    counts = cooccurrence_matrix(rows, TERMS, analyzer=cells)
    assert counts[0, 2] == 5
    assert counts[0, 3] == 0


@pytest.mark.parametrize("array", [FRAME.to_numpy(), FRAME.to_numpy(dtype=str)])
def test_rows_of_an_array(array):
    model = Word2VecVectorizer(analyzer=list, subsample=0, max_iter=1, **SMALL)
    if array.dtype != object:
        assert sorted(model.fit(array).vocabulary_) == ["1", "2", "New York", "Rome"]
    model.set_params(analyzer=lambda row: map(str, row))
    assert sorted(model.fit(array).vocabulary_) == ["1", "2", "New York", "Rome"]


@pytest.mark.parametrize("one_column", [FRAME[["day"]], FRAME[["day"]].to_numpy(), FRAME["day"]])
def test_one_column_is_one_of_values(one_column):
    vocabulary, _ = learn_vocabulary(one_column, Analyzer(analyzer=lambda value: [str(value)]))
    assert sorted(vocabulary.terms) == ["1", "2"]


def test_tokens_that_are_not_str_come_with_a_way_out():
    model = Word2VecVectorizer(analyzer=list, subsample=0, max_iter=1, **SMALL)
    with pytest.raises(TypeError, match=r"term 0 is int: 1\. Convert them: analyzer=lambda doc"):
        model.fit([[1, 2, 3], [2, 3]])
    model.set_params(analyzer=lambda document: map(str, document))
    assert sorted(model.fit([[1, 2, 3], [2, 3]]).vocabulary_) == ["1", "2", "3"]


def test_comparison_of_candidates_that_take_rows():
    read = {"analyzer": cells}
    candidates = {
        "supervised": SupervisedEmbeddingVectorizer(**read, cv=2, **SMALL),
        "word2vec": Word2VecVectorizer(**read, subsample=0, max_iter=1, **SMALL),
        "counts": CountVectorizer(**read),
    }
    found = compare_embeddings(candidates, FRAME, Y, cv=2, baseline=False)
    assert found.errors == {}
    assert_array_equal(found.n_terms[:3], 4)


@pytest.mark.filterwarnings("ignore::skembed.DataWarning")
def test_comparison_of_a_callable_that_takes_missing_texts():
    texts = ["Rome", None, "Oslo", "Rome", "Oslo", None] * 2
    seen = []

    def analyzer(document):
        seen.append(document)
        return [] if document is None else [document]

    candidates = [SupervisedEmbeddingVectorizer(analyzer=analyzer, cv=2, **SMALL)]
    options = {"cv": 2, "baseline": False, "group_identical": False}
    found = compare_embeddings(candidates, texts, list("abab" * 3), **options)
    assert found.errors == {}
    assert seen.count(None) == 4
