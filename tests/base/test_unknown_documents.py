"""Documents of which a vectorizer knows nothing: a mask, and one warning if none is known."""

import warnings

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from texts import draw_documents

from skembed import (
    Embedding,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    tokenize_documents,
)

DOCUMENTS = draw_documents(60, 30, 10)
Y = np.arange(30) % 2
SMALL = {"n_components": 3, "max_iter": 1, "random_state": 0}
SUPERVISED = SupervisedEmbeddingVectorizer(**SMALL)
MODELS = [
    Word2VecVectorizer(**SMALL),
    GloVeVectorizer(**SMALL),
    PretrainedVectorizer(Embedding([f"w{i}" for i in range(60)], np.ones((60, 3)))),
    SUPERVISED,
    SupervisedEmbeddingRegressor(char_ngram_range=(2, 2), **SMALL),
]
UNKNOWN = ["zzz yyy", "", "xxx"]


def warned(function, *arguments):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function(*arguments)
    return [(str(w.message), w.filename) for w in caught]


def told(message, found):
    [(text, file)] = found
    assert text.startswith(message)
    assert file == __file__


@pytest.fixture(params=MODELS, ids=lambda model: type(model).__name__)
def fitted(request):
    return clone(request.param).fit(DOCUMENTS, Y)


@pytest.mark.parametrize(
    "documents",
    [UNKNOWN, tuple(UNKNOWN), pd.Series(UNKNOWN), iter(UNKNOWN), ["a", ""], ["?"], [b"zzz"]],
    ids=["list", "tuple", "Series", "iterator", "no token", "no word", "bytes"],
)
def test_no_known_token_in_transform(documents):
    fitted = clone(SUPERVISED).fit(DOCUMENTS, Y)
    n = 3 if isinstance(documents, type(iter([]))) else len(documents)
    found = warned(fitted.transform, documents)
    told(f"None of these {n} documents has a token", found)


def test_each_vectorizer_tells_it_and_only_then(fitted):
    told("None of these 3", warned(fitted.transform, UNKNOWN))
    told("None of these 1", warned(fitted.transform, UNKNOWN[:1]))
    known = [
        [*UNKNOWN, DOCUMENTS[0]],  # one is known
        [],
        ["", " \n"],  # there is no text
        iter([""]),
        [b""],
        tokenize_documents(["known", ""])[[1]],
    ]
    for documents in known:
        assert warned(fitted.transform, documents) == []
    fitted.set_params(handle_missing="empty")
    assert warned(fitted.transform, [None]) == []
    tokens = tokenize_documents(UNKNOWN)
    fitted.set_params(handle_missing="error")
    told("None of these 3", warned(fitted.transform, tokens))


def test_predictions_tell_it_too():
    fitted = clone(SUPERVISED).fit(DOCUMENTS, Y)
    for method in (fitted.predict, fitted.predict_proba, fitted.contributions):
        told("None of these", warned(method, UNKNOWN))
    pipeline = make_pipeline(clone(SUPERVISED), LogisticRegression()).fit(DOCUMENTS, Y)
    told("None of these", warned(pipeline.predict, UNKNOWN))


def test_many_pieces_are_one_warning(monkeypatch):
    fitted = clone(MODELS[2]).fit(DOCUMENTS)
    documents = ["zzz"] * 10_000
    told("None of these 10000", warned(fitted.transform, documents))
    for some in ([*documents, "w1"], ["w1", *documents]):
        assert warned(fitted.transform, some) == []


def test_has_vector(fitted):
    documents = [DOCUMENTS[0], *UNKNOWN, DOCUMENTS[1] + " zzz"]
    expected = [True, False, False, False, True]
    for X in (documents, iter(documents), tokenize_documents(documents), pd.Series(documents)):
        mask = fitted.has_vector(X)
        assert mask.dtype == bool
        assert mask.tolist() == expected
    assert_array_equal(fitted.transform(documents).any(axis=1), expected)
    assert warned(fitted.has_vector, UNKNOWN) == []
    assert fitted.has_vector(["zzz"] * 9000 + DOCUMENTS[:1]).sum() == 1
    with pytest.raises(ValueError, match="row 1 is missing"):
        fitted.has_vector(["w1", None])
    with pytest.raises(NotFittedError):
        clone(fitted).has_vector(documents)


def test_has_vector_of_pairs_and_characters():
    pairs = SupervisedEmbeddingVectorizer(ngram_range=(2, 2), **SMALL)
    pairs.fit(["one two", "two three"] * 5, [0, 1] * 5)
    assert pairs.has_vector(["one two", "two one", "one", "two three one"]).tolist() == [
        True,
        False,
        False,
        True,
    ]
    told("None of these", warned(pairs.transform, ["two one"]))
    characters = SupervisedEmbeddingVectorizer(char_ngram_range=(3, 3), **SMALL)
    characters.fit(["flying", "sitting"] * 5, [0, 1] * 5)
    assert characters.has_vector(["knitting", "xyz"]).tolist() == [True, False]


LISTS = [document.split() for document in DOCUMENTS]
PAIRS = [
    (LISTS, DOCUMENTS, "These documents are not lists of tokens"),
    (DOCUMENTS, LISTS, "These documents are lists of tokens"),
    (DOCUMENTS, [["w1"], np.str_("w1")], "These documents are lists of tokens"),
    (LISTS, ["zzz"], "These documents are not lists of tokens"),
    (DOCUMENTS, np.array([["w1", "w2"]]), "These documents are lists of tokens"),
    (LISTS, [tuple(document) for document in LISTS], None),
    (LISTS, [np.array(document) for document in LISTS], None),
    (DOCUMENTS, np.array(DOCUMENTS), None),
]


def either(document):
    return document.split() if isinstance(document, str) else document


@pytest.mark.parametrize("model", [MODELS[0], *MODELS[2:4]], ids=lambda m: type(m).__name__)
@pytest.mark.parametrize(("first", "then", "message"), PAIRS)
def test_documents_in_another_form(model, first, then, message):
    fitted = clone(model).set_params(analyzer=either).fit(first, Y)
    found = warned(fitted.transform, then)
    if message is None:
        assert found == []
    else:
        told(message, found)
    assert warned(fitted.transform, first) == []
    tokens = tokenize_documents(then, fitted)
    assert not any("lists" in message for message, _ in warned(fitted.transform, tokens))


def test_missing_documents_and_tokenized_ones_have_no_form():
    fitted = clone(MODELS[0]).set_params(analyzer=either, handle_missing="empty").fit(LISTS)
    assert warned(fitted.transform, [None]) == []
    tokens = tokenize_documents(LISTS, fitted)
    fitted = clone(fitted).fit(tokens)
    for documents in (LISTS, DOCUMENTS):
        assert warned(fitted.transform, documents) == []
