"""The steps are the gradients of the loss that the papers name, and the loss is that loss."""

import itertools
from types import SimpleNamespace

import kernel_tools as tools
import numpy as np
import oracles_word2vec as oracles
import pytest
from kernel_tools import COMPONENTS, NEGATIVES, each_isa
from numpy.testing import assert_allclose

EPSILON = 1e-5


def finite_differences(loss, matrix, rows):
    """d loss / d matrix, entry by entry, in float64; the loss depends on these rows only."""
    gradient = np.zeros_like(matrix)
    for at in itertools.product(set(rows), range(matrix.shape[1])):
        kept = matrix[at]
        matrix[at] = kept + EPSILON
        above = loss()
        matrix[at] = kept - EPSILON
        below = loss()
        matrix[at] = kept
        gradient[at] = (above - below) / (2 * EPSILON)
    return gradient


def pair_case(d, n_negative):
    """One pair whose negatives are all different and none is the positive."""
    case = tools.skipgram_case(d, n_negative, n_parts=1, part_size=60, n_pairs=1)
    for case.seed in range(10**6):
        stream = oracles.random_at(case.seed, 0)
        drawn = drawn_negatives(case, stream, n_negative)
        if len({*drawn, case.pairs[0, 1]}) == n_negative + 1:
            break
    case.first_rate = case.last_rate = 0.5
    return case, drawn


def drawn_negatives(case, stream, n):
    return [
        oracles.draw(case.threshold, case.alias, oracles.random_at(stream, k)) for k in range(n)
    ]


@pytest.mark.parametrize("d", [1, 7])
@pytest.mark.parametrize("n_negative", [1, 5, 6, 7, 20])
def test_skipgram(d, n_negative):
    case, drawn = pair_case(d, n_negative)
    a, b = case.pairs[0]
    exact = tools.float64(case)

    def loss():
        return oracles.example_loss(exact.input[a], exact.output[b], exact.output[drawn])

    gradient = (
        finite_differences(loss, exact.input, [a]),
        finite_differences(loss, exact.output, [b, *drawn]),
    )
    assert np.abs(gradient[0][a]).max() > 1e-3
    before = tools.float64(case)
    oracles.train_rounds(*vars(exact).values())
    for isa in range(len(tools.common.instruction_sets())):
        moved = tools.again(case)
        tools.train_rounds(moved, isa)
        for found in (exact, moved):
            step = (found.input - before.input) / 0.5
            assert_allclose(step, -gradient[0], rtol=1e-5, atol=1e-6)
            step = (found.output - before.output) / 0.5
            assert_allclose(step, -gradient[1], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("d", [1, 7])
@pytest.mark.parametrize("n_negative", [1, 5, 6, 7])
@pytest.mark.parametrize("bag", [[3], [3, 5], [3, 5, 3, 8]], ids=str)
def test_cbow(d, n_negative, bag):
    # One bag around its target. Its input rows move by the gradient times the number of words in
    # the bag: word2vec does not divide by it; a word that is there twice moves twice.
    m = len(bag)
    base, _ = pair_case(d, n_negative)
    target = 9
    for base.seed in range(10**6):
        stream = oracles.random_at(oracles.random_at(base.seed, m), 0)
        drawn = drawn_negatives(base, stream, n_negative)
        if len({*drawn, target}) == n_negative + 1:
            break
    windows = [*bag, target], [0] * m + [m], [0] * (m + 1)
    kept, left, right = (np.array(array, dtype=np.int32) for array in windows)
    case = SimpleNamespace(input=base.input, output=base.output, kept=kept, left=left, right=right)
    case.begin, case.end, case.batch_size = m, m + 1, 8
    case.part_size = len(base.output)
    case.threshold, case.alias, case.n_negative = base.threshold, base.alias, n_negative
    case.first_rate = case.last_rate = 0.5
    case.seed = base.seed
    exact = tools.float64(case)

    def loss():
        return oracles.bag_loss(exact.input[bag], exact.output[target], exact.output[drawn])

    gradient = (
        finite_differences(loss, exact.input, bag),
        finite_differences(loss, exact.output, [target, *drawn]),
    )
    assert np.abs(gradient[0][bag]).max() > 1e-3
    before = tools.float64(case)
    expected = loss()
    assert_allclose(oracles.train_bags(*vars(exact).values()), expected)
    for isa in range(len(tools.common.instruction_sets())):
        moved = tools.again(case)
        assert_allclose(tools.train_bags(moved, isa), expected, rtol=1e-5)
        for found in (exact, moved):
            step = (found.input - before.input) / 0.5
            assert_allclose(step, -m * gradient[0], rtol=1e-5, atol=2e-6)
            step = (found.output - before.output) / 0.5
            assert_allclose(step, -gradient[1], rtol=1e-5, atol=2e-6)


def scored(z, isa, n_negative=1):
    """Loss and step of one pair with x . p = z whose only output row is its positive."""
    threshold, alias = tools.alias_tables([1.0], 1)
    case = SimpleNamespace(input=tools.zeros(1, 2), output=tools.zeros(1, 2))
    # p_1 begins at 0 and x_1 is 1, so p_1 ends as the step itself, without rounding.
    case.input[0, :2] = z, 1.0
    case.output[0, 0] = 1.0
    case.pairs, case.block_begin = np.zeros((1, 2), dtype=np.int32), np.array([0, 1])
    case.part_size, case.first, case.last = 1, 0, 1
    case.threshold, case.alias, case.n_negative = threshold, alias, n_negative
    case.first_rate, case.last_rate, case.seed = 1.0, 1.0, 0
    loss = tools.train_rounds(case, isa)[0, 0]
    return loss, case.output[0, 1]


@each_isa
def test_exponential_and_logarithm(isa):
    z = np.concatenate([np.linspace(-30, 30, 2001), [0.0, -0.0, 1e-8, -1e-8]]).astype(np.float32)
    found = np.array([scored(value, isa) for value in z])
    # Absolute for the loss; relative for the step, which is what training feels.
    assert_allclose(found[:, 0], oracles.softplus(-z.astype(float)), rtol=3e-7, atol=3e-7)
    assert_allclose(found[:, 1], oracles.sigmoid(-z.astype(float)), rtol=4e-7)


@each_isa
@pytest.mark.parametrize("z", [79.0, 87.0, 88.0, 100.0, 1e4, 1e18, 3e38])
def test_extreme_scores(isa, z):
    # Passed-over negatives stay in the sums with a step of exp(-80): nothing to speak of.
    loss, step = scored(z, isa)
    assert 0 <= loss < 1e-30
    assert abs(step) < 2e-34
    loss, step = scored(-z, isa)
    assert_allclose(loss, np.float32(z), rtol=1e-7)
    assert step == 1


@each_isa
@pytest.mark.parametrize("z", [100.0, -100.0])
@pytest.mark.parametrize("n_negative", NEGATIVES)
def test_extreme_scores_of_negatives(isa, z, n_negative):
    # Nine output rows, all the same: the positive and every negative score z, of eight pairs.
    case = tools.skipgram_case(1, n_negative, n_parts=1, part_size=9, n_pairs=8)
    case.input[:], case.output[:] = 0, 0
    case.input[:, 0], case.output[:, 0] = np.sign(z) * 10, 10
    expected = oracles.train_rounds(*vars(tools.float64(case)).values())
    assert expected.sum() > 99
    assert_allclose(tools.train_rounds(case, isa), expected, rtol=1e-6)


@each_isa
@pytest.mark.parametrize("d", COMPONENTS)
def test_rate_zero_gives_the_loss_alone(isa, d):
    case = tools.skipgram_case(d)
    case.first_rate = case.last_rate = 0.0
    bags = tools.bags_case(d)
    bags.first_rate = bags.last_rate = 0.0
    for some, kernel, oracle in [
        (case, tools.train_rounds, oracles.train_rounds),
        (bags, tools.train_bags, oracles.train_bags),
    ]:
        found = tools.again(some)
        exact = tools.float64(some)
        assert_allclose(kernel(found, isa), oracle(*vars(exact).values()), rtol=2e-6)
        assert (found.input == some.input).all()
        assert (found.output == some.output).all()
