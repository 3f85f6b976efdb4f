"""Reading long documents and many sequences of characters takes little beside what it returns."""

import sys
import tracemalloc

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from skembed._core.corpus import TAKEN_AT_ONCE
from skembed._core.distinct_tokens import DistinctTokens
from skembed._text.analyzer import LONG, Analyzer
from skembed._text.ngram_counts import find_sequences
from skembed._text.ngram_terms import choose
from skembed._text.ngrams import learn_features
from skembed._text.numbers import TokenIds
from skembed._text.vocabulary import choose_terms, encode, learn_vocabulary, read_counted

WORDS = np.array([f"Wörd{i}" for i in range(1000)])
LONG_DOCUMENT = " ".join(WORDS[np.random.default_rng(0).integers(1000, size=LONG // 4)])
N_TOKENS = LONG // 4


def peak_of(function, *arguments, **parameters):
    tracemalloc.start()
    function(*arguments, **parameters)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"stop_words": ["wörd1", "wörd20"]},
        {"lowercase": False, "strip_accents": "unicode"},
        {"preprocessor": str.upper},
        {"token_pattern": r"r(d\d)?"},
        {"token_pattern": r"(?u)(d)\d+\b"},
    ],
)
def test_tokens_of_a_long_document_are_those_of_count_vectorizer(parameters):
    expected = CountVectorizer(**parameters).build_analyzer()(LONG_DOCUMENT)
    tokens = Analyzer(**parameters).tokens
    assert len(LONG_DOCUMENT) > LONG
    assert list(tokens(LONG_DOCUMENT)) == expected
    assert not isinstance(tokens(LONG_DOCUMENT), list)
    assert isinstance(tokens(LONG_DOCUMENT[:LONG]), list)


def test_names_of_files_longer_than_a_long_document_are_still_names():
    with pytest.raises(ValueError, match="row 0 cannot be read"):
        encode(["a" * (LONG + 1)], Analyzer(input="filename"), {"a": 0})


@pytest.mark.parametrize(
    "read", [learn_vocabulary, lambda documents, analyzer: encode(documents, analyzer, {"a": 0})]
)
def test_a_long_document_takes_its_lower_case_and_a_few_bytes_a_token(read):
    document = LONG_DOCUMENT.replace("ö", "o")  # Python needs more memory to lower an umlaut
    peak = peak_of(read, [document], Analyzer())
    assert peak < len(document) + 10 * N_TOKENS + 2_000_000


def test_sequences_of_characters_take_a_few_bytes_each():
    n_tokens = 400_000
    tokens = WORDS[np.random.default_rng(0).integers(1000, size=n_tokens)].tolist()
    documents = [tokens[i : i + 100] for i in range(0, n_tokens, 100)]
    corpora = []

    def learn():
        parameters = {"char_ngram_range": (3, 5), "min_df": 2}
        corpora.append(learn_features(documents, Analyzer(analyzer=list), **parameters)[2])

    peak = peak_of(learn)
    n_rows = corpora[0].n_tokens
    assert n_rows > 4_000_000
    # 4 bytes each are the result, 12 what goes into it; the rest is taken some at a time
    assert peak < 20 * n_rows + 30 * TAKEN_AT_ONCE


@pytest.mark.parametrize(("n_buckets", "most"), [(None, 200), (10, 140)])
def test_names_of_pairs_are_made_last_or_not_at_all(n_buckets, most):
    n_tokens = 100_000
    ids = np.random.default_rng(0).integers(1000, size=n_tokens).tolist()
    documents = [[WORDS[i] for i in ids[j : j + 100]] for j in range(0, n_tokens, 100)]

    def learn():
        analyzer = Analyzer(analyzer=list)
        learn_features(documents, analyzer, ngram_range=(1, 2), n_buckets=n_buckets)

    assert peak_of(learn) < most * n_tokens


def test_terms_without_names_hold_only_the_terms():
    ids = np.random.default_rng(0).integers(1000, size=20_000)
    raw = TokenIds(ids.astype(np.int32), np.arange(0, len(ids) + 1, 100))
    tokens = DistinctTokens.of(WORDS.tolist())
    tracemalloc.start()
    choice = choose(tokens, 1, find_sequences(raw, len(tokens), 2, 1)[0], (2, np.inf), None, 1)
    terms, n_ngrams = choice.terms, sum(map(len, choice.rows))
    del choice
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert n_ngrams > 15 * len(terms)
    assert held < 16 * len(terms) + 4_000  # two tokens of 4 bytes each, not 8 bytes for each n-gram
    expected = CountVectorizer(lowercase=False, ngram_range=(1, 2), min_df=2)
    expected.fit(map(" ".join, WORDS[ids].reshape(-1, 100)))
    assert set(terms.names) == set(expected.vocabulary_)


def test_a_large_vocabulary_takes_less_than_strings_of_its_terms():
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    draws = np.random.default_rng(0).integers(26, size=(100, 600))
    documents = ["".join(row) for row in letters[draws]]
    tracemalloc.start()
    given = [read_counted(documents, Analyzer(analyzer="char", ngram_range=(3, 5)), "fit")]
    tracemalloc.reset_peak()
    vocabulary, corpus = choose_terms(given.pop(), 1, 1.0, None)
    held, peak = tracemalloc.get_traced_memory()
    strings = sum(map(sys.getsizeof, vocabulary.terms.tolist()))
    tracemalloc.stop()
    assert corpus.n_tokens == 100 * (598 + 597 + 596)
    assert held < 0.7 * strings  # with their counts, and the documents
    assert peak < 1.15 * strings
