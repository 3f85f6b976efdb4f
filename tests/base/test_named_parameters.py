"""Errors that name the parameter that they come from."""

import numpy as np
import pytest

from skembed import (
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingRegressor,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    cooccurrence_matrix,
)

DOCUMENTS = ["the sun is up", "the moon is down", "sun and moon and stars"] * 20
Y = [0, 1, 0] * 20
SMALL = {"n_components": 4, "max_iter": 1, "random_state": 0}


@pytest.mark.parametrize("cls", [Word2VecVectorizer, GloVeVectorizer])
def test_paths(cls, tmp_path):
    for error, path in ((FileNotFoundError, tmp_path / "none"), (ValueError, tmp_path)):
        with pytest.raises(error, match="parameter init"):
            cls(init=path, **SMALL).fit(DOCUMENTS)
        with pytest.raises(error, match="parameter vectors"):
            PretrainedVectorizer(path).fit(DOCUMENTS)
    (tmp_path / "bad").write_text("no vectors")
    with pytest.raises(ValueError, match="parameter init"):
        cls(init=tmp_path / "bad", **SMALL).fit(DOCUMENTS)


def test_sample_weight_of_words():
    with pytest.raises(ValueError, match="sample_weight must hold numbers"):
        SupervisedEmbeddingVectorizer(**SMALL).fit(DOCUMENTS, Y, sample_weight=["much"] * 60)


@pytest.mark.parametrize("vocabulary", [np.array(3), np.array([["sun", "moon"]])])
def test_vocabulary_of_other_dimensions(vocabulary):
    with pytest.raises(ValueError, match="vocabulary must have one dimension"):
        Word2VecVectorizer(vocabulary=vocabulary, **SMALL).fit(DOCUMENTS)
    with pytest.raises(ValueError, match="vocabulary must have one dimension"):
        cooccurrence_matrix(DOCUMENTS, vocabulary)


def test_strip_accents_that_returns_nothing():
    for cls in (Word2VecVectorizer, SupervisedEmbeddingVectorizer):
        with pytest.raises(TypeError, match="strip_accents must return a str, got NoneType"):
            cls(strip_accents=lambda text: None, **SMALL).fit(DOCUMENTS, Y)


@pytest.mark.parametrize("exponent", [1e6, -1e6])
def test_gensim_and_large_exponents(exponent):
    model = Word2VecVectorizer(solver="gensim", ns_exponent=exponent, **SMALL)
    with pytest.raises(ValueError, match="ns_exponent"):
        model.fit(DOCUMENTS)


def test_no_jobs():
    with pytest.raises(ValueError, match="n_jobs"):
        cooccurrence_matrix(DOCUMENTS, ["sun", "moon"], n_jobs=0)


@pytest.mark.parametrize("x_max", [1e40, 1e300])
def test_x_max_for_which_nothing_counts(x_max):
    with pytest.raises(ValueError, match=r"x_max=1e\+[34]0+"):
        GloVeVectorizer(x_max=x_max, **SMALL).fit(DOCUMENTS)


@pytest.mark.parametrize("cls", [SupervisedEmbeddingVectorizer, SupervisedEmbeddingRegressor])
def test_weight_decay_that_leaves_nothing(cls):
    with pytest.raises(ValueError, match=r"weight_decay=10 times learning_rate=0\.1"):
        cls(weight_decay=10, learning_rate=0.1, **SMALL).fit(DOCUMENTS, Y)


def test_validation_sets_without_a_score():
    model = SupervisedEmbeddingRegressor(early_stopping=True, validation_fraction=0.02, **SMALL)
    with pytest.raises(ValueError, match=r"of y set aside\. Raise") as caught:
        model.fit(DOCUMENTS[:30], np.arange(30))
    assert "y_val" not in str(caught.value)
    with pytest.raises(ValueError, match="of y_val"):
        model.fit(DOCUMENTS, Y, X_val=DOCUMENTS[:1], y_val=[1])
