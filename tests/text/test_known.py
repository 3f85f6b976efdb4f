"""Known tokens, looked up in the table of the kernel, against the dict they come from."""

import pickle
import random

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.feature_extraction.text import CountVectorizer

from skembed import PretrainedVectorizer, Word2VecVectorizer, tokenize_documents
from skembed._core.pieces import WHOLE, Size
from skembed._text import known as module
from skembed._text.analyzer import Analyzer
from skembed._text.known import KnownTokens
from skembed._text.reading import known_pieces
from skembed._text.vocabulary import encode_pieces

TOKENS = ["a", "ab", "abcdefgh", "abcdefghi", "abcdefgh" * 3, "é", "éééé", "éééée", "𝐀𐐨", "\ud800"]
OTHERS = ["b", "abcdefgi", "abcdefghj", "abcdefgh" * 2, "è", "éééèe", "x" * 1000, "a\0", "\0"]
SETTINGS = {"token_pattern": r"\S+", "lowercase": False}


def rows_of(documents, analyzer, known, size=WHOLE):
    pieces = list(known_pieces(documents, analyzer, size, known))
    return [
        piece.ids[a:b].tolist()
        for piece in pieces
        for a, b in zip(piece.indptr[:-1], piece.indptr[1:], strict=True)
    ]


@pytest.mark.parametrize("n_jobs", [1, 2, 7])
@pytest.mark.parametrize("stop_words", [None, ["ab", "b", "a\nb", "éééé"]])
def test_rows_are_those_of_the_dict(stop_words, n_jobs, monkeypatch):
    monkeypatch.setattr("skembed._text.rules._PER_THREAD", 1)
    monkeypatch.setattr("skembed._compat.threads.n_threads", lambda n_jobs: n_jobs or 1)
    rng = random.Random(0)
    settings = {**SETTINGS, "stop_words": stop_words}
    documents = [" ".join(rng.choices(TOKENS + OTHERS, k=rng.randrange(8))) for _ in range(200)]
    index = {token: 10 - i for i, token in enumerate([*TOKENS, "\n", "", "a b", "x\ny", "ab\n"])}
    analyze = CountVectorizer(**settings).build_analyzer()
    expected = [[index.get(token, -1) for token in analyze(document)] for document in documents]
    known, analyzer = KnownTokens(index), Analyzer(**settings, n_jobs=n_jobs)
    for size in (WHOLE, Size(10, 1000), Size(1000, 3)):
        assert rows_of(documents, analyzer, known, size) == expected
    assert rows_of(tokenize_documents(documents, CountVectorizer(**settings)), analyzer, known) == (
        expected
    )
    corpora = list(encode_pieces(documents, analyzer, known, Size(10, 1000)))
    ids = np.concatenate([corpus.ids for corpus in corpora])
    unknown = np.concatenate([corpus.n_unknown for corpus in corpora])
    assert ids.tolist() == [row for rows in expected for row in rows if row >= 0]
    assert unknown.tolist() == [rows.count(-1) for rows in expected]


def test_no_known_tokens():
    assert rows_of(["a b", "", "c"], Analyzer(**SETTINGS), KnownTokens({})) == [[-1, -1], [], [-1]]


def test_many_known_tokens():
    index = {f"word{i * 7919 % 20_000}": i for i in range(20_000)}
    [rows] = rows_of([" ".join(index)], Analyzer(), KnownTokens(index))
    assert rows == list(range(20_000))


def test_tokens_with_the_same_hash():
    one, other = "tt8i9xcftzbpsu0j", "qv35e182be5c8b51"
    assert rows_of([f"{one} {other}"], Analyzer(), KnownTokens({one: 5})) == [[5, -1]]
    assert rows_of([f"{one} {other}"], Analyzer(), KnownTokens({one: 5, other: 2})) == [[5, 2]]


def test_pieces_of_a_list_are_those_of_a_generator(monkeypatch):
    monkeypatch.setattr("skembed._text.reading.AT_ONCE", 3)
    documents = [None if i % 7 == 6 else "aa bb " * (i % 5) for i in range(40)]
    known, analyzer = KnownTokens({"aa": 0}), Analyzer(handle_missing="empty")
    for size in (WHOLE, Size(15, 100), Size(1000, 4), Size(1, 1)):
        one_by_one = known_pieces((d for d in documents), analyzer, size, known)
        pieces = list(known_pieces(documents, analyzer, size, known))
        for piece, other in zip(pieces, one_by_one, strict=True):
            assert_array_equal(piece.ids, other.ids)
            assert_array_equal(piece.indptr, other.indptr)
    assert len(pieces) == len(documents)


def test_long_tokens_of_another_table_are_refused():
    known, analyzer = KnownTokens({"abcdefghi": 0, "abcdefghj": 1}), Analyzer()
    slots, long_tokens = known.table(())
    for others in (long_tokens[:1], long_tokens[:-1]):
        known._made = ((), module.TokenTable(slots, others))
        with pytest.raises(ValueError, match="must be those of the table"):
            rows_of(["abcdefghi abcdefghj"], analyzer, known)


def test_the_table_is_made_once_and_not_pickled(monkeypatch):
    made = []
    make = module._token_table
    monkeypatch.setattr(module, "_token_table", lambda *a: made.append(a) or make(*a))
    documents = ["to be or not", "be that as it may"]
    vectorizer = Word2VecVectorizer(n_components=2, max_iter=1, subsample=0, random_state=0)
    features = vectorizer.fit(documents).transform(documents)
    assert_array_equal(vectorizer.transform(documents), features)
    assert len(made) == 1
    size = len(pickle.dumps(vectorizer))
    copy = pickle.loads(pickle.dumps(vectorizer))
    assert len(pickle.dumps(copy)) == size
    assert copy._known_tokens.index is copy.vocabulary_
    assert_array_equal(copy.transform(documents), features)
    assert_array_equal(copy.transform(documents), features)
    assert len(made) == 2
    copy.set_params(stop_words=["be"])
    assert_array_equal(copy.transform(["be to"]), copy.transform(["to"]))
    assert len(made) == 3


def test_a_vocabulary_that_was_replaced_is_used():
    vectorizer = PretrainedVectorizer({"aa": [1.0], "bb": [2.0]}).fit(["aa bb"])
    vectorizer.vocabulary_ = {"bb": 0, "aa": 1}
    assert_array_equal(vectorizer.transform(["aa", "bb"]), [[2], [1]])
