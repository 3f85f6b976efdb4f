"""Training that goes on after a pickle has the bits of training that goes on without one."""

import pickle
from copy import copy, deepcopy

import joblib
import numpy as np
import pytest
import sklearn
from numpy.testing import assert_array_equal
from sklearn.base import clone
from sklearn.exceptions import InconsistentVersionWarning
from texts import draw_documents

import skembed
from skembed import (
    Embedding,
    FeatureScaler,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
)
from skembed.pooling import IdfPooling

DOCUMENTS = draw_documents(60, 80, 20)
Y = np.arange(80) % 3
FAST = {"n_components": 8, "random_state": 0, "max_iter": 2}
EVERY = {
    "word2vec": Word2VecVectorizer(warm_start=True, **FAST),
    "cbow": Word2VecVectorizer(warm_start=True, algorithm="cbow", **FAST),
    "gensim": Word2VecVectorizer(warm_start=True, solver="gensim", n_jobs=1, **FAST),
    "glove": GloVeVectorizer(warm_start=True, **FAST),
    "both": GloVeVectorizer(warm_start=True, vectors="both", **FAST),
    "classes": SupervisedEmbeddingVectorizer(warm_start=True, **FAST),
    "numbers": SupervisedEmbeddingRegressor(warm_start=True, **FAST),
}
PARTIAL = {name: EVERY[name] for name in ("classes", "numbers")}


def through_joblib(model, path):
    joblib.dump(model, path)
    return joblib.load(path, mmap_mode="r")


WAYS = {
    "pickle": lambda model, path: pickle.loads(pickle.dumps(model)),
    "joblib": through_joblib,
    "copy": lambda model, path: copy(model),
    "deepcopy": lambda model, path: deepcopy(model),
}


def assert_alike(mine, wanted):
    assert_array_equal(mine.embedding_.vectors, wanted.embedding_.vectors)
    assert_array_equal(mine.transform(DOCUMENTS), wanted.transform(DOCUMENTS))
    assert_array_equal(mine.loss_curve_, wanted.loss_curve_)
    if hasattr(wanted, "coef_"):
        assert_array_equal(mine.coef_, wanted.coef_)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", EVERY)
def test_warm_start(name, way, tmp_path):
    model = clone(EVERY[name]).fit(DOCUMENTS, Y)
    other = WAYS[way](model, tmp_path / "model")
    for documents in (DOCUMENTS[::2], DOCUMENTS[::-1]):
        y = Y[::2] if len(documents) < 80 else Y[::-1]
        assert_alike(other.fit(documents, y), model.fit(documents, y))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", PARTIAL)
@pytest.mark.parametrize("first", ["fit", "partial_fit"])
def test_partial_fit(name, way, first, tmp_path):
    model = getattr(clone(EVERY[name]), first)(DOCUMENTS, Y)
    for i in range(3):
        model.partial_fit(DOCUMENTS[i::5], Y[i::5])
    other = WAYS[way](model, tmp_path / "model")
    before = model.embedding_.vectors
    for i in range(3):
        other.partial_fit(DOCUMENTS[i::7], Y[i::7])
        assert_array_equal(model.embedding_.vectors, before)
    for i in range(3):
        model.partial_fit(DOCUMENTS[i::7], Y[i::7])
    assert_alike(other, model)


@pytest.mark.parametrize("name", ["word2vec", "glove"])
def test_without_warm_start_the_pickle_is_slim(name):
    documents = draw_documents(500, 200, 20)
    model = clone(EVERY[name]).set_params(n_components=100).fit(documents)
    large = len(pickle.dumps(model))
    slim = pickle.dumps(model.set_params(warm_start=False))
    n_bytes = model.embedding_.vectors.nbytes
    assert len(slim) < 1.15 * n_bytes + 20_000 < 1.8 * n_bytes < large
    assert vars(pickle.loads(slim)).keys() == {*vars(model)} - set(model._warm_state)


# Versions

FITTED = {
    "word2vec": lambda: Word2VecVectorizer(**FAST).fit(DOCUMENTS),
    "pretrained": lambda: PretrainedVectorizer(Embedding(["w1"], [[1.0]])).fit(DOCUMENTS),
    "classes": lambda: SupervisedEmbeddingVectorizer(**FAST).fit(DOCUMENTS, Y),
    "pooling": IdfPooling,
    "not fitted": GloVeVectorizer,
    "scaler": lambda: FeatureScaler().fit(np.eye(3)),
}


@pytest.mark.parametrize("kind", FITTED)
def test_versions_in_pickles(kind, recwarn, monkeypatch):
    fitted = FITTED[kind]()
    state = fitted.__getstate__()
    assert state["_skembed_version"] == skembed.__version__
    assert state["_sklearn_version"] == sklearn.__version__
    loaded = pickle.loads(pickle.dumps(fitted))
    assert vars(loaded).keys() == vars(fitted).keys()
    assert not recwarn.list
    for name, other in (("_skembed_version", "0.0.1"), ("_sklearn_version", "1.2.3")):
        with monkeypatch.context() as patch:
            patch.setitem(skembed._core.version._VERSIONS, name, other)
            stream = pickle.dumps(fitted)
        with pytest.warns(InconsistentVersionWarning, match=other) as caught:
            pickle.loads(stream)
        mine = [w.message for w in caught if w.message.estimator_name == type(fitted).__name__]
        assert len(mine) == 1
    assert mine[0].original_sklearn_version == "1.2.3"
    with pytest.warns(InconsistentVersionWarning, match=r"skembed unknown, but this is skembed \d"):
        type(fitted).__new__(type(fitted)).__setstate__({})


def test_copies_say_nothing_of_versions(recwarn):
    fitted = FITTED["classes"]()
    for other in (copy(fitted), deepcopy(fitted), clone(fitted)):
        assert not {"_skembed_version", "_sklearn_version"} & set(vars(other))
    assert not recwarn.list
