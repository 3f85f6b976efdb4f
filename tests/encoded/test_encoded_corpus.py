"""Documents on disk: the same bits as from strings, for every vectorizer."""

import errno
import os
import pickle
import tempfile

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from texts import draw_documents

from skembed import (
    Embedding,
    EncodedCorpus,
    GloVeVectorizer,
    PretrainedVectorizer,
    Subwords,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    TokenizedDocuments,
    Word2VecVectorizer,
    cooccurrence_matrix,
    encode,
)
from skembed._comparison._reading import find_documents
from skembed._core.pieces import Size
from skembed._supervised import stored_weights

DOCUMENTS = [*draw_documents(n_terms=80, n_documents=60, length=20), "", "W1 w2, w3; unseen"]
Y = np.arange(len(DOCUMENTS)) % 2
SMALL = {"n_components": 6, "max_iter": 2, "random_state": 0}
WITH_SUBWORDS = Embedding(
    ["w3", "w4 w5", "w1", "w0 w1 w2"], np.eye(4, 5) + 1, subwords=Subwords(np.eye(9, 5), 2, 3)
)
VECTORS = Embedding([f"w{i}" for i in range(40)], np.eye(40, 5) + 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("encoded")


@pytest.fixture
def encoded(folder):
    """The documents, encoded with the default parameters; read-only."""
    try:
        return EncodedCorpus(folder)
    except ValueError:
        return encode(iter(DOCUMENTS), folder)


@pytest.mark.parametrize(
    "vectorizer",
    [
        Word2VecVectorizer(min_df=2, max_df=0.9, max_features=50, pooling="sif", **SMALL),
        Word2VecVectorizer(algorithm="cbow", vocabulary=[f"w{i}" for i in range(30)], **SMALL),
        Word2VecVectorizer(solver="gensim", **SMALL),
        GloVeVectorizer(min_df=2, **SMALL),
        PretrainedVectorizer(VECTORS, pooling="idf"),
        PretrainedVectorizer(WITH_SUBWORDS, pooling=["idf", "mean"]),
        SupervisedEmbeddingVectorizer(ngram_range=(1, 2), **SMALL),
        SupervisedEmbeddingVectorizer(ngram_range=(1, 1), **SMALL),
        SupervisedEmbeddingVectorizer(ngram_range=(1, 1), init=WITH_SUBWORDS, **SMALL),
        SupervisedEmbeddingVectorizer(ngram_range=(1, 1), early_stopping=True, **SMALL),
        SupervisedEmbeddingRegressor(ngram_range=(1, 1), n_components=6, random_state=0),
        SupervisedEmbeddingRegressor(ngram_range=(1, 1), vocabulary=["w9", "w1", "no"], **SMALL),
        SupervisedEmbeddingRegressor(char_ngram_range=(2, 3), **SMALL),
    ],
    ids=lambda v: f"{type(v).__name__}-{getattr(v, 'algorithm', '')}-{getattr(v, 'solver', '')}",
)
def test_same_bits_as_from_strings(vectorizer, encoded, monkeypatch):
    monkeypatch.setattr(stored_weights, "BLOCK", Size(50, 10))
    expected = vectorizer.fit_transform(DOCUMENTS, Y)
    terms, features = list(vectorizer.vocabulary_), vectorizer.transform(DOCUMENTS)
    np.testing.assert_array_equal(vectorizer.transform(encoded), features)
    np.testing.assert_array_equal(vectorizer.fit_transform(encoded, Y), expected)
    assert list(vectorizer.vocabulary_) == terms


def test_characters(tmp_path):
    vectorizer = SupervisedEmbeddingVectorizer(analyzer="char_wb", ngram_range=(1, 3), **SMALL)
    encoded = encode(DOCUMENTS, tmp_path, vectorizer)
    expected = vectorizer.fit_transform(DOCUMENTS, Y)
    np.testing.assert_array_equal(vectorizer.fit_transform(encoded, Y), expected)


def test_other_ways_in(encoded):
    terms = ["w1", "w2", "w3"]
    expected = cooccurrence_matrix(DOCUMENTS, terms).toarray()
    np.testing.assert_array_equal(cooccurrence_matrix(encoded, terms).toarray(), expected)
    vectorizer = SupervisedEmbeddingVectorizer(init=Word2VecVectorizer(**SMALL), **SMALL)
    expected = vectorizer.fit_transform(DOCUMENTS, Y)
    np.testing.assert_array_equal(vectorizer.fit_transform(encoded, Y), expected)
    pipeline = make_pipeline(Word2VecVectorizer(subsample=0, **SMALL), LogisticRegression())
    np.testing.assert_array_equal(
        cross_val_score(pipeline, encoded, Y, cv=3), cross_val_score(pipeline, DOCUMENTS, Y, cv=3)
    )
    assert isinstance(find_documents(encoded).given, TokenizedDocuments)


def test_what_is_stored(encoded, folder):
    names = sorted(path.name for path in folder.iterdir())
    assert names[0] == "header.json"
    assert names[-1] == "vocabulary.npz"
    assert len(names) >= 5, "several shards"
    everything = encoded.read()
    assert len(encoded) == encoded.shape[0] == len(everything) == len(DOCUMENTS)
    assert encoded.n_tokens == len(everything.ids)
    assert repr(encoded).endswith(f"n_documents=62, n_tokens={encoded.n_tokens})")
    assert everything.tokens[:2].tolist() == DOCUMENTS[0].split()[:2]
    ids = everything.ids
    np.testing.assert_array_equal(encoded.counts, np.bincount(ids))
    in_documents = [len(set(document)) for document in encoded]
    assert encoded.document_counts.sum() == sum(in_documents)
    again = pickle.loads(pickle.dumps(encoded))
    assert len(pickle.dumps(encoded)) < 2000
    assert list(again) == list(everything)


@pytest.mark.parametrize(
    "index",
    [slice(1, 50, 3), [61, 0, 61, 30], np.array([5, 5, 60]), Y == 1, slice(0, 0), [], -1],
)
def test_index(encoded, index):
    expected = np.empty(len(DOCUMENTS), dtype=object)
    expected[:] = list(encoded)
    found, wanted = encoded[index], expected[index]
    assert list(found) == list(wanted)
    assert isinstance(found, list if isinstance(wanted, list) else TokenizedDocuments)


def test_index_out_of_range(encoded):
    with pytest.raises(IndexError):
        encoded[62]
    with pytest.raises(IndexError):
        encoded[[0, 62]]


def letters(document):
    return list(document)


@pytest.mark.parametrize(
    ("parameters", "others", "name"),
    [
        ({}, {"lowercase": False}, "lowercase"),
        ({"stop_words": ["w1"]}, {"stop_words": ["w2"]}, "stop_words"),
        ({"token_pattern": r"\w"}, {"token_pattern": r"\w+"}, "token_pattern"),
        ({"analyzer": letters}, {"analyzer": draw_documents}, "analyzer"),
        ({"analyzer": letters}, {"analyzer": "char"}, "analyzer"),
        ({"analyzer": "char", "ngram_range": (1, 2)}, {"ngram_range": (1, 3)}, "ngram_range"),
    ],
)
def test_another_analysis(tmp_path, parameters, others, name):
    vectorizer = SupervisedEmbeddingVectorizer(**parameters, **SMALL)
    encoded = encode(DOCUMENTS, tmp_path, vectorizer)
    vectorizer.fit(encoded, Y).fit(encoded[:20], Y[:20])
    other = SupervisedEmbeddingVectorizer(**{**parameters, **others}, **SMALL)
    with pytest.raises(ValueError, match=f"were encoded with {name}="):
        other.fit(encoded, Y)
    vectorizer.set_params(**others)
    with pytest.raises(ValueError, match=f"were encoded with {name}="):
        vectorizer.transform(encoded)


class FullDisk:
    """A temporary file without room."""

    def __init__(self, prefix, dir):
        self.file = tempfile.SpooledTemporaryFile()  # noqa: SIM115

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, _):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_no_room_in_fit(encoded, monkeypatch):
    vectorizer = Word2VecVectorizer(**SMALL)
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "TemporaryFile", FullDisk)
        with pytest.raises(ValueError, match=r"could not be copied .* No space left on device"):
            vectorizer.fit(encoded)
    assert not hasattr(vectorizer, "embedding_")


def test_folder_that_cannot_be_written_to(encoded, monkeypatch):
    places = []

    def temporary(prefix, dir, original=tempfile.TemporaryFile):
        places.append(dir)
        return original(prefix=prefix, dir=dir)

    monkeypatch.setattr(tempfile, "TemporaryFile", temporary)
    expected = Word2VecVectorizer(**SMALL).fit(encoded).embedding_.vectors
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    found = Word2VecVectorizer(**SMALL).fit(encoded).embedding_.vectors
    np.testing.assert_array_equal(found, expected)
    assert set(places[:3]) == {encoded.path}
    assert set(places[3:]) == {None}
