"""Documents that a careful program would not write: what is read is what CountVectorizer reads."""

import pickle
import re

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer

from skembed import (
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    unicode_token_pattern,
)

SMALL = {"n_components": 2, "max_iter": 1, "random_state": 0}
MODELS = [
    Word2VecVectorizer(subsample=0, **SMALL),
    GloVeVectorizer(**SMALL),
    SupervisedEmbeddingVectorizer(ngram_range=(1, 1), **SMALL),
]
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)


def reads_like_count_vectorizer(model, documents, **parameters):
    """Fit both; compare terms and, document by document, counts."""
    oracle = CountVectorizer(**parameters)
    if oracle.token_pattern == "unicode":
        oracle.token_pattern = unicode_token_pattern()
    expected = oracle.fit_transform(documents).toarray()
    model = clone(model).set_params(**parameters).fit(documents, [0, 1] * (len(documents) // 2))
    assert set(model.vocabulary_) == set(oracle.vocabulary_)
    order = [oracle.vocabulary_[term] for term in model.embedding_.terms]
    identity = dict(zip(model.embedding_.terms, np.eye(len(order)), strict=True))
    counts = PretrainedVectorizer(identity, pooling="sum", **parameters).fit_transform(documents)
    assert_array_equal(counts, expected[:, order])
    return model


@each_model
@pytest.mark.parametrize("pattern", [r"(?u)\b\w\w+\b", r"\S+", "unicode"])
@pytest.mark.parametrize("strip_accents", [None, "ascii", "unicode"])
def test_lone_surrogates(model, pattern, strip_accents):
    documents = ["\ud800\ud801x yy \udfff zz", "aa\ud800bb aa\u0301 yy", "yy\ud83d", "zz aa"]
    parameters = {"token_pattern": pattern, "strip_accents": strip_accents}
    model = reads_like_count_vectorizer(model, documents, **parameters)
    again = pickle.loads(pickle.dumps(model))
    assert_array_equal(again.transform(documents), model.transform(documents))
    assert model.has_vector(documents).all()


CAFE = "le café noir".encode("latin-1")


@each_model
def test_bytes_in_another_encoding(model):
    documents = [b"un noir", "thé".encode(), b"un noir", CAFE]
    with pytest.raises(ValueError, match=r"row 3 is not utf-8.*encoding.*decode_error") as caught:
        clone(model).fit(documents, [0, 1, 0, 1])
    assert isinstance(caught.value.__cause__, UnicodeDecodeError)
    for parameters in ({"decode_error": "ignore"}, {"decode_error": "replace"}):
        reads_like_count_vectorizer(model, documents, **parameters)
    found = reads_like_count_vectorizer(model, documents, encoding="latin-1")
    assert {"café", "thã"} <= set(found.vocabulary_)


@each_model
@pytest.mark.parametrize("decode_error", ["strict", "ignore", "replace"])
def test_files_in_another_encoding(model, decode_error, tmp_path):
    paths = [tmp_path / f"{i}.txt" for i in range(4)]
    for path in paths:
        path.write_bytes(CAFE)
    model = clone(model).set_params(input="filename", decode_error=decode_error)
    if decode_error == "strict":
        with pytest.raises(ValueError, match="row 0 is not utf-8"):
            model.fit(paths, [0, 1, 0, 1])
    else:
        reads_like_count_vectorizer(model, paths, input="filename", decode_error=decode_error)


@each_model
def test_a_file_that_vanishes(model, tmp_path):
    paths = [tmp_path / f"{i}.txt" for i in range(4)]
    for path in paths:
        path.write_text(f"the cat {path.name}")
    model = clone(model).set_params(input="filename").fit(paths, [0, 1, 0, 1])
    before = dict(vars(model))

    def vanishing():
        for path in paths:
            if path is paths[2]:
                path.unlink()
            yield path

    message = r"row 2 cannot be read as a file, which input='filename' requires: No such file"
    for read in (lambda X: model.fit(X, [0, 1, 0, 1]), model.transform, model.has_vector):
        paths[2].write_text("here again")
        with pytest.raises(ValueError, match=message) as caught:
            read(vanishing())
        assert isinstance(caught.value.__cause__, FileNotFoundError)
        assert "2.txt" in str(caught.value)
        assert vars(model) == before


@each_model
def test_a_generator_that_fails(model):
    cause = ConnectionError("no connection")

    def documents():
        yield from ["the cat", "the dog"]
        raise cause

    model = clone(model)
    fitted = clone(model).fit(["the cat", "the dog"], [0, 1])
    for read in (lambda X: model.fit(X, [0, 1]), fitted.transform, fitted.has_vector):
        with pytest.raises(ConnectionError) as caught:
            read(documents())
        assert caught.value is cause
        assert "when it was asked for row 2" in cause.__notes__[-1]
    assert not hasattr(model, "embedding_")


@each_model
def test_a_token_of_a_million_characters(model):
    token = "é1" * 500_000
    documents = [f"aa {token} bb", "aa bb", f"{token.upper()} cc", "bb"]
    model = reads_like_count_vectorizer(model, documents)
    assert model.has_vector([token, f"{token}1"]).tolist() == [True, False]
    assert model.embedding_[token].shape == (2,)
    with pytest.raises(KeyError) as caught:  # no spelling is compared with it
        model.embedding_[f"{token}1"]
    assert re.search(r"\.\.\. \(1,000,003 characters\) is not among", str(caught.value))
    assert len(str(caught.value)) < 400


@each_model
def test_long_texts_in_place_of_file_names_are_not_repeated_in_whole(model):
    texts = ["the cat " * 100_000] * 2
    for parameters in ({"input": "filename"}, {"analyzer": lambda text: [text.encode()]}):
        with pytest.raises((ValueError, TypeError), match=r"\.\.\. \(800,00\d char") as caught:
            clone(model).set_params(**parameters).fit(texts, [0, 1])
        assert len(str(caught.value)) < 600


def test_as_many_types_as_tokens():
    n = 60_000
    documents = [" ".join(f"t{i + j}" for j in range(1000)) for i in range(0, n, 1000)]
    vectors = {f"t{i}": [i % 7] for i in range(0, n, 2)}
    model = PretrainedVectorizer(vectors, pooling="sum").fit(documents)
    assert model.token_coverage_ == 0.5
    expected = (np.arange(0, n, 2) % 7).reshape(len(documents), -1).sum(axis=1)
    assert_array_equal(model.transform(documents)[:, 0], expected)
    learned = Word2VecVectorizer(subsample=0, **SMALL).fit(documents)
    assert len(learned.vocabulary_) == n
    assert learned.has_vector(["t59999", "t60000"]).tolist() == [True, False]
