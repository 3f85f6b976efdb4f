"""token_pattern='unicode': words with combining marks, by the Unicode version of this Python."""

import re
import unicodedata

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from skembed import (
    GloVeVectorizer,
    PretrainedVectorizer,
    SupervisedEmbeddingVectorizer,
    Word2VecVectorizer,
    compare_embeddings,
    cooccurrence_matrix,
    tokenize_documents,
    unicode_token_pattern,
)
from skembed._comparison._baselines import tfidf_baselines
from skembed._text.analyzer import Analyzer
from skembed._text.unicode_words import combining_marks

JOINERS = "\u200c\u200d"
DEFAULT = r"(?u)\b\w\w+\b"
EVERYTHING = "".join(map(chr, range(0x110000)))


def words(text, **parameters):
    return list(Analyzer(token_pattern="unicode", **parameters).tokens(text))


def words_by_loop(text):
    """Split a text into words, character by character."""
    found, word, joiners = [], "", ""
    for character in f"{text} ":
        is_word = character.isalnum() or character == "_"
        if is_word or (word and unicodedata.category(character)[0] == "M"):
            word, joiners = word + joiners + character, ""
        elif word and character in JOINERS:
            joiners += character
        else:
            found += [word] if len(word) > 1 else []
            word = joiners = ""
    return found


def test_marks_are_those_of_this_python():
    marks = {c for c in EVERYTHING if unicodedata.category(c)[0] == "M"}
    assert set(re.findall(f"[{combining_marks()}]", EVERYTHING)) == marks


def test_every_character_after_a_letter_and_alone():
    for text in (" ".join(EVERYTHING), " ".join(f"a{c}b" for c in EVERYTHING)):
        assert words(text, lowercase=False) == words_by_loop(text)


def test_random_texts_of_marks_and_joiners():
    rng = np.random.default_rng(0)
    alphabet = np.array(list("aé7_ -.\n\u0301\u093f\u0e31\ufe0f\U000e0100" + 2 * JOINERS))
    for length in (3, 6, 50, 5000):
        for _ in range(100 if length < 1000 else 3):
            text = "".join(rng.choice(alphabet, length))
            assert words(text) == words_by_loop(text), text.encode("unicode-escape")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("अच्छी फ़िल्म है।", ["अच्छी", "फ़िल्म", "है"]),
        ("সিনেমাটি খুব ভালো", ["সিনেমাটি", "খুব", "ভালো"]),
        ("படம் மிகவும் நன்று", ["படம்", "மிகவும்", "நன்று"]),
        ("الفيلمُ جميلٌ جدًا", ["الفيلمُ", "جميلٌ", "جدًا"]),
        (
            "می\u200cشود کتاب\u200c ",
            ["می\u200cشود", "کتاب"],
        ),  # Persian, one joiner is typed in vain
        ("ශ්\u200dරී ලංකාව", ["ශ්\u200dරී", "ලංකාව"]),
        (unicodedata.normalize("NFD", "déjà vu à Nîmes"), None),
        ("don't stop, a 2-day snake_case x1 é", ["don", "stop", "day", "snake_case", "x1"]),
        ("❤️‍🔥 👩‍💻 hot", ["hot"]),
        ("İstanbul", ["i̇stanbul"]),  # two characters for one, which the default pattern cuts
    ],
)
def test_words(text, expected):
    if expected is None:
        expected = [unicodedata.normalize("NFD", word) for word in ("déjà", "vu", "à", "nîmes")]
    assert words(text) == expected


def test_words_without_marks_are_those_of_the_default():
    others = re.sub(f"[{combining_marks()}{JOINERS}]", "", EVERYTHING)
    rng = np.random.default_rng(0)
    for text in (others, "".join(rng.choice(list(others), 20_000)), "x".join(others)):
        assert words(text, lowercase=False) == re.findall(DEFAULT, text)


HINDI = ["यह फिल्म अच्छी है", "यह फिल्म बुरी है"] * 5
TERMS = {"यह", "फिल्म", "अच्छी", "बुरी", "है"}
SMALL = {"n_components": 2, "max_iter": 1, "token_pattern": "unicode"}


def test_all_that_reads_documents_takes_it():
    word2vec = Word2VecVectorizer(subsample=0, **SMALL).fit(HINDI)
    assert set(word2vec.vocabulary_) == TERMS
    assert set(GloVeVectorizer(**SMALL).fit(HINDI).vocabulary_) == TERMS
    supervised = SupervisedEmbeddingVectorizer(ngram_range=(1, 1), **SMALL)
    assert set(supervised.fit(HINDI, [0, 1] * 5).vocabulary_) == TERMS
    vectors = PretrainedVectorizer(word2vec, token_pattern="unicode").fit(HINDI)
    assert vectors.token_coverage_ == 1
    documents = tokenize_documents(HINDI, word2vec)
    assert documents[0] == HINDI[0].split()
    assert set(Word2VecVectorizer(subsample=0, **SMALL).fit(documents).vocabulary_) == TERMS
    counts = cooccurrence_matrix(HINDI, ["यह", "फिल्म"], token_pattern="unicode")
    assert counts[0, 1] == 10
    oracle = CountVectorizer(token_pattern=unicode_token_pattern()).fit(HINDI)
    assert set(oracle.vocabulary_) == TERMS


def test_stop_words_are_checked_by_its_words(recwarn):
    Word2VecVectorizer(subsample=0, stop_words=["है"], **SMALL).fit(HINDI)
    assert [str(w.message) for w in recwarn] == []
    with pytest.warns(UserWarning, match="stop_words may be inconsistent"):
        Word2VecVectorizer(subsample=0, stop_words=["है।यह"], **SMALL).fit(HINDI)


def test_baselines_read_the_same_words():
    model = Word2VecVectorizer(subsample=0, **SMALL)
    for candidates, pattern in (
        ({"a": model}, unicode_token_pattern()),
        ({"a": Word2VecVectorizer()}, DEFAULT),
    ):
        added, _ = tfidf_baselines(candidates)
        assert added["tf-idf of words"].token_pattern == pattern
    own = TfidfVectorizer()
    assert tfidf_baselines({"a": model, "b": own}) == ({}, ["b"])
    texts = [f"{text} {row}" for row, text in enumerate(HINDI)]
    found = compare_embeddings([model], texts, [0, 1] * 5, cv=2)
    assert found.errors == {}
