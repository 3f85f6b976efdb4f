"""The effects of categories against scikit-learn, finite differences and leave-one-out by hand."""

import tracemalloc

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import OneHotEncoder

from skembed._encoder import curvature as units_module
from skembed._encoder import table as tables
from skembed._encoder.conjugate import conjugate_gradients
from skembed._encoder.curvature import find_units
from skembed._encoder.effects import curvature, fit_effects, losses, objective, sum_derivatives
from skembed._encoder.outputs import find_outputs
from skembed._encoder.penalties import LEAST, find_penalties, left_out_errors
from skembed._encoder.supervised import fold_vectors, learn_vectors
from skembed._encoder.table import find_columns, fit_categories, read_table

AUTO = {"categories": "auto", "min_frequency": None, "max_categories": None}


def some_table(n_rows=60, seed=0, n_categories=(3, 5)):
    rng = np.random.default_rng(seed)
    X = np.column_stack([rng.integers(n, size=n_rows) for n in n_categories])
    encoder = fit_categories(X, handle_unknown="ignore", **AUTO)
    columns = find_columns(encoder)
    return X, read_table(columns, "ignore", X)


def some_outputs(kind, n_rows=60, seed=1):
    rng = np.random.default_rng(seed)
    y = {
        "continuous": rng.normal(size=n_rows),
        "binary": rng.integers(2, size=n_rows),
        "multiclass": rng.integers(3, size=n_rows),
        "multilabel-indicator": rng.integers(2, size=(n_rows, 2)),
    }[kind]
    return find_outputs(y, kind, rng.uniform(0.5, 2, n_rows), 3)[0]


KINDS = ["continuous", "binary", "multiclass", "multilabel-indicator"]


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_are_those_of_finite_differences(kind):
    _, table = some_table()
    outputs = some_outputs(kind)
    rng = np.random.default_rng(2)
    effects = rng.normal(size=(table.n_slots, outputs.values.shape[1]))
    intercept = rng.normal(size=outputs.values.shape[1])
    penalties = rng.uniform(0.5, 2, effects.shape)
    _, by_effects, by_intercept = objective(table, outputs, effects, intercept, penalties)

    def value(step, last=0.0):
        return objective(table, outputs, effects + step, intercept + last, penalties)[0]

    for place in [(0, 0), (4, effects.shape[1] - 1)]:
        step = np.zeros_like(effects)
        step[place] = 1e-5
        numeric = (value(step) - value(-step)) / 2e-5
        assert by_effects[place] == pytest.approx(numeric, rel=1e-5)
    last = np.eye(len(intercept))[0] * 1e-5
    numeric = (value(0.0, last) - value(0.0, -last)) / 2e-5
    assert by_intercept[0] == pytest.approx(numeric, rel=1e-5)


def naive_objective(codes, outputs, effects, intercept, penalty):
    """The objective of the docstring, row by row; ``effects`` holds a matrix for each column."""
    total = sum(penalty * (mine**2).sum() / 2 for mine in effects)
    for row, y, w in zip(codes, outputs.values, outputs.weights, strict=True):
        s = intercept + sum(mine[code] for mine, code in zip(effects, row, strict=True))
        if outputs.loss == "squared":
            total += w * ((s - y) ** 2).sum() / 2
        elif outputs.loss == "sigmoid":
            p = 1 / (1 + np.exp(-s))
            total -= w * (y * np.log(p) + (1 - y) * np.log(1 - p)).sum()
        else:
            total -= w * np.log((np.exp(s) / np.exp(s).sum())[y == 1][0])
    return total


@pytest.mark.parametrize("kind", KINDS)
def test_the_objective_is_the_sum_over_rows(kind, monkeypatch):
    monkeypatch.setattr(tables, "BLOCK", 16)
    X, table = some_table()
    outputs = some_outputs(kind)
    rng = np.random.default_rng(3)
    effects = rng.normal(size=(table.n_slots, outputs.values.shape[1]))
    intercept = rng.normal(size=outputs.values.shape[1])
    value, _, _ = objective(table, outputs, effects, intercept, np.full(effects.shape, 0.7))
    parts = [effects[table.slots(j)] for j in range(2)]
    assert value == pytest.approx(naive_objective(X, outputs, parts, intercept, 0.7))


def test_numbers_reach_the_optimum_of_ridge_regression():
    X, table = some_table()
    outputs = some_outputs("continuous")
    found = fit_effects(table, outputs, 50, np.full((2, outputs.values.shape[1]), 1.0))
    one_hot = OneHotEncoder(sparse_output=False).fit_transform(X)
    ridge = Ridge(alpha=1.0, tol=1e-8).fit(one_hot, outputs.values, outputs.weights)
    expected = ridge.predict(one_hot)
    np.testing.assert_allclose(table.gather(found.values) + found.intercept, expected, atol=1e-3)


@pytest.mark.parametrize("kind", ["binary", "multiclass"])
def test_classes_reach_the_optimum_of_logistic_regression(kind):
    X, table = some_table()
    outputs = some_outputs(kind)
    found = fit_effects(table, outputs, 50, np.full((2, outputs.values.shape[1]), 1.0))
    one_hot = OneHotEncoder(sparse_output=False).fit_transform(X)
    y = outputs.values[:, 0] if kind == "binary" else outputs.values.argmax(axis=1)
    model = LogisticRegression(C=1.0, tol=1e-8, max_iter=1000).fit(one_hot, y, outputs.weights)
    scores = table.gather(found.values) + found.intercept
    expected = model.decision_function(one_hot).reshape(len(X), -1)
    if kind == "multiclass":  # a constant in the scores of a row is no difference
        scores = scores - scores.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(scores, expected, atol=2e-3)


def test_derivatives_are_sums_over_the_rows_of_each_category(monkeypatch):
    monkeypatch.setattr(tables, "BLOCK", 16)
    X, table = some_table()
    outputs = some_outputs("multiclass")
    effects = np.random.default_rng(6).normal(size=(table.n_slots, 3))
    found = sum_derivatives(table, outputs, effects, np.zeros(3), np.zeros(3))
    rows = X[:, 1] == 2
    scores, w = table.gather(effects)[rows], outputs.weights[rows]
    slopes = losses("softmax", scores, outputs.values[rows])[1]
    bends = curvature("softmax", scores)
    expected = w.sum(), w @ bends, w @ slopes, w @ (slopes**2 / bends)
    slot = table.slots(1).start + 2
    for sums, by_hand in zip(found, expected, strict=True):
        np.testing.assert_allclose(sums[slot], by_hand)
    mean = np.average(curvature("softmax", table.gather(effects)), axis=0, weights=outputs.weights)
    np.testing.assert_allclose(found.mean_bend(table), mean)


@pytest.mark.parametrize("kind", ["continuous", "multiclass"])
def test_the_units_have_the_hessian_of_one_hot_columns_and_numbers(kind):
    X, table = some_table()
    numbers = np.random.default_rng(8).normal(size=(60, 2)) + X
    table = table._replace(numbers=numbers)
    outputs = some_outputs(kind)
    bends = curvature(outputs.loss, np.tile([0.3, -0.2, 0.1], (60, 1)))
    bends *= outputs.weights[:, np.newaxis]
    penalties = np.full((table.n_slots, 3), 0.7)
    sums = table.sums(bends)
    sums[10:] = (numbers**2).T @ bends
    units = find_units(table, bends, sums, penalties)
    one_hot = OneHotEncoder(sparse_output=False).fit_transform(X)
    columns = np.column_stack([one_hot, numbers, np.ones(60)])
    known = [0, 1, 2, 4, 5, 6, 7, 8, 10, 11, 12]  # 3, 9: unknown values, 12: the intercept
    everywhere = np.repeat(np.eye(13)[:, :, np.newaxis], 3, axis=2)
    steps = np.array([units.steps(x) for x in everywhere])
    slopes = np.array([units.gradient(x) for x in everywhere])
    for k in range(3):
        matrix = steps[known][:, known, k]
        hessian = columns.T @ (bends[:, [k]] * columns) + 0.7 * np.diag([*[1] * 10, 0])
        np.testing.assert_allclose(matrix @ hessian @ matrix.T, np.eye(11), atol=1e-9)
        np.testing.assert_allclose(slopes[known][:, known, k], matrix.T, atol=1e-12)
    assert not steps[[3, 9]].any()


@pytest.mark.parametrize("kind", ["continuous", "binary"])
def test_the_optimum_does_not_depend_on_the_units(kind, monkeypatch):
    _, table = some_table()
    outputs = some_outputs(kind)
    expected = fit_effects(table, outputs, 50)
    monkeypatch.setattr(units_module, "FREQUENT", 3)
    monkeypatch.setattr(units_module, "ROWS", 15)
    found = fit_effects(table, outputs, 50)
    np.testing.assert_allclose(found.values, expected.values, atol=2e-3)
    assert found.n_iter > expected.n_iter


def test_columns_that_say_the_same_are_no_obstacle():
    rng = np.random.default_rng(7)
    first = rng.integers(8, size=3000)
    second = np.where(rng.random(3000) < 0.01, rng.integers(8, size=3000), first)
    encoder = fit_categories(np.column_stack([first, second]), handle_unknown="ignore", **AUTO)
    columns = find_columns(encoder)
    table = read_table(columns, "ignore", np.column_stack([first, second]))
    y = rng.random(3000) < 1 / (1 + np.exp(3 - first))
    outputs, _ = find_outputs(y.astype(int), "binary", np.ones(3000), 1)
    few, many = (fit_effects(table, outputs, n, np.ones((2, 1))) for n in (5, 200))
    np.testing.assert_allclose(few.values, many.values, atol=1e-2)


def test_the_outputs_of_a_number_are_standardized():
    outputs = some_outputs("continuous")
    values, weights = outputs.values, outputs.weights
    assert values.shape == (60, outputs.n_outputs) == (60, 3)
    assert len(np.unique(values[:, 1])) == len(np.unique(values[:, 2])) == 2
    np.testing.assert_allclose(weights @ values, 0, atol=1e-9)
    np.testing.assert_allclose(weights @ values**2 / weights.sum(), 1)


def test_leave_one_out_errors_are_those_of_refits():
    rng = np.random.default_rng(4)
    z, penalty = rng.normal(size=7), 0.8
    by_hand = 0.0
    for i in range(len(z)):
        others = np.delete(z, i)
        by_hand += 0.5 * (z[i] - 0.5 * others.sum() / (0.5 * len(others) + penalty)) ** 2
    sums = [np.array([value]) for value in (3.5, 0.5 * z.sum(), 0.5 * (z**2).sum(), 0.5)]
    assert left_out_errors(*sums, penalty)[0] == pytest.approx(by_hand)


def test_a_column_without_effect_gets_a_high_penalty():
    rng = np.random.default_rng(5)
    X, table = some_table(400, n_categories=(4, 100))
    y = X[:, 0] + 0.1 * rng.normal(size=400)
    outputs, _ = find_outputs(y, "continuous", np.ones(400), 1)
    found = fit_effects(table, outputs, 10)
    assert found.penalties[0, 0] == LEAST["squared"] < 1
    assert found.penalties[1, 0] > 10
    start = sum_derivatives(table, outputs, 0 * found.values, 0 * found.intercept, np.zeros(1))
    anew = find_penalties(table, "squared", start, 0 * found.values)
    assert anew[1, 0] > anew[0, 0]


def test_the_penalty_of_classes_is_at_least_the_curvature_of_a_row():
    X, table = some_table(400, n_categories=(4, 100))
    outputs, _ = find_outputs(X[:, 0] > 1, "binary", np.ones(400), 1)
    found = fit_effects(table, outputs, 10)
    start = sum_derivatives(table, outputs, found.values, found.intercept, np.zeros(1))
    best = find_penalties(table, "sigmoid", start, found.values)
    assert best[0, 0] == start.mean_bend(table)[0]


def test_the_vectors_of_a_fold_do_not_depend_on_the_y_left_out():
    _, table = some_table()
    outputs = some_outputs("multiclass")
    learned = learn_vectors(table, outputs, [2, 2], 10)
    rows = np.arange(40)
    none = [None, None]
    expected = fold_vectors(table, outputs, learned, 10, none, rows)
    changed = outputs._replace(targets=np.append(outputs.targets[:40], 2 - outputs.targets[40:]))
    found = fold_vectors(table, changed, learned, 10, none, rows)
    for mine, theirs in zip(found, expected, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    assert not np.allclose(expected[0], learned.vectors[0], atol=1e-2)


def test_unknown_values_have_no_effect():
    encoder = fit_categories([["a"], ["b"]] * 5, handle_unknown="ignore", **AUTO)
    columns = find_columns(encoder)
    table = read_table(columns, "ignore", [["a"], ["b"], ["c"]] * 10)
    outputs, _ = find_outputs([0.5, 1.5, 9.5] * 10, "continuous", np.ones(30), 1)
    assert fit_effects(table, outputs, 10).values[-1, 0] == 0


def test_conjugate_gradients_solve_the_system_of_each_column():
    rng = np.random.default_rng(7)
    roots = rng.normal(size=(2, 6, 6))
    matrices, right = np.eye(6) + roots @ roots.transpose(0, 2, 1), rng.normal(size=(6, 2))
    expected = np.linalg.solve(matrices, right.T[..., np.newaxis])[..., 0].T

    def multiply(x):
        return np.matmul(matrices, x.T[..., np.newaxis])[..., 0].T

    found, n_iter = conjugate_gradients(multiply, right.copy(), 1e-20, 50)
    np.testing.assert_allclose(found, expected, atol=1e-8)
    assert n_iter <= 9  # about the number of variables
    assert conjugate_gradients(multiply, right.copy(), 1e-20, 3)[1] == 3
    found, n_iter = conjugate_gradients(multiply, np.zeros((6, 2)), 0.0, 3)
    assert (n_iter, np.abs(found).max()) == (0, 0)


def test_a_fit_holds_few_matrices_of_the_effects():
    rows = np.repeat(np.arange(30_000), 2)[:, np.newaxis]
    columns = find_columns(fit_categories(rows, handle_unknown="ignore", **AUTO))
    table = read_table(columns, "ignore", rows)
    weights = np.ones(len(rows))
    outputs = find_outputs(
        np.random.default_rng(8).normal(size=len(rows)), "continuous", weights, 4
    )
    tracemalloc.start()
    found = fit_effects(table, outputs[0], 3)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 25 * found.values.nbytes  # of 2 rows for each category, a few are in a block
