"""Distinct tokens of batches against a dict; the table starts small, so that it grows often."""

import random

import numpy as np
import pytest

from skembed._core.distinct_tokens import DistinctTokens
from skembed._text.token_numbers import TokenNumbers


def check(batches):
    distinct, index = TokenNumbers(), {}
    for batch in batches:
        n_before = len(index)
        for token in batch:
            index.setdefault(token, len(index))
        numbers = distinct.add(DistinctTokens.of(batch))
        assert numbers.tolist() == [index[token] for token in batch]
        assert distinct.tokens().strings() == list(index)
        assert distinct.tokens(n_before).strings() == list(index)[n_before:]


@pytest.mark.parametrize("longest", [1, 3, 12])
@pytest.mark.parametrize("seed", range(3))
def test_batches_of_distinct_tokens(longest, seed):
    rng = random.Random(seed)

    def token():
        return "".join(rng.choices("abé\0\n鳥𝐀\ud800", k=rng.randint(1, longest)))

    check([list({token(): 0 for _ in range(rng.randrange(200))}) for _ in range(20)])


def test_empty_batches():
    check([[], [], ["aa"], [], ["bb", "aa"], []])


def test_many_tokens():
    check([[f"w{i}" for i in range(start, start + 3000)] for start in range(0, 9000, 1500)])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("tt8i9xcftzbpsu0j", "qv35e182be5c8b51"),
        ("wir59fps3h6ez52u", "wir59fps3h6ez52uvyw0ib9v"),
        ("wir59fps3h6ez52uvyw0ib9v", "wir59fps3h6ez52u"),
    ],
)
def test_tokens_with_the_same_hash(first, second):
    check([[first], [second], [second, first], ["a", first, second]])


def test_order_and_terms():
    tokens = DistinctTokens.of(["é", "b", "", "a\nc"])
    places = np.array([0, 1, 3])
    tokens.order(places, np.array([1, 1, 9, 2]))
    assert tokens.terms(places).tolist() == ["a\nc", "b", "é"]
    assert DistinctTokens.of([]).strings() == []
