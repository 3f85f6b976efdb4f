"""Files that the fastText and GloVe programs and gensim wrote; programs/README.md lists them."""

import gzip
import os
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from gensim.models import FastText
from gensim.models.fasttext import load_facebook_model, load_facebook_vectors, save_facebook_model
from numpy.testing import assert_allclose, assert_array_equal

from skembed import Embedding, PretrainedVectorizer
from skembed._files import fasttext

PROGRAMS = Path(__file__).parent / "programs"
MODELS = ["skipgram", "supervised", "subwords"]


def words_of(path):
    """Words and vectors as `fasttext print-word-vectors` prints them."""
    for line in path.read_text("utf-8").splitlines():
        word, *numbers = line.split()
        yield word, [float(number) for number in numbers]


@pytest.mark.parametrize("model", MODELS)
def test_fasttext_models(model):
    embedding = Embedding.load(PROGRAMS / f"{model}.bin")
    text = Embedding.load(PROGRAMS / f"{model}.vec")
    assert list(embedding) == list(text)
    assert "café" in embedding
    assert_allclose(embedding.vectors, text.vectors, atol=1e-5, rtol=1e-4)
    assert (embedding.subwords is None) == (model == "supervised")


@pytest.mark.parametrize("model", ["skipgram", "subwords"])
def test_known_and_unknown_words_are_those_of_the_program(model):
    embedding = Embedding.load(PROGRAMS / f"{model}.bin")
    for word, vector in words_of(PROGRAMS / f"{model}.words.txt"):
        assert_allclose(embedding[word], vector, atol=1e-6, rtol=1e-4)


def test_the_same_as_gensim_reads():
    path = PROGRAMS / "skipgram.bin"
    ours, theirs = Embedding.load(path), load_facebook_vectors(str(path))
    assert list(ours) == theirs.index_to_key
    for word in [*ours, "goodish", "é"]:
        if word == "</s>":  # gensim gives it n-grams; the program does not
            continue
        assert_allclose(ours[word], theirs[word], atol=1e-7)


@pytest.mark.parametrize("bucket", [0, 50])
def test_what_gensim_writes(bucket, tmp_path):
    path, options = tmp_path / "model.bin", {"min_n": 2, "max_n": 3 if bucket else 0}
    model = FastText(
        [["running", "été"], ["runner", "a"]] * 5,
        vector_size=3,
        min_count=1,
        bucket=max(bucket, 1),
        workers=1,
        seed=1,
        **options,
    )
    save_facebook_model(model, str(path))
    embedding = Embedding.load(path)
    for word in ["running", "été", "a", *(["goodish"] if bucket else [])]:
        assert_allclose(embedding[word], model.wv[word], atol=1e-7)
    assert_array_equal(load_facebook_model(str(path)).wv["été"], model.wv["été"])


def test_a_part_of_a_model():
    whole = Embedding.load(PROGRAMS / "skipgram.bin")
    first = Embedding.load(PROGRAMS / "skipgram.bin", limit=3)
    assert list(first) == list(whole)[:3]
    some = Embedding.load(PROGRAMS / "skipgram.bin", vocabulary=["film", "café"])
    assert set(some) == {"film", "café"}
    for embedding in (first, some):
        for word in [*embedding, "goodish"]:
            assert_array_equal(embedding[word], whole[word])


def test_a_compressed_model_in_small_pieces(tmp_path, monkeypatch):
    whole = Embedding.load(PROGRAMS / "skipgram.bin")
    (tmp_path / "model").write_bytes(gzip.compress((PROGRAMS / "skipgram.bin").read_bytes()))
    monkeypatch.setattr(fasttext, "BLOCK", 50)
    for path in (tmp_path / "model", PROGRAMS / "skipgram.bin"):
        embedding = Embedding.load(path, format="fasttext")
        assert_array_equal(embedding.vectors, whole.vectors)
        assert_array_equal(embedding.subwords.rows, whole.subwords.rows)


def test_a_model_survives_safetensors(tmp_path):
    whole = Embedding.load(PROGRAMS / "skipgram.bin")
    whole.save(tmp_path / "a.safetensors")
    embedding = Embedding.load(tmp_path / "a.safetensors")
    assert_array_equal(embedding.vectors, whole.vectors)
    assert_array_equal(embedding["goodish"], whole["goodish"])
    with pytest.warns(UserWarning, match="subwords of the embedding are left out"):
        whole.save(tmp_path / "a.vec")


def test_features_of_unknown_words():
    vectorizer = PretrainedVectorizer(PROGRAMS / "skipgram.bin").fit(["good film"])
    expected = dict(words_of(PROGRAMS / "skipgram.words.txt"))["goodish"]
    assert_allclose(vectorizer.transform(["goodish"])[0], expected, atol=1e-6, rtol=1e-4)


def test_the_glove_program():
    embedding = Embedding.load(PROGRAMS / "glove.txt")
    assert embedding.terms[-1] == "<unk>"
    assert_array_equal(
        embedding["café"], np.float32(dict(words_of(PROGRAMS / "glove.txt"))["café"])
    )
    with pytest.warns(UserWarning, match="says 10 terms, but it has 11"):
        assert list(Embedding.load(PROGRAMS / "glove_header.txt")) == list(embedding)


BYTES = (PROGRAMS / "skipgram.bin").read_bytes()
MATRIX = BYTES.index(struct.pack("<?qq", False, 51, 10))  # whether it is quantized, and its size


def changed(at, pattern, *values):
    new = struct.pack(pattern, *values)
    return BYTES[:at] + new + BYTES[at + len(new) :]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (changed(4, "<i", 13), "fastText model of version 13"),
        (changed(8, "<i", 0), "11 words of 0 numbers"),
        (changed(8, "<i", 11), "does not fit its header"),
        (changed(64, "<i", 2**31 - 1), "or is damaged, in word [0-9]+ of its dictionary"),
        (changed(64, "<i", 5), "words of 10 numbers"),
        (changed(68, "<i", 0), "0 words"),
        (changed(MATRIX, "<?", True), "quantized fastText model"),
        (changed(MATRIX + 1, "<q", 50), rf"50 x 10 does not fit its header \(byte {MATRIX + 1}\)"),
        (changed(MATRIX + 1, "<q", 2**60), r"it ends after 2,763 bytes, in its matrix"),
        (changed(MATRIX + 17, "<f", np.nan), "row 0 is not finite"),
        (changed(MATRIX + 17 + 12 * 40, "<f", np.inf), "bucket 1 is not finite"),
    ],
)
def test_damaged_models(content, message, tmp_path):
    (tmp_path / "model.bin").write_bytes(content)
    with pytest.raises(ValueError, match=message):
        Embedding.load(tmp_path / "model.bin")


def program():
    """The fastText program, if the environment names it."""
    return os.environ.get("FASTTEXT")


@pytest.mark.skipif(not program(), reason="FASTTEXT does not name the fastText program")
def test_the_fasttext_program_itself(tmp_path):
    (tmp_path / "corpus").write_text("a good film\nnot a bad film\n" * 20)
    model = tmp_path / "model"
    command = [program(), "cbow", "-input", tmp_path / "corpus", "-output", model, "-dim", "10"]
    subprocess.run([*command, "-bucket", "100", "-thread", "10"], check=True, capture_output=True)
    embedding = Embedding.load(model.with_suffix(".bin"))
    asked = "film\nfilmy\ngood\n"
    printed = subprocess.run(
        [program(), "print-word-vectors", model.with_suffix(".bin")],
        input=asked,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    (tmp_path / "printed").write_text(printed)
    for word, vector in words_of(tmp_path / "printed"):
        assert_allclose(embedding[word], vector, atol=1e-6, rtol=1e-4)
    # It starts from vectors that skembed wrote.
    start = Embedding(["good", "film"], np.eye(2, 10))
    start.save(tmp_path / "start.vec")
    (tmp_path / "labeled").write_text("__label__1 good film\n__label__0 bad film\n" * 20)
    command = [program(), "supervised", "-input", tmp_path / "labeled", "-output", model]
    options = ["-dim", "10", "-epoch", "0", "-lr", "0", "-thread", "10"]
    options += ["-pretrainedVectors", tmp_path / "start.vec"]
    subprocess.run([*command, *options], check=True, capture_output=True)
    assert_array_equal(Embedding.load(model.with_suffix(".bin"))["good"], start["good"])
