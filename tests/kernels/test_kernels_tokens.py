"""The tokenizing kernel against a twin, with tables of characters that are made up here.

`tests/text/test_token_runs.py` compares the tokens with scikit-learn's, for all of Unicode.
"""

import random
import re
from itertools import groupby, pairwise

import numpy as np
import pytest
from kernel_arguments import good
from kernel_tools import THREADS

from skembed._kernels import text

IN_TOKEN, SPECIAL, CASED, IGNORABLE, CONTINUES, JOINS = (1 << bit for bit in range(21, 27))
WORDS, CHARACTERS_OF_DOCUMENTS, CHARACTERS_OF_WORDS = range(3)
ALL, ENDLESS = 0x110000, 1 << 62
BECOMES = {"A": "a", "B": "b", "É": "é", "ß": "ss", "ﬁ": "f i", "☃": "", "Σ": "σ"}
MEMBERS = "aAbBsfiéσς鳥𝐀\ud800"  # of tokens
CHARACTERS = [*MEMBERS, *BECOMES, *" ,\n\0'→"]


def table(n=ALL, cased="", ignorable="", continuing="", joining=""):
    """Return entries, begins and expansions of the characters above."""
    entries = np.arange(n, dtype=np.uint32)

    def entry(c):
        return ord(c) | (IN_TOKEN if c in MEMBERS else 0)

    begins, expansions = [0], []
    for c in filter(lambda c: ord(c) < n, [*MEMBERS, *BECOMES]):
        became = BECOMES.get(c, c)
        if len(became) == 1:
            entries[ord(c)] = entry(became)
        else:
            entries[ord(c)] = SPECIAL | (len(begins) - 1)
            expansions += map(entry, became)
            begins.append(len(expansions))
    for c in cased:
        entries[ord(c)] |= CASED
    for c in ignorable:
        entries[ord(c)] |= IGNORABLE
    for flag, characters in ((CONTINUES, continuing), (JOINS, joining)):
        for c in characters:
            entries[ord(c)] |= flag
    return {
        "entries": entries,
        "begins": np.array(begins),
        "expansions": np.array(expansions, dtype=np.uint32),
        "has_sigma": bool(cased),
    }


def tokens_twin(document, shortest):
    became = "".join(BECOMES.get(c, c) for c in document)
    runs = ["".join(run) for good, run in groupby(became, MEMBERS.__contains__) if good]
    return [run for run in runs if len(run) >= shortest]


def strings(found, begins):
    begins = np.frombuffer(begins, dtype=np.int64)
    return joined_strings(found, begins, np.arange(len(begins) - 1)[:, np.newaxis])


def joined_strings(found, begins, places):
    out = np.empty(len(places), dtype=object)
    text.strings_of(found, begins, places.astype(np.int32), out)
    return out.tolist()


def as_arrays(tokens):
    begins = np.cumsum([0, *map(len, tokens)], dtype=np.int64)
    return np.array(list(b"".join(tokens)), dtype=np.uint8), begins


def table_of(left_out=()):
    return text.TokenTable(*as_arrays([token.encode() for token in left_out]))


def read(documents, table, shortest=1, longest=ENDLESS, kind=WORDS, tokens=None):
    """Return the tokens of each document, and the distinct tokens in the order of their numbers."""
    tokens = table_of() if tokens is None else tokens
    ids, ends = bytearray(b"before.."), bytearray(np.array([7, 2], dtype=np.int64))
    rule = {"kind": kind, "shortest": shortest, "longest": longest}
    text.number_tokens(tokens, tuple(documents), **table, **rule, ids=ids, ends=ends)
    distinct = strings(*tokens.tokens(0, len(tokens)))
    assert ids.startswith(b"before..")
    words = [distinct[i] for i in np.frombuffer(ids, dtype=np.int32)[2:]]
    before, *ends = np.frombuffer(ends, dtype=np.int64).tolist()
    assert (before, ends[0], ends[-1] - 2) == (7, 2, len(words))
    return [words[a - 2 : b - 2] for a, b in pairwise(ends)], distinct


@pytest.mark.parametrize("shortest", [1, 2, 4])
@pytest.mark.parametrize("characters", [CHARACTERS, [c for c in CHARACTERS if c.isascii()]])
def test_number_tokens(characters, shortest):
    rng = random.Random(shortest)
    documents = ["".join(rng.choices(characters, k=rng.randrange(30))) for _ in range(300)]
    expected = [tokens_twin(document, shortest) for document in documents]
    distinct = list(dict.fromkeys(token for tokens in expected for token in tokens))
    tables = [table(), table(128)] if characters != CHARACTERS else [table()]
    for made in tables:
        assert read(documents, made, shortest) == (expected, distinct)


@pytest.mark.parametrize("documents", [[], [""], ["", "a", ""], ["é"], ["ab ba"] * 3, [" ", "é b"]])
def test_few_documents(documents):
    tokens, _ = read(documents, table())
    assert tokens == [tokens_twin(document, 1) for document in documents]


def odd_batches():
    rng = random.Random(0)
    yield ["".join(rng.choices("ab ", k=3)) for _ in range(500)]  # many tiny documents
    yield []
    yield [" ".join("".join(rng.choices("abé", k=rng.randrange(9))) for _ in range(3000))]
    for letters in ("ab ", "bf ", "fsi→ ", "Aéß "):  # each batch has new tokens
        yield ["".join(rng.choices(letters, k=rng.randrange(40))) for _ in range(20)]
    yield ["", "b" * 40_000, ""]


@pytest.mark.parametrize("left_out", [(), ("a", "ba", "é")])
def test_batches(left_out):
    mine, index = table_of(left_out), {}
    for batch in odd_batches():
        tokens = [tokens_twin(document, 1) for document in batch]
        tokens = [[t for t in document if t not in left_out] for document in tokens]
        n_before = len(index)
        index |= dict.fromkeys(token for document in tokens for token in document)
        assert read(batch, table(), tokens=mine) == (tokens, list(index))
        assert strings(*mine.tokens(n_before, len(mine))) == list(index)[n_before:]
        assert len(mine) == len(index)


def test_tables_of_bad_arguments():
    left_out, begins = as_arrays([b"a", b"bc"])
    with pytest.raises(ValueError, match="where each token begins"):
        text.TokenTable(left_out, begins[:0])
    with pytest.raises(ValueError, match="indptr must"):
        text.TokenTable(left_out, begins - 1)
    for first in (-1, 1):
        with pytest.raises(ValueError, match="numbers of tokens, or that of the next one"):
            table_of().tokens(first, 0)


def test_capital_sigma_becomes_what_python_makes_of_it():
    rng = random.Random(0)
    documents = ["".join(rng.choices("aAΣ' ,", k=rng.randrange(9))) for _ in range(1000)]
    tokens, _ = read(documents, table(cased="aAΣ", ignorable="'"))
    letters = "aσς"
    for document, found in zip(documents, tokens, strict=True):
        runs = groupby(document.lower(), letters.__contains__)
        assert found == ["".join(run) for is_token, run in runs if is_token], document


def test_some_characters_continue_a_token_but_begin_none():
    rng = random.Random(0)
    documents = ["".join(rng.choices("aé→☺ ", k=rng.randrange(12))) for _ in range(1000)]
    word = re.compile("[aé](?:[aé→]|☺+(?=[aé→]))*")
    for shortest in (1, 2, 3):
        tokens, _ = read(documents, table(continuing="→", joining="☺"), shortest)
        assert tokens == [[w for w in word.findall(d) if len(w) >= shortest] for d in documents]


def ngrams_twin(document, kind, shortest, longest):
    """Return the n-grams of characters of a document, in which all but members are white space."""
    became = "".join(BECOMES.get(c, c) for c in document)
    runs = [(good, "".join(run)) for good, run in groupby(became, MEMBERS.__contains__)]
    if kind == CHARACTERS_OF_WORDS:
        texts = [f" {run} " for good, run in runs if good]
    else:
        texts = ["".join(run if good or len(run) == 1 else " " for good, run in runs)]
    found = []
    for x in texts:
        for n in range(shortest, longest + 1):
            if kind == CHARACTERS_OF_WORDS and n >= len(x):
                found.append(x)
                break
            found += [x[i : i + n] for i in range(len(x) - n + 1)]
    return found


@pytest.mark.parametrize("kind", [CHARACTERS_OF_DOCUMENTS, CHARACTERS_OF_WORDS])
@pytest.mark.parametrize("lengths", [(1, 1), (1, 3), (2, 5), (3, 3), (7, 9)])
def test_ngrams_of_characters(kind, lengths):
    rng = random.Random(lengths[0])
    documents = ["".join(rng.choices(CHARACTERS, k=rng.randrange(30))) for _ in range(100)]
    documents += ["", " ", "\n", "a", " a", "b\n", "ab" * 9000, "ab, a  " * 5000, "é" * 9000]
    documents += [document for document in documents if document.isascii()]
    expected = [ngrams_twin(document, kind, *lengths) for document in documents]
    distinct = list(dict.fromkeys(token for tokens in expected for token in tokens))
    assert read(documents, table(), *lengths, kind) == (expected, distinct)


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize("documents", [["a", "b"], ("a", b"b"), ("a", None), ("a", Text("b"))])
def test_documents_must_be_a_tuple_of_str(documents):
    with pytest.raises(TypeError, match=r"must be str|tuple"):
        text.number_tokens(**good(text.number_tokens, documents=documents))


@pytest.mark.parametrize(
    ("begins", "special"), [([0], 0), ([0, 3], 0), ([-1, 0], 0), ([0, 1], 1), ([0, 1], 1000)]
)
def test_expansions_outside_of_their_array(begins, special):
    entries = np.arange(ALL, dtype=np.uint32)
    entries[ord("é")] = SPECIAL | special
    begins = np.array([*begins, begins[-1]])[:-1]  # what comes after the array looks valid
    arguments = {"entries": entries, "begins": begins, "documents": ("a", "bé")}
    with pytest.raises(ValueError, match="outside of expansions"):
        text.number_tokens(**good(text.number_tokens, **arguments))


@pytest.mark.parametrize("left_out", [(), ("a", "zz")])
def test_add_tokens(left_out):
    table, index = table_of(left_out), {}
    letters = [bytes([i]) for i in range(ord("a"), ord("z"))]
    many = [f"w{i}".encode() * (1 + i % 3) for i in range(1000)]
    for batch in ([b"a", b"bc"], [], [b"bc", b"d" * 30, b"a", b"", b"\n\0"], letters, many):
        numbers = np.full(len(batch), -1, dtype=np.int32)
        text.add_tokens(table, *as_arrays(batch), numbers)
        for token in batch:
            if token.decode() not in left_out:
                index.setdefault(token, len(index))
        assert len(table) == len(index)
        assert numbers.tolist() == [index.get(token, -2) for token in batch]
        n = len(index)
        for first, last in ((0, n), (n // 2, n), (0, n // 2), (n, n)):
            found, begins = table.tokens(first, last)
            edges = pairwise(np.frombuffer(begins, dtype=np.int64).tolist())
            assert [bytes(found[a:b]) for a, b in edges] == list(index)[first:last]


@pytest.mark.parametrize(("first", "last"), [(-1, 0), (0, 2), (1, 0)])
def test_tokens_that_are_not_in_the_table(first, last):
    table = table_of()
    text.add_tokens(table, *as_arrays([b"a"]), np.zeros(1, dtype=np.int32))
    with pytest.raises(ValueError, match="must be numbers of tokens"):
        table.tokens(first, last)


@pytest.mark.parametrize("n_threads", THREADS)
@pytest.mark.parametrize("n_in_the_end", [0, 10_000])
def test_append_numbers(n_threads, n_in_the_end):
    rng = np.random.default_rng(0)
    numbers = [rng.integers(10**6, size=n).astype(np.int32) for n in (50, 1, 0, 7)]
    places = [
        rng.integers(n, size=m).astype(np.int32) for n, m in ((50, 300), (1, 2), (1, 0), (7, 9))
    ]
    ids = bytearray(np.array([3, 4], dtype=np.int32))
    expected = [3, 4]
    for _ in range(3):
        text.append_numbers(places, numbers, n_in_the_end, n_threads, ids)
        for mine, found in zip(numbers, places, strict=True):
            expected += mine[found].tolist()
    assert np.frombuffer(ids, dtype=np.int32).tolist() == expected


def test_strings_and_order():
    rng = random.Random(0)
    letters = "a\0\n\x7f\x80é\ud7ff\ud800\udfff\ue000鳥\uffff𝐀\U0010ffff"
    tokens = list({"".join(rng.choices(letters, k=rng.randrange(13))): 0 for _ in range(3000)})
    found = as_arrays([token.encode("utf-8", "surrogatepass") for token in tokens])
    assert strings(*found) == tokens
    places = np.array(rng.sample(range(len(tokens)), 500))
    joined = np.column_stack([places, places[::-1], places])
    for n in (1, 2, 3):
        expected = [" ".join(tokens[i] for i in row) for row in joined[:, :n]]
        assert joined_strings(*found, joined[:, :n]) == expected
        padded = np.column_stack([joined[:, :n], np.full(len(joined), -1)])
        assert joined_strings(*found, padded) == expected
    taken = text.take_tokens(*found, places)
    assert strings(*(np.frombuffer(part, dtype=np.uint8) for part in taken)) == [
        tokens[i] for i in places
    ]
    counts = np.array([rng.choice([1, 1, 2, 300]) for _ in tokens])
    expected = sorted(places.tolist(), key=lambda i: (-counts[i], tokens[i]))
    for n_threads in (*THREADS, 600):
        rng.shuffle(places)
        text.order_tokens(*found, counts, n_threads, places)
        assert places.tolist() == expected
