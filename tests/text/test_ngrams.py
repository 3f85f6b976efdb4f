"""Terms that are sequences of tokens or characters, against CountVectorizer and plain Python."""

import pickle
import random
from collections import Counter

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.feature_extraction.text import CountVectorizer

from skembed._text.analyzer import Analyzer
from skembed._text.known import KnownTokens
from skembed._text.ngrams import learn_features
from skembed._text.parameter_checks import check_vocabulary
from skembed._text.rules import rule_of_tokens
from skembed._text.sequences import NGramRange, character_sequences
from skembed._text.vocabulary import encode, learn_vocabulary

WORDS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]


def draw_documents(n=60, seed=0, words=WORDS):
    rng = np.random.default_rng(seed)
    share = 1 / np.arange(1, len(words) + 1)
    return [
        " ".join(rng.choice(words, size=rng.integers(0, 12), p=share / share.sum()))
        for _ in range(n)
    ]


DOCUMENTS = [*draw_documents(), "", "alpha", "the alpha of the beta", "of the"]
NEW = [*draw_documents(20, seed=1, words=[*WORDS, "unseen", "new"]), "", "unseen", "alpha unseen"]


def bags(corpus, terms):
    """The terms of each document, counted."""
    return [
        Counter(terms[i] for i in corpus.ids[a:b].tolist())
        for a, b in zip(corpus.indptr, corpus.indptr[1:], strict=False)
    ]


def sklearn_bags(vectorizer, documents):
    matrix, names = vectorizer.transform(documents).tocsr(), vectorizer.get_feature_names_out()
    return [
        Counter({names[j]: int(c) for j, c in zip(row.indices, row.data, strict=True)})
        for row in matrix
    ]


CASES = [
    {"ngram_range": (1, 1)},
    {"ngram_range": (1, 2)},
    {"ngram_range": (2, 2)},
    {"ngram_range": (1, 3)},
    {"ngram_range": (3, 4)},
    {"ngram_range": (1, 2), "min_df": 3},
    {"ngram_range": (1, 3), "min_df": 2, "max_df": 0.4},
    {"ngram_range": (2, 3), "max_df": 5},
    {"ngram_range": (1, 2), "max_features": 9},
    {"ngram_range": (1, 2), "stop_words": ["alpha", "of"]},
    {"ngram_range": (1, 2), "lowercase": False, "token_pattern": r"[aeiou]\w"},
    {"ngram_range": (1, 2), "tokenizer": str.split, "token_pattern": None},
]


def learn(documents, case, **more):
    case = dict(case)
    limits = {
        key: case.pop(key)
        for key in ("ngram_range", "min_df", "max_df", "max_features")
        if key in case
    }
    return Analyzer(**case), learn_features(documents, Analyzer(**case), **limits, **more)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_as_count_vectorizer(case):
    analyzer, (encoder, vocabulary, corpus) = learn(DOCUMENTS, case)
    other = CountVectorizer(**case).fit(DOCUMENTS)
    if "max_features" not in case:  # ties are broken by the term, there and here, but not alike
        assert sorted(vocabulary.terms) == sorted(other.get_feature_names_out())
        assert bags(corpus, vocabulary.terms) == sklearn_bags(other, DOCUMENTS)
        assert bags(encoder.encode(NEW, analyzer), vocabulary.terms) == sklearn_bags(other, NEW)
    assert len(vocabulary) == len(other.vocabulary_) == encoder.n_rows
    order = list(zip(-vocabulary.counts, vocabulary.terms, strict=True))
    assert order == sorted(order)
    found = bags(corpus, vocabulary.terms)
    totals = sum(found, Counter())
    assert [totals[term] for term in vocabulary.terms] == vocabulary.counts.tolist()
    documents = [sum(term in bag for bag in found) for term in vocabulary.terms]
    assert documents == vocabulary.document_counts.tolist()


def test_max_features_takes_the_most_frequent():
    _, (_, every, _) = learn(DOCUMENTS, {"ngram_range": (1, 2)})
    _, (_, some, _) = learn(DOCUMENTS, {"ngram_range": (1, 2), "max_features": 9})
    assert some.terms.tolist() == every.terms[:9].tolist()


def test_words_alone_are_the_same_as_without():
    vocabulary, corpus = learn_vocabulary(DOCUMENTS, Analyzer(), min_df=2)
    analyzer, (encoder, ours, mine) = learn(DOCUMENTS, {"min_df": 2})
    assert_array_equal(ours.terms, vocabulary.terms)
    unseen = encoder.encode(NEW, analyzer), encode(NEW, analyzer, vocabulary.index)
    for new, old in ((mine, corpus), unseen):
        assert_array_equal(new.ids, old.ids)
        assert_array_equal(new.indptr, old.indptr)
        assert_array_equal(new.n_unknown, old.n_unknown)


@pytest.mark.parametrize("ngram_range", [(1, 1), (1, 2), (2, 3), (1, 3)])
def test_given_vocabulary(ngram_range):
    terms = [
        "beta",
        "alpha beta",
        "gamma",
        "absent",
        "alpha alpha beta",
        "absent alpha",
        "delta eta",
    ]
    index = check_vocabulary(terms)
    analyzer, (encoder, vocabulary, corpus) = learn(
        DOCUMENTS, {"ngram_range": ngram_range}, vocabulary=index
    )
    other = CountVectorizer(ngram_range=ngram_range, vocabulary=terms)
    assert vocabulary.terms.tolist() == terms
    assert bags(corpus, terms) == sklearn_bags(other, DOCUMENTS)
    new = [*NEW, "absent alpha beta", "alpha alpha beta absent"]
    assert bags(encoder.encode(new, analyzer), terms) == sklearn_bags(other, new)


def test_given_vocabulary_with_characters():
    index = {"alpha": 0, "char:al": 1, "char:<b": 2}
    _, (_, vocabulary, corpus) = learn(
        ["alpha beta", "al"], {}, vocabulary=index, char_ngram_range=(2, 2)
    )
    wanted = [Counter(["alpha", "char:al", "char:<b"]), Counter(["char:al"])]
    assert bags(corpus, vocabulary.terms) == wanted


def test_given_words_that_look_like_characters():
    index = {"char:al": 0, "beta": 1, "char:al beta": 2}
    documents = [["char:al", "beta", "al"], ["beta"]]
    _, vocabulary, corpus = learn_features(
        documents, Analyzer(analyzer=list), ngram_range=(1, 2), vocabulary=index
    )
    assert bags(corpus, vocabulary.terms) == [Counter(index.keys()), Counter(["beta"])]


@pytest.mark.parametrize("n_buckets", [None, 5])
@pytest.mark.parametrize("chars", [None, (2, 3)])
@pytest.mark.parametrize("ngram_range", [(1, 1), (1, 3), (2, 3)])
def test_fit_encodes_as_encode_does(ngram_range, chars, n_buckets):
    analyzer, (encoder, _, corpus) = learn(
        DOCUMENTS,
        {"ngram_range": ngram_range, "min_df": 3},
        char_ngram_range=chars,
        n_buckets=n_buckets,
    )
    again = encoder.encode(DOCUMENTS, analyzer)
    assert_array_equal(corpus.ids, again.ids)
    assert_array_equal(corpus.indptr, again.indptr)
    assert_array_equal(corpus.n_unknown, again.n_unknown)


def test_only_sequences_that_are_needed_are_kept():
    documents = ["aa bb cc", "aa bb cc dd ee", "bb dd"]
    _, (encoder, _, _) = learn(documents, {"ngram_range": (1, 3), "min_df": 2})
    assert [len(level.keys) for level in encoder.levels] == [2, 1]


def test_no_sequence_is_in_enough_documents():
    analyzer, (encoder, vocabulary, _) = learn(
        ["aa bb", "bb aa"], {"ngram_range": (1, 2), "min_df": 2}
    )
    assert bags(encoder.encode(["aa bb"], analyzer), vocabulary.terms) == [Counter(["aa", "bb"])]


def test_unknown_tokens_are_counted():
    analyzer, (encoder, _, _) = learn(
        ["aa bb", "aa cc aa bb"], {"ngram_range": (1, 2), "min_df": 2}
    )
    assert encoder.encode(["aa zz bb cc", "", "bb"], analyzer).n_unknown.tolist() == [2, 0, 0]
    analyzer, (encoder, _, _) = learn(["aa bb", "aa cc"], {"ngram_range": (2, 2)})
    assert encoder.encode(["aa zz bb cc", "aa bb"], analyzer).n_unknown.tolist() == [1, 0]


def test_nothing_bridges_an_unknown_token():
    analyzer, (encoder, vocabulary, _) = learn(["aa bb cc"], {"ngram_range": (1, 3)})
    found = bags(encoder.encode(["aa zz bb cc"], analyzer), vocabulary.terms)
    assert found == [Counter(["aa", "bb", "cc", "bb cc"])]
    analyzer, (encoder, vocabulary, _) = learn(["aa bb", "aa cc"], {"ngram_range": (1, 2)})
    found = bags(encoder.encode(["bb zz"], analyzer), vocabulary.terms)
    assert found == [Counter(["bb"])]  # "zz" is not the last token of the sequence before


def test_characters():
    analyzer, (encoder, vocabulary, corpus) = learn(
        ["horse hor", "hor"], {}, char_ngram_range=(3, 4)
    )
    of_horse = ["<ho", "hor", "ors", "rse", "se>", "<hor", "hors", "orse", "rse>"]
    of_hor = ["<ho", "hor", "or>", "<hor", "hor>"]
    wanted = Counter(["horse", "hor", *(f"char:{g}" for g in [*of_horse, *of_hor])])
    assert bags(corpus, vocabulary.terms)[0] == wanted
    new = encoder.encode(["morse", "xy"], analyzer)
    known = {"char:ors", "char:rse", "char:se>", "char:orse", "char:rse>"}
    assert bags(new, vocabulary.terms) == [Counter(known), Counter()]
    assert new.n_unknown.tolist() == [1, 1]


def test_characters_are_counted_by_documents():
    _, (_, vocabulary, _) = learn(["ab cd", "cd", "cd"], {"min_df": 3}, char_ngram_range=(2, 2))
    assert set(vocabulary.terms) == {"cd", "char:<c", "char:cd", "char:d>"}


def test_a_whole_word_is_no_sequence_of_its_characters():
    assert character_sequences("ab", NGramRange(3, 5)) == ["<ab", "ab>"]


def test_a_bracket_alone_is_no_sequence():
    assert character_sequences("ab", NGramRange(1, 2)) == ["a", "b", "<a", "ab", "b>"]


@pytest.mark.parametrize("chars", [None, (2, 3)])
@pytest.mark.parametrize("ngram_range", [(1, 2), (2, 3)])
def test_sequences_share_rows(ngram_range, chars):
    """Sequence number i in the order of counts has row i modulo the number of rows."""
    case = {"ngram_range": ngram_range, "min_df": 2}
    analyzer, (every, own, _) = learn(DOCUMENTS, case, char_ngram_range=chars)
    _, (encoder, vocabulary, corpus) = learn(DOCUMENTS, case, n_buckets=7, char_ngram_range=chars)
    is_token = np.array([" " not in t and not t.startswith("char:") for t in own.terms])
    n_tokens = is_token.sum()
    assert n_tokens == (0 if ngram_range[0] > 1 else len(WORDS) + 2)
    assert vocabulary.terms[:n_tokens].tolist() == own.terms[is_token].tolist()
    assert vocabulary.terms[n_tokens:].tolist() == [f"bucket:{i}" for i in range(7)]
    row_of = dict(zip(own.terms[is_token], range(n_tokens), strict=True))
    sequences = own.terms[~is_token]
    row_of |= {term: n_tokens + i % 7 for i, term in enumerate(sequences)}
    for documents in (DOCUMENTS, NEW):
        terms = bags(every.encode(documents, analyzer), own.terms)
        wanted = []
        for bag in terms:
            rows = Counter()
            for term, n in bag.items():
                rows[row_of[term]] += n
            wanted.append(rows)
        assert bags(encoder.encode(documents, analyzer), range(len(vocabulary))) == wanted
    assert_array_equal(vocabulary.counts, np.bincount(corpus.ids, minlength=len(vocabulary)))


def test_few_sequences_have_rows_of_their_own():
    _, (_, own, _) = learn(DOCUMENTS, {"ngram_range": (1, 2)})
    for n_buckets in ("auto", sum(" " in term for term in own.terms)):
        _, (_, vocabulary, _) = learn(DOCUMENTS, {"ngram_range": (1, 2)}, n_buckets=n_buckets)
        assert vocabulary.terms.tolist() == own.terms.tolist()


@pytest.mark.parametrize("n_buckets", [None, 5])
@pytest.mark.parametrize("chars", [None, (3, 3)])
def test_names(n_buckets, chars):
    analyzer, (encoder, vocabulary, _) = learn(
        DOCUMENTS, {"ngram_range": (1, 2)}, n_buckets=n_buckets, char_ngram_range=chars
    )
    document = "alpha unseen beta alpha"
    names, rows = encoder.named(document, analyzer)
    assert_array_equal(np.sort(rows), np.sort(encoder.encode([document], analyzer).ids))
    assert {"alpha", "beta", "beta alpha"} <= set(names)
    for name, row in zip(names, rows, strict=True):
        assert vocabulary.terms[row] == name or vocabulary.terms[row].startswith("bucket:")


@pytest.mark.parametrize("n_buckets", [None, 5])
def test_pickle(n_buckets):
    analyzer, (encoder, _, _) = learn(
        DOCUMENTS, {"ngram_range": (1, 2)}, n_buckets=n_buckets, char_ngram_range=(3, 4)
    )
    again = pickle.loads(pickle.dumps(encoder))
    for array in (again.token_rows, *(part for level in again.levels for part in level)):
        array.flags.writeable = False
    assert_array_equal(again.encode(NEW, analyzer).ids, encoder.encode(NEW, analyzer).ids)
    assert encoder.encode([], analyzer).n_documents == 0


@pytest.mark.parametrize(
    ("documents", "more", "message"),
    [
        ([], {}, "no documents"),
        (["", ""], {}, "empty vocabulary"),
        (["aa", "bb"], {"ngram_range": (2, 2)}, "ngram_range"),
        (["aa bb", "cc dd"], {"min_df": 2}, "no terms remain"),
        (["aa bb"], {"ngram_range": (2, 1)}, "ngram_range"),
        (["aa bb"], {"ngram_range": (0, 1)}, "ngram_range"),
        (["aa bb"], {"ngram_range": 2}, "ngram_range"),
        (["aa bb"], {"ngram_range": (1, 1.5)}, "ngram_range"),
        (["aa bb"], {"ngram_range": (1, 2, 3)}, "ngram_range"),
        (["aa bb"], {"char_ngram_range": (3, 2)}, "char_ngram_range"),
        (["aa bb"], {"vocabulary": {"zz": 0}}, "vocabulary"),
    ],
)
def test_errors(documents, more, message):
    with pytest.raises(ValueError, match=message):
        learn_features(documents, Analyzer(), **more)


def test_names_that_could_be_mistaken():
    analyzer = Analyzer(analyzer=list)
    with pytest.raises(ValueError, match=r"'char:abc' looks like"):
        learn_features([["char:abc"]], analyzer, char_ngram_range=(3, 3))
    assert learn_features([["char:abc"]], analyzer)[1].terms.tolist() == ["char:abc"]
    with pytest.raises(ValueError, match=r"'new york' is both a token"):
        learn_features([["new york", "new", "york"]], analyzer, ngram_range=(1, 2))


def test_more_terms_follow_those_of_the_documents():
    documents = ["red apple", "red pear red apple", "blue red"]
    analyzer = Analyzer()
    plain, vocabulary, corpus = learn_features(documents, analyzer, ngram_range=(1, 2), min_df=2)
    more = ["pear", "plum", "red", "apple red"]
    encoder, longer, encoded = learn_features(
        documents, analyzer, ngram_range=(1, 2), min_df=2, more_terms=more
    )
    n = plain.n_rows
    assert longer.terms.tolist() == [*vocabulary.terms, "pear", "plum", "apple red"]
    assert (encoder.n_chosen, encoder.n_rows) == (n, n + 3)
    assert longer.counts.tolist() == [*vocabulary.counts, 1, 0, 0]
    new = [*documents, "plum red apple plum pear", "red plum apple", ""]
    found = encoder.encode(new, analyzer)
    for one, other in [(corpus, encoded), (plain.encode(new, analyzer), found)]:
        kept = [
            Counter({term: count for term, count in bag.items() if term not in more[:2]})
            for bag in bags(other, longer.terms)
        ]
        assert kept == bags(one, vocabulary.terms)
    document = longer.terms[found.ids[found.indptr[3] : found.indptr[4]]].tolist()
    assert document == ["plum", "red", "apple", "plum", "pear", "red apple"]
    assert found.n_unknown.tolist() == [0, 0, 1, 0, 0, 0]


@pytest.mark.parametrize("letters", ["abAß", "ab\x01é"])  # \x01 comes before a space
@pytest.mark.parametrize("ngram_range", [(1, 1), (1, 3), (2, 2)])
def test_terms_are_in_the_order_of_counts_and_names(letters, ngram_range, monkeypatch):
    rng = random.Random(0)

    def document():
        words = [
            "".join(rng.choices(letters, k=rng.randint(1, 2))) for _ in range(rng.randrange(9))
        ]
        return " ".join(words)

    documents = [document() for _ in range(60)]
    settings = {"token_pattern": r"\S+", "lowercase": False}
    counter = CountVectorizer(ngram_range=ngram_range, **settings)
    totals = np.asarray(counter.fit_transform(documents).sum(axis=0)).ravel()
    counts = dict(zip(counter.get_feature_names_out(), totals, strict=True))
    expected = sorted(counts, key=lambda term: (-counts[term], term))
    analyzer = Analyzer(**settings)
    for most in (None, 5):
        _, vocabulary, corpus = learn_features(
            documents, analyzer, ngram_range=ngram_range, max_features=most
        )
        assert vocabulary.terms.tolist() == expected[:most]
        with monkeypatch.context() as context:
            context.setattr("skembed._text.ngrams.are_in_order_of_names", lambda _: False)
            _, _, other = learn_features(
                documents, analyzer, ngram_range=ngram_range, max_features=most
            )
        assert_array_equal(corpus.ids, other.ids)


@pytest.mark.parametrize("lengths", [(1, 1), (1, 2), (2, 3), (3, 5), (4, 1 << 70)])
@pytest.mark.parametrize("odd", ["<>", "a  b\n\n<>\0\u00adı\ud800𝐀 "], ids=["ascii", "others"])
def test_the_kernel_finds_the_ngrams_of_tokens(lengths, odd):
    tokens = ["", "a", "<", "ab", "a" * 30, odd, odd[::-1] * 9]
    expected = [character_sequences(token, NGramRange(*lengths)) for token in tokens]
    grams, ends = [gram for of in expected for gram in of], np.cumsum([0, *map(len, expected)])
    found, numbers, indptr = rule_of_tokens(*lengths).number(tokens)
    distinct = list(dict.fromkeys(grams))
    assert found.strings() == distinct
    assert [distinct[i] for i in numbers] == grams
    assert indptr.tolist() == ends.tolist()
    known = {gram: 2 * i for i, gram in enumerate(distinct) if i % 3}
    rows, indptr = rule_of_tokens(*lengths).look_up(tokens, KnownTokens(known), n_jobs=None)
    assert rows.tolist() == [known.get(gram, -1) for gram in grams]
    assert indptr.tolist() == ends.tolist()
