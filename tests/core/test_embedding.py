"""Embedding: look-up, neighbors, sharing of memory, gensim's KeyedVectors."""

import copy
import pickle

import joblib
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from skembed import Embedding, PretrainedVectorizer

TERMS = ["king", "queen", "man", "woman", "cabbage", "nothing"]
VECTORS = np.array(
    [[1, 1, 0, 0], [1, -1, 0, 0], [0.1, 1, 0.1, 0], [0.1, -1, 0.1, 0], [0, 0, 0, 3], [0, 0, 0, 0]],
    dtype=np.float32,
)


@pytest.fixture
def embedding():
    return Embedding(TERMS, VECTORS)


def test_look_up(embedding):
    assert len(embedding) == 6
    assert embedding.n_components == 4
    assert "king" in embedding
    assert "King" not in embedding
    assert_array_equal(embedding["queen"], VECTORS[1])
    assert_array_equal(embedding[["man", "king"]], VECTORS[[2, 0]])
    assert embedding.index == {term: row for row, term in enumerate(TERMS)}
    assert {type(row) for row in embedding.index.values()} == {int}
    assert repr(embedding) == "Embedding(n_terms=6, n_components=4)"


def test_unknown_terms_come_with_near_spellings(embedding):
    with pytest.raises(KeyError, match=r"'qeen' is not among the 6 terms.*'queen'"):
        embedding["qeen"]
    with pytest.raises(KeyError, match="Did you mean 'king'"):
        embedding.most_similar("King")
    with pytest.raises(KeyError, match="'zebra'"):
        embedding.similarity("king", "zebra")


@pytest.mark.parametrize("look_up", ["__getitem__", "most_similar"])
def test_one_unknown_term_among_known_ones(look_up, embedding):
    for terms in (["man", "qeen"], ["qeen", "man"], np.array(["man", "qeen"])):
        with pytest.raises(KeyError, match=r"'qeen' is not among the 6 terms.*'queen'"):
            getattr(embedding, look_up)(terms)


@pytest.mark.parametrize("row", [0, np.int64(0), [0], np.array([0, 1]), np.array([True] * 6)])
def test_rows_are_not_terms(row, embedding):
    with pytest.raises(KeyError, match=r"(0|True) is not among the 6 terms"):
        embedding[row]


def test_a_container_of_terms(embedding):
    assert list(embedding) == TERMS
    assert {type(term) for term in embedding} == {str}
    assert len(list(embedding)) == len(embedding)
    assert all(term in embedding for term in embedding)
    assert list(reversed(embedding)) == TERMS[::-1]
    for term, vector in zip(embedding, embedding.vectors, strict=True):
        assert_array_equal(embedding[term], vector)
    assert_array_equal(embedding[list(embedding)], embedding.vectors)
    first, *rest = embedding
    assert (first, rest) == (TERMS[0], TERMS[1:])


@pytest.mark.parametrize(
    "rows", [slice(2), slice(1, 3), slice(-2, None), slice(None, None, 2), slice(None, None, -1)]
)
def test_a_slice_is_the_embedding_of_these_rows(rows, embedding):
    part = embedding[rows]
    assert isinstance(part, Embedding)
    assert list(part) == TERMS[rows]
    assert_array_equal(part.vectors, VECTORS[rows])
    assert part.index == {term: row for row, term in enumerate(TERMS[rows])}


def test_slices_share_memory_and_have_a_term(embedding):
    assert np.shares_memory(embedding[1:3].vectors, embedding.vectors)
    assert not embedding[1:3].vectors.flags.writeable
    with pytest.raises(ValueError, match=r"[Aa]t least one term"):
        embedding[6:]
    with pytest.raises(TypeError, match="slice indices must be integers"):
        embedding["king":"man"]


# scikit-learn's table of search results and pandas make arrays of the values of a grid.
@pytest.mark.parametrize("n_terms", [1, 4, 6])
def test_for_numpy_an_embedding_is_one_object(n_terms, embedding):
    pair = [embedding, embedding[:n_terms]]
    assigned = np.empty(2, dtype=object)
    assigned[:] = pair
    for array in (np.array(pair), np.array(pair, dtype=object), assigned, np.ma.array(pair)):
        assert (array.shape, array.dtype) == ((2,), object)
        assert array[0] is pair[0]
        assert array[1] is pair[1]
    alone = np.asarray(embedding)
    assert (alone.shape, alone.item()) == ((), embedding)
    with pytest.raises(TypeError, match="use its vectors"):
        np.asarray(embedding, dtype=np.float32)


def test_tables_of_search_results(embedding):
    pandas = pytest.importorskip("pandas")
    pipeline = make_pipeline(PretrainedVectorizer(embedding), LogisticRegression())
    grid = {"pretrainedvectorizer__vectors": [embedding, embedding[:3], embedding[:4]]}
    search = GridSearchCV(pipeline, grid, cv=2, error_score="raise")
    search.fit(["king man", "queen woman"] * 4, [0, 1] * 4)
    table = pandas.DataFrame(search.cv_results_)
    assert table["param_pretrainedvectorizer__vectors"].tolist() == list(*grid.values())
    assert isinstance(clone(search).param_grid["pretrainedvectorizer__vectors"][0], Embedding)
    assert str(pandas.Series([embedding, embedding[:3]]))


ROWS = np.random.default_rng(0).normal(size=(500, 20)).astype(np.float32)


# Lengths from a tenth to ten, so that it matters whether a vector that is given is scaled.
@pytest.mark.parametrize(
    ("positive", "negative"),
    [
        (["t3"], []),
        (["t1", "t2"], ["t0"]),
        (["t9"], ["t8", "t7"]),
        ([ROWS[3] * 10], []),
        (["t1", ROWS[2] * 10], ["t0"]),
        (["t1", ROWS[2] / 10], ["t0"]),
        ([ROWS[1] * 10, ROWS[2]], [ROWS[4] / 10]),
        (["t1", "t1", "t2"], [ROWS[3] * 3]),
        (None, ["t5", ROWS[6] * 5]),
        (ROWS[:3], ROWS[7] * 4),
    ],
)
def test_most_similar_matches_gensim(positive, negative):
    terms = [f"t{i}" for i in range(500)]
    embedding = Embedding(terms, ROWS)
    keyed_vectors = embedding.to_keyed_vectors()
    ours = embedding.most_similar(positive, negative, n=15)
    theirs = keyed_vectors.most_similar(positive, negative, topn=15)
    assert [term for term, _ in ours] == [term for term, _ in theirs]
    assert_allclose([c for _, c in ours], [c for _, c in theirs], rtol=1e-4)


def test_most_similar_takes_terms_vectors_and_lists(embedding):
    assert embedding.most_similar(["woman", "king"], ["man"], n=1)[0][0] == "queen"
    by_term = embedding.most_similar("king", n=2)
    assert "king" not in dict(by_term)
    # A vector is not one of the terms asked with: the nearest is its own term.
    for vector in (VECTORS[0], VECTORS[0].tolist()):
        assert embedding.most_similar(vector, n=1) == [("king", pytest.approx(1))]
    mixed = embedding.most_similar(["woman", VECTORS[0]], "man", n=1)
    assert mixed[0][0] == "queen"
    assert len(embedding.most_similar("king", n=100)) == 5
    assert embedding.most_similar("king", n=0) == []


def test_most_similar_takes_the_name_that_gensim_uses(embedding):
    assert embedding.most_similar("king", topn=2) == embedding.most_similar("king", n=2)
    assert embedding.most_similar("king", topn=0) == []
    with pytest.raises(TypeError, match="topn must be a whole number"):
        embedding.most_similar("king", topn=False)


def test_most_similar_restricted(embedding):
    few = embedding.most_similar("king", restrict_to=2, n=10)
    assert [term for term, _ in few] == ["queen"]
    listed = embedding.most_similar("king", restrict_to=["cabbage", "man"], n=10)
    assert [term for term, _ in listed] == ["man", "cabbage"]
    with pytest.raises(TypeError, match="restrict_to"):
        embedding.most_similar("king", restrict_to="man")


def test_zero_vectors_are_similar_to_nothing(embedding):
    assert embedding.similarity("nothing", "king") == 0
    assert embedding.similarity("king", "king") == pytest.approx(1)
    assert dict(embedding.most_similar("nothing"))["king"] == 0


@pytest.mark.parametrize("n", [1, 3, 20, 150, 1000])
def test_the_nearest_of_many_with_ties(n):
    first = np.random.RandomState(0).randint(-20, 20, 500)
    vectors = np.column_stack([first, 20 - np.abs(first)])
    vectors[::50] = 0
    embedding = Embedding([f"t{i}" for i in range(500)], vectors)
    slope = np.where(vectors.any(axis=1), vectors[:, 0] / np.maximum(vectors[:, 1], 1e-9), 0)
    expected = [f"t{i}" for i in np.argsort(-slope, kind="stable")]
    assert [term for term, _ in embedding.most_similar([1.0, 0.0], n=n)] == expected[:n]


def test_large_vectors_do_not_overflow():
    embedding = Embedding(["a", "b"], np.array([[3e38, 0], [3e38, 3e38]]))
    assert embedding.similarity("a", "b") == pytest.approx(0.5**0.5)
    assert embedding.most_similar("a") == [("b", pytest.approx(0.5**0.5))]


def test_wrong_vectors_are_refused_by_most_similar(embedding):
    with pytest.raises(ValueError, match=r"shape \(4,\), got \(3,\)"):
        embedding.most_similar([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="at least one"):
        embedding.most_similar()


def test_memory_is_shared_and_read_only(embedding):
    own = VECTORS.copy()
    shared = Embedding(TERMS, own)
    assert np.shares_memory(shared.vectors, own)
    assert own.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        shared.vectors[0] = 0
    with pytest.raises(AttributeError):
        shared.vectors = own
    assert Embedding(TERMS, VECTORS.astype(np.float64)).vectors.dtype == np.float32


@pytest.mark.parametrize("copier", [clone, copy.copy, copy.deepcopy])
def test_copies_are_the_embedding_itself(embedding, copier):
    assert copier(embedding) is embedding


def test_pickle_holds_the_vectors_once():
    terms = [f"t{i}" for i in range(1000)]
    embedding = Embedding(terms, np.random.default_rng(0).normal(size=(1000, 100)))
    embedding.most_similar("t0")
    assert embedding.index["t5"] == 5
    data = pickle.dumps(embedding, protocol=5)
    assert len(data) < 1000 * 100 * 4 + 20_000
    again = pickle.loads(data)
    assert_array_equal(again.vectors, embedding.vectors)
    assert again.most_similar("t0") == embedding.most_similar("t0")
    assert not again.vectors.flags.writeable


def test_joblib_memory_map(tmp_path, embedding):
    joblib.dump(embedding, tmp_path / "embedding.joblib")
    mapped = joblib.load(tmp_path / "embedding.joblib", mmap_mode="r")
    base = mapped.vectors
    while base is not None and not isinstance(base, np.memmap):
        base = base.base
    assert isinstance(base, np.memmap), "the vectors were copied into memory"
    assert mapped.most_similar("king") == embedding.most_similar("king")
    assert np.shares_memory(Embedding(TERMS, mapped.vectors).vectors, base)


def test_keyed_vectors_share_memory(embedding):
    keyed_vectors = embedding.to_keyed_vectors()
    assert np.shares_memory(keyed_vectors.vectors, embedding.vectors)
    assert_array_equal(keyed_vectors["queen"], embedding["queen"])
    assert keyed_vectors.index_to_key == TERMS
    again = Embedding.from_keyed_vectors(keyed_vectors)
    assert np.shares_memory(again.vectors, embedding.vectors)
    assert again.terms.tolist() == TERMS


@pytest.mark.parametrize(
    ("terms", "vectors", "error", "message"),
    [
        (["a", "b"], np.ones((3, 2)), ValueError, "2 terms and 3 vectors"),
        (["a", "a"], np.ones((2, 2)), ValueError, "'a' occurs more than once"),
        (["a", 5], np.ones((2, 2)), TypeError, "term 1 is int"),
        ("ab", np.ones((2, 2)), TypeError, "single"),
        (["a", "b"], [[1, 2], [3, np.nan]], ValueError, r"'b' \(row 1\) is not finite"),
        (["a", "b"], np.ones(2), ValueError, "shape"),
        (["a", "b"], np.ones((2, 0)), ValueError, "shape"),
        ([], np.ones((0, 3)), ValueError, "[Aa]t least one term"),
    ],
)
def test_bad_arguments(terms, vectors, error, message):
    with pytest.raises(error, match=message):
        Embedding(terms, vectors)
