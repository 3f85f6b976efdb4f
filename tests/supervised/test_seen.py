"""Which documents a vectorizer was fitted on: a sketch of them, in pickles and after more calls."""

import pickle

import numpy as np
import pytest
from topics import LABELS, NEW, SMALL, TEXTS

from skembed import SupervisedEmbeddingRegressor, SupervisedEmbeddingVectorizer
from skembed._core.corpus import Corpus
from skembed._supervised import seen


def corpus(documents, n_unknown=None):
    lengths = [len(document) for document in documents]
    ids = np.array([i for document in documents for i in document], dtype=np.int32)
    unknown = np.zeros(len(documents), dtype=np.int64) if n_unknown is None else n_unknown
    return Corpus(ids, np.concatenate([[0], np.cumsum(lengths)]), np.asarray(unknown))


@pytest.mark.parametrize("options", [{}, {"min_df": 3}, {"char_ngram_range": (3, 4)}])
def test_training_documents_are_recognized(options):
    model = SupervisedEmbeddingVectorizer(**SMALL, **options).fit(TEXTS, LABELS)
    again = pickle.loads(pickle.dumps(model))
    for fitted in (model, again):
        assert fitted._share_seen(TEXTS) == 1
        assert fitted._share_seen(iter(TEXTS[:7])) == 1
        assert fitted._share_seen([text + " unseen" for text in TEXTS]) == 0
        assert (
            fitted._share_seen([*TEXTS[:3], "unseen", *(t + " unseen" for t in TEXTS[:9])]) == 0.25
        )


def test_every_fit_counts():
    y = np.arange(len(TEXTS)) % 5 / 2
    model = SupervisedEmbeddingRegressor(**SMALL).partial_fit(TEXTS[:20], y[:20])
    assert model._share_seen(NEW) < 1
    model.partial_fit(NEW, y[: len(NEW)])
    assert model._share_seen(NEW) == model._share_seen(TEXTS[:20]) == 1
    model.fit(NEW, y[: len(NEW)])
    assert model._share_seen(NEW) == 1
    assert model._share_seen(TEXTS[:20]) < 1


def test_the_hash_is_that_of_a_bag():
    hashes = seen.hash_bags(corpus([[1, 2, 2], [2, 1, 2], [1, 2], [], [1, 2]], [0, 0, 0, 4, 1]))
    assert len(hashes) == 4
    assert hashes[0] == hashes[1]
    assert len(set(hashes[1:].tolist())) == 3
    one, two = seen.mixed(np.array([1, 2], dtype=np.uint64)).tolist()
    total = np.array([(one + 2 * two) % 2**64], dtype=np.uint64)
    assert hashes[0] == seen.mixed(total)[0]


@pytest.mark.parametrize("piece", [1, 3, 7])
def test_pieces_give_the_same_hashes(monkeypatch, piece):
    documents = corpus([[5, 1], [], [2], [3, 4, 5, 6, 7, 8, 9], [1], []])
    wanted = seen.hash_bags(documents)
    monkeypatch.setattr(seen, "TAKEN_AT_ONCE", piece)
    np.testing.assert_array_equal(seen.hash_bags(documents), wanted)


def test_the_share_of_many_documents_is_estimated():
    many = corpus([[i, i // 7] for i in range(40_000)])
    hashes = seen.sketch(many)
    assert len(hashes) == seen.SKETCH_SIZE
    mixture = many.take(np.arange(10_000)), corpus([[i, 50_000] for i in range(30_000)])
    assert abs(seen.share_seen(hashes, mixture) - 0.25) < 0.05
    parts = [many.take(np.arange(start, start + 20_000)) for start in (0, 20_000)]
    np.testing.assert_array_equal(seen.sketch(parts[1], seen.sketch(parts[0])), hashes)
    assert seen.share_seen(hashes, [corpus([[]])]) == 0
