"""The kernels of GloVe against their twin: blocks, steps, gradients, bits."""

from types import SimpleNamespace

import kernel_tools as tools
import numpy as np
import oracles_glove as oracles
import pytest
from kernel_tools import THREADS, each_isa
from numpy.testing import assert_allclose, assert_array_equal
from scipy.sparse import csr_array, random_array

from skembed._fit.partition import block_places
from skembed._glove.trainer import UNMOVED
from skembed._kernels import glove

ARGUMENTS = ("x_max", "alpha", "rate", "seed")


def draw_counts(n_terms, density=0.4, seed=0):
    rng = np.random.default_rng(seed)
    counts = random_array((n_terms, n_terms), density=density, rng=rng, format="csr")
    counts.data[:] = rng.exponential(20, size=counts.nnz) + 0.1
    counts.sort_indices()
    return csr_array(counts, dtype=np.float32)


def make_blocks(counts, n_parts, part_size, rows=None, seed=9, n_threads=1, n_segments=4):
    n_terms = counts.shape[0]
    rows = np.arange(n_terms, dtype=np.int32) if rows is None else rows
    indices = counts.indices.astype(np.int32, copy=False)
    given = counts.indptr.astype(np.int64), indices, counts.data, 0, rows, n_parts, part_size
    table = np.empty((n_segments, n_parts**2), dtype=np.int64)
    glove.count_blocks(*given, table, n_threads)
    order = [i * n_parts + (i + r) % n_parts for r in range(n_parts) for i in range(n_parts)]
    begin, places = block_places(table[:, order])
    offsets = np.empty_like(table)
    offsets[:, order] = places
    entries = np.empty(counts.nnz, dtype=np.uint64)
    glove.fill_blocks(*given, offsets, entries, n_threads)
    glove.shuffle_blocks(entries, begin, 0, n_parts, seed, n_threads)
    return entries, begin


def make_case(d=7, n_terms=20, n_parts=3, part_size=7, seed=0, **changed):
    """A model with what it is trained on; the matrices are made of it by `pack`."""
    rng = np.random.default_rng([seed, d])
    entries, begin = make_blocks(draw_counts(n_terms, seed=seed), n_parts, part_size)
    n = n_parts * part_size
    shapes = (n, d), (n, d), (n,), (n,)
    case = SimpleNamespace(
        model=[rng.normal(scale=0.5, size=shape) for shape in shapes],
        squares=[rng.uniform(1, 3, size=shape) for shape in shapes],
        entries=entries,
        begin=begin,
        part_size=part_size,
        rounds=np.array([2, 0, 1], dtype=np.int32)[:n_parts] % n_parts,
        part=0,
        n_parts=1,
        x_max=30.0,
        alpha=0.75,
        rate=0.05,
        seed=4,
    )
    vars(case).update(changed)
    return case


def pack(case):
    """Matrices [w, b, 1, 0 ... | squares] and [c, 1, e, 0 ... | squares] of float32."""
    w, c, b, e = case.model
    sw, sc, sb, se = case.squares
    n, d = w.shape
    length = -(-(d + 2) // 16) * 16
    matrices = tools.zeros(n, 2 * length), tools.zeros(n, 2 * length)
    one, fixed = np.ones(n), np.full(n, UNMOVED)
    for matrix, left, right in zip(
        matrices, ([w, b, one], [c, one, e]), ([sw, sb, fixed], [sc, fixed, se]), strict=True
    ):
        matrix[:, : d + 2] = np.column_stack(left)
        matrix[:, length : length + d + 2] = np.column_stack(right)
    return matrices


def train(case, matrices, isa, n_threads=1):
    losses = np.zeros((len(case.rounds), round((len(case.begin) - 1) ** 0.5)))
    glove.train_rounds(
        *(*matrices, case.entries, case.begin, case.part_size, case.rounds),
        *(case.part, case.n_parts, *(getattr(case, name) for name in ARGUMENTS)),
        *(losses, n_threads, isa),
    )
    return losses


def check(case, isa):
    before = pack(case)
    found = pack(case)
    losses = train(case, found, isa)
    expected = oracles.train_rounds(*vars(case).values())  # moves the case itself
    assert_allclose(losses, expected, rtol=1e-4, atol=1e-5)
    for matrix, wanted, start in zip(found, pack(case), before, strict=True):
        assert_allclose(matrix, wanted, rtol=5e-5, atol=5e-6)
        length = matrix.shape[1] // 2
        used = start[:, :length].any(axis=0)
        assert not matrix[:, :length][:, ~used].any(), "padding"
        assert np.abs(matrix - start)[:, :length].max() > 1e-3
    d = case.model[0].shape[1]
    assert (found[0][:, d + 1] == 1).all()
    assert (found[1][:, d] == 1).all()


@each_isa
@pytest.mark.parametrize("d", [1, 7, 14, 15, 30, 100])
def test_training(isa, d):
    check(make_case(d), isa)


CASES = {
    "one part": {"n_parts_of_words": 1, "part_size": 20},
    "parts of one word": {"n_terms": 5, "n_parts_of_words": 5, "part_size": 1},
    "a word in a last part that is short": {"n_terms": 22, "n_parts_of_words": 3, "part_size": 8},
    "no count reaches x_max": {"x_max": 1e4},
    "all counts above x_max": {"x_max": 0.05},
    "alpha 0": {"alpha": 0.0},
    "alpha 2": {"alpha": 2.0},
    "third slice of four": {"part": 2, "n_parts": 4},
}


@each_isa
@pytest.mark.parametrize("name", CASES)
def test_cases(isa, name):
    changed = dict(CASES[name])
    sizes = {key: changed.pop(key) for key in ("n_terms", "part_size") if key in changed}
    words = changed.pop("n_parts_of_words", 3)
    case = make_case(n_parts=words, **sizes)
    case.rounds = np.random.default_rng(1).permutation(words).astype(np.int32)
    vars(case).update(changed)
    check(case, isa)


@each_isa
def test_slices_are_the_whole(isa):
    whole = make_case()
    whole.rounds = whole.rounds[:1]
    expected = pack(whole)
    losses = train(whole, expected, isa)
    found, total = pack(whole), 0
    for part in range(5):
        whole.part, whole.n_parts = part, 5
        total = total + train(whole, found, isa)
    assert_allclose(total, losses, rtol=1e-12)
    for a, b in zip(found, expected, strict=True):
        assert_array_equal(a, b)


@each_isa
def test_gradients(isa):
    # One pair, all sums of squares 1: the step follows from half the gradient g of its loss.
    case = make_case(rate=0.25)
    case.squares = [np.ones_like(values) for values in case.squares]
    case.entries, case.begin = make_blocks(
        csr_array(([7.0], ([3], [5])), shape=(20, 20), dtype=np.float32), 3, 7
    )
    found = pack(case)
    pair = [(3, 5, 7.0)]
    given = pair, case.x_max, case.alpha
    assert_allclose(train(case, found, isa).sum(), oracles.objective(case.model, *given), rtol=1e-5)
    moved = pack(case)
    for matrix, after, parts in ((moved[0], found[0], (0, 2)), (moved[1], found[1], (1, 3))):
        step = (after - matrix)[:, : matrix.shape[1] // 2]
        for k in parts:
            values = case.model[k]
            gradient = np.zeros_like(values)
            for place in np.ndindex(values.shape):
                old = values[place]
                values[place] = old + 1e-6
                high = oracles.objective(case.model, *given)
                values[place] = old - 1e-6
                gradient[place] = (high - oracles.objective(case.model, *given)) / 2e-6
                values[place] = old
            d = case.model[0].shape[1]
            column = {0: slice(0, d), 1: slice(0, d), 2: d, 3: d + 1}[k]
            assert np.abs(gradient).max() > 1e-2
            g = gradient / 2
            assert_allclose(step[:, column], -0.25 * g / np.sqrt(1 + g**2), rtol=1e-4, atol=1e-6)


@each_isa
def test_the_numbers_of_words_obey_the_learning_rate(isa):
    steps = []
    for rate in (0.1, 0.01):
        case = make_case(rate=rate)
        case.entries, case.begin = make_blocks(
            csr_array(([7.0], ([3], [5])), shape=(20, 20), dtype=np.float32), 3, 7
        )
        before, after = pack(case), pack(case)
        train(case, after, isa)
        d = case.model[0].shape[1]
        steps.append([after[0][3, d] - before[0][3, d], after[1][5, d + 1] - before[1][5, d + 1]])
    assert np.abs(steps).min() > 1e-4
    assert_allclose(steps[0], np.multiply(steps[1], 10), rtol=1e-3)


@each_isa
def test_roots_and_logarithms_of_any_size(isa):
    # One component and one pair a word: what moves it is rate * g / sqrt(G + g^2).
    n = 400
    sizes = np.geomspace(1e-30, 1e30, n).astype(np.float32)
    counts = csr_array((sizes, (np.arange(n), np.arange(n))), shape=(n, n), dtype=np.float32)
    case = make_case(d=1, n_terms=3, n_parts=1, part_size=n, alpha=0.0, rate=1.0)
    case.entries, case.begin = make_blocks(counts, 1, n)
    case.model = [np.zeros((n, 1)), np.zeros((n, 1)), np.zeros(n), np.zeros(n)]
    case.squares = [np.ones((n, 1)), np.ones((n, 1)), sizes.astype(float), np.ones(n)]
    found = pack(case)
    loss = train(case, found, isa)
    logarithms = np.log(sizes.astype(float))
    assert_allclose(loss.sum(), (logarithms**2).sum(), rtol=1e-6)
    squares = logarithms**2
    assert_allclose(found[1][:, 2] * np.sqrt(1 + squares), logarithms, rtol=2e-6, atol=2e-6)
    roots = np.sqrt(sizes.astype(float) + squares)
    assert_allclose(found[0][:, 1] * roots, logarithms, rtol=4e-6, atol=4e-6)


@each_isa
def test_bits_do_not_depend_on_threads(isa):
    case = make_case(33, n_terms=60, n_parts=6, part_size=10)
    case.rounds = np.array([3, 1, 0, 5, 4, 2], dtype=np.int32)
    expected = pack(case)
    losses = train(case, expected, isa)
    for n_threads in [*THREADS, 100]:
        found = pack(case)
        assert_array_equal(train(case, found, isa, n_threads), losses)
        for a, b in zip(found, expected, strict=True):
            assert_array_equal(a, b)


@pytest.mark.parametrize(("n_parts", "part_size"), [(1, 40), (2, 20), (3, 14), (40, 1)])
@pytest.mark.parametrize("n_segments", [1, 3, 100])
def test_blocks_hold_every_count_once(n_parts, part_size, n_segments):
    counts = draw_counts(40)
    rows = np.random.default_rng(2).permutation(40).astype(np.int32)
    given = counts, n_parts, part_size, rows
    entries, begin = make_blocks(*given, n_segments=n_segments)
    row, column, count = oracles.unpack(entries)
    r, i = np.divmod(np.repeat(np.arange(n_parts**2), np.diff(begin)), n_parts)
    j = (i + r) % n_parts
    found = csr_array(
        (count, (row + i * part_size, column + j * part_size)),
        shape=(n_parts * part_size,) * 2,
    )
    assert (found[rows][:, rows] != counts).nnz == 0
    assert len(entries) == counts.nnz
    for n_threads in THREADS:
        again, _ = make_blocks(*given, n_threads=n_threads, n_segments=n_segments)
        assert_array_equal(again, entries)


def test_blocks_are_in_random_order():
    counts = csr_array(np.arange(1, 1601, dtype=np.float32).reshape(40, 40))
    orders = [oracles.unpack(make_blocks(counts, 1, 40, seed=seed)[0])[2] for seed in range(200)]
    assert len({order.tobytes() for order in orders}) == 200
    # every place holds every count equally often: means within five standard deviations
    deviation = 1600 / np.sqrt(12 * 200)
    assert np.abs(np.mean(orders, axis=0) - 800.5).max() < 5 * deviation


def test_counts_are_only_read():
    counts = draw_counts(20)
    for array in (counts.data, counts.indices, counts.indptr):
        array.flags.writeable = False
    assert len(make_blocks(counts, 3, 7)[0]) == counts.nnz
