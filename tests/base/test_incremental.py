"""``partial_fit`` of Word2Vec and GloVe, and vocabularies that grow: what is kept, what is not."""

import pickle
from functools import cache
from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.base import clone
from texts import draw_documents

from skembed import Embedding, GloVeVectorizer, Word2VecVectorizer, encode
from skembed._fit.seeds import draw_seed, subseed

# Batches of different words: the second has few of the first, the third words of both.
BATCHES = {
    "a": draw_documents(9, 8, 6),
    "b": [text.replace("w1", "new").replace("w2", "more") for text in draw_documents(12, 9, 6)],
    "c": draw_documents(14, 7, 6, seed=2),
}
SMALL = {"n_components": 4, "random_state": 0}
METHODS = {
    "skip-gram": Word2VecVectorizer(subsample=0.05, pooling=["idf", "sif"], **SMALL),
    "cbow": Word2VecVectorizer(algorithm="cbow", subsample=0, **SMALL),
    "glove": GloVeVectorizer(**SMALL),
    "both": GloVeVectorizer(vectors="both", pooling="idf", **SMALL),
}
each_method = pytest.mark.parametrize("name", METHODS)
STEPS = [*(f"partial {batch}" for batch in BATCHES), "warm a", "warm b", "cold a"]


def step(model, call):
    how, batch = call.split()
    if how == "partial":
        return model.partial_fit(BATCHES[batch])
    return model.set_params(warm_start=how == "warm").fit(BATCHES[batch])


def learned(model):
    """All that a later call depends on, as plain values."""
    arrays = {"terms": model.embedding_.terms, "vectors": model.embedding_.vectors}
    for key in vars(model).keys() - model.get_params().keys():
        value = vars(model)[key]
        if isinstance(value, np.ndarray | float | int):
            arrays[key] = value
        if isinstance(value, tuple) and value and isinstance(value[0], np.ndarray):
            arrays |= {f"{key} {i}": array for i, array in enumerate(value)}
    counted = getattr(model, "_counted", None)
    if counted is not None:
        arrays |= {"counts": counted.counts, "document counts": counted.document_counts}
    return arrays | {"features": model.transform(BATCHES["a"] + BATCHES["b"])}


def assert_alike(mine, wanted):
    mine, wanted = learned(mine), learned(wanted)
    assert mine.keys() == wanted.keys()
    for key, value in wanted.items():
        assert_array_equal(mine[key], value, err_msg=key)


@cache
def after(name, calls):
    """A vectorizer that was given these calls one after the other."""
    model = clone(METHODS[name])
    if calls:
        vars(model).update(vars(after(name, calls[:-1])))
        step(model, calls[-1])
    return model


def sequences(name):
    every = product(STEPS, repeat=3)
    ends = [(a, b, c) for a, b, c in every if c.startswith("partial")]
    every = [(a, b, c) for a, b, c in ends if not (a == "cold a" and b.startswith("partial"))]
    return every[:: 7 if name == "skip-gram" else 31]


@each_method
def test_sequences_of_calls(name):
    """Same bits after a pickle, on two threads, and by plain fits that make the same pass."""
    for calls in sequences(name):
        before = after(name, calls[:2])
        if calls[1].startswith("cold"):
            with pytest.raises(ValueError, match="Set warm_start=True before fit, or begin"):
                clone_of(before).partial_fit(BATCHES[calls[2][-1]])
            continue
        wanted = after(name, calls)
        loaded = pickle.loads(pickle.dumps(before)).set_params(n_jobs=2)
        assert_alike(step(loaded, calls[2]), wanted)
        old = before.embedding_.terms
        assert_array_equal(wanted.embedding_.terms[: len(old)], old, err_msg=str(calls))
        new = set(" ".join(BATCHES[calls[2][-1]]).split()) - set(old)
        assert set(wanted.embedding_.terms[len(old) :]) == new
        assert wanted.n_iter_ == before.n_iter_ + 1 == len(wanted.loss_curve_)
        if "glove" not in name and "both" not in name:
            assert_array_equal(
                as_a_fit(before, calls[2]).embedding_.vectors, wanted.embedding_.vectors
            )


def clone_of(model):
    twin = clone(model)
    vars(twin).update(vars(model))
    return twin


def as_a_fit(before, call):
    """The pass as a warm start that makes one pass, with the seed of this pass."""
    seed = subseed(draw_seed(np.random.RandomState(0)), before.n_iter_) % 2**32
    model = clone_of(before).set_params(
        warm_start=True,
        max_iter=1,
        random_state=seed,
        min_learning_rate=before.learning_rate,
    )
    return model.fit(BATCHES[call[-1]])


@each_method
def test_the_first_call_is_one_pass_at_a_constant_rate(name):
    model = METHODS[name]
    once = {"min_learning_rate": model.learning_rate} if "min_learning_rate" in vars(model) else {}
    fitted = clone(model).set_params(max_iter=1, warm_start=True, **once).fit(BATCHES["a"])
    began = after(name, ("partial a",))
    assert_array_equal(began.embedding_.vectors, fitted.embedding_.vectors)
    assert began.get_params() == clone(model).get_params()  # no parameter is changed


@each_method
def test_counts_add_up_and_old_vectors_stay(name):
    before, model = (after(name, calls) for calls in (("partial a",), ("partial a", "partial b")))
    texts = BATCHES["a"] + BATCHES["b"]
    tokens = " ".join(texts).split()
    for row, term in enumerate(model.embedding_.terms):
        assert model._counted.counts[row] == tokens.count(term)
        assert model._counted.document_counts[row] == sum(term in text.split() for text in texts)
        if term not in " ".join(BATCHES["b"]).split():  # no document of the batch moves it
            assert_array_equal(model.embedding_[term], before.embedding_[term])
    assert model._counted.n_documents == len(texts)
    new = model.embedding_.terms[len(before.embedding_) :].tolist()
    count = " ".join(BATCHES["b"]).split().count
    assert new == sorted(new, key=lambda term: (-count(term), term))


@each_method
def test_encoded_documents(name, tmp_path):
    a, b = (encode(BATCHES[batch], tmp_path / batch) for batch in "ab")
    model = clone(METHODS[name]).partial_fit(a).partial_fit(b)
    assert_alike(model, after(name, ("partial a", "partial b")))


def test_gensim_goes_on_too():
    model = Word2VecVectorizer(solver="gensim", subsample=0, n_jobs=1, **SMALL)
    before = model.partial_fit(BATCHES["a"]).embedding_
    loaded = pickle.loads(pickle.dumps(model))
    assert_alike(loaded.partial_fit(BATCHES["b"]), model.partial_fit(BATCHES["b"]))
    assert_array_equal(model.embedding_.terms[: len(before)], before.terms)


def test_glove_goes_on_with_the_sums_of_adagrad():
    before = after("glove", ("partial a",))
    went_on = clone_of(before).partial_fit(BATCHES["a"])
    anew = clone_of(before)
    anew._sums = tuple(np.ones_like(sums) for sums in before._sums)
    anew.partial_fit(BATCHES["a"])
    moved, further = (
        np.abs(model.embedding_.vectors - before.embedding_.vectors).sum()
        for model in (went_on, anew)
    )
    assert moved < further
    for sums, earlier in zip(went_on._sums, before._sums, strict=True):
        assert (sums[: len(earlier)] >= earlier).all()
        assert (sums[: len(earlier)] > earlier).any()


@each_method
def test_limits_choose_among_new_terms(name):
    everything = {"subsample": 0} if "subsample" in vars(METHODS[name]) else {}
    model = clone(METHODS[name]).set_params(max_features=6, **everything)
    model.partial_fit(["a1 b1 c1 d1"] * 3)
    model.partial_fit(["x1 x1 y1 z1 a1", "x1 y1 y1 a1"])
    assert list(model.embedding_) == ["a1", "b1", "c1", "d1", "x1", "y1"]
    model = clone(METHODS[name]).set_params(min_df=2, **everything).partial_fit(["a1 b1"] * 3)
    model.partial_fit(["x1 y1 a1", "x1 a1", "b1 z1 z1"])
    assert list(model.embedding_) == ["a1", "b1", "x1"]
    model = clone(METHODS[name]).set_params(vocabulary=["b1", "a1"], **everything)
    model.partial_fit(["a1 b1"] * 3).partial_fit(["b1 a1 x1", "a1 x1"])
    assert list(model.embedding_) == ["b1", "a1"]
    assert model._counted.counts.tolist() == [4, 5]


@each_method
def test_words_of_init_stay_last(name):
    d = 8 if name == "both" else 4
    init = Embedding(["kitten", "w3", "puppy"], np.ones((3, d)))
    model = clone(METHODS[name]).set_params(init=init).partial_fit(BATCHES["a"])
    assert list(model.embedding_)[-2:] == ["kitten", "puppy"]
    model.partial_fit(["w3 kitten w4 brand"] * 3)
    assert list(model.embedding_)[-3:] == ["brand", "kitten", "puppy"]


@each_method
@pytest.mark.parametrize(
    ("documents", "changed", "message"),
    [
        (BATCHES["b"], {"n_components": 5}, "n_components=5 is not the same as on last call"),
        (["w1 w2", None], {}, "None"),
        ([], {}, "no documents"),
        (["??"], {}, "empty vocabulary"),
        (BATCHES["b"], {"learning_rate": 1e30}, "learning_rate=1e"),
    ],
    ids=["components", "missing", "none", "no tokens", "diverged"],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_failed_call_changes_nothing(name, documents, changed, message):
    model = clone_of(after(name, ("partial a",)))
    state = dict(vars(model))
    with pytest.raises((ValueError, TypeError), match=message):
        model.set_params(**changed).partial_fit(documents)
    model.set_params(**{key: state[key] for key in changed})
    assert vars(model) == state
    assert_alike(model.partial_fit(BATCHES["b"]), after(name, ("partial a", "partial b")))


def test_vectors_of_another_kind_are_refused():
    model = clone_of(after("glove", ("partial a",))).set_params(vectors="word")
    with pytest.raises(ValueError, match="vectors='word' is not the same as on last call"):
        model.partial_fit(BATCHES["b"])


def test_a_replaced_embedding_is_refused():
    model = clone_of(after("skip-gram", ("partial a",)))
    other = Embedding([f"q{i}" for i in range(len(model.embedding_))], model.embedding_.vectors)
    model.embedding_ = other
    with pytest.raises(ValueError, match="those of an embedding_ that was replaced"):
        model.partial_fit(BATCHES["b"])
