"""Documents read once: the same bits as from strings, for every vectorizer and every part."""

import pickle
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from texts import draw_documents

from skembed import (
    Embedding,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    TokenizedDocuments,
    Word2VecVectorizer,
    tokenize_documents,
)
from skembed._core.pieces import Size
from skembed._text.analyzer import Analyzer
from skembed._text.reading import read_pieces

DOCUMENTS = [*draw_documents(n_terms=80, n_documents=60, length=20), "", "W1 w2, w3; unseen"]
Y = np.arange(len(DOCUMENTS)) % 2
SMALL = {"n_components": 6, "max_iter": 2, "random_state": 0}
VECTORS = Embedding([f"w{i}" for i in range(40)], np.eye(40, 5) + 1)

VECTORIZERS = [
    Word2VecVectorizer(min_df=2, max_features=50, **SMALL),
    Word2VecVectorizer(algorithm="cbow", vocabulary=[f"w{i}" for i in range(30)], **SMALL),
    GloVeVectorizer(min_df=2, **SMALL),
    PretrainedVectorizer(VECTORS, pooling="sif"),
    SupervisedEmbeddingVectorizer(**SMALL),
    SupervisedEmbeddingVectorizer(char_ngram_range=(2, 3), **SMALL),
    SupervisedEmbeddingVectorizer(analyzer="char_wb", ngram_range=(1, 3), **SMALL),
    Word2VecVectorizer(analyzer="char", lowercase=False, **SMALL),
]


@pytest.mark.parametrize("vectorizer", VECTORIZERS, ids=lambda v: type(v).__name__)
def test_same_bits_as_from_strings(vectorizer):
    tokens = tokenize_documents(DOCUMENTS, vectorizer)
    rows = np.array([61, 3, 5, 60, 8, *range(10, 50)])
    texts = [DOCUMENTS[i] for i in rows]
    expected = vectorizer.fit_transform(texts, Y[rows])
    terms, features = list(vectorizer.vocabulary_), vectorizer.transform(DOCUMENTS)
    np.testing.assert_array_equal(vectorizer.fit_transform(tokens[rows], Y[rows]), expected)
    assert list(vectorizer.vocabulary_) == terms
    np.testing.assert_array_equal(vectorizer.transform(tokens), features)


def test_reading_is_that_of_scikit_learn():
    tokens = tokenize_documents(DOCUMENTS)
    analyze = CountVectorizer().build_analyzer()
    assert list(tokens) == [analyze(document) for document in DOCUMENTS]
    assert tokens.ids.dtype == np.int32
    assert len(tokens) == tokens.shape[0] == len(DOCUMENTS)
    assert repr(tokens) == f"TokenizedDocuments(n_documents=62, n_tokens={len(tokens.ids)})"


def test_parameters_of_the_vectorizer_count():
    like = TfidfVectorizer(lowercase=False, stop_words=["w1"], ngram_range=(1, 2))
    tokens = tokenize_documents(["W1 w1 W2 w2"], like)
    assert tokens[0] == ["W1", "W2", "w2"]  # no pairs: those are made of tokens, by a fit
    like = CountVectorizer(analyzer="char_wb", ngram_range=(2, 3))
    assert tokenize_documents(["ab"], like)[0] == [" a", "ab", "b ", " ab", "ab "]


@pytest.mark.parametrize(
    "index",
    [slice(1, 9, 3), [4, 0, 61], np.array([5, 5, 60]), Y == 1, slice(0, 0), [], -1, np.int64(3)],
)
def test_index(index):
    tokens = tokenize_documents(DOCUMENTS)
    expected = np.empty(len(DOCUMENTS), dtype=object)
    expected[:] = list(tokens)
    found, wanted = tokens[index], expected[index]
    assert list(found) == list(wanted)


def test_index_out_of_range():
    tokens = tokenize_documents(DOCUMENTS)
    with pytest.raises(IndexError):
        tokens[62]
    with pytest.raises(IndexError):
        tokens[[0, 62]]


def test_in_searches_and_splits():
    tokens = tokenize_documents(DOCUMENTS)
    pipeline = make_pipeline(Word2VecVectorizer(subsample=0, **SMALL), LogisticRegression())
    np.testing.assert_array_equal(
        cross_val_score(pipeline, tokens, Y, cv=3), cross_val_score(pipeline, DOCUMENTS, Y, cv=3)
    )
    train, test = train_test_split(tokens, random_state=0)
    assert isinstance(train, TokenizedDocuments)
    assert len(train) + len(test) == 62
    search = GridSearchCV(pipeline, {"word2vecvectorizer__window": [2, 3]}, cv=2)
    assert search.fit(tokens, Y).predict(tokens[:3]).shape == (3,)


def test_not_read_again():
    read = []

    def preprocess(document):
        read.append(document)
        return document

    vectorizer = Word2VecVectorizer(preprocessor=preprocess, subsample=0, **SMALL)
    tokens = tokenize_documents(DOCUMENTS, vectorizer)
    assert len(read) == len(DOCUMENTS)
    vectorizer.fit(tokens).transform(tokens[:5])
    assert len(read) == len(DOCUMENTS)


@pytest.mark.parametrize(
    ("rows", "ids", "used"),
    [
        ([2, 3], [2, 0, 1, 1], ["cc", "aa", "dd"]),
        ([2, 1, 3], [3, 0, 0, 1, 2, 1, 1, 1], ["cc", "aa", "bb", "dd"]),
    ],
)
def test_compact(rows, ids, used):
    tokens = tokenize_documents(["unused", "cc aa bb aa", "dd cc", "aa aa"])[rows]
    compact = tokens.compact()
    assert list(compact) == list(tokens)
    assert (compact.ids.tolist(), compact.tokens.tolist()) == (ids, used)
    assert compact.ids.dtype == np.int32


@pytest.mark.parametrize(("rows", "n_asked"), [([2, 1, 3, 0], 5), ([2, 3], 3), ([], 0)])
def test_tokens_are_looked_up_once_for_all_pieces(rows, n_asked):
    asked = []
    tokens = tokenize_documents(["unused", "cc aa bb aa", "dd cc", "aa aa"])[rows]
    pieces = [raw for raw, _ in read_pieces(tokens, Analyzer(), Size(3, 2), asked.append)]
    [known] = asked
    assert len(known) == n_asked
    documents = [
        [known[i] for i in raw.ids[start:stop]]
        for raw in pieces
        for start, stop in pairwise(raw.indptr)
    ]
    assert documents == list(tokens)


def test_another_reading_is_refused():
    tokens = tokenize_documents(DOCUMENTS)
    with pytest.raises(ValueError, match=r"with lowercase=True, this vectorizer has lowercase=Fal"):
        Word2VecVectorizer(lowercase=False).fit(tokens)
    characters = SupervisedEmbeddingVectorizer(analyzer="char", ngram_range=(1, 3))
    tokens = tokenize_documents(DOCUMENTS, Word2VecVectorizer(analyzer="char"))
    with pytest.raises(ValueError, match=r"ngram_range=\(1, 1\), this vectorizer has"):
        characters.fit(tokens, Y)


class Splitter:
    def __init__(self, separator):
        self.separator = separator

    def split(self, text):
        return text.split(self.separator)


@pytest.mark.parametrize("tokenizer", [partial(str.split, sep=" "), Splitter(" ").split])
def test_callables_that_clone_copies(tokenizer):
    model = Word2VecVectorizer(tokenizer=tokenizer, token_pattern=None, subsample=0, **SMALL)
    copy = clone(model)
    assert copy.tokenizer != tokenizer
    tokens = tokenize_documents(DOCUMENTS, model)
    np.testing.assert_array_equal(copy.fit_transform(tokens), model.fit_transform(DOCUMENTS))
    for other in (partial(str.split, sep="1"), Splitter("1").split, lambda text: [text]):
        with pytest.raises(ValueError, match="were tokenized with tokenizer="):
            copy.set_params(tokenizer=other).fit(tokens)


def test_arrays_are_not_changed():
    tokens = tokenize_documents(DOCUMENTS)
    before = list(tokens)
    Word2VecVectorizer(min_df=20, **SMALL).fit(tokens).transform(tokens)
    assert list(tokens) == before


def test_pickle():
    tokens = tokenize_documents(DOCUMENTS)
    copy = pickle.loads(pickle.dumps(tokens[:4]))
    assert list(copy) == list(tokens[:4])


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        (["a word", None], "row 1 is missing"),
        ([], "required by tokenize_documents: there are no documents"),
        (["", "?"], "none of the 2 documents has a token"),
        ("a word", "Put it into a list"),
    ],
)
def test_bad_documents(documents, message):
    with pytest.raises(ValueError, match=message):
        tokenize_documents(documents)
