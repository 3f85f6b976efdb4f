"""Good arguments of every kernel, and which of them it writes to."""

import kernel_tools as tools
import numpy as np

from skembed._kernels import cooccurrence, glove, pooling, supervised, text, word2vec

N = 6  # terms
IDS = {"ids": np.zeros(5, dtype=np.int32), "indptr": np.array([0, 2, 5])}
WINDOWS = {name: np.zeros(7, dtype=np.int32) for name in ("kept", "left", "right")}
MODEL = {"input": tools.zeros(N, 16), "output": tools.zeros(N, 16)}
NOISE = dict(zip(("threshold", "alias"), tools.alias_tables(np.ones(N), 3), strict=True))
END = {"n_threads": 1, "isa": 0}

CHARACTERS = {
    "documents": ("a b", "b"),
    "entries": np.arange(128, dtype=np.uint32),
    "begins": np.zeros(2, dtype=np.int64),
    "expansions": np.zeros(2, dtype=np.uint32),
    "has_sigma": False,
    "kind": 0,
    "shortest": 1,
    "longest": 1 << 62,
}

TOKENS = {"text": np.frombuffer(b"abc", dtype=np.uint8), "begins": np.array([0, 1, 3])}

SEQUENCES = {
    "before": np.zeros(5, dtype=np.int32),
    **IDS,
    "n_before": 1,
    "n_tokens": N,
}

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
        "span": 1,
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
    text.check_documents: {**IDS, "n_terms": 1},
    text.count_occurrences: {
        **IDS,
        "n_threads": 1,
        "counts": np.zeros(N, dtype=np.int64),
        "document_counts": np.zeros(N, dtype=np.int64),
    },
    text.count_terms: {
        **IDS,
        "n_terms": N,
        "terms": np.zeros(5, dtype=np.int32),
        "counts": np.zeros(5, dtype=np.float32),
        "ends": np.zeros(3, dtype=np.int64),
    },
    text.recode: {
        "ids": np.zeros(5, dtype=np.int32),
        "indptr": np.array([0, 2, 5]),
        "rows": np.arange(N, dtype=np.int32),
        "n_threads": 1,
        "n_dropped": np.zeros(2, dtype=np.int64),
    },
    text.number_tokens: {
        "table": text.TokenTable(np.empty(0, dtype=np.uint8), np.zeros(1, dtype=np.int64)),
        **CHARACTERS,
        "ids": bytearray(),
        "ends": bytearray(8),
    },
    text.look_up_tokens: {
        **CHARACTERS,
        "slots": np.zeros((4, 2), dtype=np.uint64),
        "long_tokens": np.zeros(2, dtype=np.uint64),
        "n_threads": 1,
        "ids": bytearray(),
        "ends": bytearray(8),
    },
    text.number_ngrams: {
        **SEQUENCES,
        "n_threads": 1,
        "places": np.zeros(5, dtype=np.int32),
    },
    text.order_ngrams: {
        "keys": [np.arange(2), np.array([1, 2])],
        "counts": [np.array([3, 2]), np.array([1, 1])],
        "document_counts": [np.array([2, 2]), np.array([1, 1])],
        "n_tokens": 2,
        "least": 1,
        "low": 1.0,
        "high": 2.0,
        "n_threads": 1,
        "rows": [np.zeros(2, dtype=np.int32), np.zeros(2, dtype=np.int32)],
    },
    text.index_ngrams: {
        "keys": np.array([3, 5]),
        "slots": np.zeros(8, dtype=np.uint32),
    },
    text.find_ngrams: {
        **SEQUENCES,
        "keys": np.array([3, 5]),
        "slots": np.zeros(8, dtype=np.uint32),
        "n_threads": 1,
        "places": np.zeros(5, dtype=np.int32),
    },
    text.take_lists: {
        "values": np.arange(5, dtype=np.int32),
        "indptr": np.array([0, 2, 5]),
        "lists": np.array([1, 0, 1]),
        "ends": np.array([0, 3, 5, 8]),
        "out": np.zeros(8, dtype=np.int32),
    },
    text.append_rows: {
        "places": np.array([0, 1, -1, 2, 5], dtype=np.int32),
        "rows": np.arange(N, dtype=np.int32),
        "indptr": np.array([0, 2, 5]),
        "n_threads": 1,
        "next": np.array([0, 2]),
        "out": np.zeros(4, dtype=np.int32),
    },
    text.add_tokens: {
        "table": text.TokenTable(np.empty(0, dtype=np.uint8), np.zeros(1, dtype=np.int64)),
        **TOKENS,
        "numbers": np.zeros(2, dtype=np.int32),
    },
    text.append_numbers: {
        "places": [np.array([1, 0, 1], dtype=np.int32), np.zeros(2, dtype=np.int32)],
        "numbers": [np.array([5, 7], dtype=np.int32), np.array([9], dtype=np.int32)],
        "n_in_the_end": 0,
        "n_threads": 1,
        "ids": bytearray(),
    },
    text.index_tokens: {
        **TOKENS,
        "rows": np.zeros(2, dtype=np.int32),
        "slots": np.zeros((8, 2), dtype=np.uint64),
    },
    text.order_tokens: {
        **TOKENS,
        "counts": np.array([1, 2]),
        "n_threads": 1,
        "places": np.array([0, 1]),
    },
    text.take_tokens: {**TOKENS, "places": np.array([1, 0])},
    text.strings_of: {
        **TOKENS,
        "places": np.array([[0, -1], [1, 0]], dtype=np.int32),
        "out": np.zeros(2, dtype=object),
    },
    supervised.train_texts: {
        "vectors": tools.zeros(N, 16),
        "sums": np.ones(N, dtype=np.float32),
        "head": tools.zeros(2, 16),
        "head_sums": np.ones(2, dtype=np.float32),
        "bias": np.zeros(2, dtype=np.float32),
        "bias_sums": np.ones(2, dtype=np.float32),
        "n_components": 9,
        "indptr": np.array([0, 2, 5]),
        "rows": np.array([0, 1, 0, 3, 4], dtype=np.int32),
        "weights": np.ones(5, dtype=np.float32),
        "importance": np.ones(2, dtype=np.float32),
        "labels": np.zeros(2, dtype=np.int32),
        "targets": np.zeros((2, 2), dtype=np.float32),
        "order": np.array([1, 0]),
        "loss": 0,
        "norm": 0,
        "batch_size": 8,
        "part_size": 3,
        "dropout": 0.0,
        "smoothing": 0.1,
        "vector_rate": 1.0,
        "weight_decay": 0.0,
        "frozen": False,
        "first_rate": 0.1,
        "last_rate": 0.1,
        "scale": 1.0,
        "seed": 0,
        **END,
    },
    pooling.weighted_sum: {
        **IDS,
        "weights": np.ones(N, dtype=np.float32),
        "vectors": np.ones((N, 3), dtype=np.float32),
        "out": np.zeros((2, 3), dtype=np.float32),
        **END,
        "by_token": False,
        "mean": False,
    },
    pooling.divide_rows: {"features": np.ones((2, 3), dtype=np.float32), "divisors": np.ones(2)},
    pooling.extreme: {
        **IDS,
        "vectors": np.ones((N, 3), dtype=np.float32),
        "sign": 1,
        "out": np.zeros((2, 3), dtype=np.float32),
        **END,
    },
    cooccurrence.count_terms: {
        "ids": np.zeros(5, dtype=np.int32),
        "counts": np.zeros(N, dtype=np.int64),
    },
    cooccurrence.longest_document: {"indptr": np.array([0, 2, 5]), "n_tokens": 5},
    cooccurrence.index_occurrences: {
        **IDS,
        "begin": 0,
        "end": 5,
        "row_begin": 0,
        "window": 2,
        "next": np.zeros(2, dtype=np.int64),
        "found": np.zeros(5, dtype=np.uint64),
    },
    cooccurrence.count_rows: {
        "ids": np.zeros(5, dtype=np.int32),
        # the first two tokens, each with the other in its window: position, left, right
        "found": np.array([1 << 48, 1 | 1 << 32], dtype=np.uint64),
        "ends": np.array([2, 2]),
        "counts": np.array([2, 0]),
        "weights": np.array([2, 1]),
        "scale": 2.0,
        "symmetric": True,
        "complete": True,
        "budget": 10,
        "narrow": np.zeros(N, dtype=np.uint32),
        "wide": np.zeros(N, dtype=np.int64),
        "touched": np.zeros(N + 1, dtype=np.int32),
        "words": np.zeros(2, dtype=np.uint64),
        "tops": np.zeros(2, dtype=np.uint64),
        "columns": np.zeros(4, dtype=np.int32),
        "values": np.zeros(4, dtype=np.float32),
        "sizes": np.zeros(2, dtype=np.int64),
        "state": np.zeros(4, dtype=np.int64),
    },
}
COUNTS = {
    "indptr": np.array([0, 2, 3, 3, 4, 5, 5]),
    "indices": np.array([0, 5, 1, 2, 2], dtype=np.int32),
    "data": np.ones(5, dtype=np.float32),
    "first_word": 0,
    "rows": np.arange(N, dtype=np.int32),
    "n_parts": 2,
    "part_size": 3,
}
GOOD[glove.count_blocks] = {**COUNTS, "table": np.zeros((2, 4), dtype=np.int64), "n_threads": 1}
GOOD[glove.fill_blocks] = {
    **COUNTS,
    "offsets": np.array([[0, 2, 3, 2], [1, 3, 3, 2]]),
    "entries": np.zeros(5, dtype=np.uint64),
    "n_threads": 1,
}
GOOD[glove.shuffle_blocks] = {
    "entries": np.zeros(5, dtype=np.uint64),
    "block_begin": np.array([0, 2, 5]),
    "first": 2,
    "n_parts": 2,
    "seed": 0,
    "n_threads": 1,
}
GOOD[glove.train_rounds] = {
    "input": tools.zeros(N, 32),
    "output": tools.zeros(N, 32),
    "entries": np.full(5, int(np.float32(1).view(np.uint32)) << 32, dtype=np.uint64),
    "block_begin": np.array([0, 2, 2, 3, 5]),
    "part_size": 3,
    "rounds": np.array([1, 0], dtype=np.int32),
    "slice": 0,
    "n_slices": 1,
    "x_max": 10.0,
    "alpha": 0.75,
    "learning_rate": 0.1,
    "seed": 0,
    "losses": np.zeros((2, 2)),
    **END,
}
OUTPUTS = {
    word2vec.alias_tables: ["threshold", "alias"],
    word2vec.sample_windows: ["kept", "left", "right"],
    word2vec.count_pairs: ["counts"],
    word2vec.fill_pairs: ["offsets", "pairs"],
    word2vec.train_rounds: ["input", "output", "losses"],
    word2vec.train_bags: ["input", "output"],
    text.check_documents: [],
    text.count_occurrences: ["counts", "document_counts"],
    text.count_terms: ["terms", "counts", "ends"],
    text.recode: ["ids", "indptr", "n_dropped"],
    text.number_tokens: [],
    text.look_up_tokens: [],
    text.number_ngrams: ["places"],
    text.order_ngrams: [],
    text.index_ngrams: ["slots"],
    text.find_ngrams: ["places"],
    text.take_lists: ["out"],
    text.append_rows: ["next", "out"],
    text.add_tokens: ["numbers"],
    text.append_numbers: [],
    text.index_tokens: ["slots"],
    text.order_tokens: ["places"],
    text.take_tokens: [],
    text.strings_of: ["out"],
    pooling.weighted_sum: ["out"],
    supervised.train_texts: [
        *("vectors", "sums", "head", "head_sums", "bias", "bias_sums"),
    ],
    pooling.divide_rows: ["features"],
    pooling.extreme: ["out"],
    glove.count_blocks: ["table"],
    glove.fill_blocks: ["offsets", "entries"],
    glove.shuffle_blocks: ["entries"],
    glove.train_rounds: ["input", "output", "losses"],
    cooccurrence.count_terms: ["counts"],
    cooccurrence.longest_document: [],
    cooccurrence.index_occurrences: ["next", "found"],
    cooccurrence.count_rows: [
        *("narrow", "wide", "touched", "words", "tops"),
        *("columns", "values", "sizes", "state"),
    ],
}


def own(value):
    """A copy of an array, aligned for the kernels if it is a matrix of theirs."""
    if not isinstance(value, np.ndarray):
        return value[:] if isinstance(value, bytearray) else value
    is_model = value.dtype == np.float32 and value.ndim == 2 and value.shape[1] % 16 == 0
    return tools.copy(value) if is_model else value.copy()


def good(kernel, **changed):
    return {**{name: own(value) for name, value in GOOD[kernel].items()}, **changed}
