"""Whatever holds vectors becomes an Embedding; files are known by what is in them."""

import bz2
import gzip
import lzma
import pathlib

import numpy as np
import pytest
from gensim.models import KeyedVectors, Word2Vec
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.exceptions import NotFittedError

from skembed import Embedding, PretrainedVectorizer
from skembed._vectors.sources import as_embedding

TERMS = ["the", "café", "42", "of"]
VECTORS = np.random.default_rng(0).normal(size=(4, 5)).astype(np.float32)


@pytest.fixture
def keyed_vectors():
    return Embedding(TERMS, VECTORS).to_keyed_vectors()


def write_glove(keyed_vectors, path):
    lines = [
        " ".join([term, *map(repr, row.tolist())]) + "\n"
        for term, row in zip(TERMS, VECTORS, strict=True)
    ]
    pathlib.Path(path).write_text("".join(lines), encoding="utf-8")


def compressed(compress):
    def write(keyed_vectors, path):
        write_glove(keyed_vectors, path)
        pathlib.Path(path).write_bytes(compress(pathlib.Path(path).read_bytes()))

    return write


def write_gzipped_text(keyed_vectors, path):
    keyed_vectors.save_word2vec_format(path + ".plain")
    with gzip.open(path, "wb") as file:
        file.write(pathlib.Path(path + ".plain").read_bytes())


WRITERS = {
    "word2vec.txt": lambda kv, path: kv.save_word2vec_format(path),
    "word2vec.bin": lambda kv, path: kv.save_word2vec_format(path, binary=True),
    "text_called.bin": lambda kv, path: kv.save_word2vec_format(path),
    "binary_called.txt": lambda kv, path: kv.save_word2vec_format(path, binary=True),
    "binary.bin.gz": lambda kv, path: kv.save_word2vec_format(path, binary=True),
    "word2vec.txt.gz": write_gzipped_text,
    "word2vec.txt.bz2": lambda kv, path: kv.save_word2vec_format(path),
    "glove.txt": write_glove,
    "glove.gz.txt": compressed(gzip.compress),
    "glove_without_ending": compressed(bz2.compress),
    "glove.txt.xz": compressed(lzma.compress),
}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("kind", [str, pathlib.Path])
def test_files(name, kind, keyed_vectors, tmp_path):
    path = tmp_path / name
    WRITERS[name](keyed_vectors, str(path))
    embedding = as_embedding(kind(path))
    assert embedding.terms.tolist() == TERMS
    assert_allclose(embedding.vectors, VECTORS, rtol=1e-6)
    assert embedding.vectors.dtype == np.float32


def test_a_gensim_model():
    model = Word2Vec([["aa", "bb", "cc"]] * 5, vector_size=6, min_count=1, workers=1, seed=0)
    for source in (model, model.wv):
        embedding = as_embedding(source)
        assert embedding.terms.tolist() == model.wv.index_to_key
        assert_array_equal(embedding.vectors, model.wv.vectors)
    assert np.shares_memory(as_embedding(model).vectors, model.wv.vectors)


def test_what_gensim_maps_is_not_read(keyed_vectors, tmp_path):
    keyed_vectors.save(str(tmp_path / "apart.kv"), sep_limit=0)
    mapped = KeyedVectors.load(str(tmp_path / "apart.kv"), mmap="r")
    base = as_embedding(mapped).vectors
    while base is not None and not isinstance(base, np.memmap):
        base = base.base
    assert isinstance(base, np.memmap)


def test_embeddings_and_fitted_vectorizers_are_shared(keyed_vectors):
    embedding = Embedding(TERMS, VECTORS)
    assert as_embedding(embedding) is embedding
    fitted = PretrainedVectorizer(embedding).fit(["the café"])
    assert as_embedding(fitted) is embedding
    assert np.shares_memory(as_embedding(keyed_vectors).vectors, VECTORS)


def test_unfitted_vectorizer():
    with pytest.raises(NotFittedError, match=r"PretrainedVectorizer given as vectors"):
        as_embedding(PretrainedVectorizer(Embedding(TERMS, VECTORS)))


@pytest.mark.parametrize("source", [None, 5, ["a"], VECTORS])
def test_other_things_are_refused(source):
    with pytest.raises(TypeError, match=f"got {type(source).__name__}"):
        as_embedding(source)


@pytest.mark.parametrize("source", [KeyedVectors, PretrainedVectorizer])
def test_classes_are_refused(source):
    with pytest.raises(TypeError, match=f"got the class {source.__name__} itself"):
        as_embedding(source)


def test_a_dict():
    embedding = as_embedding(dict(zip(TERMS, VECTORS, strict=True)))
    assert list(embedding) == TERMS
    assert_array_equal(embedding.vectors, VECTORS)


def test_a_dataframe():
    pd = pytest.importorskip("pandas", reason="pandas is not installed")
    embedding = as_embedding(pd.DataFrame(VECTORS, index=TERMS))
    assert list(embedding) == TERMS
    assert_array_equal(embedding.vectors, VECTORS)
    with pytest.raises(TypeError, match="Terms must be str, term 0 is int"):
        as_embedding(pd.DataFrame(VECTORS))
    with pytest.raises(TypeError, match="got Series"):
        as_embedding(pd.Series(TERMS))


@pytest.mark.parametrize(
    ("vectors", "message"),
    [
        (
            {"a": [1, 2], "b": [1]},
            r"in init .*: that of 'b' has shape \(1,\), the .* \(2,\)",
        ),
        ({"a": 1.0}, r"'a' has shape \(\)"),
        ({"a": [1, np.nan]}, "The vector of 'a'"),
        ({}, "At least one term"),
    ],
)
def test_bad_dicts(vectors, message):
    with pytest.raises(ValueError, match=message):
        as_embedding(vectors, name="init")


def test_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.txt"):
        as_embedding(str(tmp_path / "nowhere.txt"))
    with pytest.raises(FileNotFoundError, match="example"):
        as_embedding("http://example.org/vectors.txt")
    with pytest.raises(ValueError, match="is a folder"):
        as_embedding(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"this is prose, not vectors\n",
        b"\x80\x04this is no pickle",
        b"3 2\na 1 2\n",
        b"a 1 2\nb 1 x\n",
        b"a 1 nan\n",
        b"\xff\xff 1 2\n",
        b"a\n",
    ],
)
def test_unreadable_files_are_named(content, tmp_path):
    path = tmp_path / "vectors.dat"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"vectors\.dat.*cannot be read as vectors"):
        as_embedding(path)


def test_an_empty_file_is_called_empty(tmp_path):
    (tmp_path / "nothing").touch()
    with pytest.raises(ValueError, match="it is empty"):
        as_embedding(tmp_path / "nothing")


def test_glove_terms_may_hold_spaces(tmp_path):
    (tmp_path / "glove.txt").write_text("a 1 2\n. . 3 4\n")
    assert as_embedding(tmp_path / "glove.txt").terms.tolist() == ["a", ". ."]


@pytest.mark.parametrize("first", ["new york", " ", "a\u00a0b", "e\u0301"])
def test_word2vec_terms_may_hold_spaces(first, tmp_path):
    (tmp_path / "text").write_text(f"2 2\n{first} 1 2\nb c 3 4\n", encoding="utf-8")
    embedding = as_embedding(tmp_path / "text")
    assert embedding.terms.tolist() == [first, "b c"]
    assert embedding.vectors.tolist() == [[1, 2], [3, 4]]
