"""N-grams of characters that the kernel finds, and their counts, are those of scikit-learn."""

import random
import re
import sys

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.feature_extraction.text import CountVectorizer

from skembed import SupervisedEmbeddingVectorizer, Word2VecVectorizer
from skembed._text.analyzer import Analyzer
from skembed._text.ngrams import learn_features
from skembed._text.vocabulary import encode, learn_vocabulary

# All kinds of white space, and characters that become others, several or none.
SPACES = "".join(c for c in map(chr, range(sys.maxunicode + 1)) if re.match(r"\s", c))
ODD = (
    "abAB.\0ΣςİıßﬁＡ\u0301\u0307\u00ad\u200b\u200d\ufeff鳥𝐀\ud800\udfff"
    + SPACES
    + " " * 8
    + "\n" * 4
)
SETTINGS = [
    {"analyzer": analyzer, "ngram_range": lengths, **others}
    for analyzer in ("char", "char_wb")
    for lengths, others in (
        ((1, 1), {}),
        ((3, 5), {"lowercase": False}),
        ((2, 3), {"strip_accents": "unicode"}),
        ((4, 9), {"strip_accents": "ascii", "stop_words": "english"}),
    )
]


def generated(n, seed=0):
    rng = random.Random(seed)
    return ["".join(rng.choices(ODD, k=rng.randrange(16))) for _ in range(n)]


def test_split_and_the_pattern_know_the_same_white_space():
    assert "".join(c for c in map(chr, range(sys.maxunicode + 1)) if not c.split()) == SPACES


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_ngrams_of_generated_strings(settings):
    documents = ["", " ", "\n", "a", "a  ", "\r\n", *generated(800), "é" * 5000, "ab c\n" * 3000]
    analyzer, expected = Analyzer(**settings), CountVectorizer(**settings).build_analyzer()
    assert analyzer.rule is not None
    tokens = [expected(document) for document in documents]
    seen = {token: i for i, token in enumerate(dict.fromkeys(t for of in tokens for t in of))}
    for texts in (documents, [*documents, b"bytes"]):  # a kernel reads batches, but no bytes
        corpus = encode(texts, analyzer, seen)
        ends = corpus.indptr.tolist()
        for i, document in enumerate(documents):
            found = corpus.ids[ends[i] : ends[i + 1]].tolist()
            assert found == [seen[token] for token in tokens[i]], ascii(document)


@pytest.mark.parametrize("settings", [SETTINGS[1], SETTINGS[6]], ids=str)
@pytest.mark.parametrize(
    "limits", [{}, {"min_df": 3}, {"max_df": 0.2, "min_df": 0.01}, {"max_features": 50}]
)
def test_vocabulary_and_counts(settings, limits):
    documents = generated(300, seed=1)
    oracle = CountVectorizer(**settings, **limits)
    expected = oracle.fit_transform(documents)
    all_counts = CountVectorizer(**settings).fit(documents)
    found = learn_vocabulary(documents, Analyzer(**settings), **limits)
    encoder, *features = learn_features(documents, Analyzer(**settings), **limits)
    for vocabulary, corpus in (found, features):
        terms = vocabulary.terms.tolist()
        order = sorted(range(len(terms)), key=lambda i: (-vocabulary.counts[i], terms[i]))
        assert order == list(range(len(terms)))
        columns = [oracle.vocabulary_.get(term, -1) for term in terms]
        if "max_features" in limits:  # of equal counts, it keeps others
            columns = [all_counts.vocabulary_[term] for term in terms]
            expected = all_counts.transform(documents)
            least = vocabulary.counts[-1]
            assert len(terms) == 50
            assert np.count_nonzero(expected.sum(axis=0) > least) <= 50
        counts = expected[:, columns].toarray()
        assert len(terms) == len(oracle.vocabulary_)
        assert_array_equal(vocabulary.counts, counts.sum(axis=0))
        assert_array_equal(vocabulary.document_counts, (counts > 0).sum(axis=0))
        again = encode(documents, Analyzer(**settings), vocabulary.index)
        assert_array_equal(again.ids, corpus.ids)
        assert_array_equal(again.n_unknown, corpus.n_unknown)
    assert_array_equal(encoder.encode(documents, Analyzer(**settings)).ids, features[1].ids)


@pytest.mark.parametrize("analyzer", ["char", "char_wb"])
def test_the_kernel_changes_nothing(analyzer, capsys):
    documents, y = ["to be\n\nor not", "be that\tas it may", "let  it be"], [0, 1, 0]
    settings = {"n_components": 2, "max_iter": 1, "random_state": 0, "analyzer": analyzer}
    for model in (Word2VecVectorizer, SupervisedEmbeddingVectorizer):
        kernel = model(**settings, verbose=1).fit(documents, y)
        assert "tokens found by: kernel\n" in capsys.readouterr().out
        python = model(**settings, lowercase=False, preprocessor=str.lower).fit(documents, y)
        assert kernel.vocabulary_ == python.vocabulary_
        assert_array_equal(kernel.transform(documents), python.transform(documents))
