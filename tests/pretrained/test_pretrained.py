"""PretrainedVectorizer: no copy, one pickle, coverage, and the pipeline around it."""

import io
import pickle

import joblib
import numpy as np
import pytest
from joblib import parallel_config
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.callback import ProgressBar
from sklearn.compose import make_column_transformer
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from skembed import Embedding, PretrainedVectorizer, Word2VecVectorizer
from skembed.pooling import SifPooling

TERMS = ["good", "bad", "film", "book", "the"]
VECTORS = np.array([[2, 1, 0], [-2, 1, 0], [0, 0, 1], [0, 1, 1], [0.5, 0.5, 0.5]], dtype=np.float32)
DOCUMENTS = ["the good film", "", "a bad, bad book", "GOOD unknown book", "nothing at all"]


@pytest.fixture
def embedding():
    return Embedding(TERMS, VECTORS)


def test_features(embedding):
    vectorizer = PretrainedVectorizer(embedding)
    features = vectorizer.fit_transform(iter(DOCUMENTS))
    good, bad, film, book, the = VECTORS
    expected = [
        (the + good + film) / 3,
        0 * good,
        (2 * bad + book) / 3,
        (good + book) / 2,
        0 * good,
    ]
    assert features.dtype == np.float32
    assert_allclose(features, expected, rtol=1e-6)
    assert_array_equal(vectorizer.transform(DOCUMENTS), features)
    assert vectorizer.get_feature_names_out().tolist() == [
        f"pretrainedvectorizer{i}" for i in range(3)
    ]
    assert vectorizer.vocabulary_ == {term: row for row, term in enumerate(TERMS)}


def test_terms_unseen_in_fit_are_found_in_transform(embedding):
    for pooling in ("mean", "idf", "sif"):
        vectorizer = PretrainedVectorizer(embedding, pooling=pooling).fit(["good film", "film"])
        assert np.abs(vectorizer.transform(["bad"])).max() > 0.1


def test_coverage(embedding):
    vectorizer = PretrainedVectorizer(embedding).fit(DOCUMENTS)
    # Tokens: the good film, bad bad book, good unknown book, nothing at all.
    assert vectorizer.token_coverage_ == 8 / 12
    assert vectorizer.type_coverage_ == 5 / 9
    with_capitals = PretrainedVectorizer(embedding, lowercase=False).fit(DOCUMENTS)
    assert with_capitals.token_coverage_ == 7 / 12


def test_coverage_is_printed(embedding, capsys):
    PretrainedVectorizer(embedding, verbose=1).fit(DOCUMENTS)
    assert "66.7% of tokens and 55.6% of types" in capsys.readouterr().out


def test_no_token_found(embedding):
    with pytest.raises(ValueError, match=r"None of the 2 tokens.*'good'.*lowercase"):
        PretrainedVectorizer(embedding, lowercase=False).fit(["GOOD Film"])


@pytest.mark.parametrize("norm", ["l1", "l2", "max"])
def test_norm(embedding, norm):
    features = PretrainedVectorizer(embedding, norm=norm).fit_transform(DOCUMENTS)
    orders = {"l1": 1, "l2": 2, "max": np.inf}
    norms = np.linalg.norm(features, ord=orders[norm], axis=1)
    assert_allclose(norms, [1, 0, 1, 1, 0], rtol=1e-6)


def test_constructor_loads_nothing():
    vectorizer = PretrainedVectorizer("no/such/file")
    assert vectorizer.vectors == "no/such/file"
    with pytest.raises(FileNotFoundError):
        vectorizer.fit(DOCUMENTS)
    with pytest.raises(NotFittedError):
        vectorizer.transform(DOCUMENTS)


def sources(embedding):
    return {
        "embedding": embedding,
        "keyed vectors": embedding.to_keyed_vectors(),
        "fitted vectorizer": PretrainedVectorizer(embedding).fit(DOCUMENTS),
    }


def test_a_dict_of_vectors(embedding):
    vectors = dict(zip(TERMS, VECTORS, strict=True))
    expected = PretrainedVectorizer(embedding).fit_transform(DOCUMENTS)
    vectorizer = clone(PretrainedVectorizer(vectors))
    assert vectorizer.vectors is vectors
    assert_array_equal(vectorizer.fit_transform(DOCUMENTS), expected)
    assert_array_equal(pickle.loads(pickle.dumps(vectorizer)).transform(DOCUMENTS), expected)


def test_initial_vectors_from_a_dict():
    fits = [
        Word2VecVectorizer(n_components=3, init=init, subsample=0, random_state=0).fit(DOCUMENTS)
        for init in (dict(zip(TERMS, VECTORS, strict=True)), Embedding(TERMS, VECTORS), None)
    ]
    given, same, other = (fit.embedding_.vectors for fit in fits)
    assert_array_equal(given, same)
    assert not np.array_equal(given, other)


@pytest.mark.parametrize("source", ["embedding", "keyed vectors", "fitted vectorizer"])
def test_clones_share_the_vectors(embedding, source):
    vectors = sources(embedding)[source]
    vectorizer = PretrainedVectorizer(vectors, pooling=SifPooling(smoothing=0.1), norm="l2")
    vectorizer.set_output(transform="pandas")
    fitted_clone = clone(vectorizer).fit(DOCUMENTS)
    again = clone(fitted_clone)
    assert again.vectors is vectors
    assert vectorizer.vectors is vectors
    assert not hasattr(again, "embedding_")
    assert again.pooling is not vectorizer.pooling
    assert again.pooling.smoothing == 0.1
    assert again.norm == "l2"
    assert np.shares_memory(fitted_clone.embedding_.vectors, embedding.vectors)
    assert list(again.fit_transform(DOCUMENTS).columns) == list(again.get_feature_names_out())


def test_clone_does_not_copy_even_for_a_moment(embedding):
    class Uncopied(type(embedding.to_keyed_vectors())):
        def __deepcopy__(self, memo):
            raise MemoryError("a copy of all vectors")

    vectors = embedding.to_keyed_vectors()
    vectors.__class__ = Uncopied
    assert clone(PretrainedVectorizer(vectors)).vectors is vectors


@pytest.mark.parametrize("source", ["embedding", "keyed vectors", "fitted vectorizer"])
@pytest.mark.parametrize("dump", [pickle.dump, joblib.dump])
def test_pickle_holds_the_vectors_once(source, dump):
    terms = [f"t{i}" for i in range(500)]
    large = Embedding(terms, np.random.default_rng(0).normal(size=(500, 200)))
    vectors = large.to_keyed_vectors() if source == "keyed vectors" else large
    if source == "fitted vectorizer":
        vectors = PretrainedVectorizer(large).fit(["t1 t2"])
    vectorizer = PretrainedVectorizer(vectors).fit(["t1 t2", "t3"])
    buffer = io.BytesIO()
    dump(vectorizer, buffer)
    assert len(buffer.getvalue()) < 1.1 * large.vectors.nbytes
    buffer.seek(0)
    again = joblib.load(buffer)
    assert_array_equal(again.transform(["t1 t9"]), vectorizer.transform(["t1 t9"]))
    # The one that was pickled has not changed, and what came back can be fitted again.
    assert vectorizer.vectors is vectors
    assert_array_equal(again.fit_transform(["t1 t9"]), vectorizer.transform(["t1 t9"]))


def test_memory_mapped_read_only(tmp_path, embedding):
    vectorizer = PretrainedVectorizer(embedding, pooling=["idf", "sif", "max"]).fit(DOCUMENTS)
    joblib.dump(vectorizer, tmp_path / "vectorizer.joblib")
    mapped = joblib.load(tmp_path / "vectorizer.joblib", mmap_mode="r")
    assert_array_equal(mapped.transform(DOCUMENTS), vectorizer.transform(DOCUMENTS))


def test_path(tmp_path, embedding):
    path = tmp_path / "vectors.bin"
    embedding.to_keyed_vectors().save_word2vec_format(str(path), binary=True)
    expected = PretrainedVectorizer(embedding).fit_transform(DOCUMENTS)
    vectorizer = PretrainedVectorizer(path)
    assert_array_equal(vectorizer.fit_transform(DOCUMENTS), expected)
    path.unlink()
    assert_array_equal(pickle.loads(pickle.dumps(vectorizer)).transform(DOCUMENTS), expected)


@pytest.mark.parametrize("backend", ["threading", "loky"])
def test_grid_search_with_progress_bar(embedding, backend):
    pipeline = make_pipeline(PretrainedVectorizer(embedding), LogisticRegression())
    grid = {
        "pretrainedvectorizer__pooling": ["mean", SifPooling(), ["mean", "max"]],
        "pretrainedvectorizer__vectors": [embedding],
    }
    search = GridSearchCV(pipeline, grid, cv=2, n_jobs=2, error_score="raise")
    search.set_callbacks(ProgressBar(max_propagation_depth=None))
    texts = ["the good film", "a bad film", "good book", "bad book"] * 4
    with parallel_config(backend=backend):
        search.fit(texts, [1, 0, 1, 0] * 4)
    assert search.best_score_ == 1
    best = search.best_estimator_[0]
    assert best.vectors is embedding
    assert best.embedding_ is embedding


def test_progress_bar_alone(embedding):
    vectorizer = PretrainedVectorizer(embedding).set_callbacks(ProgressBar())
    vectorizer.fit(DOCUMENTS).transform(DOCUMENTS)
    assert not hasattr(vectorizer, "_callback_fit_ctx")


class Listener:
    """A callback that writes down what it is told, and may fail."""

    def __init__(self, fail_at=None):
        self.heard = []
        self.fail_at = fail_at

    def setup(self, estimator, context):
        self.heard.append("setup")

    def teardown(self, estimator, context):
        self.heard.append("teardown")

    def on_fit_task_begin(self, estimator, context):
        self.heard.append("begin")

    def on_fit_task_end(self, estimator, context, *, X, fitted_estimator=None):
        self.heard.append(fitted_estimator.transform(X).shape)
        if self.fail_at == "end":
            raise KeyboardInterrupt


def test_callbacks_get_a_fitted_estimator(embedding):
    listener = Listener()
    PretrainedVectorizer(embedding).set_callbacks(listener).fit(DOCUMENTS)
    assert listener.heard == ["setup", "begin", (5, 3), "teardown"]


def test_failed_and_interrupted_fits_change_nothing(embedding):
    vectorizer = PretrainedVectorizer(embedding).fit(["good film"])
    before = dict(vectorizer.__dict__)
    with pytest.raises(ValueError, match="row 1 is missing"):
        vectorizer.fit(["bad", None])
    assert vectorizer.__dict__ == before
    vectorizer.set_callbacks(Listener(fail_at="end"))
    with pytest.raises(KeyboardInterrupt):
        vectorizer.fit(DOCUMENTS)
    vectorizer.set_callbacks()
    assert vectorizer.__dict__ == before


def test_columns_of_a_frame(embedding):
    import pandas as pd

    frame = pd.DataFrame({"title": ["good", "bad"], "text": ["the film", "a book"]}, index=[7, 3])
    vectorizer = PretrainedVectorizer(embedding)
    columns = make_column_transformer((vectorizer, "title"), (vectorizer, ["text"]))
    assert columns.fit_transform(frame).shape == (2, 6)
    vectorizer.set_output(transform="pandas")
    assert vectorizer.fit_transform(frame["text"]).index.tolist() == [7, 3]
    assert vectorizer.fit_transform(frame[["text"]]).index.tolist() == [7, 3]
    with pytest.raises(ValueError, match="ColumnTransformer"):
        vectorizer.fit(frame)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"pooling": "median"}, "pooling"),
        ({"pooling": []}, "pooling"),
        ({"norm": "l3"}, "norm"),
        ({"n_jobs": 0}, "n_jobs"),
        ({"analyzer": "sentence"}, "analyzer"),
        ({"encoding": 8}, "encoding"),
    ],
)
def test_bad_parameters(embedding, parameters, message):
    with pytest.raises(ValueError, match=message):
        PretrainedVectorizer(embedding, **parameters).fit(DOCUMENTS)


def test_threads_change_nothing(embedding, monkeypatch):
    monkeypatch.setattr(joblib, "cpu_count", lambda: 8)  # else 3 jobs may not be 3 threads
    documents = DOCUMENTS * 50
    expected = PretrainedVectorizer(embedding).fit_transform(documents)
    threaded = PretrainedVectorizer(embedding, n_jobs=3).fit_transform(documents)
    assert_array_equal(threaded, expected)


def test_representations(embedding):
    vectorizer = PretrainedVectorizer(embedding).fit(DOCUMENTS)
    assert "Embedding(n_terms=5, n_components=3)" in repr(vectorizer)
    assert "Embedding(n_terms=5" in vectorizer._repr_html_()


def test_docstring_is_filled():
    documentation = PretrainedVectorizer.__doc__
    assert "{" not in documentation.replace("{'", "")
    assert "token_pattern : str or None" in documentation
