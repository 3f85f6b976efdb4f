"""PretrainedVectorizer with subwords: unknown words count, in every pooling, and are reported."""

import pickle
from types import SimpleNamespace

import numpy as np
import pytest
from gensim.models import FastText
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone

from skembed import Embedding, PretrainedVectorizer, Subwords, tokenize_documents
from skembed.pooling import Pooling

DOCUMENTS = ["the runner runs", "jumpers jumping unseen", "x1", "", "unseen the the runner"]
NEW = ["jumpers rerunning", "the", "never seen before", ""]
TERMS = ["the", "runner", "jumping"]
RANDOM = np.random.default_rng(0)
SUBWORDS = Subwords(RANDOM.normal(size=(97, 4)), 3, 5)
EMBEDDING = Embedding(TERMS, RANDOM.normal(size=(3, 4)), subwords=SUBWORDS)
EVERY_WORD = sorted({word for text in DOCUMENTS + NEW for word in text.split()})


def as_terms(words):
    """The same vectors, with words among the terms instead of subwords."""
    more = [word for word in words if word not in EMBEDDING]
    terms = [*TERMS, *more]
    return Embedding(terms, EMBEDDING[terms])


def test_features_of_an_unknown_word_are_those_of_gensim():
    model = FastText([["running", "runner"]] * 9, min_count=1, vector_size=3, bucket=50, workers=1)
    vectorizer = PretrainedVectorizer(model).fit(["running"])
    words = ["rerunning", "runner"]
    assert_allclose(vectorizer.transform(words), model.wv[words], atol=1e-6)


@pytest.mark.parametrize("pooling", ["mean", "sum", "idf", "tfidf", "sif", "max", ["mean", "idf"]])
def test_unknown_words_count_as_terms_do(pooling):
    # In fit, all words of the documents are terms with counts of their own.
    of_fit = as_terms(sorted({word for text in DOCUMENTS for word in text.split()}))
    ours = PretrainedVectorizer(EMBEDDING, pooling=pooling).fit(DOCUMENTS)
    theirs = PretrainedVectorizer(of_fit, pooling=pooling)
    features = theirs.fit_transform(DOCUMENTS)
    assert np.abs(features[1]).min() > 0
    assert_allclose(ours.transform(DOCUMENTS), features, atol=1e-6)
    assert_array_equal(ours.transform(DOCUMENTS), clone(ours).fit_transform(DOCUMENTS))
    # Words that are first seen in transform weigh as much as terms without occurrences.
    every = PretrainedVectorizer(as_terms(EVERY_WORD), pooling=pooling).fit(DOCUMENTS)
    assert_allclose(ours.transform(NEW), every.transform(NEW), atol=1e-6)


@pytest.mark.parametrize("pooling", ["mean", "tfidf", "sif"])
def test_features_do_not_depend_on_the_other_documents(pooling):
    vectorizer = PretrainedVectorizer(EMBEDDING, pooling=pooling).fit(DOCUMENTS)
    words = [f"word{i}" for i in range(40)]  # enough for the order of a sum to matter
    documents = [*DOCUMENTS, *NEW, *words[20:], " ".join(words), " ".join(words[::-1])]
    together = vectorizer.transform(documents)
    alone = [vectorizer.transform([document]) for document in documents]
    assert_array_equal(together, np.concatenate(alone))
    tokenized = tokenize_documents(documents, vectorizer)
    assert_array_equal(vectorizer.transform(tokenized), together)


def test_documents_of_unknown_words_have_a_vector():
    vectorizer = PretrainedVectorizer(EMBEDDING).fit(DOCUMENTS)
    found = vectorizer.has_vector([*NEW, "unseen", "?"])
    assert found.tolist() == [True, True, True, False, True, False]
    assert vectorizer.transform(["unseen"]).any()  # and no warning


def test_the_share_of_tokens_by_subwords_is_reported(capsys):
    vectorizer = PretrainedVectorizer(EMBEDDING, verbose=1).fit(["the runner runs to xx", "the"])
    # the runner runs to xx the: "to" and "xx" have n-grams, too: <to, to>
    assert vectorizer.subword_coverage_ == 3 / 6
    assert (vectorizer.token_coverage_, vectorizer.type_coverage_) == (1, 1)
    assert "50.0% of tokens by their subwords" in capsys.readouterr().out
    assert vectorizer.coverage(["the runs", "the the"]) == {
        "tokens": 1,
        "types": 1,
        "subwords": 0.25,
    }
    longer = Embedding(TERMS, EMBEDDING.vectors, subwords=Subwords(SUBWORDS.rows, 6, 7))
    assert PretrainedVectorizer(longer).fit(["the"]).coverage(["runs xx the the"]) == {
        "tokens": 0.75,
        "types": 2 / 3,
        "subwords": 0.25,
    }
    plain = PretrainedVectorizer(Embedding(TERMS, EMBEDDING.vectors)).fit(["the runs"])
    assert plain.subword_coverage_ == 0
    assert plain.coverage(["the runs runner runs"]) == {
        "tokens": 0.5,
        "types": 2 / 3,
        "subwords": 0,
    }


def test_only_unknown_words():
    vectorizer = PretrainedVectorizer(EMBEDDING).fit(["nothing known"])
    assert_allclose(vectorizer.transform(["known"]), [EMBEDDING["known"]], atol=1e-6)


def test_a_token_with_the_name_of_the_unseen_terms():
    vectorizer = PretrainedVectorizer(EMBEDDING, pooling="idf", analyzer=str.split)
    documents = ["<unseen> the", "<unseen>", "the"]
    of_fit = as_terms(["<unseen>"])
    expected = PretrainedVectorizer(of_fit, pooling="idf", analyzer=str.split)
    assert_allclose(
        vectorizer.fit_transform(documents), expected.fit_transform(documents), atol=1e-6
    )


def test_tokens_that_are_not_words_are_unknown():
    fitted = PretrainedVectorizer(EMBEDDING, analyzer=list).fit([["the", "new"]])
    texts = [["new", 3, None, "newer"], ["new", "newer"]]
    first, second = fitted.transform(texts)
    assert_array_equal(first, second)


def test_a_pickle_of_a_fitted_vectorizer():
    vectorizer = PretrainedVectorizer(EMBEDDING, pooling="idf").fit(DOCUMENTS)
    again = pickle.loads(pickle.dumps(vectorizer))
    assert_array_equal(again.transform(NEW), vectorizer.transform(NEW))


class Learning(Pooling):
    """A pooling that learns one number, and says so or not."""

    def fit(self, corpus, vocabulary, embedding, *, n_threads=1):
        self.scale_ = corpus.n_tokens
        return self

    def transform(self, corpus, embedding, *, n_threads=1):
        return np.full((len(corpus), embedding.n_components), self.scale_, dtype=np.float32)


def test_a_pooling_that_learns_says_what_belongs_to_terms():
    with pytest.raises(ValueError, match=r"Learning does not say .* set term_attributes"):
        PretrainedVectorizer(EMBEDDING, pooling=Learning()).fit(DOCUMENTS).transform(NEW)

    class Saying(Learning):
        term_attributes = ()

    fitted = PretrainedVectorizer(EMBEDDING, pooling=Saying()).fit(["the runs", "xx"])
    assert (fitted.transform(NEW) == 3).all()


class Model:
    """A stand-in for a model of the fasttext module."""

    def __init__(self, words, rows, minn, maxn, *, quantized=False):
        self.words, self.rows, self.quantized = words, rows, quantized
        self.f = SimpleNamespace(getArgs=lambda: SimpleNamespace(minn=minn, maxn=maxn))

    def get_words(self):
        return self.words

    def get_input_matrix(self):
        return self.rows

    def is_quantized(self):
        return self.quantized


def test_a_model_of_the_fasttext_module():
    rows = RANDOM.normal(size=(10, 2)).astype(np.float32)
    words = ["one", "two"]
    subwords = Subwords(rows[2:], 3, 4)
    vectorizer = PretrainedVectorizer(Model(words, rows, 3, 4)).fit(["one three"])
    assert_allclose(vectorizer.embedding_["three"], subwords.vectors(["three"])[0][0])
    assert_allclose(
        vectorizer.embedding_[words], subwords.vectors_of_known(words, rows[:2]), rtol=1e-6
    )
    again = Embedding.from_fasttext(Model(words, rows, 3, 4))
    assert_array_equal(again[words], vectorizer.embedding_[words])
    supervised = PretrainedVectorizer(Model(words, rows, 0, 0)).fit(["one three"])
    assert supervised.embedding_.subwords is None
    assert_array_equal(supervised.embedding_.vectors, rows[:2])
    with pytest.raises(ValueError, match="quantized fastText model"):
        PretrainedVectorizer(Model(words, rows, 3, 4, quantized=True)).fit(["one"])


def test_the_fasttext_module_itself(tmp_path):
    fasttext = pytest.importorskip("fasttext", reason="the fasttext module is not installed")
    (tmp_path / "text").write_text("running runner\n" * 20)
    sizes = {"dim": 3, "bucket": 50, "minCount": 1, "epoch": 1, "thread": 1, "verbose": 0}
    fasttext.train_unsupervised(str(tmp_path / "text"), **sizes).save_model(str(tmp_path / "m.bin"))
    model = fasttext.load_model(str(tmp_path / "m.bin"))
    features = PretrainedVectorizer(model).fit(["running"]).transform(["rerunning", "runner"])
    expected = [
        model.get_input_matrix()[model.get_subwords(word)[1]].mean(axis=0)
        for word in ("rerunning", "runner")
    ]
    assert_allclose(features, expected, atol=1e-6)
