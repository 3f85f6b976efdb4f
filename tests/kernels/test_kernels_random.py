"""Random numbers: the published finaliser, alias tables, and that the kernels draw by them."""

import kernel_tools as tools
import numpy as np
import oracles
import pytest
from kernel_tools import alias_tables, each_isa
from numpy.testing import assert_allclose, assert_array_equal


def test_splitmix():
    # The first outputs of Vigna's splitmix64.c with state 1234567, as published with it.
    expected = [6457827717110365317, 3203168211198807973, 9817491932198370423]
    assert [oracles.random_at(1234567, i) for i in range(3)] == expected


WEIGHTS = {
    "one": [3.0],
    "two": [1.0, 1e-9],
    "equal": [0.1] * 10,
    "falling": (1 / np.arange(1, 1001)).tolist(),
    "one of thousands": [1e9, *[1.0] * 5000],
    "with zeros": [0.0, 1.0, 0.0, 5.0, 0.0],
    "tiny": [1e-300, 3e-300],
}


@pytest.mark.parametrize("weights", WEIGHTS.values(), ids=WEIGHTS)
def test_alias_tables_stand_for_the_weights(weights):
    threshold, alias = alias_tables(weights, len(weights))
    implied = oracles.implied_distribution(threshold, alias)
    assert_allclose(implied, np.array(weights) / np.sum(weights), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("part_size", [1, 4, 5, 13, 50])
def test_each_part_has_its_own_table(part_size):
    weights = np.random.default_rng(0).random(13)
    threshold, alias = alias_tables(weights, part_size)
    for first in range(0, 13, part_size):
        part = slice(first, first + part_size)
        one = alias_tables(weights[part], part_size)
        assert_array_equal(threshold[part], one[0])
        assert_array_equal(alias[part], one[1])


def too_far(counts, shares):
    """Chi-square statistic above the mean by more than five of its standard deviations."""
    expected = counts.sum() * shares
    statistic = ((counts - expected) ** 2 / expected).sum()
    df = len(shares) - 1
    return statistic > df + 5 * np.sqrt(2 * df)


def count_draws(weights, isa, n_calls, first_seed=0):
    """How often the skip-gram kernel draws each row as a negative of one pair.

    Outputs are zero, so each draw moves its row by minus half the rate. Row 0 is the pair's
    positive: what is missing was drawn from it.
    """
    n = len(weights)
    case = tools.skipgram_case(1, 64, n_parts=1, part_size=n, n_pairs=1)
    case.threshold, case.alias = alias_tables(weights, n)
    case.pairs[:] = 0
    case.first_rate = case.last_rate = 0.5
    counts = np.zeros(n, dtype=int)
    for case.seed in range(first_seed, first_seed + n_calls):
        case.input[:], case.output[:] = 0, 0
        case.input[:, 0] = 1
        tools.train_rounds(case, isa)
        found = np.rint(case.output[:, 0] / -0.25).astype(int)
        found[0] = 64 - found[1:].sum()
        counts += found
    return counts


@each_isa
def test_negatives_follow_the_weights(isa):
    weights = np.array([5.0, 4.0, 3.0, 2.0, 1.0, 1.0, 0.5, 0.5, 0.25, 0.25])
    shares = weights / weights.sum()
    counts = count_draws(weights, isa, 500)
    assert counts.sum() == 500 * 64
    assert not too_far(counts, shares)
    # And the test would notice a share that is wrong by a tenth.
    wrong = shares * np.where(np.arange(10) == 1, 1.1, 1.0)
    assert too_far(counts, wrong / wrong.sum())


def test_draws_follow_the_weights():
    weights = 1 / np.arange(1, 101) ** 0.75
    threshold, alias = alias_tables(weights, 100)
    drawn = [oracles.draw(threshold, alias, oracles.random_at(7, i)) for i in range(50_000)]
    assert not too_far(np.bincount(drawn, minlength=100), weights / weights.sum())
