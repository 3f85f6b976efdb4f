"""Vocabulary and Corpus: small frozen things."""

import dataclasses
import itertools
import pickle

import numpy as np
import pytest

from skembed import Corpus, Vocabulary
from skembed._core import corpus as _corpus


@pytest.fixture
def vocabulary():
    terms = np.array(["a", "b", "c"], dtype=object)
    return Vocabulary(terms, np.array([5, 2, 1]), np.array([3, 2, 1]), n_documents=4)


@pytest.fixture
def corpus():
    ids = np.array([0, 1, 0, 2], dtype=np.int32)
    return Corpus(ids, np.array([0, 2, 2, 4]), n_unknown=np.array([0, 3, 1]))


def test_vocabulary(vocabulary):
    assert len(vocabulary) == 3
    assert vocabulary.index == {"a": 0, "b": 1, "c": 2}
    assert repr(vocabulary) == "Vocabulary(n_terms=3, n_documents=4)"


def test_vocabulary_lengths_must_agree(vocabulary):
    with pytest.raises(ValueError, match="got 3, 2 and 3"):
        Vocabulary(vocabulary.terms, np.array([1, 2]), vocabulary.document_counts, 4)


def test_pickled_vocabulary_leaves_its_index_out(vocabulary):
    size = len(pickle.dumps(vocabulary))
    assert vocabulary.index["a"] == 0
    assert len(pickle.dumps(vocabulary)) == size
    again = pickle.loads(pickle.dumps(vocabulary))
    assert again.index == vocabulary.index
    assert again.n_documents == 4


def test_corpus(corpus):
    assert len(corpus) == corpus.n_documents == 3
    assert corpus.n_tokens == 4
    assert corpus.document_lengths.tolist() == [2, 0, 2]
    assert repr(corpus) == "Corpus(n_documents=3, n_tokens=4)"


@pytest.mark.parametrize("at_once", [1, 2, 3, 5, 1000])
@pytest.mark.parametrize(
    "chosen", [[2, 0, 1, 4, 3], [4, 4, 1], [1, 3], [3], []], ids=["all", "twice", "empty", "1", "0"]
)
def test_take(monkeypatch, chosen, at_once):
    monkeypatch.setattr(_corpus, "TAKEN_AT_ONCE", at_once)
    documents = [[5, 6, 7, 8], [], [9], [], [1, 2, 3]]
    ids = np.array(list(itertools.chain(*documents)), dtype=np.int32)
    whole = Corpus(ids, np.array([0, 4, 4, 5, 5, 8]), n_unknown=np.array([10, 11, 12, 13, 14]))
    part = whole.take(np.array(chosen, dtype=np.int64))
    found = [
        part.ids[begin:end].tolist() for begin, end in itertools.pairwise(part.indptr.tolist())
    ]
    assert found == [documents[i] for i in chosen]
    assert part.n_unknown.tolist() == [10 + i for i in chosen]
    assert part.ids.dtype == np.int32
    assert part.indptr.dtype == np.int64
    part.ids[:] = 0
    assert whole.ids.tolist() == list(itertools.chain(*documents))


def test_both_are_frozen(vocabulary, corpus):
    with pytest.raises(dataclasses.FrozenInstanceError):
        vocabulary.terms = None
    with pytest.raises(dataclasses.FrozenInstanceError):
        corpus.ids = None
