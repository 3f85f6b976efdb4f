"""`Embedding.save`: every embedding comes back, or the format says that it cannot hold it."""

import gzip
import json
import pickle

import numpy as np
import pytest
from gensim.models import KeyedVectors
from numpy.testing import assert_array_equal

from skembed import Embedding, SupervisedEmbeddingVectorizer, Word2VecVectorizer

WORDS = ["good", "café", "日本", "42", "1e5", "nan", "\ufeff"]
SPACES = ["new york", " ", "a ", " a", "a\u00a0b", "\u00a0", ". . .", "top 10", "\t", "a\rb"]
LINES = ["\n", "a\nb"]


def embedding_of(terms, d=3):
    vectors = np.random.default_rng(0).normal(size=(len(terms), d)).astype(np.float32)
    vectors[0] = [0.0, -0.0, 1e-40, 3.4e38, 1e-7][:d]
    return Embedding(terms, vectors)


def assert_same(found, expected):
    assert found.terms.tolist() == expected.terms.tolist()
    assert_array_equal(found.vectors.view(np.uint32), expected.vectors.view(np.uint32))


@pytest.mark.parametrize("d", [1, 2, 5])
@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("a.safetensors", WORDS + SPACES + LINES + ["\udc80", ""]),
        ("a.txt", WORDS + SPACES),
        ("a.vec", WORDS + SPACES),
        ("a.txt.gz", WORDS + SPACES),
        ("a.vec.xz", WORDS + SPACES),
        ("a.vec.BZ2", WORDS + SPACES),
        ("a.bin", WORDS),
    ],
)
def test_what_is_saved_comes_back_to_the_bit(name, terms, d, tmp_path):
    expected = embedding_of(terms, d)
    expected.save(tmp_path / name)
    assert_same(Embedding.load(tmp_path / name), expected)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_glove(tmp_path):
    expected = embedding_of(WORDS + SPACES)
    expected.save(tmp_path / "glove.txt", format="glove")
    assert (tmp_path / "glove.txt").read_bytes().startswith(b"good 0 -0 ")
    assert_same(Embedding.load(tmp_path / "glove.txt"), expected)


@pytest.mark.parametrize(
    ("format", "terms"),
    [
        ("word2vec", ["a\nb"]),
        ("word2vec", [""]),
        ("word2vec", ["at 1.5"]),
        ("glove", ["a\nb"]),
        ("glove", ["level 1", "level 2"]),
        ("glove", ["\ufeffa"]),
        ("word2vec-binary", ["new york"]),
        ("word2vec-binary", ["a\nb"]),
        ("word2vec-binary", [""]),
        ("word2vec", ["\udc80"]),
        ("word2vec-binary", ["\udc80"]),
    ],
)
def test_a_format_that_cannot_hold_a_term_says_so(format, terms, tmp_path):
    with pytest.raises(ValueError, match=r"safetensors"):
        embedding_of(terms).save(tmp_path / "vectors", format=format)
    assert not list(tmp_path.iterdir())


def test_whole_numbers_and_a_term_with_a_number(tmp_path):
    with pytest.raises(ValueError, match=r"'top 10' .*row 1"):
        Embedding(["good", "top 10"], [[1, 2], [3, 4]]).save(tmp_path / "a.txt")


def test_unknown_endings(tmp_path):
    embedding = embedding_of(WORDS)
    with pytest.raises(ValueError, match=r"name the file \*.safetensors, .* or set format"):
        embedding.save(tmp_path / "vectors")
    with pytest.raises(ValueError, match="not known"):
        embedding.save(tmp_path / "vectors.txt", format="text")
    with pytest.raises(ValueError, match="Only text is compressed"):
        embedding.save(tmp_path / "vectors.safetensors.gz")
    embedding.save(tmp_path / "vectors", format="word2vec")
    assert len(Embedding.load(tmp_path / "vectors")) == len(WORDS)


def test_a_failure_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.txt"
    embedding_of(WORDS).save(path)
    with pytest.raises(ValueError, match="cannot be saved"):
        embedding_of(["a\nb"]).save(path)
    assert_same(Embedding.load(path), embedding_of(WORDS))


@pytest.mark.parametrize(("term", "d"), [("\r", 1), ("\r", 2), ("\ufeffa", 1)])
def test_terms_that_hide_the_format_are_refused(term, d, tmp_path):
    """Whether the file would be read as another one, or not at all."""
    with pytest.raises(ValueError, match=r"first lines do not show .*: use 'safetensors'"):
        embedding_of([term], d).save(tmp_path / "a", format="glove")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("binary", [False, True])
def test_gensim_reads_them(binary, tmp_path):
    expected = embedding_of([term for term in WORDS if term != "\ufeff"])
    path = tmp_path / ("a.bin" if binary else "a.txt")
    expected.save(path)
    found = KeyedVectors.load_word2vec_format(path, binary=binary)
    assert found.index_to_key == expected.terms.tolist()
    assert_array_equal(found.vectors, expected.vectors)


TEXTS, LABELS = ["a fine film", "a dull film", "10 fine films"] * 5, [1, 0, 1] * 5
LEARNED = {
    "pairs": SupervisedEmbeddingVectorizer(n_components=2, random_state=0),
    "characters": Word2VecVectorizer(n_components=2, analyzer="char", subsample=0, random_state=0),
    "character n-grams": SupervisedEmbeddingVectorizer(
        n_components=2, char_ngram_range=(2, 3), random_state=0
    ),
}


@pytest.mark.parametrize("writer", ["skembed", "gensim"])
@pytest.mark.parametrize("name", ["a.safetensors", "a.txt", "a.bin"])
@pytest.mark.parametrize("kind", LEARNED)
def test_what_is_learned_comes_back(kind, name, writer, tmp_path):
    expected = LEARNED[kind].fit(TEXTS, LABELS).embedding_
    path = tmp_path / name
    if writer == "skembed" and name == "a.bin":
        pytest.skip("skembed refuses terms with spaces in word2vec's binary format")
    if writer == "gensim" and name == "a.safetensors":
        pytest.skip("gensim does not write safetensors")
    if writer == "gensim":
        expected.to_keyed_vectors().save_word2vec_format(path, binary=name == "a.bin")
    else:
        expected.save(path)
    assert_same(Embedding.load(path), expected)


def test_blocks_come_back_or_are_missed(tmp_path):
    expected = Embedding(["a"], [[1, 2, 3]], blocks={"init": slice(0, 2), "learned": slice(2, 3)})
    expected.save(tmp_path / "a.safetensors")
    assert Embedding.load(tmp_path / "a.safetensors").blocks == expected.blocks
    with pytest.warns(UserWarning, match="blocks of the embedding are left out") as warned:
        expected.save(tmp_path / "a.txt")
    assert warned[0].filename == __file__


def test_files_are_compressed(tmp_path):
    embedding_of(WORDS).save(tmp_path / "a.txt.gz")
    assert gzip.decompress((tmp_path / "a.txt.gz").read_bytes()).startswith(b"7 3\ngood ")


def test_what_is_loaded_can_be_pickled(tmp_path):
    embedding_of(WORDS).save(tmp_path / "a.safetensors")
    loaded = Embedding.load(tmp_path / "a.safetensors")
    assert_same(pickle.loads(pickle.dumps(loaded)), embedding_of(WORDS))


def test_quantized_vectors_stay_so(tmp_path):
    expected = embedding_of(WORDS, 5).quantize()
    expected.save(tmp_path / "a.safetensors")
    found = Embedding.load(tmp_path / "a.safetensors")
    assert found.is_quantized
    assert_same(found, expected)
    assert (tmp_path / "a.safetensors").stat().st_size < 1000
    assert_same(Embedding.load(tmp_path / "a.safetensors", vocabulary=WORDS[2:4]), expected[2:4])
    expected.save(tmp_path / "a.txt")
    assert_same(Embedding.load(tmp_path / "a.txt"), expected)


def base_of(array):
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def test_safetensors_are_mapped_also_in_part(tmp_path):
    path = tmp_path / "a.safetensors"
    embedding_of(WORDS).save(path)
    for options in ({}, {"limit": 3}):
        embedding = Embedding.load(path, **options)
        assert isinstance(base_of(embedding.vectors), np.memmap)
        assert embedding.vectors.ctypes.data % 64 == 0
        assert_same(embedding, embedding_of(WORDS)[: options.get("limit")])
    some = Embedding.load(path, vocabulary=["nan", "good", "bad"])
    assert some.terms.tolist() == ["good", "nan"]
    (tmp_path / "packed").write_bytes(gzip.compress(path.read_bytes()))
    assert_same(Embedding.load(tmp_path / "packed"), embedding_of(WORDS))


def test_the_package_safetensors_reads_and_writes_the_same(tmp_path):
    safetensors = pytest.importorskip("safetensors.numpy", reason="safetensors is not installed")
    expected = embedding_of(WORDS)
    expected.save(tmp_path / "a.safetensors")
    found = safetensors.load_file(tmp_path / "a.safetensors")
    assert_array_equal(found["vectors"], expected.vectors)
    assert json.loads(found["terms"].tobytes()) == expected.terms.tolist()
    for dtype in (np.float32, np.float64, np.float16):
        vectors = expected.vectors.astype(dtype).clip(-1, 1)
        parts = {"vectors": vectors, "terms": found["terms"]}
        safetensors.save_file(parts, tmp_path / "theirs")
        assert_array_equal(Embedding.load(tmp_path / "theirs").vectors, vectors)
    vectors[2, 1] = np.nan
    safetensors.save_file({**parts, "vectors": vectors}, tmp_path / "bad")
    with pytest.raises(ValueError, match=r"vector of '日本' \(row 2\) is not finite"):
        Embedding.load(tmp_path / "bad")
    safetensors.save_file({"embeddings": vectors}, tmp_path / "other")
    with pytest.raises(ValueError, match="no terms and no vectors, but 'embeddings'; load it"):
        Embedding.load(tmp_path / "other")
