"""Subwords: fastText's hash and its vectors of unknown words, against fastText and gensim."""

import pickle

import joblib
import numpy as np
import pytest
from gensim.models import FastText, KeyedVectors
from numpy.testing import assert_allclose, assert_array_equal
from oracles_subwords import buckets

from skembed import Embedding, Subwords

WORDS = ["running", "runner", "straße", "日本語", "naïve", "😀smile", "a", "x<y", "éé", "</s>"]
UNKNOWN = ["rerunning", "日本", "<x", ">", "ß", "aß", "", "r" * 30, "</s>s", "z\u0301", "</s>"]
LENGTHS = [(3, 6, 1000), (1, 3, 7), (0, 2, 100), (2, 2, 50_000), (5, 7, 33)]
ROWS = np.random.default_rng(0).normal(size=(40, 3)).astype(np.float32)


@pytest.mark.parametrize(("min_n", "max_n", "n_buckets"), LENGTHS)
def test_the_buckets_are_those_of_fasttext(min_n, max_n, n_buckets):
    subwords = Subwords(np.zeros((n_buckets, 1)), min_n, max_n)
    words = WORDS + UNKNOWN
    ids, indptr = subwords.buckets(words)
    found = [part.tolist() for part in np.split(ids, indptr[1:-1])]
    assert found == [buckets(word, min_n, max_n, n_buckets) for word in words]
    assert (ids.dtype, indptr.dtype) == (np.int32, np.int64)


def test_many_words_are_those_of_each_alone():
    subwords = Subwords(ROWS, 2, 4)
    words = [f"w{i}" for i in range(10_000)]
    vectors, has_ngrams = subwords.vectors(words)
    assert has_ngrams.all()
    for i in (0, 4095, 4096, 9999):
        assert_array_equal(vectors[i], subwords.vectors([words[i]])[0][0])
    assert subwords.vectors([])[0].shape == (0, 3)


@pytest.mark.parametrize(("min_n", "max_n", "n_buckets"), LENGTHS)
def test_vectors_are_those_of_the_fasttext_module(min_n, max_n, n_buckets, tmp_path):
    fasttext = pytest.importorskip("fasttext", reason="the fasttext module is not installed")
    (tmp_path / "text").write_text("\n".join([" ".join(WORDS[:-1])] * 20), encoding="utf-8")
    model = fasttext.train_unsupervised(
        str(tmp_path / "text"),
        minn=min_n, maxn=max_n, bucket=n_buckets, dim=5, minCount=1, epoch=1, thread=1, verbose=0,
    )  # fmt: skip
    words, rows = model.get_words(), model.get_input_matrix()
    subwords = Subwords(rows[len(words) :], min_n, max_n)
    known = subwords.vectors_of_known(words, rows[: len(words)])
    embedding = Embedding(words, known, subwords=subwords)
    for word in [*words, *UNKNOWN]:
        _, own = model.get_subwords(word)
        if len(own):
            # The mean of these rows is the vector; one build of the module scales it to length 1.
            assert_allclose(embedding[word], rows[own].mean(axis=0), atol=1e-6)
            theirs = model.get_word_vector(word)
            scale = 1 if np.linalg.norm(theirs) < 0.99 else np.linalg.norm(embedding[word])
            assert_allclose(embedding[word], theirs * scale, atol=1e-6)


@pytest.fixture(scope="module")
def gensim_model():
    documents = [["running", "runner"], ["jumping", "straße"], ["日本語", "jumper"]] * 20
    sizes = {"vector_size": 6, "bucket": 500, "min_n": 2, "max_n": 5, "min_count": 1}
    return FastText(documents, workers=1, seed=1, **sizes)


def test_from_gensim_and_back(gensim_model):
    embedding = Embedding.from_keyed_vectors(gensim_model.wv)
    assert "subwords=Subwords(n_buckets=500, n_components=6, min_n=2, max_n=5)" in repr(embedding)
    assert np.shares_memory(embedding.subwords.rows, gensim_model.wv.vectors_ngrams)
    assert "rerunning" not in embedding
    for word in ["running", "rerunning", "日本", "s"]:
        assert_allclose(embedding[word], gensim_model.wv[word], atol=1e-6)
    assert_allclose(
        embedding[["rerunning", "runner"]], gensim_model.wv[["rerunning", "runner"]], atol=1e-6
    )
    known = embedding.subwords.vectors_of_known(list(embedding), gensim_model.wv.vectors_vocab)
    assert_allclose(known, embedding.vectors, atol=1e-6)
    again = embedding.to_keyed_vectors()
    assert_allclose(again["rerunning"], gensim_model.wv["rerunning"], atol=1e-6)
    assert isinstance(again, type(gensim_model.wv))


def test_neighbors_of_an_unknown_word(gensim_model):
    embedding = Embedding.from_keyed_vectors(gensim_model.wv)
    ours = embedding.most_similar(["rerunning", "jumper"], ["jumpers"])
    theirs = gensim_model.wv.most_similar(["rerunning", "jumper"], ["jumpers"])
    assert [term for term, _ in ours] == [term for term, _ in theirs]
    assert_allclose([c for _, c in ours], [c for _, c in theirs], atol=1e-5)
    theirs = gensim_model.wv.similarity("rerunning", "running")
    assert embedding.similarity("rerunning", "running") == pytest.approx(theirs, abs=1e-6)


def test_a_term_that_gensim_dropped(tmp_path):
    (tmp_path / "v.txt").write_text("3 2\ngood 1 2\nbad 3 4\ngood 5 6\n")
    embedding = Embedding.from_keyed_vectors(KeyedVectors.load_word2vec_format(tmp_path / "v.txt"))
    assert list(embedding) == ["good", "bad"]
    assert_array_equal(embedding.vectors, [[1, 2], [3, 4]])


def test_a_word_too_short_for_ngrams_is_unknown():
    embedding = Embedding(["one"], [[1, 2, 3]], subwords=Subwords(ROWS, 4, 5))
    assert embedding["ab"].shape == (3,)
    for look_up in (lambda: embedding["a"], lambda: embedding[["one", "a"]]):
        with pytest.raises(KeyError, match="'a' is not among the 1 terms"):
            look_up()
    with pytest.raises(KeyError, match="0 is not among the 1 terms"):
        embedding[[0]]


def test_what_keeps_the_subwords(tmp_path):
    embedding = Embedding(["one", "two"], ROWS[:2], subwords=Subwords(ROWS, 2, 3))
    joblib.dump(embedding, tmp_path / "embedding.joblib")
    mapped = joblib.load(tmp_path / "embedding.joblib", mmap_mode="r")
    for other in (pickle.loads(pickle.dumps(embedding)), mapped, embedding[:1]):
        assert_array_equal(other["three"], embedding["three"])
        assert not other.subwords.rows.flags.writeable


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((ROWS, 3, 2), "min_n must not be greater"),
        ((ROWS, 0, 0), "must not be 0"),
        ((ROWS, -1, 3), "min_n must not be negative"),
        ((ROWS[:0], 3, 6), r"shape \(n_buckets, n_components\), got \(0, 3\)"),
        (([[1.0], [np.nan]], 3, 6), "Row 1 of rows is not finite"),
    ],
)
def test_bad_arguments(arguments, message):
    with pytest.raises(ValueError, match=message):
        Subwords(*arguments)


def test_rows_of_another_length():
    with pytest.raises(ValueError, match="rows of 3 components, vectors has 2"):
        Embedding(["a"], [[1, 2]], subwords=Subwords(ROWS, 3, 6))
