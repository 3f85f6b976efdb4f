"""A vectorizer that one thread fits and others use: old or new answers, never a mixture."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from texts import draw_documents

from skembed import (
    ContributionsDisplay,
    Embedding,
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
)

# Vocabularies of different sizes, in which the same words have other rows.
FEW = draw_documents(30, 30, 10)
MANY = draw_documents(300, 60, 20, seed=1)
FEW_WORDS, MANY_WORDS = ({w for text in texts for w in text.split()} for texts in (FEW, MANY))
NEW = [*FEW[:5], *MANY[:5]]
TARGETS = {
    30: np.array(["a", "b"])[np.arange(30) % 2],
    60: np.array(list("xyz"))[np.arange(60) % 3],
}
FAST = {"n_components": 4, "random_state": 0, "max_iter": 1}


def vectors(n):
    rng = np.random.default_rng(n)
    return Embedding([f"w{i}" for i in rng.permutation(n)], rng.normal(size=(n, 4)))


VECTORS = {30: vectors(30), 60: vectors(300)}


def fit(model, documents):
    n = len(documents)
    if isinstance(model, PretrainedVectorizer):
        return model.set_params(vectors=VECTORS[n]).fit(documents)
    y = TARGETS[n]
    if isinstance(model, SupervisedEmbeddingRegressor):
        y = np.arange(n, dtype=float)
    return model.fit(documents, y)


def refit_in_a_thread(model, use, n_uses):
    """What `use` returns while another thread fits to the one and the other documents."""
    allowed = [use(fit(model, documents)) for documents in (FEW, MANY)]
    stop = threading.Event()

    def refit():
        while not stop.is_set():
            for documents in (FEW, MANY):
                fit(model, documents)

    with ThreadPoolExecutor(2) as pool:
        fitting = pool.submit(refit)
        try:
            seen = [use(model) for _ in range(n_uses)]
        finally:
            stop.set()
        fitting.result()
    return allowed, seen


def contributions(model):
    table = model.contributions(NEW)
    return [table.data, table.indices, np.array(table.shape)]


def drawn(model):
    figure = pytest.importorskip("matplotlib.figure").Figure()
    display = ContributionsDisplay.from_estimator(model, NEW[0], ax=figure.add_subplot())
    return [np.array(display.terms), display.contributions, np.array([display.intercept])]


USES = {
    "transform": lambda model: [model.transform(NEW)],
    "predict": lambda model: [model.predict(NEW)],
    "predict_proba": lambda model: [model.predict_proba(NEW)],
    "decision_function": lambda model: [model.decision_function(NEW)],
    "contributions": contributions,
    "display": drawn,
}

CASES = [
    *[
        (model, "transform")
        for model in (
            Word2VecVectorizer(subsample=0, **FAST),
            GloVeVectorizer(**FAST),
            PretrainedVectorizer(None),
            SupervisedEmbeddingRegressor(**FAST),
        )
    ],
    *[(SupervisedEmbeddingVectorizer(**FAST), use) for use in USES],
]

NAMES = [f"{type(model).__name__}-{use}" for model, use in CASES]
each_use = pytest.mark.parametrize(("model", "use"), CASES, ids=NAMES)


@each_use
def test_old_or_new_but_no_mixture(model, use):
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        allowed, seen = refit_in_a_thread(model, USES[use], 20 if use == "display" else 100)
    finally:
        sys.setswitchinterval(interval)

    def same(a, b):
        return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))

    for answer in seen:
        assert any(same(answer, right) for right in allowed)


class Pause:
    """Documents that let the other thread fit between the first and the last one."""

    def __init__(self, documents, meanwhile):
        self.documents, self.meanwhile = documents, meanwhile

    def __iter__(self):
        yield from self.documents[:2]
        self.meanwhile()
        yield from self.documents[2:]


@pytest.mark.parametrize(("model", "use"), CASES[:-1], ids=NAMES[:-1])
def test_fitted_in_the_middle_of_it(model, use, monkeypatch):
    fit(model, FEW)
    before = USES[use](model)
    monkeypatch.setitem(globals(), "NEW", Pause(NEW, lambda: fit(model, MANY)))
    during = USES[use](model)
    for mine, wanted in zip(during, before, strict=True):
        np.testing.assert_array_equal(mine, wanted)


@pytest.mark.parametrize(
    "vectorizer", [Word2VecVectorizer(subsample=0, **FAST), GloVeVectorizer(**FAST)]
)
def test_fit_transform_gives_the_features_of_its_own_fit(vectorizer, monkeypatch):
    expected = vectorizer.fit_transform(FEW)
    install = type(vectorizer)._install

    def and_another_fit(self, attributes):
        fitted = install(self, attributes)
        monkeypatch.setattr(type(vectorizer), "_install", install)
        self.fit(MANY)
        return fitted

    monkeypatch.setattr(type(vectorizer), "_install", and_another_fit)
    np.testing.assert_array_equal(vectorizer.fit_transform(FEW), expected)


def test_partial_fits_beside_readers():
    y = TARGETS[60]
    states, model = [], SupervisedEmbeddingVectorizer(**FAST)
    for _ in range(30):
        model.partial_fit(MANY, y)
        states.append(model.predict_proba(NEW))
    model = SupervisedEmbeddingVectorizer(**FAST).partial_fit(MANY, y)
    with ThreadPoolExecutor(1) as pool:
        fitting = pool.submit(lambda: [model.partial_fit(MANY, y) for _ in range(29)])
        seen = []
        while not fitting.done():
            seen.append(model.predict_proba(NEW))
        fitting.result()
    for answer in [*seen, model.predict_proba(NEW)]:
        assert any(np.array_equal(answer, state) for state in states)


@pytest.mark.parametrize(
    "cls", [Word2VecVectorizer, GloVeVectorizer, SupervisedEmbeddingVectorizer]
)
def test_fits_beside_fits(cls):
    """Each goes on from one whole state, of whichever fit came before."""
    more = {"subsample": 0} if cls is Word2VecVectorizer else {}
    model = fit(cls(warm_start=True, **FAST, **more), FEW)
    with ThreadPoolExecutor(3) as pool:
        for done in pool.map(lambda i: fit(model, [FEW, MANY][i % 2]), range(60)):
            assert done is model
    states = [sorted(FEW_WORDS), sorted(MANY_WORDS)]
    assert sorted(word for word in model.vocabulary_ if " " not in word) in states
    assert model.transform(NEW).shape == (10, 4)
