"""Documents to ids: CountVectorizer is the oracle, bad documents are named by their row."""

import tracemalloc
from collections import Counter

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from numpy.testing import assert_array_equal
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import CountVectorizer

from skembed._text.analyzer import Analyzer
from skembed._text.parameter_checks import check_vocabulary
from skembed._text.vocabulary import encode, encode_with_vocabulary, learn_vocabulary

DOCUMENTS = [
    "The cat sat on the mat; the mat was flat.",
    "",
    "A dog, a CAT and a dog!",
    "Café noir, naïve über-dog",
    "cat dog",
]


def counts_of(corpus, n_terms):
    rows = np.repeat(np.arange(len(corpus)), corpus.document_lengths)
    ones = np.ones(corpus.n_tokens, dtype=np.int64)
    return csr_array((ones, (rows, corpus.ids)), shape=(len(corpus), n_terms)).toarray()


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"lowercase": False},
        {"strip_accents": "unicode"},
        {"strip_accents": "ascii", "token_pattern": r"\w+"},
        {"stop_words": "english"},
        {"stop_words": ["cat"]},
        {"analyzer": "char"},
        {"analyzer": "char_wb"},
        {"analyzer": str.split},
        {"tokenizer": str.split, "token_pattern": None},
        {"preprocessor": str.upper},
        {"min_df": 2},
        {"min_df": 0.4},
        {"max_df": 2},
        {"max_df": 0.5, "min_df": 0.2},
    ],
)
def test_terms_and_counts_are_those_of_count_vectorizer(parameters):
    oracle = CountVectorizer(**parameters)
    expected = oracle.fit_transform(DOCUMENTS).toarray()
    limits = {k: parameters[k] for k in parameters if k.endswith("_df")}
    text = {k: parameters[k] for k in parameters if k not in limits}
    analyzer = Analyzer(**text)
    vocabulary, corpus = learn_vocabulary(DOCUMENTS, analyzer, **limits)
    columns = [oracle.vocabulary_[term] for term in vocabulary.terms]
    assert set(vocabulary.terms) == set(oracle.vocabulary_)
    expected = expected[:, columns]
    assert_array_equal(counts_of(corpus, len(vocabulary)), expected)
    assert_array_equal(vocabulary.counts, expected.sum(axis=0))
    assert_array_equal(vocabulary.document_counts, (expected > 0).sum(axis=0))
    assert vocabulary.n_documents == len(DOCUMENTS)
    # Both ways of encoding, with unknown tokens left out and counted.
    again = encode(DOCUMENTS, analyzer, vocabulary.index)
    counted, used = encode_with_vocabulary(DOCUMENTS, analyzer, vocabulary.index)
    assert_array_equal(counted.counts, vocabulary.counts)
    assert_array_equal(counted.document_counts, vocabulary.document_counts)
    for ours in (again, used):
        assert_array_equal(ours.ids, corpus.ids)
        assert_array_equal(ours.indptr, corpus.indptr)
        assert_array_equal(ours.n_unknown, corpus.n_unknown)
    tokens = [len(list(analyzer.tokens(d))) for d in DOCUMENTS]
    assert_array_equal(corpus.document_lengths + corpus.n_unknown, tokens)


def test_order_of_tokens_is_kept_and_dtypes_are_the_kernels():
    vocabulary, corpus = learn_vocabulary(["bb aa bb", "cc aa"], Analyzer())
    assert vocabulary.terms.tolist() == ["aa", "bb", "cc"]
    assert corpus.ids.tolist() == [1, 0, 1, 2, 0]
    assert (corpus.ids.dtype, corpus.indptr.dtype) == (np.int32, np.int64)
    assert corpus.n_unknown.dtype == np.int64
    assert [type(term) for term in vocabulary.terms] == [str] * 3


def test_terms_are_sorted_by_count_then_lexically():
    documents = ["zz zz yy yy xx", "xx aa"]
    vocabulary, _ = learn_vocabulary(documents, Analyzer())
    assert vocabulary.terms.tolist() == ["xx", "yy", "zz", "aa"]
    vocabulary, corpus = learn_vocabulary(documents, Analyzer(), max_features=2)
    assert vocabulary.terms.tolist() == ["xx", "yy"]
    assert corpus.n_unknown.tolist() == [2, 1]


def test_random_documents_against_a_counter():
    rng = np.random.default_rng(0)
    documents = [" ".join(f"w{i}" for i in rng.zipf(1.5, size=n)) for n in range(200)]
    vocabulary, _ = learn_vocabulary(documents, Analyzer(), min_df=2)
    tokens = [d.split() for d in documents]
    counts = Counter(t for d in tokens for t in d)
    document_counts = Counter(t for d in tokens for t in set(d))
    kept = sorted((t for t in counts if document_counts[t] >= 2), key=lambda t: (-counts[t], t))
    assert vocabulary.terms.tolist() == kept
    assert vocabulary.counts.tolist() == [counts[t] for t in kept]
    assert vocabulary.document_counts.tolist() == [document_counts[t] for t in kept]


def as_generator(documents):
    return (document for document in documents)


FORMS = {
    "tuple": tuple,
    "generator": as_generator,
    "array of objects": lambda d: np.array(d, dtype=object),
    "array of str": np.array,
    "array of one column": lambda d: np.array(d, dtype=object)[:, np.newaxis],
    "pandas": pd.Series,
    "pandas with an index": lambda d: pd.Series(d, index=list("edcba")),
    "pandas category": lambda d: pd.Series(d, dtype="category"),
    "pandas frame": lambda d: pd.DataFrame({"text": d}),
    "polars": pl.Series,
    "polars frame": lambda d: pl.DataFrame({"text": d}),
    "pyarrow": lambda d: pa.chunked_array([d[:2], d[2:]]),
    "pyarrow frame": lambda d: pa.table({"text": d}),
    "bytes": lambda d: [document.encode() for document in d],
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_documents(form):
    _, expected = learn_vocabulary(DOCUMENTS, Analyzer())
    vocabulary, corpus = learn_vocabulary(FORMS[form](DOCUMENTS), Analyzer())
    assert_array_equal(corpus.ids, expected.ids)
    assert_array_equal(corpus.indptr, expected.indptr)
    assert {type(term) for term in vocabulary.terms} == {str}


def test_series_longer_than_a_slice():
    documents = [f"t{i} tt" for i in range(25_001)]
    _, corpus = learn_vocabulary(pl.Series(documents), Analyzer())
    assert len(corpus) == 25_001


def test_lists_of_tokens_with_a_callable_analyzer():
    vocabulary, corpus = learn_vocabulary([["a b", "c"], [], ["c"]], Analyzer(analyzer=list))
    assert vocabulary.terms.tolist() == ["c", "a b"]
    assert corpus.document_lengths.tolist() == [2, 0, 1]
    untouched = Analyzer(tokenizer=list, lowercase=False, token_pattern=None)
    assert learn_vocabulary([["a", "B"]], untouched)[0].terms.tolist() == ["B", "a"]


def test_files_and_file_names(tmp_path):
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path, text in zip(paths, ["one two", "two"], strict=True):
        path.write_text(text)
    vocabulary, _ = learn_vocabulary(paths, Analyzer(input="filename"))
    assert vocabulary.terms.tolist() == ["two", "one"]
    with open(paths[0]) as first, open(paths[1]) as second:
        vocabulary, _ = learn_vocabulary([first, second], Analyzer(input="file"))
    assert vocabulary.terms.tolist() == ["two", "one"]


@pytest.mark.parametrize("read", [learn_vocabulary, lambda d, a: encode(d, a, {"cat": 0})])
@pytest.mark.parametrize(
    ("documents", "error", "message"),
    [
        ("a single text", ValueError, "string object received"),
        (b"a single text", ValueError, "string object received"),
        (["cat", "dog", None], ValueError, "row 2 is missing"),
        (["cat", float("nan")], ValueError, r"row 1 is missing \(nan\)"),
        (pd.Series(["cat", None]), ValueError, "row 1 is missing"),
        (pl.Series(["cat", None]), ValueError, "row 1 is missing"),
        (["cat", 5], TypeError, "row 1 must be a str, got int"),
        (["cat", ["dog"]], TypeError, "row 1 must be a str, got list.*analyzer=list"),
        (np.arange(3), TypeError, "row 0 must be a str, got int64"),
        (["cat", b"\xff\xfe"], ValueError, "row 1 is not utf-8"),
        (np.array([["a", "b"]]), ValueError, r"shape \(1, 2\)"),
        (np.array("cat"), ValueError, r"shape \(\)"),
        (pd.DataFrame({"a": ["x"], "b": ["y"]}), ValueError, "2 columns.*'a', 'b'.*ColumnTransf"),
        (pl.DataFrame({"a": ["x"], "b": ["y"]}), ValueError, "2 columns.*'a', 'b'.*ColumnTransf"),
        (pa.table({"a": ["x"], "b": ["y"]}), ValueError, "2 columns"),
        ({"cat": 1}, TypeError, "dict"),
        ({"cat"}, TypeError, "set"),
        (csr_array((2, 2)), TypeError, "sparse"),
        (5, TypeError, "int"),
        (None, TypeError, "NoneType"),
    ],
)
def test_bad_documents(read, documents, error, message):
    with pytest.raises(error, match=message):
        read(documents, Analyzer())


def test_errors_of_a_users_callable_name_the_row():
    def analyzer(document):
        return {"good": ["a"]}[document]

    with pytest.raises(KeyError) as caught:
        learn_vocabulary(["good", "bad"], Analyzer(analyzer=analyzer))
    assert "row 1" in caught.value.__notes__[0]


def test_tokens_that_are_not_str():
    with pytest.raises(TypeError, match="term 0 is int"):
        learn_vocabulary([[1, 2]], Analyzer(analyzer=list))


def test_no_documents():
    with pytest.raises(ValueError, match=r"0 sample\(s\).*required by MyVectorizer"):
        learn_vocabulary([], Analyzer(), name="MyVectorizer")
    assert len(encode([], Analyzer(), {"a": 0})) == 0


@pytest.mark.parametrize("documents", [[""], ["the", "and"], ["a", "b c"]])
def test_no_tokens(documents):
    analyzer = Analyzer(stop_words="english")
    with pytest.raises(ValueError, match="empty vocabulary"):
        learn_vocabulary(documents, analyzer)
    assert encode(documents, analyzer, {"cat": 0}).n_tokens == 0


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"min_df": 3}, "min_df=3"),
        ({"max_df": 0.1, "min_df": 0.1}, "max_df=0.1"),
        ({"min_df": 2, "max_df": 1}, "max_df=1 corresponds to fewer documents than min_df=2"),
    ],
)
def test_vocabulary_emptied_by_limits(limits, message):
    with pytest.raises(ValueError, match=message):
        learn_vocabulary(["aa bb", "bb cc", "dd"], Analyzer(), **limits)


def test_given_vocabulary_keeps_its_rows():
    index = check_vocabulary({"cat": 1, "unseen": 0, "dog": 2})
    vocabulary, corpus = encode_with_vocabulary(["cat dog cow", "cat"], Analyzer(), index)
    assert vocabulary.terms.tolist() == ["unseen", "cat", "dog"]
    assert vocabulary.counts.tolist() == [0, 2, 1]
    assert vocabulary.document_counts.tolist() == [0, 2, 1]
    assert corpus.ids.tolist() == [1, 2, 1]
    assert corpus.n_unknown.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("vocabulary", "expected"),
    [
        (["b", "a"], {"b": 0, "a": 1}),
        ({"b", "a"}, {"a": 0, "b": 1}),
        ({"b": np.int64(1), "a": 0}, {"a": 0, "b": 1}),
        (iter("ab"), {"a": 0, "b": 1}),
    ],
)
def test_vocabulary_parameter(vocabulary, expected):
    assert list(check_vocabulary(vocabulary).items()) == list(expected.items())


@pytest.mark.parametrize(
    ("vocabulary", "error", "message"),
    [
        (["a", "b", "a"], ValueError, "Duplicate term in vocabulary: 'a'"),
        ({"a": 0, "b": 0}, ValueError, "repeated indices"),
        ({"a": 0, "b": 2}, ValueError, "doesn't contain index 1"),
        ([], ValueError, "empty"),
        ("ab", ValueError, "single str"),
        (["a", 3], TypeError, "term 1 is int"),
    ],
)
def test_bad_vocabulary_parameter(vocabulary, error, message):
    with pytest.raises(error, match=message):
        check_vocabulary(vocabulary)


def test_nothing_of_a_long_document_is_cut():
    document = "aa bb " * 500_000
    vocabulary, corpus = learn_vocabulary([document], Analyzer())
    assert vocabulary.counts.tolist() == [500_000, 500_000]
    assert corpus.n_tokens == 1_000_000
    assert corpus.document_lengths.tolist() == [1_000_000]


def test_many_short_documents():
    _, corpus = learn_vocabulary(["aa"] * 1_000_000, Analyzer())
    assert corpus.n_tokens == len(corpus) == 1_000_000


def test_memory_is_a_few_bytes_a_token():
    rng = np.random.default_rng(0)
    words = np.array([f"w{i}" for i in range(1000)])
    documents = [" ".join(words[rng.integers(1000, size=1000)]) for _ in range(500)]
    tracemalloc.start()
    learn_vocabulary(documents, Analyzer(), min_df=2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 500_000 + 1_000_000
