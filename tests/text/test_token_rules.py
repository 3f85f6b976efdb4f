"""Tokens that the kernel finds are exactly those of scikit-learn's analyzer, for all of Unicode."""

import random
import re
import sys
import threading
import unicodedata
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.feature_extraction.text import CountVectorizer

from skembed import Word2VecVectorizer, unicode_token_pattern
from skembed._core.pieces import WHOLE, Size
from skembed._text.analyzer import Analyzer
from skembed._text.known import KnownTokens
from skembed._text.reading import known_pieces, number_pieces, number_tokens, read_pieces
from skembed._text.rules import TokenRule, token_rule

SETTINGS = {
    "default": {},
    "stop words": {"stop_words": ["de", "abc", "σς"], "token_pattern": r"(?u)\b\w+\b"},
    "accents": {"strip_accents": "unicode", "token_pattern": r"\b\w+\b"},
    "ascii": {"strip_accents": "ascii", "token_pattern": r"(?u)\b\w\w\w+\b"},
    "no space": {"lowercase": False, "token_pattern": r"\S+"},
    "marks": {"token_pattern": unicode_token_pattern()},
    "char": {"analyzer": "char", "ngram_range": (1, 3), "lowercase": False},
    "char_wb": {"analyzer": "char_wb", "ngram_range": (2, 4), "strip_accents": "unicode"},
}
each_setting = pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)

# Characters that depend on their context, become several or none, or join and separate others.
ODD = (
    "aAzZ_09 \t\n\r\0.,'-:·ΣσςİıßẞſﬁﬃǅǆŉΐͅʰªºⓐⅧ²½Ⓐ"
    "\u0301\u0307\u0323\u034f\u00ad\u200b\u200c\u200d\u2028\x1c\x85\ufeff\ufe0f"
    "क्षিাกำ가힣각ﷺﬓ𝐀𐐀𐐨🇩👩\ud800\udbff\udc00\udfff\U0010ffff"
)


def tokens_of(documents, analyzer, size=WHOLE):
    """Return the tokens of each document as the package reads them."""
    found = []
    for raw, tokens in read_pieces(documents, analyzer, size, list):
        words = [tokens[i] for i in raw.ids]
        found += [words[a:b] for a, b in pairwise(raw.indptr.tolist())]
    return found


def in_contexts(characters):
    return [
        text for c in characters for text in (c, f"Ab{c}De", f"A{c}Σ", f"AΣ{c}A", f"{c}Σ {c}1{c}")
    ]


def is_odd(c):
    """Tell whether a character has a class or a mapping of its own."""
    lower = c.lower()
    is_letter = unicodedata.category(c) in ("Ll", "Lo", "Cn", "Co")
    return len(lower) != 1 or lower.isalnum() != c.isalnum() or (c.isalnum() and not is_letter)


@cache
def odd_characters_and_a_sample():
    everything = map(chr, range(sys.maxunicode + 1))
    return [c for i, c in enumerate(everything) if i < 592 or i % 101 == 0 or is_odd(c)]


def assert_exact(documents, settings):
    analyzer, expected = Analyzer(**settings), CountVectorizer(**settings).build_analyzer()
    assert analyzer.rule is not None
    found = tokens_of(documents, analyzer)
    assert len(found) == len(documents)
    for document, tokens in zip(documents, found, strict=True):
        assert tokens == expected(document), ascii(document)


@each_setting
def test_odd_characters_and_a_sample_of_the_others(settings):
    sample = odd_characters_and_a_sample()
    # what the characters become and where words end is the same for all of these
    few = settings.get("analyzer") or settings.get("token_pattern") == unicode_token_pattern()
    assert_exact(in_contexts(sample[:: 7 if few else 1]), settings)


@each_setting
def test_generated_strings(settings):
    rng = random.Random(0)
    documents = ["".join(rng.choices(ODD, k=rng.randrange(20))) for _ in range(3000)]
    assert_exact(documents, settings)


@pytest.mark.parametrize(
    "token_pattern",
    [r"(?u)\b\w\w+\b", r"\b\w+\b", r"\w+", r"\w\w+", r"(?u)\b\w\w\w\w+\b", r"\S+", r"(?u)\S+"],
)
def test_patterns_of_runs(token_pattern):
    assert_exact(
        ["A bc déf_1 ghij-klm É,ß\u0301x  ", "", "x" * 5000], {"token_pattern": token_pattern}
    )


@pytest.mark.parametrize(
    "settings",
    [
        {"token_pattern": pattern}
        for pattern in (
            r"(?u)\b\w\w*\b",
            r"\b\w+",
            r"\w+\b",
            r"(\w+)",
            r"[a-z]+",
            r"(?i)\w+",
            r"\w",
            re.compile(r"\w+"),
        )
    ]
    + [
        {"tokenizer": str.split, "token_pattern": None},
        {"preprocessor": str.lower},
        {"strip_accents": str.upper},
        {"analyzer": str.split},
        {"analyzer": "char", "preprocessor": str.lower},
        {"analyzer": "char", "ngram_range": (0, 2)},
        {"analyzer": "char_wb", "ngram_range": (2, 1 << 61)},
        {"analyzer": "char_wb", "strip_accents": str.upper},
        {"ngram_range": (1, 2)},
    ],
)
def test_other_settings_take_the_analyzer_of_scikit_learn(settings):
    documents = ["A bc déf_1 ghij-klm É,ß", ""]
    analyzer = Analyzer(**settings)
    assert analyzer.rule is None
    expected = CountVectorizer(**settings).build_analyzer()
    assert tokens_of(documents, analyzer) == [list(expected(text)) for text in documents]


class Text(str):
    """A str that has a lower case of its own."""

    __slots__ = ()

    def lower(self):
        return "lowered text"


@pytest.mark.parametrize("size", [WHOLE, Size(5, 10), Size(1000, 1), Size(1000, 3)])
def test_documents_that_are_not_str_are_read_one_by_one_in_their_places(size):
    documents = [
        "bb aa",
        b"cc \xc3\xa4\xc3\xb6 aa",
        None,
        "aa dd",
        Text("X"),
        float("nan"),
        "ee bb",
    ] * 3
    analyzer = Analyzer(handle_missing="empty")
    expected = [
        ["bb", "aa"],
        ["cc", "äö", "aa"],
        [],
        ["aa", "dd"],
        ["lowered", "text"],
        [],
        ["ee", "bb"],
    ]
    assert tokens_of(iter(documents), analyzer, size) == expected * 3
    raw, distinct = number_tokens(documents, analyzer, "fit")
    tokens = distinct.strings()
    assert tokens == ["bb", "aa", "cc", "äö", "dd", "lowered", "text", "ee"]
    known = KnownTokens({token: 10 * i for i, token in enumerate(tokens) if token != "cc"})
    numbers = np.array(list(known.rows(tokens)))
    pieces = list(known_pieces(documents, analyzer, size, known))
    assert_array_equal(np.concatenate([piece.ids for piece in pieces]), numbers[raw.ids])
    assert max(len(piece.indptr) - 1 for piece in pieces) <= size.n_documents
    assert max(len(piece.ids) for piece in pieces) < size.n_tokens + 3


def test_an_invalid_document_is_named_by_its_row():
    with pytest.raises(TypeError, match="row 2 must be a str, got int"):
        tokens_of(["aa", "bb", 3, "cc"], Analyzer())


@each_setting
def test_any_number_of_threads_gives_the_same(settings, monkeypatch):
    monkeypatch.setattr("skembed._text.numbers.LEAST", 1)
    monkeypatch.setattr("skembed._text.reading.SLICE", 100)
    monkeypatch.setattr("skembed._text.numbering_threads._MOST_TOKENS", 60)
    monkeypatch.setattr("skembed._text.numbers.n_threads", lambda n_jobs: n_jobs)
    rng = random.Random(1)
    documents = ["".join(rng.choices(ODD, k=rng.randrange(60))) for _ in range(200)] + [""]
    one, one_tokens = number_tokens(documents, Analyzer(**settings, n_jobs=1), "fit")
    for n_jobs in (2, 3, 8, 300):
        raw, tokens = number_tokens(documents, Analyzer(**settings, n_jobs=n_jobs), "fit")
        assert tokens.strings() == one_tokens.strings()
        assert_array_equal(raw.ids, one.ids)
        assert_array_equal(raw.indptr, one.indptr)
        pieces = number_pieces(documents, Analyzer(**settings, n_jobs=n_jobs), Size(700, 90))
        expected = number_pieces(documents, Analyzer(**settings, n_jobs=1), Size(700, 90))
        for (raw, tokens), (of_one, its_tokens) in zip(pieces, expected, strict=True):
            assert tokens.strings() == its_tokens.strings()
            assert_array_equal(raw.ids, of_one.ids)
            assert_array_equal(raw.indptr, of_one.indptr)


def test_an_error_stops_the_threads_that_read(monkeypatch):
    monkeypatch.setattr("skembed._text.numbers.LEAST", 1)
    monkeypatch.setattr("skembed._text.reading.SLICE", 10)
    monkeypatch.setattr("skembed._text.numbers.n_threads", lambda n_jobs: 2)
    n_before = threading.active_count()
    with pytest.raises(TypeError, match="row 300 must be a str"):
        number_tokens(["aa bb cc dd"] * 300 + [3], Analyzer(), "fit")
    assert threading.active_count() == n_before


def test_documents_longer_than_a_batch(monkeypatch):
    batches = []
    append_numbers = TokenRule.append_numbers

    def noted(rule, documents, *others):
        batches.append(documents)
        return append_numbers(rule, documents, *others)

    monkeypatch.setattr(TokenRule, "append_numbers", noted)
    monkeypatch.setattr("skembed._text.reading._BATCH", 16)
    documents = ["aa bb cc dd ee ff", "", "bb", "gg aa", "hh", "ii aa"] * 3
    assert_exact(documents, {})
    assert batches == [documents[:1], documents[1:6]] * 3
    assert_exact(documents, {"stop_words": ["aa", "hh"]})


@pytest.mark.parametrize(
    "tokens",
    [
        ("tt8i9xcftzbpsu0j", "qv35e182be5c8b51"),
        ("wir59fps3h6ez52u", "wir59fps3h6ez52uvyw0ib9v"),
        ("wir59fps3h6ez52uvyw0ib9v", "wir59fps3h6ez52u"),
    ],
)
def test_tokens_with_the_same_hash(tokens):
    assert_exact([" ".join(tokens) * 2], {})


def test_a_token_is_listed_once():
    document = "abc opqrstuvwxyz abc é opqrstuvwxyz"
    found, ids, ends = Analyzer().rule.number([document, document])
    assert found.strings() == ["abc", "opqrstuvwxyz"]
    assert (ids.tolist(), ends.tolist()) == ([0, 1, 0, 1] * 2, [0, 4, 8])


def test_a_long_token_and_a_token_in_each_place():
    assert_exact(["é" * 300_000, "x" * 300_000, "É"], {})
    assert_exact([f"{'Ab ' * n}ß{'é' * n}Σ" for n in range(70)], {})


@pytest.mark.parametrize(
    ("analyzer", "by"), [("word", "kernel"), (str.split, "scikit-learn's analyzer")]
)
def test_what_finds_the_tokens_is_printed_and_changes_nothing(capsys, analyzer, by):
    documents = ["to be or not", "be that as it may", "let it be"]
    settings = {"n_components": 2, "max_iter": 1, "subsample": 0, "random_state": 0}
    vectorizer = Word2VecVectorizer(analyzer=analyzer, verbose=1, **settings)
    features = vectorizer.fit_transform(documents)
    assert f"[Word2VecVectorizer] tokens found by: {by}\n" in capsys.readouterr().out
    assert_array_equal(features, Word2VecVectorizer(**settings).fit_transform(documents))


def test_only_the_analyzers_of_scikit_learn_have_rules():
    for analyzer in ("word", "char", "char_wb"):
        assert token_rule(CountVectorizer(analyzer=analyzer)) is not None
    for analyzer in ("token", "Word", None):
        assert token_rule(CountVectorizer(analyzer=analyzer)) is None
