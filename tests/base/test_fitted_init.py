"""A vectorizer that is not fitted as ``init``: it learns from the documents of fit first."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from texts import two_worlds

from skembed import (
    Embedding,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    tokenize_documents,
)

DOCUMENTS = two_worlds(n_documents=40, length=8)
Y = np.array([0, 1] * 20)
SMALL = {"n_components": 4, "max_iter": 2, "random_state": 0}
TERMS = [f"{letter}{i}" for letter in "ab" for i in range(10)]
VECTORS = Embedding(TERMS, np.random.default_rng(0).normal(size=(20, 4)))
SUPERVISED = [SupervisedEmbeddingVectorizer, SupervisedEmbeddingRegressor]
WORD2VEC = Word2VecVectorizer(subsample=0, **SMALL)


class Recording(PretrainedVectorizer):
    """Keeps in a list of the test the documents that it is fitted to, and breaks if told so."""

    fits: list = []
    error: BaseException | None = None

    def _read(self, X):
        self.fits.append([" ".join(d) if isinstance(d, list) else d for d in X])
        if self.error:
            raise self.error
        return super()._read(X)


@pytest.fixture
def fits(monkeypatch):
    monkeypatch.setattr(Recording, "fits", [])
    return Recording.fits


def same(one, other):
    assert_array_equal(one.embedding_.vectors, other.embedding_.vectors)
    assert_array_equal(one.coef_, other.coef_)


@pytest.mark.parametrize("cls", SUPERVISED)
@pytest.mark.parametrize(
    "init",
    [
        WORD2VEC,
        clone(WORD2VEC).set_params(min_df=9, token_pattern="[ab][1-9]"),
        GloVeVectorizer(**SMALL),
        PretrainedVectorizer(VECTORS),
    ],
)
def test_it_is_fitted_first(cls, init):
    model = cls(init=init, **SMALL)
    features = model.fit_transform(iter(DOCUMENTS), Y)
    by_hand = cls(init=clone(init).fit(DOCUMENTS), **SMALL)
    assert_array_equal(features, by_hand.fit_transform(DOCUMENTS, Y))
    same(model, by_hand)
    assert model.init is init
    assert not hasattr(init, "embedding_")
    with pytest.raises(AssertionError):
        same(model, cls(**SMALL).fit(DOCUMENTS, Y))


def test_terms_are_matched_by_name():
    init = clone(WORD2VEC).set_params(token_pattern="b[0-4]", lowercase=False)
    frozen = SupervisedEmbeddingVectorizer(init=init, freeze=True, ngram_range=(1, 1), **SMALL)
    embedding = frozen.fit(DOCUMENTS, Y).embedding_
    assert set(embedding.terms[embedding.vectors.any(axis=1)]) == {f"b{i}" for i in range(5)}
    assert_array_equal(embedding["b3"], clone(init).fit(DOCUMENTS).embedding_["b3"])


def test_one_random_state_is_enough():
    init = clone(WORD2VEC).set_params(random_state=None)
    model = SupervisedEmbeddingVectorizer(init=init, freeze=True, **SMALL)

    def vectors(random_state, **parameters):
        """The vectors of init, which are frozen."""
        same = clone(model).set_params(random_state=random_state, **parameters)
        return same.fit(DOCUMENTS, Y).embedding_.vectors

    assert_array_equal(vectors(0), vectors(0))
    assert not np.array_equal(vectors(0), vectors(1))
    assert_array_equal(*(vectors(np.random.RandomState(3)) for _ in range(2)))
    assert_array_equal(*(vectors(i, init__random_state=5) for i in range(2)))


def test_each_fold_of_a_grid_search_fits_it(fits):
    model = SupervisedEmbeddingVectorizer(init=Recording(VECTORS), cv=2, **SMALL)
    grid = {"supervisedembeddingvectorizer__init__pooling": ["mean", "sum"]}
    search = GridSearchCV(make_pipeline(model, LogisticRegression()), grid, cv=2)
    search.fit(DOCUMENTS, Y)
    assert fits == [DOCUMENTS[20:], DOCUMENTS[:20]] * 2 + [DOCUMENTS]
    assert search.best_estimator_[0].init.pooling == search.best_params_.popitem()[1]


def test_its_parameters_are_nested():
    model = SupervisedEmbeddingVectorizer(init=WORD2VEC, freeze=True, **SMALL)
    assert model.get_params()["init__max_iter"] == 2
    other = clone(model).set_params(init__max_iter=3).fit(DOCUMENTS, Y)
    wanted = clone(WORD2VEC).set_params(max_iter=3).fit(DOCUMENTS).embedding_
    assert_array_equal(other.embedding_["a3"], wanted["a3"])
    assert WORD2VEC.max_iter == 2


def test_tokens_are_taken():
    model, documents = SupervisedEmbeddingVectorizer(init=clone(WORD2VEC), **SMALL), DOCUMENTS
    same(clone(model).fit(tokenize_documents(documents), Y), clone(model).fit(documents, Y))
    model.set_params(init__lowercase=False)
    with pytest.raises(ValueError, match="tokenized with lowercase=True") as caught:
        model.fit(tokenize_documents(documents), Y)
    assert "init" in caught.value.__notes__[0]


@pytest.mark.parametrize("cls", SUPERVISED)
def test_folds_and_calibration_share_it(cls, fits):
    weights = np.ones(40)
    weights[:10] = 0
    cls(init=Recording(VECTORS), cv=3, **SMALL).fit_transform(DOCUMENTS, Y, weights)
    assert fits == [DOCUMENTS]  # once, with the documents of weight 0


@pytest.mark.parametrize("cls", SUPERVISED)
def test_only_the_first_batch_is_learned_from(cls, fits):
    model = cls(init=Recording(VECTORS), **SMALL)
    for batch in (DOCUMENTS[:10], DOCUMENTS[10:]):
        model.partial_fit(batch, Y[: len(batch)])
    assert fits == [DOCUMENTS[:10]]


@pytest.mark.parametrize("cls", SUPERVISED)
def test_warm_starts_fit_it_for_the_folds(cls, fits):
    one = cls(init=Recording(VECTORS), warm_start=True, cv=2, **SMALL).fit(DOCUMENTS[:20], Y[:20])
    other = cls(init=VECTORS, warm_start=True, cv=2, **SMALL).fit(DOCUMENTS[:20], Y[:20])
    assert_array_equal(one.fit_transform(DOCUMENTS, Y), other.fit_transform(DOCUMENTS, Y))
    same(one, other)
    assert fits == [DOCUMENTS[:20], DOCUMENTS]


def test_strings_are_read_once_if_both_read_alike():
    read = []

    def preprocess(document):
        read.append(document)
        return document

    init = clone(WORD2VEC).set_params(preprocessor=preprocess, handle_missing="error")
    model = SupervisedEmbeddingVectorizer(
        init=init, preprocessor=preprocess, handle_missing="empty", **SMALL
    )
    model.fit(iter([*DOCUMENTS, None]), [*Y, 0])
    assert read == DOCUMENTS
    model.set_params(init__lowercase=False).fit(iter(DOCUMENTS), Y)
    assert read == DOCUMENTS * 3


def test_errors_name_init(fits):
    model = SupervisedEmbeddingVectorizer(init=clone(WORD2VEC), **SMALL)
    for parameters, message in (
        ({"min_df": 1000}, "min_df"),
        ({"token_pattern": "("}, "token_pattern"),
        ({"window": 0}, "window"),
        ({"init": GloVeVectorizer()}, "given as init"),
    ):
        bad = clone(model).set_params(init=clone(WORD2VEC).set_params(**parameters))
        with pytest.raises(ValueError, match=message) as caught:
            bad.fit(DOCUMENTS, Y)
        assert caught.value.__notes__ == ["This happened in the fit of init, a Word2VecVectorizer."]
        assert not hasattr(bad, "embedding_")
    with pytest.raises(ValueError, match="init has vectors of 3 components, n_components is 4"):
        model.set_params(init__n_components=3, freeze=False).fit(DOCUMENTS, Y)
    with pytest.raises(ValueError, match="39 rows of y"):
        model.set_params(init=Recording(VECTORS)).fit(DOCUMENTS, Y[1:])
    assert not fits  # y is checked before


def test_what_needs_y_must_be_fitted():
    init = SupervisedEmbeddingVectorizer(**SMALL)
    with pytest.raises(NotFittedError, match="given as init has no embedding_"):
        SupervisedEmbeddingVectorizer(init=init, **SMALL).fit(DOCUMENTS, Y)
    started = SupervisedEmbeddingVectorizer(init=init.fit(DOCUMENTS, Y), **SMALL)
    assert clone(started).fit(DOCUMENTS, Y).score(DOCUMENTS, Y) > 0.9


def test_an_interruption_changes_nothing(fits, monkeypatch):
    model = SupervisedEmbeddingVectorizer(init=Recording(VECTORS), **SMALL).fit(DOCUMENTS, Y)
    before = dict(vars(model))
    monkeypatch.setattr(Recording, "error", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        model.fit(DOCUMENTS, Y[::-1])
    assert vars(model) == before
    assert vars(model.init).keys() == set(model.init.get_params(deep=False))


@pytest.mark.parametrize("freeze", [lambda fitted: fitted, FrozenEstimator])
def test_a_fitted_one_stays_fitted_in_clones(freeze, fits):
    init = Recording(VECTORS).fit(["a1 b2"])
    model = SupervisedEmbeddingVectorizer(init=freeze(init), **SMALL)
    GridSearchCV(model, {"learning_rate": [0.01]}, cv=2).fit(DOCUMENTS, Y)
    assert fits == [["a1 b2"]]
    cloned = clone(model)
    assert cloned.init.embedding_ is init.embedding_
    same(clone(cloned).fit(DOCUMENTS, Y), model.fit(DOCUMENTS, Y))


def test_the_init_of_a_clone_is_its_own():
    model = SupervisedEmbeddingVectorizer(init=clone(WORD2VEC).fit(DOCUMENTS), **SMALL)
    clone(model).set_params(init__random_state=5)
    assert model.init.random_state == 0
