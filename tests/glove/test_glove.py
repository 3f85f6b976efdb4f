"""GloVeVectorizer: what its parameters do, and what becomes of careless use."""

import pickle
import re
import tempfile
from pathlib import Path

import joblib
import numpy as np
import oracles_glove as oracles
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from texts import draw_documents, two_worlds

from skembed import Embedding, GloVeVectorizer, PretrainedVectorizer, cooccurrence_matrix
from skembed._cooccurrence import count as counting
from skembed._fit.stopping import LossPlateau
from skembed._glove.trainer import MAX_PARTS, number_of_parts
from skembed._kernels.glove import MAX_PART_SIZE

DOCUMENTS = draw_documents(60, 80, 20)
SMALL = {"n_components": 8, "max_iter": 3, "random_state": 0}
STILL = SMALL | {"learning_rate": 1e-20, "max_iter": 1}


def fit(documents=DOCUMENTS, **parameters):
    return GloVeVectorizer(**SMALL | parameters).fit(documents)


def vectors(**parameters):
    return fit(**parameters).embedding_.vectors


def test_words_that_stand_together_become_alike():
    embedding = fit(two_worlds(), n_components=10, max_iter=30).embedding_
    for letter in "ab":
        near = [word for word, _ in embedding.most_similar(f"{letter}0", n=9)]
        assert sorted(near) == [f"{letter}{i}" for i in range(1, 10)]


def test_the_loss_is_the_objective_of_the_paper():
    model = fit(learning_rate=1e-20, max_iter=1, x_max=3, alpha=0.5, warm_start=True)
    words, contexts = (factor.astype(float) for factor in model._factors)
    d = 8
    parts = words[:, :d], contexts[:, :d], words[:, d], contexts[:, d + 1]
    counts = cooccurrence_matrix(DOCUMENTS, model.vocabulary_).tocoo()
    pairs = list(zip(*counts.coords, counts.data.astype(float), strict=True))
    expected = oracles.objective(parts, pairs, 3, 0.5) / len(pairs)
    assert_allclose(model.loss_curve_, [expected], rtol=1e-5)


def test_the_loss_falls():
    losses = fit(learning_rate=0.1, x_max=10, max_iter=20, n_iter_no_change=None).loss_curve_
    assert losses.dtype == np.float64
    assert len(losses) == 20
    assert (np.diff(losses[1:]) < 0).all()
    assert losses[-1] < 0.3 * losses[0]


@pytest.mark.parametrize(
    "changed",
    [
        {"window": 3},
        {"symmetric": False},
        {"weighting": "uniform"},
        {"x_max": 10.0},
        {"alpha": 0.2},
        {"learning_rate": 0.01},
        {"max_iter": 2},
        {"random_state": 1},
        {"vectors": "word"},
        {"min_df": 60},
        {"init": Embedding(["w1"], np.ones((1, 8)))},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_every_parameter_matters(changed):
    before, after = vectors(), vectors(**changed)
    assert before.shape != after.shape or np.abs(before - after).max() > 1e-4


def test_which_vectors_are_kept():
    word, both, total = (fit(vectors=name).embedding_ for name in ("word", "both", "sum"))
    assert both.n_components == 16
    assert_array_equal(both.vectors[:, :8], word.vectors)
    assert_allclose(both.vectors.sum(axis=1), total.vectors.sum(axis=1), rtol=1e-4, atol=1e-5)
    assert_allclose(both.vectors[:, :8] + both.vectors[:, 8:], total.vectors, rtol=1e-6)
    assert fit(vectors="both").transform(DOCUMENTS).shape == (80, 16)


def test_parts_follow_from_the_data():
    assert number_of_parts(10, 100) == 1
    assert number_of_parts(5000, 100) > 4
    assert number_of_parts(100_000, 100) == MAX_PARTS
    assert number_of_parts(100 * MAX_PART_SIZE, 1) == 100


# When training ends


def test_loss_plateau():
    never, three = LossPlateau(0.1, None), LossPlateau(0.1, 3)
    falling = [10.0, 8.0, 6.0, 4.0]
    assert not three.is_over(falling)
    assert not three.is_over([*falling, 3.9, 3.8])
    assert three.is_over([*falling, 3.9, 3.8, 3.7])
    assert not three.is_over([*falling, 3.9, 3.8, 2.0])
    assert not never.is_over([1.0] * 50)
    assert LossPlateau(0.0, 1).is_over([1.0, 1.0])


def test_training_ends_when_the_loss_stays():
    whole = fit(max_iter=60, n_iter_no_change=None)
    model = fit(max_iter=60, tol=0.02, n_iter_no_change=2)
    assert 5 < model.n_iter_ < 60
    assert len(model.loss_curve_) == model.n_iter_
    assert_array_equal(model.loss_curve_, whole.loss_curve_[: model.n_iter_])
    gains = -np.diff(model.loss_curve_) / model.loss_curve_[:-1]
    assert (gains[-2:] < 0.02).all()
    assert gains[-3] > 0.02
    assert fit(max_iter=60, tol=0.5, n_iter_no_change=1).n_iter_ < model.n_iter_
    assert fit(max_iter=60, tol=0.02, n_iter_no_change=5).n_iter_ > model.n_iter_


# One seed, one answer


def test_bits_do_not_depend_on_n_jobs_and_memory_limit(monkeypatch):
    monkeypatch.setattr(joblib, "cpu_count", lambda: 8)  # else 3 jobs may not be 3 threads
    documents = draw_documents(1500, 400, 30)
    first = fit(documents, n_components=100, n_jobs=1)
    assert number_of_parts(len(first.vocabulary_), 100) > 4, "several parts"
    for parameters in ({"n_jobs": 2}, {"n_jobs": 3}, {"n_jobs": -1}, {"memory_limit": "4MB"}):
        other = fit(documents, n_components=100, **parameters)
        assert_array_equal(other.embedding_.vectors, first.embedding_.vectors)
        assert_array_equal(other.loss_curve_, first.loss_curve_)


# Where training starts


@pytest.mark.parametrize(("kept", "n_components"), [("sum", 8), ("word", 8), ("both", 16)])
def test_init(kept, n_components):
    given = np.random.default_rng(0).normal(size=(61, n_components)).astype(np.float32)
    base = Embedding([*(f"w{i}" for i in range(60)), "unheard"], given)
    for init in (base, base.to_keyed_vectors(), PretrainedVectorizer(base).fit(DOCUMENTS)):
        model = GloVeVectorizer(**STILL, vectors=kept, init=init).fit(DOCUMENTS)
        expected = base[model.embedding_.terms.tolist()]
        assert_allclose(model.embedding_.vectors, expected, rtol=1e-6)
    learned = fit(vectors=kept, init=base, max_iter=10).embedding_
    assert np.abs(learned.vectors - base[learned.terms.tolist()]).max() > 1e-2


def test_init_far_from_the_counts():
    # A start that is wrong by much is no sign of a learning rate that is too high.
    base = Embedding([f"w{i}" for i in range(60)], np.random.default_rng(0).normal(size=(60, 8)))
    given = Embedding(base.terms, base.vectors * 5)
    for kept in ("word", "sum"):
        losses = fit(vectors=kept, init=given, max_iter=10).loss_curve_
        assert losses[-1] < 0.5 * losses[0]


def test_init_that_does_not_fit():
    base = Embedding(["w1"], np.ones((1, 8)))
    with pytest.raises(ValueError, match="init has vectors of 8 components, n_components is 9"):
        fit(n_components=9, init=base)
    with pytest.raises(ValueError, match=r"init has vectors of 8 components, .* is 16"):
        fit(vectors="both", init=base)


@pytest.mark.parametrize("kept", ["sum", "word", "both"])
def test_warm_start(kept):
    cold = fit(vectors=kept)
    model = fit(vectors=kept, warm_start=True)
    assert_array_equal(model.embedding_.vectors, cold.embedding_.vectors)
    assert not hasattr(cold, "_factors")
    learned = model.embedding_
    words, contexts = model._factors
    model.set_params(learning_rate=1e-20, max_iter=1).fit([*DOCUMENTS[::2], "brand new words"])
    for term in model.embedding_.terms:
        if term in learned:
            assert_allclose(model.embedding_[term], learned[term], rtol=1e-6)
            row, earlier = model.vocabulary_[term], learned.index[term]
            assert_array_equal(model._factors[0][row], words[earlier])
            assert_array_equal(model._factors[1][row], contexts[earlier])
    model = fit(vectors=kept, warm_start=True)
    before = model.loss_curve_[-1]
    assert model.fit(DOCUMENTS).loss_curve_[0] < before


def test_pickles_hold_the_vectors_once():
    documents = draw_documents(1500, 400, 30)
    model = fit(documents, n_components=100, warm_start=True).set_params(warm_start=False)
    size = len(pickle.dumps(model))
    assert size < 1.15 * model.embedding_.vectors.nbytes + 60_000
    again = pickle.loads(pickle.dumps(model))
    assert not hasattr(again, "_factors")
    assert_array_equal(again.transform(documents[:5]), model.transform(documents[:5]))
    # without the factors, a warm start is a start from the vectors
    start = again.embedding_
    again.set_params(warm_start=True, learning_rate=1e-20, max_iter=1).fit(documents)
    assert_allclose(again.embedding_.vectors, start.vectors, rtol=1e-6)


# Counting once


@pytest.fixture
def n_counted(monkeypatch):
    """How often counts were made."""
    made = []
    count = counting.count_cooccurrences

    def spy(*arguments, **options):
        made.append(arguments)
        return count(*arguments, **options)

    monkeypatch.setattr(counting, "count_cooccurrences", spy)
    return made


def test_a_grid_counts_once_a_fold(tmp_path, n_counted):
    grid = {
        "glovevectorizer__n_components": [4, 8],
        "glovevectorizer__x_max": [1, 100],
        "glovevectorizer__alpha": [0.5, 1],
        "glovevectorizer__learning_rate": [0.05, 0.1],
        "glovevectorizer__max_iter": [1, 2],
        "glovevectorizer__pooling": ["mean", "max"],
    }
    y = np.arange(80) % 2
    model = make_pipeline(GloVeVectorizer(**SMALL, memory=tmp_path), LogisticRegression())
    GridSearchCV(model, grid, cv=2, refit=False).fit(DOCUMENTS, y)
    assert len(n_counted) == 2
    clone(model[0]).set_params(window=4).fit(DOCUMENTS)
    assert len(n_counted) == 3


def test_memory_changes_no_bit(tmp_path, n_counted):
    plain = vectors()
    for _ in range(2):
        assert_array_equal(vectors(memory=tmp_path), plain)
        assert_array_equal(vectors(memory=str(tmp_path)), plain)
    assert len(n_counted) == 2, "without a cache, and once with it"


# Bad input


@pytest.mark.parametrize("documents", [["one", "two", "one"], ["a b c", "word"], ["w1", "", "w2"]])
def test_nothing_to_count(documents):
    model = GloVeVectorizer(**SMALL)
    with pytest.raises(ValueError, match="No document has two known words"):
        model.fit(documents)
    assert not hasattr(model, "embedding_")


@pytest.mark.parametrize(
    "wrong",
    [
        {"x_max": 0},
        {"x_max": -1.0},
        {"alpha": -0.1},
        {"window": 0},
        {"n_components": 0},
        {"learning_rate": 0},
        {"max_iter": 0},
        {"tol": -1},
        {"n_iter_no_change": 0},
        {"vectors": "context"},
        {"weighting": "linear"},
        {"memory": 3},
    ],
    ids=str,
)
def test_parameters_out_of_range(wrong):
    with pytest.raises(ValueError, match=f"The '{next(iter(wrong))}' parameter"):
        fit(**wrong)


def test_weights_of_any_power():
    assert np.isfinite(fit(alpha=1e30, x_max=1e-3).loss_curve_).all()
    with pytest.raises(ValueError, match="x_max=1e\\+30"):
        fit(alpha=1e30, x_max=1e30)


@pytest.mark.parametrize("learning_rate", [50.0, 1e6, 1e30])
def test_vectors_that_overflow(learning_rate):
    model = fit()
    before = dict(vars(model))
    with pytest.raises(
        ValueError, match=rf"learning_rate={re.escape(f'{learning_rate:g}')} is too high"
    ):
        model.set_params(learning_rate=learning_rate, max_iter=5).fit(DOCUMENTS)
    model.set_params(learning_rate=before["learning_rate"], max_iter=before["max_iter"])
    assert vars(model) == before


def test_no_file_is_left(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    documents = draw_documents(1500, 400, 30)
    fit(documents, memory_limit="4MB")
    assert not list(Path(tmp_path).rglob("*"))
    with pytest.raises(ValueError, match="learning_rate"):
        fit(documents, memory_limit="4MB", learning_rate=1e30)
    assert not list(Path(tmp_path).rglob("*"))
