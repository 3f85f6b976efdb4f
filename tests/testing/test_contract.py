"""Every vectorizer keeps scikit-learn's contract: one line in the list for each."""

import io
import pickle
import re

import numpy as np
import pytest
from sklearn.base import clone

from skembed import (
    Embedding,
    GloVeVectorizer,
    PretrainedVectorizer,
    Subwords,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
)
from skembed.testing import parametrize_with_text_checks
from skembed.testing._documents import DATA
from skembed.testing._fitting import check_other_process

SMALL = {"n_components": 8, "max_iter": 2, "subsample": 0.0, "random_state": 0}


def make_embedding():
    terms = sorted({t for d in DATA.documents for t in re.findall(r"\w\w+", d.lower())})
    # A few words have no vector.
    terms = terms[3:]
    vectors = np.random.RandomState(0).normal(size=(len(terms), 6)).astype(np.float32)
    return Embedding(terms, vectors)


def with_subwords():
    rows = np.random.RandomState(1).normal(size=(50, 6))
    embedding = make_embedding()
    return Embedding(embedding.terms, embedding.vectors, subwords=Subwords(rows, 3, 6))


VECTORIZERS = [
    Word2VecVectorizer(**SMALL),
    Word2VecVectorizer(algorithm="cbow", pooling=["mean", "max"], **SMALL),
    Word2VecVectorizer(pooling="sif", norm="l2", min_df=2, **SMALL),
    # Documents as few as these are one piece of work to gensim, so its threads do not race.
    Word2VecVectorizer(solver="gensim", n_jobs=1, **SMALL),
    GloVeVectorizer(n_components=8, max_iter=2, random_state=0),
    GloVeVectorizer(
        n_components=4, max_iter=3, vectors="both", pooling=["idf", "max"], random_state=0
    ),
    PretrainedVectorizer(make_embedding()),
    PretrainedVectorizer(make_embedding(), pooling="sif"),
    PretrainedVectorizer(with_subwords(), pooling=["tfidf", "sif"]),
    PretrainedVectorizer(make_embedding().quantize()),
    SupervisedEmbeddingVectorizer(n_components=8, max_iter=3, cv=None, random_state=0),
    SupervisedEmbeddingVectorizer(n_components=8, max_iter=3, cv=2, norm="l2", random_state=0),
    SupervisedEmbeddingVectorizer(
        n_components=4,
        max_iter=4,
        cv=None,
        pooling="mean",
        char_ngram_range=(3, 4),
        n_buckets=50,
        early_stopping=True,
        validation_fraction=0.2,
        dropout=0.2,
        random_state=0,
    ),
    SupervisedEmbeddingRegressor(
        n_components=8,
        max_iter=3,
        cv=None,
        init=Word2VecVectorizer(n_components=8, max_iter=1, subsample=0),  # not fitted
        random_state=0,
    ),
]


def expected_failures(estimator):
    if getattr(estimator, "cv", None) is None:
        return {}
    return {"check_fit_transform": "fit_transform is cross-fitted, fit().transform() is not"}


@parametrize_with_text_checks(VECTORIZERS, expected_failed_checks=expected_failures)
def test_contract(estimator, check):
    if check.func is check_other_process:  # a new process takes long: one for each class
        first = next(v for v in VECTORIZERS if type(v) is type(estimator))
        if repr(first) != repr(estimator):
            return
    check(estimator)


class ModulesOfSkembed(pickle.Unpickler):
    def __init__(self, pickled):
        super().__init__(io.BytesIO(pickled))
        self.found = set()

    def find_class(self, module, name):
        if module.partition(".")[0] == "skembed":
            self.found.add(module)
        return super().find_class(module, name)


@pytest.mark.parametrize("estimator", VECTORIZERS)
def test_a_pickle_refers_to_public_modules(estimator):
    unpickler = ModulesOfSkembed(pickle.dumps(clone(estimator).fit(DATA.documents, DATA.y)))
    unpickler.load()
    assert {"skembed", "skembed.pooling"} <= unpickler.found
    assert unpickler.found <= {"skembed", "skembed.pooling", "skembed.fitted"}
