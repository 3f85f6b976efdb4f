"""Memory does not grow with the number of documents, neither of encoding nor of training."""

import os
import tracemalloc
from functools import partial

import numpy as np
import pytest

from skembed import (
    Embedding,
    PretrainedVectorizer,
    Subwords,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    encode,
)
from skembed._core.pieces import Size
from skembed._encoded import encode as encoding
from skembed._fit import shuffled
from skembed._supervised import seen, stored_weights, trainer
from skembed._word2vec import plan

LITTLE = 100_000  # bytes; the ids of the documents take 480,000
TARGETS = 200_000  # what training has for each document; weights of terms take 800,000


def documents(n):
    return (" ".join(f"w{(7 * i + j) % 50}" for j in range(60)) for i in range(n))


def peak_of(function, *arguments):
    tracemalloc.start()
    try:
        function(*arguments)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture
def limits(monkeypatch):
    monkeypatch.setattr(encoding, "SHARD", Size(3000, 1000))
    monkeypatch.setattr(stored_weights, "BLOCK", Size(3000, 1000))
    monkeypatch.setattr(seen, "PARTS", Size(3000, 1000))
    monkeypatch.setattr(trainer, "AT_ONCE", 3000)
    monkeypatch.setattr(shuffled, "CHUNK", 4000)
    monkeypatch.setattr(shuffled, "BLOCKS", 4)
    monkeypatch.setattr(plan, "MAX_STRETCH", 1000)


def test_memory(tmp_path, limits):
    encode(documents(10), tmp_path / "first")  # what is made once
    few = peak_of(encode, documents(400), tmp_path / "few")
    many = peak_of(encode, documents(2000), tmp_path / "many")
    assert many < few + LITTLE
    several = Embedding(["w1 w2", "w3"], np.eye(2), subwords=Subwords(np.eye(9, 2), 2, 3))
    supervised = {"ngram_range": (1, 1), "n_components": 2, "max_iter": 2}
    for vectorizer in (
        Word2VecVectorizer(n_components=2, window=1, max_iter=1, subsample=1e-3),
        PretrainedVectorizer(Embedding(["w3"], np.eye(1))),
        PretrainedVectorizer(several, pooling="idf"),
        SupervisedEmbeddingVectorizer(**supervised, calibrate=False),
        SupervisedEmbeddingRegressor(**supervised, alpha=1),
    ):
        few = peak_of(vectorizer.fit, encoding.EncodedCorpus(tmp_path / "few"), [0, 1] * 200)
        many = peak_of(vectorizer.fit, encoding.EncodedCorpus(tmp_path / "many"), [0, 1] * 1000)
        is_supervised = hasattr(vectorizer, "cv")
        assert many < few + (TARGETS if is_supervised else LITTLE), vectorizer


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs the file of a full disk")
def test_no_room_for_weights(tmp_path, monkeypatch):
    monkeypatch.setattr(stored_weights, "nameless_file", partial(open, "/dev/full", "w+b", 0))
    documents_there = encode(documents(10), tmp_path / "corpus")
    vectorizer = SupervisedEmbeddingVectorizer(ngram_range=(1, 1))
    with pytest.raises(ValueError, match=r"weights of the terms .* No space left on device"):
        vectorizer.fit(documents_there, [0, 1] * 5)
    assert not hasattr(vectorizer, "embedding_")
