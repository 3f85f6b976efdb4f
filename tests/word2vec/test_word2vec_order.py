"""Word2vec visits the documents in an order drawn at random, whatever order they come in."""

import itertools

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from texts import draw_documents

from skembed import Word2VecVectorizer
from skembed._word2vec.gensim import GensimTrainer, Sentences
from skembed._word2vec.plan import SGNSParameters
from skembed._word2vec.trainer import SGNSTrainer

DOCUMENTS = draw_documents(60, 40, 30)
each_algorithm = pytest.mark.parametrize("algorithm", ["skip-gram", "cbow"])
each_trainer = pytest.mark.parametrize("cls", [SGNSTrainer, GensimTrainer])


def as_lists(corpus):
    """The ids of each document."""
    bounds = itertools.pairwise(corpus.indptr.tolist())
    return [tuple(corpus.ids[begin:end].tolist()) for begin, end in bounds]


def only_chunk(trainer):
    """The documents in the order of training; there are few."""
    [(_, chunk)] = trainer.documents
    return chunk


def make_trainer(cls, algorithm, seed, vocabulary, corpus):
    parameters = SGNSParameters(algorithm, 8, 3, 5, 0.75, 0.0, 1)
    state = np.random.RandomState(seed)
    return cls(corpus, vocabulary.counts, vocabulary.terms, parameters, state)


@each_trainer
@each_algorithm
def test_documents_are_shuffled(algorithm, cls):
    vocabulary, corpus, _ = Word2VecVectorizer()._read(DOCUMENTS)
    given = as_lists(corpus)
    one, same, other = (
        make_trainer(cls, algorithm, seed, vocabulary, corpus) for seed in (0, 0, 1)
    )
    order = as_lists(only_chunk(one))
    assert sorted(order) == sorted(given)
    assert order == as_lists(only_chunk(same))
    # A random order leaves about one document where it was.
    for apart in (given, as_lists(only_chunk(other))):
        assert sum(map(tuple.__eq__, order, apart)) < 10
    assert as_lists(corpus) == given
    if cls is GensimTrainer:
        terms = vocabulary.terms.tolist()
        assert list(Sentences(one.documents, one.terms)) == [
            [terms[i] for i in ids] for ids in order
        ]


@each_algorithm
def test_the_order_does_not_touch_the_features(algorithm):
    model = Word2VecVectorizer(algorithm=algorithm, n_components=4, max_iter=1, random_state=0)
    features = model.fit_transform(DOCUMENTS)
    assert_array_equal(features, model.transform(DOCUMENTS))
