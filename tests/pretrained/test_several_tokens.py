"""PretrainedVectorizer with terms of several tokens, as supervised vectorizers learn them."""

import io
import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from skembed import Embedding, PretrainedVectorizer, Subwords, SupervisedEmbeddingVectorizer

TEXTS, Y = ["not good", "good", "not bad", "bad"] * 10, [0, 1, 1, 0] * 10
TERMS = ["new york", "york", "the new york times", "times", "new yor", "The End", " ", "an  other"]
VECTORS = np.random.default_rng(0).normal(size=(len(TERMS), 3)).astype(np.float32)
V = dict(zip(TERMS, VECTORS, strict=True))
EMBEDDING = Embedding(TERMS, VECTORS)


@pytest.mark.parametrize("ngram_weight", [0.5, 1.0])
def test_the_features_of_a_supervised_vectorizer(ngram_weight):
    fitted = SupervisedEmbeddingVectorizer(
        n_components=2, pooling="sum", ngram_weight=ngram_weight, random_state=0
    ).fit(TEXTS, Y)
    assert any(" " in term for term in fitted.embedding_)
    ours = PretrainedVectorizer(fitted, pooling="sum", ngram_weight=ngram_weight).fit(TEXTS)
    new = [*TEXTS[:4], "bad not good good", "unknown", ""]
    assert_allclose(ours.transform(new), fitted.transform(new), rtol=1e-6)
    again = pickle.loads(pickle.dumps(ours))
    assert_array_equal(again.transform(new), ours.transform(new))


def test_terms_are_found_where_their_tokens_follow_one_another():
    fitted = PretrainedVectorizer(EMBEDDING, pooling="sum").fit(["york"])
    texts = ["In New York", "the New York Times", "york new", "an  other end, the end", "new yor"]
    york = V["york"] + V["new york"] / 2
    times = york + V["times"] + V["the new york times"] / 2
    expected = [york, times, V["york"], 0 * york, V["new yor"] / 2]
    assert_allclose(fitted.transform(texts), expected, rtol=1e-6)
    assert fitted.coverage(texts[:2]) == {"tokens": 3 / 7, "types": 2 / 5, "subwords": 0}


def test_terms_that_are_split_otherwise_cost_nothing():
    fitted = PretrainedVectorizer(Embedding(["york", "The End", " ", "a b"], np.eye(4)))
    assert fitted.fit(["york"])._several is None


def test_weights_are_learned_for_each_term():
    fitted = PretrainedVectorizer(EMBEDDING, pooling="idf").fit(["new york", "york", "york"])
    idf = np.log(4 / (1 + np.array([1, 3]))) + 1
    expected = (idf[0] * V["new york"] / 2 + idf[1] * V["york"]) / idf.sum()
    assert_allclose(fitted.transform(["new york"])[0], expected, rtol=1e-6)


def test_parts_of_terms_may_have_subwords():
    subwords = Subwords(np.arange(40.0).reshape(20, 2), 3, 3)
    embedding = Embedding(["new york"], [[1.0, 2.0]], subwords=subwords)
    fitted = PretrainedVectorizer(embedding, pooling="sum", ngram_weight=1).fit(["york"])
    expected = embedding["new"] + embedding["york"] + embedding["new york"]
    assert_allclose(fitted.transform(["new york"])[0], expected, rtol=1e-6)


def test_other_analyzers_have_tokens_alone():
    for parameters in ({"analyzer": "char"}, {"analyzer": str.split}):
        fitted = PretrainedVectorizer(EMBEDDING, pooling="sum", **parameters).fit(["york times  "])
        assert fitted._several is None
    assert_allclose(fitted.transform(["new york"]), [V["york"]])


@pytest.mark.parametrize("kind", ["file", "filename"])
def test_terms_are_not_opened_as_files(kind, tmp_path):
    (tmp_path / "document").write_text("new york")

    def document():
        return io.StringIO("new york") if kind == "file" else tmp_path / "document"

    fitted = PretrainedVectorizer(EMBEDDING, pooling="sum", input=kind).fit([document()])
    assert_allclose(fitted.transform([document()])[0], V["york"] + V["new york"] / 2, rtol=1e-6)


def test_terms_that_cannot_be_found_are_counted_in_a_warning():
    terms = ["good", "char:<go", "bucket:0"]
    with pytest.warns(UserWarning, match="2 of the 3 terms are n-grams of characters"):
        PretrainedVectorizer(Embedding(terms, np.eye(3))).fit(["good"])
