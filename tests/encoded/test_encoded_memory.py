"""Memory does not grow with the number of documents, neither of encoding nor of training."""

import tracemalloc

import numpy as np
import pytest

from skembed import Embedding, PretrainedVectorizer, Subwords, Word2VecVectorizer, encode
from skembed._core.pieces import Size
from skembed._encoded import encode as encoding
from skembed._fit import shuffled
from skembed._word2vec import plan

LITTLE = 100_000  # bytes; the ids of the documents take 480,000


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
    monkeypatch.setattr(shuffled, "CHUNK", 4000)
    monkeypatch.setattr(shuffled, "BLOCKS", 4)
    monkeypatch.setattr(plan, "MAX_STRETCH", 1000)


def test_memory(tmp_path, limits):
    encode(documents(10), tmp_path / "first")  # what is made once
    few = peak_of(encode, documents(400), tmp_path / "few")
    many = peak_of(encode, documents(2000), tmp_path / "many")
    assert many < few + LITTLE
    several = Embedding(["w1 w2", "w3"], np.eye(2), subwords=Subwords(np.eye(9, 2), 2, 3))
    for vectorizer in (
        Word2VecVectorizer(n_components=2, window=1, max_iter=1, subsample=1e-3),
        PretrainedVectorizer(Embedding(["w3"], np.eye(1))),
        PretrainedVectorizer(several, pooling="idf"),
    ):
        few = peak_of(lambda v=vectorizer: v.fit(encoding.EncodedCorpus(tmp_path / "few")))
        many = peak_of(lambda v=vectorizer: v.fit(encoding.EncodedCorpus(tmp_path / "many")))
        assert many < few + LITTLE
