"""The training of supervised embeddings against its twin: steps, gradients, bits."""

from types import SimpleNamespace

import kernel_tools as tools
import numpy as np
import oracles_supervised as oracles
import pytest
from kernel_tools import THREADS, each_isa
from numpy.testing import assert_allclose, assert_array_equal

from skembed._kernels import supervised

LOSSES = ["softmax", "sigmoid", "squared"]
NORMS = [None, "l2", "l1", "max"]


def make_case(d=7, n_terms=30, n_texts=21, n_outputs=3, loss="softmax", seed=0, **changed):
    """A model, texts of 0 to 11 entries, and their targets."""
    rng = np.random.default_rng([seed, d, n_outputs])
    texts = []
    for _ in range(n_texts):
        terms = np.sort(rng.choice(n_terms, size=rng.integers(0, 12), replace=False))
        texts.append(
            [
                (int(t), float(a))
                for t, a in zip(terms, rng.uniform(0.1, 1, len(terms)), strict=True)
            ]
        )
    targets = rng.integers(0, n_outputs, size=n_texts)
    if loss == "sigmoid":
        targets = rng.integers(0, 2, size=(n_texts, n_outputs))
    if loss == "squared":
        targets = rng.normal(size=(n_texts, n_outputs))
    case = SimpleNamespace(
        model={
            "vectors": rng.normal(scale=0.5, size=(n_terms, d)),
            "vector_sums": rng.uniform(0.01, 1, size=n_terms),
            "head": rng.normal(scale=0.5, size=(n_outputs, d)),
            "head_sums": rng.uniform(0.01, 1, size=n_outputs),
            "bias": rng.normal(size=n_outputs),
            "bias_sums": rng.uniform(0.01, 1, size=n_outputs),
        },
        texts=texts,
        targets=targets,
        importance=rng.uniform(0, 2, size=n_texts),
        order=rng.permutation(n_texts).astype(np.int64),
        options={
            "loss": loss,
            "norm": None,
            "batch_size": 8,
            "dropout": 0.0,
            "smoothing": 0.0,
            "vector_rate": 1.0,
            "decay": 0.0,
            "frozen": False,
            "rates": (0.1, 0.05),
            "seed": 5,
            "n_components": None,
        },
        part_size=11,
        scale=1.0,
    )
    for name, value in changed.items():
        if name in case.options:
            case.options[name] = value
        else:
            setattr(case, name, value)
    return case


def run_oracle(case):
    model = {name: value.copy() for name, value in case.model.items()}
    loss = oracles.train_texts(
        model, case.texts, case.targets, case.importance, case.order, **case.options
    )
    return loss, model


def run_kernel(case, isa, n_threads=1):
    options, n = case.options, case.model["vectors"].shape[1]
    model = {}
    for name, value in case.model.items():
        if value.ndim == 2:
            model[name] = tools.zeros(len(value), n)
            model[name][:, :n] = value
        else:
            model[name] = value.astype(np.float32)
    model["vectors"] /= np.float32(case.scale)
    entries = [entry for text in case.texts for entry in text]
    indptr = np.cumsum([0, *map(len, case.texts)]).astype(np.int64)
    rows = np.array([t for t, _ in entries], dtype=np.int32)
    weights = np.array([a for _, a in entries], dtype=np.float32)
    is_softmax = options["loss"] == "softmax"
    labels = case.targets.astype(np.int32) if is_softmax else np.empty(0, np.int32)
    values = np.empty((0, 0)) if is_softmax else case.targets[case.order]
    loss, scale = supervised.train_texts(
        *(model["vectors"], model["vector_sums"], model["head"], model["head_sums"]),
        *(model["bias"], model["bias_sums"], options["n_components"] or n, indptr, rows, weights),
        *(case.importance.astype(np.float32), labels, values.astype(np.float32), case.order),
        *(LOSSES.index(options["loss"]), NORMS.index(options["norm"]), options["batch_size"]),
        *(case.part_size, options["dropout"], options["smoothing"], options["vector_rate"]),
        *(options["decay"], options["frozen"]),
        *(*options["rates"], case.scale, options["seed"], n_threads, isa),
    )
    model["vectors"] *= np.float32(scale)
    return loss, {name: v[:, :n] if v.ndim == 2 else v for name, v in model.items()}


def assert_agree(case, isa):
    loss, model = run_kernel(case, isa)
    wanted_loss, wanted = run_oracle(case)
    assert loss == pytest.approx(wanted_loss, rel=1e-4)
    for name, value in wanted.items():
        assert_allclose(model[name], value, rtol=2e-3, atol=2e-4, err_msg=name)
        assert not np.allclose(value, case.model[name]) or case.options["frozen"]


@each_isa
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("norm", NORMS)
def test_twin(isa, loss, norm):
    assert_agree(make_case(loss=loss, norm=norm), isa)


@each_isa
@pytest.mark.parametrize(
    "changed",
    [
        {"d": 100, "n_outputs": 20},
        {"d": 33, "n_outputs": 2},
        {"d": 129, "n_outputs": 17, "loss": "sigmoid"},
        {"d": 300, "n_outputs": 1, "loss": "squared"},
        {"dropout": 0.4},
        {"n_components": 50},
        {"smoothing": 0.3},
        {"smoothing": 0.3, "d": 40, "n_outputs": 35},
        {"smoothing": 1.0, "n_outputs": 2},
        {"vector_rate": 3.0},
        {"decay": 0.7},
        {"decay": 0.7, "scale": 0.25},
        {"frozen": True, "decay": 0.7},
        {"batch_size": 1},
        {"batch_size": 100},
        {"part_size": 1},
        {"part_size": 30},
        {"n_texts": 1},
    ],
    ids=str,
)
def test_twin_over_the_parameters(isa, changed):
    assert_agree(make_case(**changed), isa)


@each_isa
def test_texts_longer_than_a_strip(isa):
    rng = np.random.default_rng(1)
    texts = [
        [(int(t), float(rng.uniform(0.1, 1))) for t in np.sort(rng.choice(300, n, replace=False))]
        for n in (300, 31, 32, 33, 0, 270)
    ]
    case = make_case(n_terms=300, n_texts=6, part_size=70)
    case.texts = texts
    assert_agree(case, isa)


@each_isa
def test_frozen_vectors_stay(isa):
    case = make_case(frozen=True, decay=0.5)
    _, model = run_kernel(case, isa)
    assert_array_equal(model["vectors"], case.model["vectors"].astype(np.float32))
    assert not np.allclose(model["head"], case.model["head"])


@each_isa
@pytest.mark.parametrize("n_threads", THREADS)
def test_threads_change_no_bit(isa, n_threads):
    case = make_case(
        d=40, n_terms=400, n_texts=300, n_outputs=5, part_size=50, batch_size=64, dropout=0.3,
        smoothing=0.1,
    )  # fmt: skip
    loss, model = run_kernel(case, isa)
    again_loss, again = run_kernel(case, isa, n_threads)
    assert loss == again_loss
    for name, value in model.items():
        assert value.tobytes() == again[name].tobytes(), name


@pytest.mark.parametrize("smoothing", [0.0, 0.2])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("norm", NORMS)
def test_gradients_of_the_twin(loss, norm, smoothing):
    """Finite differences of the loss, by head, bias and a vector of the text."""
    case = make_case(loss=loss)
    model = case.model
    i = int(np.argmax([len(text) for text in case.texts]))
    entries, target = case.texts[i], case.targets[i]
    t, a = entries[0]
    _, x, r, g = oracles.gradients(model, entries, target, loss, norm, smoothing)
    exact = {"head": np.outer(r, x), "bias": r}
    places = [("head", (1, 2), exact["head"][1, 2]), ("bias", (2,), r[2])]
    places += [("vectors", (t, k), a * g[k]) for k in range(len(x))]
    h = 1e-6
    for name, place, gradient in places:
        ends = []
        for sign in (1, -1):
            moved = {key: value.copy() for key, value in model.items()}
            moved[name][place] += sign * h
            ends.append(oracles.gradients(moved, entries, target, loss, norm, smoothing)[0])
        assert (ends[0] - ends[1]) / (2 * h) == pytest.approx(gradient, rel=1e-5, abs=1e-8)


@each_isa
def test_one_step_follows_the_gradient(isa):
    """The kernel's step from one text is the gradient over the fourth root of G."""
    case = make_case(n_texts=1, seed=3, batch_size=1)
    case.importance[:] = 1
    entries, h = case.texts[0], 1e-5
    assert entries
    _, model = run_kernel(case, isa)
    for t, _ in entries:
        slope = np.empty(case.model["vectors"].shape[1])
        for k in range(len(slope)):
            ends = []
            for sign in (1, -1):
                moved = {key: value.copy() for key, value in case.model.items()}
                moved["vectors"][t, k] += sign * h
                ends.append(oracles.gradients(moved, entries, case.targets[0], "softmax", None)[0])
            slope[k] = (ends[0] - ends[1]) / (2 * h)
        root = (case.model["vector_sums"][t] + np.mean(slope**2)) ** 0.25
        step = model["vectors"][t] - case.model["vectors"][t]
        assert_allclose(step, -0.1 * slope / root, rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"order": np.array([0, 99], dtype=np.int64)}, "order"),
        ({"targets": np.full(21, 7)}, "labels"),
        ({"importance": np.ones(3)}, "importance"),
        ({"dropout": 1.0}, "dropout"),
        ({"smoothing": 1.5}, "smoothing"),
        ({"scale": 0.0}, "scale"),
        ({"batch_size": 0}, "batch_size"),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.filterwarnings("ignore:invalid value")
def test_arguments(changed, message):
    with pytest.raises(ValueError, match=message):
        run_kernel(make_case(**changed), 0)


@pytest.mark.parametrize("loss", ["sigmoid", "squared"])
def test_targets_are_those_of_the_order(loss):
    case = make_case(loss=loss)
    case.order = case.order[[3, 3, 0, 7, 20]]
    assert_agree(case, 0)
    case.targets = case.targets[:, :-1]
    with pytest.raises(ValueError, match="one row of targets for each text of order"):
        run_kernel(case, 0)
