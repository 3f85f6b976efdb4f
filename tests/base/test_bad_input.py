"""Everything a careless or unlucky user does: a clear error, or simply the right answer."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from texts import draw_documents

from skembed import Embedding, GloVeVectorizer, PretrainedVectorizer, Word2VecVectorizer
from skembed._fit.schedule import LinearRate
from skembed._word2vec.plan import SGNSParameters
from skembed._word2vec.trainer import SGNSTrainer

DOCUMENTS = draw_documents(60, 40, 15)
SMALL = {"n_components": 4, "max_iter": 1, "random_state": 0}
MODELS = [
    Word2VecVectorizer(**SMALL),
    Word2VecVectorizer(algorithm="cbow", **SMALL),
    Word2VecVectorizer(solver="gensim", n_jobs=1, **SMALL),
    GloVeVectorizer(**SMALL),
    PretrainedVectorizer(Embedding([f"w{i}" for i in range(40)], np.ones((40, 3)))),
]
each_model = pytest.mark.parametrize(
    "model", MODELS, ids=["skip-gram", "cbow", "gensim", "glove", "pretrained"]
)


def refused(model, documents, match, *, errors=(ValueError, TypeError), transform=True):
    """Fit, fit_transform and transform refuse the documents and stay as they were."""
    model = clone(model)
    with pytest.raises(errors, match=match):
        model.fit(documents)
    assert not hasattr(model, "embedding_")
    with pytest.raises(errors, match=match):
        model.fit_transform(documents)
    model.fit(DOCUMENTS)
    before = dict(vars(model))
    if transform:
        with pytest.raises(errors, match=match):
            model.transform(documents)
    with pytest.raises(errors, match=match):
        model.fit(documents)
    assert vars(model) == before


@each_model
def test_a_bare_string(model):
    refused(model, "the cat sat on the mat", "string object received. Put it into a list")


@each_model
@pytest.mark.parametrize("missing", [None, np.nan, float("nan"), 3])
def test_a_document_that_is_none(model, missing):
    refused(model, [*DOCUMENTS[:7], missing, *DOCUMENTS], r"\brow 7\b")


@each_model
def test_bytes_that_do_not_decode(model):
    refused(model, [*DOCUMENTS[:7], b"w1 \xff\xfe"], r"row 7 is not utf-8")


@each_model
@pytest.mark.parametrize("empty", [[], (), np.array([], dtype=object)], ids=["list", "()", "array"])
def test_no_documents(model, empty):
    refused(model, empty, "there are no documents", errors=ValueError, transform=False)
    fitted = clone(model).fit(DOCUMENTS)
    features = fitted.transform(empty)
    assert features.shape == (0, len(fitted.get_feature_names_out()))


@pytest.mark.filterwarnings("ignore:None of these . documents has a token")
@each_model
@pytest.mark.parametrize("documents", [["", ""], ["a b c", "!"]], ids=["empty", "short words"])
def test_documents_without_any_token(model, documents):
    refused(model, documents, "none of the 2 documents has a token", transform=False)
    features = clone(model).fit(DOCUMENTS).transform(documents)
    assert_array_equal(features, 0)


@pytest.mark.parametrize("model", MODELS[:3], ids=["skip-gram", "cbow", "gensim"])
def test_a_vocabulary_emptied_by_min_df(model):
    with pytest.raises(ValueError, match=r"no terms remain: .* min_df=41"):
        clone(model).set_params(min_df=41).fit([*DOCUMENTS, "zzz"])
    with pytest.raises(ValueError, match="than min_df=1000: 40 and 1000 of 40"):
        clone(model).set_params(min_df=1000).fit(DOCUMENTS)
    with pytest.raises(ValueError, match="parameter vocabulary"):
        clone(model).set_params(vocabulary=["xyz"]).fit(DOCUMENTS)


OUT_OF_RANGE = [
    ("n_components", 0),
    ("n_components", -1),
    ("n_components", 2.5),
    ("window", 0),
    ("window", 1.5),
    ("n_negative", 0),
    ("n_negative", 65),
    ("max_iter", 0),
    ("learning_rate", 0),
    ("learning_rate", -0.1),
    ("learning_rate", np.nan),
    ("learning_rate", np.inf),
    ("min_learning_rate", -1e-4),
    ("subsample", -1e-3),
    ("ns_exponent", np.nan),
    ("ns_exponent", "0.75"),
    ("algorithm", "skipgram"),
    ("solver", "auto"),
    ("warm_start", "yes"),
    ("random_state", "seed"),
    ("n_jobs", 0),
    ("n_jobs", 1.5),
]


@pytest.mark.parametrize(("name", "value"), OUT_OF_RANGE)
@pytest.mark.parametrize("solver", ["native", "gensim"])
def test_a_parameter_out_of_range(name, value, solver):
    model = Word2VecVectorizer(**{**SMALL, "solver": solver, name: value})
    with pytest.raises(ValueError, match=name):
        model.fit(DOCUMENTS)
    assert not hasattr(model, "embedding_")


def test_a_learning_rate_that_rises():
    with pytest.raises(ValueError, match=r"min_learning_rate=0\.5 is above learning_rate=0\.1"):
        Word2VecVectorizer(learning_rate=0.1, min_learning_rate=0.5).fit(DOCUMENTS)


@pytest.mark.parametrize("solver", ["native", "gensim"])
@pytest.mark.parametrize("algorithm", ["skip-gram", "cbow"])
@pytest.mark.parametrize("rate", [1e20, 1e38, 1e300])
def test_a_learning_rate_that_overflows(algorithm, solver, rate):
    parameters = {**SMALL, "algorithm": algorithm, "solver": solver, "n_jobs": 1, "max_iter": 5}
    model = Word2VecVectorizer(**parameters).fit(DOCUMENTS)
    before = dict(vars(model))
    model.set_params(learning_rate=rate)
    with pytest.raises(ValueError, match=r"learning_rate=1e\+\d+ is too high"):
        model.fit(DOCUMENTS)
    assert vars(model) == {**before, "learning_rate": rate}


@each_model
def test_a_generator_is_consumed_once(model):
    seen = []

    def documents():
        for document in DOCUMENTS:
            seen.append(document)
            yield document

    expected = clone(model).fit(DOCUMENTS).transform(DOCUMENTS)
    assert_array_equal(clone(model).fit_transform(documents()), expected)
    assert seen == DOCUMENTS
    fitted = clone(model).fit(documents())
    assert_array_equal(fitted.transform(documents()), expected)
    assert len(seen) == 3 * len(DOCUMENTS)


MILLION = 1_000_000


@pytest.fixture(scope="module")
def long_document():
    ids = np.random.default_rng(0).integers(300, size=MILLION)
    ids[-2:] = 300, 301
    return " ".join(np.array([f"w{i}" for i in range(302)])[ids].tolist())


@pytest.mark.parametrize("algorithm", ["skip-gram", "cbow"])
def test_a_document_of_a_million_tokens(long_document, algorithm):
    model = Word2VecVectorizer(algorithm=algorithm, window=1, subsample=0, **SMALL)
    still = clone(model).set_params(learning_rate=1e-30, min_learning_rate=0)
    vocabulary, corpus, _ = model._read([long_document])
    assert corpus.n_tokens == MILLION
    parameters = SGNSParameters(algorithm, 4, 1, 5, 0.75, 0.0, 1)
    state = np.random.RandomState(0)
    trainer = SGNSTrainer(corpus, vocabulary.counts, vocabulary._terms, parameters, state)
    steps = list(trainer.steps(0, LinearRate(0.05, 1e-4, 1)))
    # In windows of one word, every word has two neighbors, save the first and the last.
    n_examples = 2 * MILLION - 2 if algorithm == "skip-gram" else MILLION
    assert sum(n for _, n in steps) == n_examples
    # The last two words are seen nowhere else, and learn from each other.
    learned = model.fit([long_document]).embedding_
    start = still.fit([long_document]).embedding_
    for word in ("w300", "w301"):
        assert np.abs(learned[word] - start[word]).max() > 1e-4
    counts = vocabulary.counts[:, np.newaxis] / MILLION
    expected = (counts * learned.vectors.astype(float)).sum(axis=0)
    assert_allclose(model.transform([long_document])[0], expected, rtol=1e-3, atol=1e-4)


def test_a_million_documents_of_one_token():
    documents = [f"w{i % 1000}" for i in range(MILLION)]
    model = Word2VecVectorizer(**{**SMALL, "n_components": 1}, subsample=0)
    with pytest.warns(UserWarning, match="No word has a context word"):
        features = model.fit_transform(documents)
    assert_array_equal(features[:2000], model.embedding_[documents[:2000]])
    assert_array_equal(features[-2000:], features[:2000])
    assert_array_equal(model.loss_curve_, [0.0])


@pytest.mark.parametrize("algorithm", ["skip-gram", "cbow"])
@pytest.mark.parametrize("solver", ["native", "gensim"])
def test_a_single_word(algorithm, solver):
    model = Word2VecVectorizer(algorithm=algorithm, solver=solver, n_jobs=1, subsample=0, **SMALL)
    features = model.fit_transform(["word word word"] * 3)
    assert features.shape == (3, 4)
    assert np.isfinite(features).all()


@pytest.mark.parametrize("algorithm", ["skip-gram", "cbow"])
def test_a_document_that_repeats_two_words_for_pages(algorithm):
    # CBOW once pushed those rows hundreds of times from one state, and the loss grew to 1e17.
    documents = [*draw_documents(), "ax ab " * 2000]
    model = Word2VecVectorizer(algorithm=algorithm, random_state=0, max_iter=8).fit(documents)
    assert model.loss_curve_[-1] < model.loss_curve_[0]
    assert np.abs(model.embedding_.vectors).max() < 10
