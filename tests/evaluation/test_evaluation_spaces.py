"""Overlap of neighbors and alignment of two spaces."""

import numpy as np
import oracles_evaluation as oracles
import pytest
from evaluation_tools import FEW
from numpy.testing import assert_allclose, assert_array_equal
from threadpoolctl import threadpool_info, threadpool_limits

from skembed import Embedding, PretrainedVectorizer
from skembed.evaluation import _overlap, align, neighbor_overlap


def draw_two(seed, n=40, d=(5, 7)):
    """Two embeddings of which each lacks some terms of the other, in other orders."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, max(d)))
    embeddings = []
    for size in d:
        rows = rng.permutation(n)[: n - 6]
        vectors = common[rows, :size] + rng.normal(size=(len(rows), size)) / 2
        embeddings.append(Embedding([f"t{row}" for row in rows], vectors))
    return embeddings


def rotation_of(seed, d):
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(d, d)))[0]


@pytest.mark.parametrize("cells", [1 << 23, 1])
@pytest.mark.parametrize("n", [1, 4, 12])
def test_overlap_matches_the_naive_twin(monkeypatch, n, cells):
    monkeypatch.setattr(_overlap, "_MAX_CELLS", cells)
    a, b = draw_two(0)
    result = neighbor_overlap(a, b, n=n, terms=None)
    shared = sorted(set(a.terms) & set(b.terms), key=lambda t: (a.index[t] + b.index[t], t))
    assert result.terms.tolist() == shared
    assert (result.n_neighbors, result.n_shared) == (n, len(shared))
    assert_allclose(result.overlaps, [oracles.overlap(t, shared, a, b, n) for t in shared])
    assert result.mean == pytest.approx(result.overlaps.mean())
    assert 0 < result.mean < 1


def test_overlap_does_not_depend_on_which_is_which():
    a, b = draw_two(1)
    one, other = neighbor_overlap(a, b), neighbor_overlap(b, a)
    assert_array_equal(one.terms, other.terms)
    assert_array_equal(one.overlaps, other.overlaps)


def test_overlap_of_a_rotated_space_is_one():
    a, _ = draw_two(2, n=200, d=(6, 6))
    b = Embedding(a.terms[::-1], 3 * (a.vectors @ rotation_of(0, 6))[::-1])
    result = neighbor_overlap(a, b)
    assert_array_equal(result.overlaps, np.ones(len(a)))
    assert repr(result) == "NeighborOverlap(mean=1.000, n_terms=194, n_neighbors=10, n_shared=194)"


def test_terms_to_look_at():
    a, b = draw_two(3)
    everything = neighbor_overlap(a, b, n=3, terms=None)
    values = dict(zip(everything.terms, everything.overlaps, strict=True))
    assert_array_equal(neighbor_overlap(a, b, n=3, terms=4).terms, everything.terms[:4])
    some = everything.terms[[9, 2, 9]].tolist()
    result = neighbor_overlap(a, b, n=3, terms=some)
    assert result.terms.tolist() == some
    assert result.overlaps.tolist() == [values[term] for term in some]
    only_a = next(term for term in a.terms if term not in b)
    with pytest.raises(KeyError, match=f"{only_a}.* does not have a nonzero vector in both"):
        neighbor_overlap(a, b, terms=[only_a])
    with pytest.raises(TypeError, match="terms must be"):
        neighbor_overlap(a, b, terms="t1")
    for nothing in (0, []):
        with pytest.raises(ValueError, match="terms must contain"):
            neighbor_overlap(a, b, terms=nothing)


def test_by_default_a_thousand_terms():
    rng = np.random.default_rng(0)
    embedding = Embedding([f"t{i}" for i in range(1100)], rng.normal(size=(1100, 3)))
    result = neighbor_overlap(embedding, embedding, n=2)
    assert_array_equal(result.terms, embedding.terms[:1000])
    assert result.mean == 1


def test_terms_without_direction_are_not_shared():
    vectors = FEW.vectors.copy()
    vectors[[4, 5]] = [[0, 0, 0, 0], [1, 1, 1, 1]]
    other = Embedding(FEW.terms, vectors)
    for pair in ((FEW, other), (other, FEW)):
        assert sorted(neighbor_overlap(*pair, n=1).terms) == ["king", "man", "queen", "woman"]
    with pytest.raises(KeyError, match="nothing"):
        neighbor_overlap(FEW, FEW, n=1, terms=["nothing"])


def test_of_neighbors_that_tie_the_more_frequent_are_taken():
    """In exact arithmetic: x is as near to y as to z in a, and nearer to y in b."""
    a = Embedding(["x", "y", "z", "far"], [[1, 0], [0, 1], [0, -1], [-1, 0]])
    b = Embedding(["x", "y", "z", "far"], [[1, 0], [1, 1], [0, -1], [-1, 0]])
    assert neighbor_overlap(a, b, n=1, terms=["x"]).mean == 1
    assert neighbor_overlap(b, a, n=1, terms=["x"]).mean == 1


def test_neighbors_do_not_depend_on_the_threads_of_blas(monkeypatch):
    n_threads = []
    neighbors = _overlap._neighbors

    def spy(*arguments):
        n_threads.extend(x["num_threads"] for x in threadpool_info() if x["user_api"] == "blas")
        return neighbors(*arguments)

    monkeypatch.setattr(_overlap, "_neighbors", spy)
    with threadpool_limits(2, user_api="blas"):
        neighbor_overlap(*draw_two(0))
    assert set(n_threads) <= {1}


def test_number_of_neighbors_is_checked():
    for n in (0, 5, 6):
        with pytest.raises(ValueError, match=f"between 1 and 4, .* got {n}"):
            neighbor_overlap(FEW, FEW, n=n)


def test_align_finds_a_rotation():
    rng = np.random.default_rng(0)
    terms = [f"t{i}" for i in range(50)]
    vectors = rng.normal(size=(50, 6)).astype(np.float32)
    source = Embedding(terms[:40], vectors[:40] @ rotation_of(1, 6) * 2)
    target = Embedding(terms[10:][::-1], vectors[10:][::-1])
    alignment = align(source, target)
    assert alignment.terms.tolist() == terms[10:40] or set(alignment.terms) == set(terms[10:40])
    assert alignment.embedding.terms.tolist() == terms[:40]
    assert_allclose(alignment.rotation @ alignment.rotation.T, np.eye(6), atol=1e-5)
    assert_allclose(alignment.embedding.vectors, 2 * vectors[:40], atol=1e-4)
    assert alignment.scale == 1
    assert alignment.residual == pytest.approx(1, abs=1e-5)
    assert alignment.mean_cosine == pytest.approx(1, abs=1e-6)
    scaled = align(source, target, scale=True)
    assert scaled.scale == pytest.approx(0.5)
    assert scaled.residual == pytest.approx(0, abs=1e-5)
    assert_allclose(scaled.embedding.vectors, vectors[:40], atol=1e-4)
    assert repr(scaled) == "Alignment(mean_cosine=1.000, residual=0.000, n_shared=30)"


@pytest.mark.parametrize("scale", [False, True])
def test_align_matches_the_naive_twin(scale):
    a, b = draw_two(4, d=(6, 6))
    alignment = align(a, b, scale=scale)
    shared = alignment.terms.tolist()
    A, B = a[shared].astype(float), b[shared].astype(float)
    R = oracles.procrustes(A, B)
    assert_allclose(alignment.rotation, R, atol=1e-5)
    factor = np.sum((A @ R) * B) / np.sum(A**2) if scale else 1
    assert alignment.scale == pytest.approx(factor, rel=1e-5)
    left = np.linalg.norm(factor * A @ R - B) / np.linalg.norm(B)
    assert alignment.residual == pytest.approx(left, rel=1e-5)
    cosines = [oracles.cosine(x @ R, y) for x, y in zip(A, B, strict=True)]
    assert_allclose(alignment.cosines, cosines, atol=1e-5)
    assert alignment.mean_cosine == pytest.approx(np.mean(cosines), abs=1e-5)
    assert_allclose(alignment.embedding.vectors, factor * a.vectors @ R, atol=1e-4)


def test_what_cannot_be_aligned():
    with pytest.raises(ValueError, match="source has 5 components, target has 7"):
        align(*draw_two(0))
    with pytest.raises(ValueError, match="no term"):
        align(Embedding(["a"], [[1, 2]]), Embedding(["b"], [[1, 2]]))
    with pytest.warns(UserWarning, match="1 shared terms do not determine"):
        align(Embedding(["a"], [[1, 2]]), Embedding(["a"], [[1, 2]]))


@pytest.mark.parametrize("compare", [neighbor_overlap, align])
def test_everything_that_holds_vectors_is_taken(compare):
    a = Embedding([f"t{i}" for i in range(20)], np.random.default_rng(0).normal(size=(20, 4)))
    wanted = repr(compare(a, a))
    fitted = PretrainedVectorizer(a).fit(["t1 t2"])
    assert repr(compare(a.to_keyed_vectors(), fitted)) == wanted
    with pytest.raises(TypeError, match="must be an Embedding"):
        compare(a, 3)
