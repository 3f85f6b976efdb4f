"""The training kernels of skip-gram and CBOW against their twins."""

import kernel_tools as tools
import numpy as np
import oracles_word2vec as oracles
import pytest
from kernel_tools import COMPONENTS, NEGATIVES, THREADS, TOLERANCE, each_isa
from numpy.testing import assert_allclose, assert_array_equal


def check(case, kernel, oracle, isa):
    """Matrices and losses equal those of the oracle; the padding stays zero."""
    expected = tools.float64(case)
    losses = oracle(*vars(expected).values())
    before = tools.again(case)
    found = tools.again(case)
    assert_allclose(kernel(found, isa), losses, rtol=1e-5, atol=1e-6)
    assert_allclose(found.input, expected.input, **TOLERANCE)
    assert_allclose(found.output, expected.output, **TOLERANCE)
    padding = (before.input == 0).all(axis=0)
    assert not found.input[:, padding].any()
    assert not found.output[:, padding].any()
    assert np.abs(found.input - before.input).max() > 1e-3
    assert np.abs(found.output - before.output).max() > 1e-3


@each_isa
@pytest.mark.parametrize("d", COMPONENTS)
@pytest.mark.parametrize("n_negative", NEGATIVES)
def test_skipgram(isa, d, n_negative):
    check(tools.skipgram_case(d, n_negative), tools.train_rounds, oracles.train_rounds, isa)


@each_isa
@pytest.mark.parametrize("d", COMPONENTS)
@pytest.mark.parametrize("n_negative", NEGATIVES)
def test_cbow(isa, d, n_negative):
    check(tools.bags_case(d, n_negative), tools.train_bags, oracles.train_bags, isa)


SHAPES = {
    "two words": {"n_parts": 1, "part_size": 2, "n_pairs": 21},
    "two words in two parts": {"n_parts": 2, "part_size": 1, "n_pairs": 21},
    "one pair": {"n_parts": 1, "part_size": 5, "n_pairs": 1},
    "fewer pairs than a tile": {"n_parts": 1, "part_size": 5, "n_pairs": 7},
    "one more than a tile": {"n_parts": 1, "part_size": 5, "n_pairs": 9},
    "last part short": {"n_parts": 3, "part_size": 5, "n_rows": 11, "n_pairs": 60},
    "empty blocks": {"n_parts": 4, "part_size": 3, "n_pairs": 6},
    "five parts": {"n_parts": 5, "part_size": 7, "n_pairs": 300},
}


@each_isa
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("n_negative", [5, 9])
def test_skipgram_shapes(isa, shape, n_negative):
    case = tools.skipgram_case(7, n_negative, **shape)
    check(case, tools.train_rounds, oracles.train_rounds, isa)


SIZES = {
    "two words": {"n_terms": 2},
    "one bag a batch": {"batch_size": 1},
    "batch of one tile": {"batch_size": 8},
    "batch of an odd size": {"batch_size": 13},
    "one batch": {"batch_size": 512},
    "wide windows": {"window": 40},
    "windows far wider than a batch": {"window": 90, "batch_size": 5, "n_documents": 3},
    "bags of more words than are added at a time": {"window": 50, "longest": 120, "n_documents": 4},
    "parts of one word": {"part_size": 1},
    "more parts than stretches of a batch": {"n_terms": 40, "part_size": 2, "batch_size": 30},
    "last part short": {"part_size": 5, "batch_size": 100},
    "part larger than the vocabulary": {"part_size": 40},
}


@each_isa
@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("n_negative", [5, 9])
def test_cbow_sizes(isa, sizes, n_negative):
    case = tools.bags_case(7, n_negative, **sizes)
    check(case, tools.train_bags, oracles.train_bags, isa)


@each_isa
def test_rounds_one_at_a_time_are_all_rounds(isa):
    whole = tools.skipgram_case(n_parts=4)
    whole.last_rate = whole.first_rate
    single = tools.again(whole)
    losses = tools.train_rounds(whole, isa)
    for r in range(4):
        single.first, single.last = r, r + 1
        assert_array_equal(tools.train_rounds(single, isa), losses[r : r + 1])
    assert_array_equal(single.input, whole.input)
    assert_array_equal(single.output, whole.output)


@each_isa
def test_a_range_of_bags(isa):
    case = tools.bags_case(batch_size=8)
    case.begin, case.end = 16, 45
    check(case, tools.train_bags, oracles.train_bags, isa)


@each_isa
def test_nothing_to_train(isa):
    case = tools.skipgram_case(n_pairs=0)
    before = tools.again(case)
    losses = np.zeros((case.last, case.last))
    tools.word2vec.train_rounds(*vars(case).values(), losses, 1, isa)
    bags = tools.bags_case()
    bags.begin = bags.end = 5
    bags_before = tools.again(bags)
    assert tools.train_bags(bags, isa) == 0
    bags.end = bags.end + 9
    bags.left, bags.right = np.zeros_like(bags.left), np.zeros_like(bags.right)
    assert tools.train_bags(bags, isa) == 0
    assert not losses.any()
    assert_array_equal(case.input, before.input)
    assert_array_equal(bags.input, bags_before.input)
    assert_array_equal(bags.output, bags_before.output)


@each_isa
def test_negatives_equal_to_the_positive_are_passed_over(isa):
    # With a single output row every negative is the positive: what is left is the positive's step.
    case = tools.skipgram_case(n_parts=1, part_size=1, n_pairs=1)
    expected = oracles.example_loss(case.input[0].astype(float), case.output[0].astype(float), [])
    assert_allclose(tools.train_rounds(case, isa), expected, rtol=1e-6)


@each_isa
@pytest.mark.parametrize("n_negative", [5, 20])
def test_skipgram_bits_do_not_depend_on_threads(isa, n_negative):
    case = tools.skipgram_case(33, n_negative, n_parts=6, part_size=4, n_pairs=900)
    expected = tools.again(case)
    losses = tools.train_rounds(expected, isa)
    for n_threads in [*THREADS, 100]:
        other = tools.again(case)
        assert_array_equal(tools.train_rounds(other, isa, n_threads), losses)
        assert_array_equal(other.input, expected.input)
        assert_array_equal(other.output, expected.output)


@each_isa
@pytest.mark.parametrize("batch_size", [8, 64, 200])
@pytest.mark.parametrize("part_size", [2, 12])
@pytest.mark.parametrize("n_negative", [5, 20])
def test_cbow_bits_do_not_depend_on_threads(isa, batch_size, part_size, n_negative):
    sizes = {"batch_size": batch_size, "part_size": part_size, "n_documents": 80}
    case = tools.bags_case(33, n_negative, **sizes)
    expected = tools.again(case)
    loss = tools.train_bags(expected, isa)
    for n_threads in [*THREADS, 100]:
        other = tools.again(case)
        assert tools.train_bags(other, isa, n_threads) == loss
        assert_array_equal(other.input, expected.input)
        assert_array_equal(other.output, expected.output)
