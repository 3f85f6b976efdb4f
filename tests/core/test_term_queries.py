"""Everyday queries: the answers of gensim's KeyedVectors, and unknown terms."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from skembed import Embedding, Subwords

RANDOM = np.random.default_rng(0)
TERMS = [f"t{i}" for i in range(60)]
EMBEDDING = Embedding(TERMS, RANDOM.normal(size=(60, 5)) * RANDOM.uniform(0.1, 9, (60, 1)))
THEIRS = EMBEDDING.to_keyed_vectors()


def test_distance():
    assert EMBEDDING.distance("t1", "t2") == pytest.approx(THEIRS.distance("t1", "t2"), abs=1e-6)
    assert EMBEDDING.distance("t1", EMBEDDING["t1"]) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_lists_of_terms(seed):
    drawn = np.random.default_rng(seed).permutation(TERMS).tolist()
    a, b = drawn[:4], drawn[3:10]
    assert EMBEDDING.n_similarity(a, b) == pytest.approx(THEIRS.n_similarity(a, b), abs=1e-6)
    assert EMBEDDING.doesnt_match(b) == THEIRS.doesnt_match(b)
    with_unknown = ["no", *a, "nor"]
    assert EMBEDDING.doesnt_match(with_unknown, ignore_missing=True) == THEIRS.doesnt_match(a)
    ours = EMBEDDING.n_similarity(with_unknown, b, ignore_missing=True)
    assert ours == pytest.approx(THEIRS.n_similarity(with_unknown, b), abs=1e-6)


def test_the_first_of_equals_does_not_match():
    assert Embedding(["a", "b", "c"], np.eye(3)).doesnt_match(["c", "a", "b"]) == "c"


@pytest.mark.parametrize(
    "ask",
    [
        EMBEDDING.most_similar,
        lambda terms, **options: EMBEDDING.most_similar("t1", terms, **options),
        EMBEDDING.doesnt_match,
        lambda terms, **options: EMBEDDING.n_similarity(["t1", "t2"], terms, **options),
        lambda terms, **options: EMBEDDING.n_similarity(terms, ["t1", "t2"], **options),
    ],
)
def test_unknown_terms_are_named_or_left_out(ask):
    with pytest.raises(KeyError, match=r"'T3' is not among the 60 terms. Did you mean 't3'"):
        ask(["t3", "T3", "t5"])
    assert ask(["t3", "T3", "t5"], ignore_missing=True) == ask(["t3", "t5"])


def test_only_unknown_terms():
    for ask in (
        lambda: EMBEDDING.most_similar(["T3"], "no", ignore_missing=True),
        lambda: EMBEDDING.doesnt_match(["T3", "no"], ignore_missing=True),
        lambda: EMBEDDING.n_similarity(["t1"], ["T3"], ignore_missing=True),
    ):
        with pytest.raises(KeyError, match="'T3' is not among"):
            ask()


def test_no_terms():
    for ask in (EMBEDDING.doesnt_match, lambda terms: EMBEDDING.n_similarity(["t1"], terms)):
        with pytest.raises(ValueError, match=r"at least one term|one is empty"):
            ask([])


def test_get():
    assert_array_equal(EMBEDDING.get("t3"), EMBEDDING["t3"])
    assert EMBEDDING.get("no") is None
    assert EMBEDDING.get("no", 0) == 0
    assert EMBEDDING.get(3) is None
    with_subwords = Embedding(TERMS, EMBEDDING.vectors, subwords=Subwords(np.ones((9, 5)), 3, 4))
    assert_array_equal(with_subwords.get("no"), np.ones(5))
    assert with_subwords.doesnt_match(["t1", "t2", "no"], ignore_missing=True) in {"t1", "t2", "no"}


def test_head():
    assert list(EMBEDDING.head(3)) == TERMS[:3]
    assert len(EMBEDDING.head()) == 10
    assert len(EMBEDDING.head(100)) == 60
    assert np.shares_memory(EMBEDDING.head(3).vectors, EMBEDDING.vectors)
    with pytest.raises(TypeError, match="n must be a whole number"):
        EMBEDDING.head("t1")
    with pytest.raises(ValueError, match=r"[Aa]t least one term"):
        EMBEDDING.head(0)
