"""What Word2VecVectorizer does with its parameters, and that it learns."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from texts import draw_documents, two_worlds

from skembed import Embedding, PretrainedVectorizer, Word2VecVectorizer

DOCUMENTS = draw_documents(100, 80, 20)
WORLDS = two_worlds()
SMALL = {"n_components": 8, "max_iter": 2, "random_state": 0}
each_algorithm = pytest.mark.parametrize("algorithm", ["skip-gram", "cbow"])
each_solver = pytest.mark.parametrize("solver", ["native", "gensim"])


def make(**parameters):
    return Word2VecVectorizer(**{**SMALL, **parameters})


def vectors(documents=DOCUMENTS, **parameters):
    return make(**parameters).fit(documents).embedding_.vectors


@each_algorithm
def test_fitted_attributes(algorithm):
    model = make(algorithm=algorithm, max_iter=3).fit(DOCUMENTS)
    assert model.n_iter_ == 3
    assert model.loss_curve_.shape == (3,)
    assert model.loss_curve_.dtype == np.float64
    assert model.embedding_.vectors.shape == (100, 8)
    assert model.embedding_.vectors.dtype == np.float32
    assert model.vocabulary_ == {t: i for i, t in enumerate(model.embedding_.terms)}
    assert set(map(type, model.vocabulary_.values())) == {int}


@each_algorithm
def test_loss_falls_from_that_of_no_knowledge(algorithm):
    parameters = {"window": 5, "n_negative": 5, "n_components": 16, "subsample": 0}
    model = make(algorithm=algorithm, max_iter=8, **parameters)
    loss = model.fit(WORLDS).loss_curve_
    # Contexts begin at zero: every sigma is 1/2, so an example costs (1 + K) ln 2 at first.
    assert loss[0] < 6 * np.log(2) + 1e-6
    assert (np.diff(loss) < 0).all()
    assert loss[-1] < 0.95 * loss[0]


@each_algorithm
def test_loss_without_learning_is_exact(algorithm):
    model = make(algorithm=algorithm, learning_rate=1e-30, min_learning_rate=0, n_negative=7)
    assert model.fit(DOCUMENTS).loss_curve_[0] < 8 * np.log(2) + 1e-6
    # A negative that is the positive itself is passed over, which spares ln 2 each time.
    assert model.loss_curve_[0] > 7 * np.log(2)
    # The loss is a mean over examples: words without any context are none.
    alone = [f"w{i}" for i in range(100)] * 20
    assert model.fit([*DOCUMENTS, *alone]).loss_curve_[0] > 7 * np.log(2)


@each_solver
@each_algorithm
def test_neighbors_are_of_the_same_world(algorithm, solver):
    model = make(
        algorithm=algorithm, solver=solver, n_components=16, max_iter=10, subsample=0, n_jobs=1
    ).fit(WORLDS)
    assert len(model.loss_curve_) == model.n_iter_ == 10
    for word in model.vocabulary_:
        nearest = [term for term, _ in model.embedding_.most_similar(word, n=9)]
        assert {term[0] for term in nearest} == {word[0]}
    # And so do the documents fall into two groups.
    features = model.transform(WORLDS[:20])
    unit = features / np.linalg.norm(features, axis=1, keepdims=True)
    cosines = unit @ unit.T
    same = np.equal.outer(np.arange(20) % 2, np.arange(20) % 2)
    assert cosines[same].min() > cosines[~same].max()


PARAMETERS = [
    {"algorithm": "cbow"},
    {"window": 2},
    {"n_negative": 2},
    {"n_negative": 20},
    {"ns_exponent": 0.0},
    {"ns_exponent": -0.5},
    {"subsample": 0},
    {"subsample": 1e-1},
    {"learning_rate": 0.01},
    {"min_learning_rate": 0.01},
    {"max_iter": 3},
    {"random_state": 1},
    {"solver": "gensim"},
]


@pytest.mark.parametrize("parameters", PARAMETERS, ids=str)
@each_algorithm
def test_every_parameter_has_an_effect(algorithm, parameters):
    if parameters.get("algorithm") == algorithm:
        parameters = {"algorithm": "skip-gram"}
    base = vectors(algorithm=algorithm)
    assert_array_equal(vectors(algorithm=algorithm), base)
    assert np.abs(vectors(**{"algorithm": algorithm, **parameters}) - base).max() > 1e-5


def test_window_one_sees_neighbors_only():
    # c stands two places from a always, b beside it: in a window of one, a and c never meet.
    documents = ["aa bb cc dd"] * 50
    narrow, wide = (
        make(window=w, subsample=0, max_iter=20, ns_exponent=0).fit(documents) for w in (1, 3)
    )
    assert wide.loss_curve_[-1] > narrow.loss_curve_[-1]


def test_subsample_drops_frequent_words():
    # The formula: f = 1/2 for either word, so p = sqrt(t / f) + t / f; a pair needs two words.
    plan = _plan([50, 50], subsample=0.01)
    expected = np.sqrt(0.01 / 0.5) + 0.01 / 0.5
    assert_allclose(plan.keep / 2**32, expected, rtol=1e-6)
    assert (_plan([50, 50], subsample=0).keep == 2**32 - 1).all()
    assert_allclose(_plan([90, 10], subsample=1e-3).keep / 2**32, _keep(np.array([0.9, 0.1]), 1e-3))
    assert (_plan([90, 10], subsample=10.0).keep == 2**32 - 1).all()


def _keep(share, t):
    return np.sqrt(t / share) + t / share


def _plan(counts, **changed):
    from skembed._word2vec.plan import SGNSParameters, TrainingPlan

    given = {"n_components": 8, "window": 5, "n_negative": 5, "ns_exponent": 0.75, "n_threads": 1}
    parameters = SGNSParameters(**{"algorithm": "skip-gram", "subsample": 0.0, **given, **changed})
    return TrainingPlan(np.array(counts), sum(counts), parameters)


@pytest.mark.parametrize("n_terms", [1, 2, 511, 512, 513, 1100, 5000])
def test_plan_deals_words_into_parts(n_terms):
    counts = np.maximum(20_000 // np.arange(1, n_terms + 1), 1)
    plan = _plan(counts)
    assert plan.n_parts == min(16, max(1, n_terms // 256))
    assert len(set(plan.rows)) == n_terms
    assert plan.rows.min() >= 0
    assert plan.rows.max() < plan.n_parts * plan.part_size
    share = np.bincount(plan.rows // plan.part_size, counts, minlength=plan.n_parts) / counts.sum()
    # Dealt in a snake, the parts are as heavy as each other, but for the few most frequent words.
    P = plan.n_parts
    assert (plan.rows[: 2 * P] // plan.part_size).tolist() == [*range(P), *range(P)[::-1]][:n_terms]
    assert share.max() - share.min() <= counts[0] / counts.sum() + 1e-12
    threshold, alias = plan.noise
    for first in range(0, len(threshold), plan.part_size):
        assert (alias[first : first + plan.part_size] < plan.part_size).all()
    assert len(threshold) == plan.n_parts * plan.part_size


def test_order_of_the_vocabulary():
    model = make(subsample=0).fit(["bb aa bb", "cc aa", "dd bb"])
    assert model.embedding_.terms.tolist() == ["bb", "aa", "cc", "dd"]
    given = {"zz": 1, "bb": 0, "aa": 2}
    model = make(subsample=0, vocabulary=given).fit(["bb aa bb", "cc aa", "dd bb"])
    assert model.vocabulary_ == given
    assert model.embedding_.terms.tolist() == ["bb", "zz", "aa"]


@each_solver
@each_algorithm
def test_verbose(capsys, algorithm, solver):
    make(algorithm=algorithm, solver=solver).fit(DOCUMENTS)
    assert capsys.readouterr().out == ""
    model = make(algorithm=algorithm, solver=solver, verbose=1).fit(DOCUMENTS)
    reading, *lines = capsys.readouterr().out.splitlines()
    assert reading == "[Word2VecVectorizer] tokens found by: kernel"
    for i, (line, loss) in enumerate(zip(lines, model.loss_curve_, strict=True)):
        assert line.startswith(f"[Word2VecVectorizer] pass {i + 1}/2: loss {loss:.4f}, ")


@each_algorithm
def test_gensim_is_given_the_same_words(algorithm):
    ours = make(algorithm=algorithm, min_df=2, max_features=50).fit(DOCUMENTS)
    theirs = clone(ours).set_params(solver="gensim", n_jobs=1).fit(DOCUMENTS)
    assert theirs.vocabulary_ == ours.vocabulary_
    assert theirs.loss_curve_.shape == (2,)
    assert theirs.loss_curve_.dtype == np.float64
    assert theirs.n_iter_ == 2
    assert_allclose(theirs.loss_curve_, ours.loss_curve_, rtol=0.05)
    again = clone(theirs).fit(DOCUMENTS)
    assert_array_equal(again.embedding_.vectors, theirs.embedding_.vectors)


def test_gensim_follows_our_rates(caplog):
    # The rate falls to 0 exactly, and gensim has nothing to warn of.
    still = {"learning_rate": 1e-12, "min_learning_rate": 0, "max_iter": 1}
    assert_allclose(vectors(solver="gensim", n_jobs=1, **still), vectors(**still), rtol=1e-6)
    make(solver="gensim", n_jobs=1, learning_rate=0.5).fit(DOCUMENTS)
    assert caplog.messages == []


def test_gensim_reads_all_of_a_long_document():
    # gensim ignores what comes after 10,000 words of a text.
    rng = np.random.default_rng(0)
    early = " ".join(rng.choice(["aa", "bb", "cc"], size=12_000))
    late = " ".join(rng.choice(["xx", "yy", "zz"], size=12_000))
    model = make(solver="gensim", n_jobs=1, subsample=0, max_iter=1)
    start = make(learning_rate=1e-30, min_learning_rate=0).fit([early + " " + late]).embedding_
    learned = model.fit([early + " " + late]).embedding_
    for word in ("aa", "zz"):
        assert np.abs(learned[word] - start[word]).max() > 0.1


@each_solver
def test_keyed_vectors_share_memory(solver):
    embedding = make(solver=solver).fit(DOCUMENTS).embedding_
    keyed = embedding.to_keyed_vectors()
    assert np.shares_memory(keyed.vectors, embedding.vectors)
    assert keyed.index_to_key == embedding.terms.tolist()
    assert isinstance(Embedding.from_keyed_vectors(keyed), Embedding)
    theirs = [term for term, _ in keyed.most_similar("w0", topn=5)]
    assert [term for term, _ in embedding.most_similar("w0", n=5)] == theirs


@each_solver
@pytest.mark.parametrize("warm_start", [False, True])
def test_pickle_holds_the_vectors_once(solver, warm_start):
    documents = draw_documents(500, 200, 20)
    model = make(solver=solver, n_components=100, warm_start=warm_start).fit(documents)
    stream = pickle.dumps(model)
    terms = pickle.dumps(model.embedding_.terms)
    # and the context vectors, if training is to go on
    counts = 2 * 500 * 8 * warm_start
    assert len(stream) <= (1 + warm_start) * 500 * 100 * 4 + counts + 2 * len(terms) + 4096
    loaded = pickle.loads(stream)
    assert hasattr(model, "_context_vectors") == warm_start
    assert hasattr(loaded, "_context_vectors") == warm_start
    assert_array_equal(loaded.transform(documents), model.transform(documents))
    if warm_start:
        assert loaded.fit(documents).loss_curve_[0] > 0


def test_features_are_those_of_the_vectors_alone():
    model = make().fit(DOCUMENTS)
    other = PretrainedVectorizer(model.embedding_).fit(DOCUMENTS)
    assert_array_equal(other.transform(DOCUMENTS), model.transform(DOCUMENTS))
