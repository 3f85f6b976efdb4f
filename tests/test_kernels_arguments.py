"""Arrays of a wrong dtype, rank, layout or size are refused before anything is touched."""

import kernel_tools as tools
import numpy as np
import pytest

from skembed._kernels import corpus, pooling, word2vec

N = 6  # terms
IDS = {"ids": np.zeros(5, dtype=np.int32), "indptr": np.array([0, 2, 5])}
WINDOWS = {name: np.zeros(7, dtype=np.int32) for name in ("kept", "left", "right")}
MODEL = {"input": tools.zeros(N, 16), "output": tools.zeros(N, 16)}
NOISE = dict(zip(("threshold", "alias"), tools.alias_tables(np.ones(N), 3), strict=True))
END = {"n_threads": 1, "isa": 0}

# Good arguments of every kernel, by their names in order. Kernels write: use copies, by `good`.
GOOD = {
    word2vec.alias_tables: {
        "weights": np.ones(N),
        "part_size": N,
        "threshold": np.empty(N, dtype=np.uint32),
        "alias": np.empty(N, dtype=np.int32),
    },
    word2vec.sample_windows: {
        **IDS,
        "begin": 0,
        "end": 5,
        "keep": tools.keep_all(N),
        "rows": np.arange(N, dtype=np.int32),
        "window": 1,
        "seed": 0,
        **WINDOWS,
        "n_threads": 1,
    },
    word2vec.count_pairs: {
        **WINDOWS,
        "n_parts": 2,
        "part_size": 3,
        "counts": np.zeros((2, 4), dtype=np.int64),
        "n_threads": 1,
    },
    word2vec.fill_pairs: {
        **WINDOWS,
        "n_parts": 2,
        "part_size": 3,
        "offsets": np.zeros((2, 4), dtype=np.int64),
        "pairs": np.zeros((1, 2), dtype=np.int32),
        "n_threads": 1,
    },
    word2vec.train_rounds: {
        **MODEL,
        "pairs": np.array([[0, 0], [0, 3], [3, 0]], dtype=np.int32),
        "block_begin": np.array([0, 1, 2, 3, 3]),
        "part_size": 3,
        "first": 0,
        "last": 2,
        **NOISE,
        "n_negative": 5,
        "first_rate": 0.1,
        "last_rate": 0.1,
        "seed": 0,
        "losses": np.zeros((2, 2)),
        **END,
    },
    word2vec.train_bags: {
        **MODEL,
        **WINDOWS,
        "begin": 0,
        "end": 7,
        "batch_size": 8,
        "part_size": 3,
        **NOISE,
        "n_negative": 5,
        "first_rate": 0.1,
        "last_rate": 0.1,
        "seed": 0,
        **END,
    },
    corpus.count_documents: {
        **IDS,
        "document_counts": np.zeros(N, dtype=np.int64),
        "last_document": np.full(N, -1),
    },
    corpus.recode: {
        "ids": np.zeros(5, dtype=np.int32),
        "indptr": np.array([0, 2, 5]),
        "rows": np.arange(N, dtype=np.int32),
        "n_dropped": np.zeros(2, dtype=np.int64),
    },
    pooling.weighted_sum: {
        **IDS,
        "weights": np.ones(N, dtype=np.float32),
        "vectors": np.ones((N, 3), dtype=np.float32),
        "out": np.zeros((2, 3), dtype=np.float32),
        **END,
    },
    pooling.extreme: {
        **IDS,
        "vectors": np.ones((N, 3), dtype=np.float32),
        "sign": 1,
        "out": np.zeros((2, 3), dtype=np.float32),
        **END,
    },
}
ARRAYS = [
    pytest.param(kernel, name, id=f"{kernel.__name__}-{name}")
    for kernel, good in GOOD.items()
    for name, value in good.items()
    if isinstance(value, np.ndarray)
]
OTHER_DTYPE = {"f": np.float64, "d": np.float32, "i": np.int64, "I": np.int32, "l": np.int32}


def own(value):
    """A copy of an array, aligned for the kernels if it is a matrix of theirs."""
    if not isinstance(value, np.ndarray):
        return value
    is_model = value.dtype == np.float32 and value.ndim == 2 and value.shape[1] % 16 == 0
    return tools.copy(value) if is_model else value.copy()


def good(kernel, **changed):
    return {**{name: own(value) for name, value in GOOD[kernel].items()}, **changed}


@pytest.mark.parametrize("kernel", GOOD, ids=lambda kernel: kernel.__name__)
def test_good_arguments(kernel):
    kernel(**good(kernel))
    kernel(*good(kernel).values())


@pytest.mark.parametrize(("kernel", "name"), ARRAYS)
def test_wrong_dtype(kernel, name):
    array = GOOD[kernel][name]
    with pytest.raises(ValueError, match="Buffer dtype mismatch"):
        kernel(**good(kernel, **{name: array.astype(OTHER_DTYPE[array.dtype.char])}))


@pytest.mark.parametrize(("kernel", "name"), ARRAYS)
def test_wrong_rank(kernel, name):
    with pytest.raises(ValueError, match="wrong number of dimensions"):
        kernel(**good(kernel, **{name: GOOD[kernel][name][np.newaxis]}))


@pytest.mark.parametrize(("kernel", "name"), ARRAYS)
def test_wrong_layout(kernel, name):
    array = GOOD[kernel][name]
    spread = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), dtype=array.dtype)[..., ::2]
    with pytest.raises(ValueError, match=r"not C.contiguous"):
        kernel(**good(kernel, **{name: spread}))


OUTPUTS = {
    word2vec.alias_tables: ["threshold", "alias"],
    word2vec.sample_windows: ["kept", "left", "right"],
    word2vec.count_pairs: ["counts"],
    word2vec.fill_pairs: ["offsets", "pairs"],
    word2vec.train_rounds: ["input", "output", "losses"],
    word2vec.train_bags: ["input", "output"],
    corpus.count_documents: ["document_counts", "last_document"],
    corpus.recode: ["ids", "indptr", "n_dropped"],
    pooling.weighted_sum: ["out"],
    pooling.extreme: ["out"],
}


@pytest.mark.parametrize(("kernel", "name"), ARRAYS)
def test_outputs_must_be_writeable_and_nothing_else(kernel, name):
    arguments = good(kernel)
    arguments[name].flags.writeable = False
    if name in OUTPUTS[kernel]:
        with pytest.raises(ValueError, match="read-only"):
            kernel(**arguments)
    else:
        kernel(**arguments)


def unaligned(n_rows, d):
    return np.zeros(n_rows * d + 17, dtype=np.float32)[1:-16].reshape(n_rows, d)


I4, I8 = np.int32, np.int64
BAD_SIZES = [
    (word2vec.alias_tables, "alias", np.empty(N - 1, dtype=I4), "one length"),
    (word2vec.alias_tables, "threshold", np.empty(N + 1, dtype=np.uint32), "one length"),
    (word2vec.alias_tables, "part_size", 0, "part_size"),
    (word2vec.sample_windows, "begin", -1, "begin and end"),
    (word2vec.sample_windows, "begin", 6, "begin and end"),
    (word2vec.sample_windows, "end", 6, "begin and end"),
    (word2vec.sample_windows, "indptr", np.array([0, 2, 4]), "indptr must end"),
    (word2vec.sample_windows, "kept", np.zeros(6, dtype=I4), "must hold"),
    (word2vec.sample_windows, "left", np.zeros(6, dtype=I4), "must hold"),
    (word2vec.sample_windows, "right", np.zeros(6, dtype=I4), "must hold"),
    (word2vec.count_pairs, "left", np.zeros(6, dtype=I4), "one length"),
    (word2vec.count_pairs, "counts", np.zeros((2, 5), dtype=I8), "n_parts"),
    (word2vec.count_pairs, "n_parts", 256, "n_parts"),
    (word2vec.fill_pairs, "right", np.zeros(6, dtype=I4), "one length"),
    (word2vec.fill_pairs, "offsets", np.zeros((2, 1), dtype=I8), "n_parts"),
    (word2vec.fill_pairs, "pairs", np.zeros((1, 3), dtype=I4), "two columns"),
    (word2vec.train_rounds, "input", tools.zeros(N, 32), "row length"),
    (word2vec.train_rounds, "input", unaligned(N, 16), "aligned"),
    (word2vec.train_rounds, "output", unaligned(N, 16), "aligned"),
    (word2vec.train_rounds, "threshold", np.zeros(N + 1, dtype=np.uint32), "threshold"),
    (word2vec.train_rounds, "alias", np.zeros(N - 1, dtype=I4), "alias"),
    (word2vec.train_rounds, "n_negative", 0, "between 1 and 64"),
    (word2vec.train_rounds, "n_negative", 65, "between 1 and 64"),
    (word2vec.train_rounds, "block_begin", np.array([0, 1, 3]), "block_begin"),
    (word2vec.train_rounds, "losses", np.zeros((1, 2)), "losses"),
    (word2vec.train_bags, "output", tools.zeros(N, 32), "row length"),
    (word2vec.train_bags, "n_negative", 65, "between 1 and 64"),
    (word2vec.train_bags, "end", 8, "begin and end"),
    (word2vec.train_bags, "begin", -1, "begin and end"),
    (word2vec.train_bags, "part_size", 0, "part_size"),
    (word2vec.train_bags, "left", np.zeros(6, dtype=I4), "one length"),
    (corpus.count_documents, "last_document", np.full(N - 1, -1), "one length"),
    (corpus.recode, "n_dropped", np.zeros(3, dtype=I8), "each document"),
    (pooling.weighted_sum, "weights", np.ones(N + 1, dtype=np.float32), "each term"),
    (pooling.weighted_sum, "out", np.zeros((3, 3), dtype=np.float32), "each document"),
    (pooling.extreme, "out", np.zeros((2, 4), dtype=np.float32), "each component"),
    (pooling.extreme, "indptr", np.array([0, 2, 6]), "indptr must end"),
]


@pytest.mark.parametrize(
    ("kernel", "name", "value", "message"),
    BAD_SIZES,
    ids=[f"{kernel.__name__}-{name}-{i}" for i, (kernel, name, *_) in enumerate(BAD_SIZES)],
)
def test_wrong_sizes(kernel, name, value, message):
    with pytest.raises(ValueError, match=message):
        kernel(**good(kernel, **{name: value}))


@pytest.mark.parametrize("kernel", [word2vec.train_rounds, word2vec.train_bags])
def test_rows_of_an_odd_length(kernel):
    odd = {name: np.zeros((N, 17), dtype=np.float32) for name in MODEL}
    with pytest.raises(ValueError, match="multiple of 16"):
        kernel(**good(kernel, **odd))
