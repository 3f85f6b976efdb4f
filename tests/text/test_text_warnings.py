"""Warnings of text parameters: those of CountVectorizer, once a fit, never after it."""

import warnings

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer

from skembed import (
    Embedding,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    cooccurrence_matrix,
    tokenize_documents,
)

DOCUMENTS = ["The cat sat on it", "the dog sat by it"] * 5
Y = np.arange(10) % 2
TERMS = ["the", "cat", "sat", "dog", "t", "The", "CAT"]
SMALL = {"n_components": 2, "max_iter": 1, "random_state": 0}
VECTORIZERS = [
    Word2VecVectorizer(subsample=0, **SMALL),
    GloVeVectorizer(**SMALL),
    PretrainedVectorizer(Embedding(TERMS, np.ones((len(TERMS), 2)))),
    SupervisedEmbeddingVectorizer(cv=2, **SMALL),
    SupervisedEmbeddingRegressor(cv=2, **SMALL),
]
each_vectorizer = pytest.mark.parametrize(
    "vectorizer", VECTORIZERS, ids=lambda vectorizer: type(vectorizer).__name__
)


def whole(document):
    return [document, document[:3]]


def words(text):
    return text.split()


PARAMETERS = [
    {},
    {"tokenizer": words},
    {"tokenizer": words, "token_pattern": None},
    {"tokenizer": words, "analyzer": "char"},
    {"preprocessor": str.lower},
    {"preprocessor": str.lower, "analyzer": whole},
    {"stop_words": ["sat"]},
    {"stop_words": ["it's"]},
    {"stop_words": ["IT"], "lowercase": False},
    {"stop_words": ["it's", "IT"]},
    {"stop_words": "english"},
    {"stop_words": "english", "analyzer": "char"},
    {"stop_words": ["sat"], "analyzer": "char_wb"},
    {"stop_words": ["sat"], "analyzer": whole},
    {"token_pattern": r"\w+", "analyzer": "char"},
    {"token_pattern": r"\w+", "analyzer": whole},
    {"token_pattern": r"\w+", "analyzer": whole, "stop_words": ["sat"], "tokenizer": words},
    {"vocabulary": ["the", "CAT", "sat"]},
    {"vocabulary": {"CAT": 0, "the": 2, "sat": 1}},
    {"vocabulary": ["the", "CAT", "sat"], "lowercase": False},
    {"vocabulary": ["the", "cat"], "max_features": 1, "min_df": 2, "max_df": 5},
]


def warned(function, *arguments, **parameters):
    """What a call warns of, apart from the words that CountVectorizer knows nothing of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function(*arguments, **parameters)
    return [(w.category, str(w.message)) for w in caught if "No word has a" not in str(w.message)]


def takes(vectorizer, parameters):
    return set(parameters) <= set(vectorizer.get_params())


@each_vectorizer
@pytest.mark.parametrize("parameters", PARAMETERS, ids="-".join)
def test_each_fit_warns_as_count_vectorizer_does_and_nothing_else_warns(vectorizer, parameters):
    if not takes(vectorizer, parameters):
        pytest.skip("it has no such parameter")
    expected = warned(CountVectorizer(**parameters).fit, DOCUMENTS)
    model = clone(vectorizer).set_params(**parameters)
    assert warned(model.fit, DOCUMENTS, Y) == expected
    assert warned(model.fit_transform, DOCUMENTS, Y) == expected
    for name in ("transform", "predict", "contributions"):
        if hasattr(model, name):
            assert warned(getattr(model, name), DOCUMENTS) == []


@pytest.mark.parametrize("parameters", PARAMETERS, ids="-".join)
def test_functions_that_read_documents_warn_too(parameters):
    expected = warned(CountVectorizer(**parameters).fit, DOCUMENTS)
    given = {"vocabulary": ["the"], **parameters}
    limits = ("max_features", "min_df", "max_df")
    given = {name: value for name, value in given.items() if name not in limits}
    assert warned(cooccurrence_matrix, DOCUMENTS, **given) == expected
    if "vocabulary" not in parameters:
        reader = Word2VecVectorizer(**parameters)
        assert warned(tokenize_documents, DOCUMENTS, reader) == expected


@pytest.mark.parametrize("vectorizer", VECTORIZERS[3:], ids=lambda v: type(v).__name__)
@pytest.mark.parametrize(
    ("ngram_range", "n_warnings"), [(None, 0), ((1, 1), 0), ((1, 2), 0), ([1, 2], 0), ((1, 3), 1)]
)
def test_ngram_range_of_a_callable_analyzer_warns_unless_it_is_a_default(
    vectorizer, ngram_range, n_warnings
):
    model = clone(vectorizer).set_params(analyzer=whole)
    if ngram_range is not None:
        model.set_params(ngram_range=ngram_range)
    found = warned(model.fit, DOCUMENTS, Y)
    oracle = CountVectorizer(analyzer=whole, ngram_range=(1, 3))
    assert found == warned(oracle.fit, DOCUMENTS)[: len(found)]
    assert len(found) == n_warnings


def test_only_the_first_of_several_partial_fits_warns():
    model = SupervisedEmbeddingVectorizer(stop_words=["it's"], **SMALL)
    assert len(warned(model.partial_fit, DOCUMENTS, Y)) == 1
    assert warned(model.partial_fit, DOCUMENTS, Y) == []


@pytest.mark.parametrize("kind", [tuple, set, frozenset])
def test_stop_words_in_other_containers(kind):
    model = Word2VecVectorizer(stop_words=kind(["it's"]), subsample=0, **SMALL)
    expected = warned(CountVectorizer(stop_words=["it's"]).fit, DOCUMENTS)
    assert warned(model.fit, DOCUMENTS) == expected


@pytest.mark.parametrize("parameters", [{"analyzer": str.split}, {"preprocessor": str}])
def test_upper_case_terms_are_fine_where_nothing_is_converted(parameters):
    model = Word2VecVectorizer(vocabulary=["The", "cat"], subsample=0, **SMALL, **parameters)
    assert warned(model.fit, DOCUMENTS) == []
    assert model.transform(["The"]).any()
    assert warned(cooccurrence_matrix, DOCUMENTS, vocabulary=["The", "cat"], **parameters) == []


@each_vectorizer
def test_upper_case_terms_of_an_embedding_are_no_mistake(vectorizer):
    if "init" not in vectorizer.get_params():
        assert warned(vectorizer.fit, DOCUMENTS) == []
        return
    start = Embedding(TERMS, np.ones((len(TERMS), 2)))
    assert warned(clone(vectorizer).set_params(init=start).fit, DOCUMENTS, Y) == []
