"""The random order of documents in training, in one chunk and in several."""

from itertools import pairwise

import numpy as np
import pytest

from skembed import Word2VecVectorizer, encode
from skembed._core.corpus import Corpus
from skembed._fit import shuffled
from skembed._fit.shuffled import ShuffledCorpus

LENGTHS = np.random.default_rng(0).integers(0, 12, size=500)
LENGTHS[100] = 300  # longer than a block


@pytest.fixture
def corpus():
    """The tokens of document j are all j, so that they tell which documents a chunk has."""
    indptr = np.concatenate([[0], np.cumsum(LENGTHS)])
    ids = np.repeat(np.arange(len(LENGTHS)), LENGTHS)
    return Corpus(ids, indptr, 2 * np.arange(len(LENGTHS)))


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(shuffled, "CHUNK", 400)
    monkeypatch.setattr(shuffled, "BLOCKS", 4)


def test_one_chunk(corpus):
    [(n_before, chunk)] = ShuffledCorpus(corpus, np.random.default_rng(3))
    expected = corpus.take(np.random.default_rng(3).permutation(500))
    assert n_before == 0
    np.testing.assert_array_equal(chunk.ids, expected.ids)
    np.testing.assert_array_equal(chunk.indptr, expected.indptr)


def test_several_chunks(corpus, small_chunks):
    documents = ShuffledCorpus(corpus, np.random.default_rng(3))
    assert documents.longest == 300
    chunks = list(documents)
    assert len(chunks) >= 6
    sizes = [chunk.n_tokens for _, chunk in chunks]
    assert [n for n, _ in chunks] == [0, *np.cumsum(sizes)[:-1]]
    assert max(sizes) <= 400 + 300
    seen = np.concatenate([chunk.n_unknown // 2 for _, chunk in chunks])  # the documents, in order
    assert sorted(seen) == list(range(500))
    for _, chunk in chunks:
        mine = chunk.n_unknown // 2
        np.testing.assert_array_equal(chunk.document_lengths, LENGTHS[mine])
        np.testing.assert_array_equal(chunk.ids, np.repeat(mine, LENGTHS[mine]))
        if len(mine) > 50:
            assert sum(b == a + 1 for a, b in pairwise(mine)) < len(mine) / 4, "not shuffled"
    again = list(documents)
    assert all((a.ids == b.ids).all() for (_, a), (_, b) in zip(chunks, again, strict=True))
    other = ShuffledCorpus(corpus, np.random.default_rng(4))
    assert [list(c.n_unknown) for _, c in other] != [list(c.n_unknown) for _, c in chunks]


@pytest.mark.parametrize("algorithm", ["skip-gram", "cbow"])
def test_training_does_not_depend_on_where_documents_are(tmp_path, small_chunks, algorithm):
    rng = np.random.default_rng(0)
    documents = [" ".join(f"w{i}" for i in rng.integers(50, size=n)) for n in LENGTHS]
    vectorizer = Word2VecVectorizer(
        algorithm=algorithm, n_components=8, window=3, max_iter=2, min_df=2, random_state=0
    )
    vectors = vectorizer.fit(documents).embedding_.vectors
    stored = encode(documents, tmp_path)
    for n_jobs in (1, 2):
        found = vectorizer.set_params(n_jobs=n_jobs).fit(stored).embedding_.vectors
        np.testing.assert_array_equal(found, vectors)
    vectorizer.set_params(solver="gensim", n_jobs=1).fit(stored)
    assert len(vectorizer.loss_curve_) == 2
