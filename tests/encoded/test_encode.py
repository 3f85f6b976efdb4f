"""What `encode` takes, and what it refuses."""

import re

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from skembed import encode, tokenize_documents

DOCUMENTS = ["The cat sat.", "", "The dog\nsat on Grüße"]
EXPECTED = [["the", "cat", "sat"], [], ["the", "dog", "sat", "on", "grüße"]]


def arrow_batches():
    arrow = pytest.importorskip("pyarrow")
    table = arrow.table({"text": DOCUMENTS})
    return table.to_reader(max_chunksize=2)


def polars_frames():
    polars = pytest.importorskip("polars")
    return iter([polars.DataFrame({"text": DOCUMENTS[:1]}), polars.Series(DOCUMENTS[1:])])


def delayed_partitions():
    """Without a client of Dask, this process computes one after the other."""
    delayed = pytest.importorskip("dask").delayed
    return [delayed(pd.Series(DOCUMENTS[:1])), delayed(DOCUMENTS[1:])]


@pytest.mark.parametrize(
    "make",
    [
        lambda: DOCUMENTS,
        lambda: iter(DOCUMENTS),
        lambda: pd.DataFrame({"text": DOCUMENTS}),
        lambda: iter([pd.Series(DOCUMENTS[:2]), pd.Series(DOCUMENTS[2:])]),
        polars_frames,
        arrow_batches,
        delayed_partitions,
    ],
)
def test_containers(tmp_path, make):
    assert list(encode(make(), tmp_path / "new" / "folder")) == EXPECTED


def test_tokens_of_any_characters(tmp_path):
    documents = [["a\nb", "", "\ud800"], ["\0", "日本", "a\nb"], [np.str_("x")]]
    vectorizer = CountVectorizer(analyzer=list)
    encoded = encode(documents, tmp_path, vectorizer)
    assert list(encoded) == documents
    assert {type(token) for token in encoded.tokens} == {str}


@pytest.mark.parametrize(
    "parameters",
    [
        {"stop_words": {"the", "on"}},
        {"stop_words": ("the",)},
        {"stop_words": frozenset(["the"])},
        {"analyzer": str.split},
        {"tokenizer": re.compile(r"\w+").findall, "token_pattern": None},
    ],
)
def test_parameters_are_found_again(tmp_path, parameters):
    reader = CountVectorizer(**parameters)
    encoded = encode(DOCUMENTS, tmp_path, reader)
    tokens = tokenize_documents(DOCUMENTS, reader)
    assert list(encoded) == list(tokens)
    for name, value in tokens.parameters.items():
        assert encoded.parameters[name] == value, name


@pytest.mark.parametrize(
    ("documents", "error", "message"),
    [
        ([], ValueError, "there are no documents"),
        (["", "."], ValueError, "none of the 2 documents has a token"),
        (["a cat", None], ValueError, "The document in row 1 is missing"),
        ([3], TypeError, "The document in row 0 must be a str"),
        ("a cat", ValueError, "Put it into a list"),
        (tokenize_documents(DOCUMENTS), TypeError, "are tokenized already"),
    ],
)
def test_bad_documents(tmp_path, documents, error, message):
    with pytest.raises(error, match=message):
        encode(documents, tmp_path)
    encode(DOCUMENTS, tmp_path, CountVectorizer(lowercase=False))  # nothing is in the way


def test_bad_tokens(tmp_path):
    with pytest.raises(TypeError, match="analyzer returns must be str"):
        encode([["a", 3]], tmp_path, CountVectorizer(analyzer=list))


def test_parameter_without_a_name(tmp_path):
    reader = CountVectorizer(analyzer="char", ngram_range=(np.int64(1), 2))
    with pytest.raises(TypeError, match=r"ngram_range=.* cannot be recorded"):
        encode(DOCUMENTS, tmp_path, reader)
