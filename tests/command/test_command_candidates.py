"""The candidates of the command: text parameters, baselines, pretrained vectors."""

import numpy as np
from command_tools import TEXTS

from skembed import (
    Embedding,
    SupervisedEmbeddingRegressor,
    Word2VecVectorizer,
    unicode_token_pattern,
)
from skembed._command._candidates import (
    Pretraining,
    find_baselines,
    find_vectorizers,
    pretrain,
)
from skembed._command._task import CommandTask


def test_candidates():
    task = CommandTask("", ["one two", "two three"], ["a", "b"], [], [])
    found = find_vectorizers(task, {"analyzer": "char"}, (2, 3), quick=True)
    assert list(found) == ["word2vec skip-gram", "word2vec CBOW", "GloVe", "supervised"]
    assert [found[name].algorithm for name in list(found)[:2]] == ["skip-gram", "cbow"]
    assert {v.analyzer for v in found.values()} == {"char"}
    assert found["supervised"].ngram_range == (2, 3)
    assert (found["GloVe"].n_components, found["GloVe"].max_iter) == (20, 2)
    numbers = task._replace(labels=[1.0, 2.5], is_regression=True)
    vectors = Pretraining("file.txt", Embedding(["six"], np.ones((1, 2))))
    found = find_vectorizers(numbers, {}, None, vectors)
    assert isinstance(found["supervised"], SupervisedEmbeddingRegressor)
    assert found["pretrained"].vectors is vectors.embedding
    assert found["GloVe"].n_components == 100
    assert found["word2vec skip-gram"].max_iter == "auto"


def test_vectors_are_trained_on_enough_unlabeled_texts():
    task = CommandTask("", TEXTS[:4], ["a", "b"] * 2, TEXTS[4:7], [])
    assert pretrain(task, {}, quick=True) is None
    source, embedding = pretrain(task._replace(unlabeled=TEXTS), {"stop_words": ["a1"]}, quick=True)
    assert isinstance(source, Word2VecVectorizer)
    assert not hasattr(source, "embedding_")
    assert set(embedding.terms) == set(" ".join(TEXTS).split()) - {"a1"}


def test_baselines_read_what_the_candidates_read():
    found = find_baselines({"stop_words": "english"})
    assert [v.ngram_range for v in found.values()] == [(1, 1), (1, 2)]
    assert {v.stop_words for v in found.values()} == {"english"}
    assert list(found) == ["tf-idf of words", "tf-idf of words and pairs"]
    assert [v.ngram_range for v in find_baselines({}, (1, 1)).values()] == [(1, 1)]
    marked = find_baselines({"token_pattern": "unicode"})
    assert {v.token_pattern for v in marked.values()} == {unicode_token_pattern()}
    [(name, vectorizer)] = find_baselines({"analyzer": "char_wb"}, (2, 4)).items()
    assert name == "tf-idf of 2 to 4 characters"
    assert (vectorizer.analyzer, vectorizer.ngram_range) == ("char_wb", (2, 4))
