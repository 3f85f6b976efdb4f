"""Arrays that a user made, or exchanged: an error that says what is wrong, no foreign memory."""

import pickle

import joblib
import numpy as np
import pytest
from texts import draw_documents

from skembed import (
    Corpus,
    Embedding,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    TokenizedDocuments,
    Vocabulary,
    Word2VecVectorizer,
    tokenize_documents,
)
from skembed.pooling import POOLINGS, resolve

CORPUS = {"ids": [0, 1, 0, 2], "indptr": [0, 2, 2, 4], "n_unknown": [0, 3, 1]}
TERMS = {"terms": ["a", "b"], "counts": [3, 1], "document_counts": [2, 1], "n_documents": 2}
DOCUMENTS = draw_documents(40, 30, 12)
Y = np.arange(len(DOCUMENTS)) % 2

BAD_CORPORA = [
    ({"ids": [0, 1, 0, -1]}, "ids must lie between 0 and .* got -1"),
    ({"ids": [0, 1, 0]}, "indptr must begin at 0, never fall, and end at the number of ids, 3"),
    ({"ids": [[0, 1, 0, 2]]}, r"ids must have one dimension, got shape \(1, 4\)"),
    ({"ids": [0.5, 1, 0, 2]}, "ids must be integers that fit into int32"),
    ({"ids": [np.nan, 1, 0, 2]}, "ids must be integers"),
    ({"ids": [2**31, 1, 0, 2]}, "ids must be integers that fit into int32"),
    ({"indptr": [0, 3, 2, 4]}, "indptr must begin at 0, never fall"),
    ({"indptr": [1, 2, 2, 4]}, "indptr must begin at 0"),
    ({"indptr": [0, 2, 2, 5]}, "end at the number of ids, 4"),
    ({"indptr": [0, 2**62, 2, 4]}, "never fall"),
    ({"indptr": []}, "indptr must"),
    ({"n_unknown": [0, 3]}, "n_unknown must hold one number for each of the 3 documents, got 2"),
    ({"n_unknown": None}, "n_unknown must have one dimension"),
]


@pytest.mark.parametrize(("change", "message"), BAD_CORPORA)
def test_bad_corpora(change, message):
    with pytest.raises(ValueError, match=message):
        Corpus(**{**CORPUS, **change})


@pytest.mark.parametrize("dtype", [np.int32, np.int64, np.uint8, np.float64])
def test_other_dtypes_and_layouts_are_converted(dtype):
    arrays = {name: np.repeat(np.array(v, dtype=dtype), 2)[::2] for name, v in CORPUS.items()}
    for corpus in (Corpus(**arrays), Corpus(**CORPUS)):
        assert [v.dtype for v in vars(corpus).values()] == [np.int32, np.int64, np.int64]
        assert [v.tolist() for v in vars(corpus).values()] == list(CORPUS.values())
        assert all(v.flags.c_contiguous for v in vars(corpus).values())


def test_good_arrays_are_taken_as_they_are():
    ids, indptr = np.array([0, 1], dtype=np.int32), np.array([0, 2])
    corpus = Corpus(ids, indptr, np.zeros(1, dtype=np.int64))
    assert corpus.ids is ids
    assert corpus.indptr is indptr


def test_empty_corpora():
    assert len(Corpus([], [0], [])) == 0
    assert Corpus([], [0, 0], [5]).document_lengths.tolist() == [0]


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"terms": ["a", 5]}, TypeError, "term 1 is int"),
        ({"terms": np.array(["a", None], dtype=object)}, TypeError, "term 1 is NoneType"),
        ({"terms": np.array([["a", "b"]], dtype=object)}, ValueError, "one dimension"),
        ({"counts": [3, -1]}, ValueError, "counts must be at least 0, got -1"),
        ({"counts": [3, 0.5]}, ValueError, "counts must be integers"),
        ({"document_counts": [[2, 1]]}, ValueError, "document_counts must have one dimension"),
        ({"counts": [3]}, ValueError, "must have equal lengths, got 2, 1 and 2"),
    ],
)
def test_bad_vocabularies(change, error, message):
    with pytest.raises(error, match=message):
        Vocabulary(**{**TERMS, **change})


def test_a_vocabulary_of_lists():
    vocabulary = Vocabulary(**TERMS)
    assert vocabulary.index == {"a": 0, "b": 1}
    assert vocabulary.counts.dtype == vocabulary.document_counts.dtype == np.int64


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"ids": [0, 2]}, ValueError, "between 0 and 1, got 2"),
        ({"ids": [0, -1]}, ValueError, "between 0 and 1, got -1"),
        ({"indptr": [0, 5, 2]}, ValueError, "indptr must"),
        ({"tokens": ["a", 1]}, TypeError, "term 1 is int"),
    ],
)
def test_bad_tokenized_documents(change, error, message):
    good = {"ids": [0, 1], "indptr": [0, 1, 2], "tokens": ["a", "b"], "parameters": {}}
    assert list(TokenizedDocuments(**good)) == [["a"], ["b"]]
    with pytest.raises(error, match=message):
        TokenizedDocuments(**{**good, **change})
    with pytest.raises(ValueError, match="were tokenized with"):
        Word2VecVectorizer().fit(TokenizedDocuments(**good))


def test_tokenized_documents_changed_afterwards():
    documents = tokenize_documents(DOCUMENTS)
    documents.indptr[1] = 2**40
    with pytest.raises(ValueError, match="indptr must"):
        Word2VecVectorizer(n_components=2, max_iter=1).fit(documents)


def fitted_pooling(name):
    corpus, embedding = Corpus(**CORPUS), Embedding(["a", "b", "c"], np.eye(3) + 1)
    vocabulary = Vocabulary(["a", "b", "c"], [2, 1, 1], [1, 1, 1], 3)
    return resolve(name).fit(corpus, vocabulary, embedding), corpus, embedding


@pytest.mark.parametrize("n_threads", [1, 2, 7])
@pytest.mark.parametrize("name", POOLINGS)
@pytest.mark.parametrize("place", ["first", "last"])
def test_poolings_of_a_wrong_corpus(name, n_threads, place):
    pooling, corpus, embedding = fitted_pooling(name)
    ids = np.zeros(4, dtype=np.int32)
    ids[0 if place == "first" else -1] = 3
    with pytest.raises(ValueError, match="ids must lie between 0 and 2, got 3"):
        pooling.transform(Corpus(ids, corpus.indptr, corpus.n_unknown), embedding)
    corpus.ids[ids > 0] = -(2**31)  # a corpus that was good when it was made
    with pytest.raises(ValueError, match="got -2147483648"):
        pooling.transform(corpus, embedding, n_threads=n_threads)
    corpus.ids[:] = 0
    corpus.indptr[1] = 2**60
    with pytest.raises(ValueError, match="indptr must"):
        pooling.transform(corpus, embedding, n_threads=n_threads)


@pytest.mark.parametrize("name", [name for name in POOLINGS if name not in ("max", "min", "sif")])
def test_weights_of_a_wrong_corpus(name):
    pooling, corpus, _ = fitted_pooling(name)
    with pytest.raises(ValueError, match="ids must lie between 0 and 1, got 2"):
        pooling.weights(corpus, 2)
    corpus.indptr[1] = 2**60
    with pytest.raises(ValueError, match="indptr must"):
        pooling.weights(corpus, 3)


@pytest.mark.parametrize("name", POOLINGS)
def test_a_smaller_embedding_put_into_a_fitted_vectorizer(name):
    embedding = Embedding([f"w{i}" for i in range(40)], np.eye(40, 5) + 1)
    vectorizer = PretrainedVectorizer(embedding, pooling=name).fit(DOCUMENTS)
    vectorizer.embedding_ = Embedding(["w0", "w1"], np.ones((2, 5)))
    with pytest.raises(ValueError, match="embedding_ is not the one that was fitted"):
        vectorizer.transform(DOCUMENTS)


def test_a_vocabulary_put_into_a_fitted_vectorizer():
    vectorizer = Word2VecVectorizer(n_components=2, max_iter=1).fit(DOCUMENTS)
    vectorizer.vocabulary_ = dict.fromkeys(vectorizer.vocabulary_, 10**6)
    with pytest.raises(ValueError, match="ids must lie between 0 and"):
        vectorizer.transform(DOCUMENTS)  # which hold unknown tokens now
    with pytest.raises(ValueError, match="ids must lie between 0 and"):
        vectorizer.transform(["w0 w1"])


def test_a_supervised_vectorizer_with_fewer_vectors():
    vectorizer = SupervisedEmbeddingVectorizer(n_components=2, max_iter=1).fit(DOCUMENTS, Y)
    vectorizer.embedding_ = Embedding(["w0"], np.ones((1, 2)))
    for method in (vectorizer.transform, vectorizer.predict_proba, vectorizer.contributions):
        with pytest.raises(ValueError, match="embedding_ is not the one that was fitted"):
            method(DOCUMENTS)


def test_memory_maps_and_pickles(tmp_path):
    corpus = Corpus(**CORPUS)
    joblib.dump(corpus, tmp_path / "corpus")
    mapped = joblib.load(tmp_path / "corpus", mmap_mode="r")
    assert isinstance(mapped.ids, np.memmap)
    pooling, _, embedding = fitted_pooling("mean")
    expected = pooling.transform(corpus, embedding)
    again = Corpus(mapped.ids, mapped.indptr, mapped.n_unknown)
    assert np.shares_memory(again.ids, mapped.ids), "no copy"
    for other in (mapped, again, pickle.loads(pickle.dumps(again))):
        assert pooling.transform(other, embedding).tobytes() == expected.tobytes()
        assert other.take(np.array([2, 0])).ids.tolist() == [0, 2, 0, 1]
    tokens = tokenize_documents(DOCUMENTS)
    joblib.dump(tokens, tmp_path / "tokens")
    mapped = joblib.load(tmp_path / "tokens", mmap_mode="r")
    model = Word2VecVectorizer(n_components=2, max_iter=1, random_state=0)
    expected = model.fit_transform(DOCUMENTS)
    assert model.fit_transform(mapped).tobytes() == expected.tobytes()
