"""Arrays of a wrong dtype, rank, layout or size are refused before anything is touched."""

import kernel_tools as tools
import numpy as np
import pytest
from kernel_arguments import GOOD, MODEL, OUTPUTS, N, good

from skembed._kernels import cooccurrence, glove, pooling, supervised, text, word2vec

ARRAYS = [
    pytest.param(kernel, name, id=f"{kernel.__name__}-{name}")
    for kernel, good in GOOD.items()
    for name, value in good.items()
    if isinstance(value, np.ndarray)
]
OTHER_DTYPE = {
    "f": np.float64,
    "d": np.float32,
    "i": np.int64,
    "I": np.int32,
    "l": np.int32,
    "L": np.int64,
    "B": np.int8,
    "O": np.int64,
}


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
    (word2vec.alias_tables, "alias", np.empty(N - 1, dtype=I4), "same length"),
    (word2vec.alias_tables, "threshold", np.empty(N + 1, dtype=np.uint32), "same length"),
    (word2vec.alias_tables, "part_size", 0, "part_size"),
    (word2vec.sample_windows, "begin", -1, "begin and end"),
    (word2vec.sample_windows, "begin", 6, "begin and end"),
    (word2vec.sample_windows, "end", 6, "begin and end"),
    (word2vec.sample_windows, "indptr", np.array([0, 2, 4]), "indptr must begin"),
    (word2vec.sample_windows, "indptr", np.array([1, 2, 5]), "indptr must begin"),
    (word2vec.sample_windows, "indptr", np.zeros(0, dtype=I8), "indptr must begin"),
    (word2vec.sample_windows, "indptr", np.array([0, 9, 5]), "must not fall"),
    (word2vec.sample_windows, "indptr", np.array([0, 4, 2, 3, 5]), "must not fall"),
    (word2vec.sample_windows, "ids", np.array([0, 1, 2, 3, N], dtype=I4), "between 0 and 5"),
    (word2vec.sample_windows, "ids", np.array([-1, 1, 2, 3, 4], dtype=I4), "got -1"),
    (word2vec.sample_windows, "keep", tools.keep_all(N - 1), "same length"),
    (word2vec.sample_windows, "rows", np.arange(N - 1, dtype=I4), "same length"),
    (word2vec.sample_windows, "window", 0, "at least 1"),
    (word2vec.sample_windows, "span", 2, "from 0 to window"),
    (word2vec.sample_windows, "span", -1, "from 0 to window"),
    (word2vec.sample_windows, "kept", np.zeros(6, dtype=I4), "must hold"),
    (word2vec.sample_windows, "left", np.zeros(6, dtype=I4), "must hold"),
    (word2vec.sample_windows, "right", np.zeros(6, dtype=I4), "must hold"),
    (word2vec.count_pairs, "left", np.zeros(6, dtype=I4), "same length"),
    (word2vec.count_pairs, "counts", np.zeros((2, 5), dtype=I8), "n_parts"),
    (word2vec.count_pairs, "n_parts", 256, "n_parts"),
    (word2vec.count_pairs, "n_parts", 0, "n_parts"),
    (word2vec.count_pairs, "part_size", 0, "n_parts"),
    (word2vec.count_pairs, "left", np.ones(7, dtype=I4), "within kept"),
    (word2vec.count_pairs, "right", np.ones(7, dtype=I4), "within kept"),
    (word2vec.count_pairs, "kept", np.full(7, N, dtype=I4), "between 0 and 5"),
    (word2vec.fill_pairs, "kept", np.full(7, -1, dtype=I4), "got -1"),
    (word2vec.fill_pairs, "right", np.zeros(6, dtype=I4), "same length"),
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
    (word2vec.train_rounds, "block_begin", np.array([0, 3, 2, 3, 3]), "never fall"),
    (word2vec.train_rounds, "block_begin", np.array([0, 1, 2, 3, 4]), "number of"),
    (word2vec.train_rounds, "pairs", np.zeros((3, 3), dtype=I4), "two columns"),
    (word2vec.train_rounds, "part_size", 0, "two columns"),
    (word2vec.train_rounds, "part_size", N, "row of output"),
    (word2vec.train_rounds, "losses", np.zeros((1, 2)), "losses"),
    (word2vec.train_bags, "output", tools.zeros(N, 32), "row length"),
    (word2vec.train_bags, "n_negative", 65, "between 1 and 64"),
    (word2vec.train_bags, "end", 8, "begin and end"),
    (word2vec.train_bags, "begin", -1, "begin and end"),
    (word2vec.train_bags, "part_size", 0, "part_size"),
    (word2vec.train_bags, "left", np.zeros(6, dtype=I4), "same length"),
    (word2vec.train_bags, "left", np.ones(7, dtype=I4), "within kept"),
    (word2vec.train_bags, "right", np.ones(7, dtype=I4), "within kept"),
    (word2vec.train_bags, "kept", np.full(7, N, dtype=I4), "between 0 and 5"),
    (word2vec.train_bags, "kept", np.full(7, -1, dtype=I4), "got -1"),
    (text.check_documents, "n_terms", 0, "between 0 and -1"),
    (text.check_documents, "ids", np.array([0, 0, 0, 0, 1], dtype=I4), "got 1"),
    (text.check_documents, "ids", np.array([0, 0, 0, 0, -1], dtype=I4), "got -1"),
    (text.count_occurrences, "counts", np.zeros(N - 1, dtype=np.int64), "same length"),
    (text.count_occurrences, "ids", np.array([0, -1, 0, 0, N], dtype=I4), "between 0 and 5"),
    (text.recode, "ids", np.array([N, -1, 0, 0, 0], dtype=I4), "between 0 and 5"),
    (text.recode, "indptr", np.array([0, 6, 5]), "never fall"),
    *(
        (kernel, "indptr", np.array(indptr, dtype=I8), "indptr must")
        for kernel in (text.check_documents, text.count_occurrences)
        for indptr in ([0, 2, 4], [0, 2, 6], [1, 2, 5], [-1, 2, 5], [0, 6, 5], [0, -1, 5], [])
    ),
    (cooccurrence.count_terms, "ids", np.array([0, N], dtype=I4), "between 0 and"),
    (cooccurrence.count_terms, "ids", np.array([-1, 0], dtype=I4), "between 0 and"),
    (cooccurrence.count_terms, "counts", np.zeros(0, dtype=I8), "no term"),
    (cooccurrence.longest_document, "indptr", np.array([0, 6, 5]), "must rise"),
    (cooccurrence.longest_document, "n_tokens", 6, "must rise"),
    (cooccurrence.index_occurrences, "begin", -1, "begin and end"),
    (cooccurrence.index_occurrences, "begin", 6, "begin and end"),
    (cooccurrence.index_occurrences, "end", 6, "begin and end"),
    (cooccurrence.index_occurrences, "indptr", np.array([0, 2, 4]), "indptr must"),
    (cooccurrence.index_occurrences, "indptr", np.zeros(0, dtype=I8), "indptr must"),
    (cooccurrence.index_occurrences, "window", 0, "16 bits"),
    (cooccurrence.index_occurrences, "window", 1 << 16, "16 bits"),
    (cooccurrence.index_occurrences, "row_begin", -1, "not negative"),
    (cooccurrence.index_occurrences, "row_begin", 2**31 - 1, "not negative"),
    (cooccurrence.index_occurrences, "found", np.zeros(4, dtype=np.uint64), "no room"),
    (cooccurrence.index_occurrences, "next", np.full(1, -1), "no room"),
    (cooccurrence.count_rows, "ends", np.array([2]), "same length"),
    (cooccurrence.count_rows, "counts", np.array([2]), "same length"),
    (cooccurrence.count_rows, "sizes", np.zeros(1, dtype=I8), "same length"),
    (cooccurrence.count_rows, "ends", np.array([2, 1]), "must not fall"),
    (cooccurrence.count_rows, "ends", np.array([2, 3]), "within found"),
    (cooccurrence.count_rows, "ends", np.array([-1, 2]), "must not fall"),
    (cooccurrence.count_rows, "wide", np.zeros(N - 1, dtype=I8), "n_terms entries"),
    (cooccurrence.count_rows, "touched", np.zeros(N, dtype=I4), "n_terms entries"),
    (cooccurrence.count_rows, "words", np.zeros(0, dtype=np.uint64), "n_terms entries"),
    (cooccurrence.count_rows, "tops", np.zeros(0, dtype=np.uint64), "n_terms entries"),
    (cooccurrence.count_rows, "weights", np.zeros(0, dtype=I8), "must be positive"),
    (cooccurrence.count_rows, "weights", np.array([1, 0]), "must be positive"),
    (cooccurrence.count_rows, "weights", np.array([2**62, 1]), "below 2"),
    (cooccurrence.count_rows, "weights", np.array([-1, 1]), "must be positive"),
    (cooccurrence.count_rows, "budget", 0, "must be positive"),
    (cooccurrence.count_rows, "scale", 0.0, "must be positive"),
    (cooccurrence.count_rows, "scale", np.nan, "must be positive"),
    (cooccurrence.count_rows, "values", np.zeros(3, dtype=np.float32), "same length"),
    (cooccurrence.count_rows, "state", np.zeros(3, dtype=I8), "state must be"),
    (cooccurrence.count_rows, "state", np.array([3, 0, 0, 0]), "state must be"),
    (cooccurrence.count_rows, "state", np.array([0, 3, 0, 0]), "state must be"),
    (cooccurrence.count_rows, "state", np.array([0, 0, N + 1, 0]), "state must be"),
    (cooccurrence.count_rows, "state", np.array([0, 0, 0, 5]), "state must be"),
    (cooccurrence.count_rows, "state", np.array([-1, 0, 0, 0]), "state must be"),
    (cooccurrence.count_rows, "found", np.array([5, 0], dtype=np.uint64), "outside of ids"),
    (cooccurrence.count_rows, "found", np.array([1 << 32, 0], dtype=np.uint64), "outside"),
    (cooccurrence.count_rows, "found", np.array([4 | 1 << 48, 0], dtype=np.uint64), "outside"),
    (cooccurrence.count_rows, "found", np.array([4 | 3 << 32, 0], dtype=np.uint64), "outside"),
    (glove.count_blocks, "indptr", np.array([0, 2, 3, 3, 4, 6, 6]), "within the non-zeros"),
    (glove.count_blocks, "indptr", np.array([-1, 2, 3, 3, 4, 5, 5]), "within the non-zeros"),
    (glove.count_blocks, "indptr", np.array([0, 4, 3, 3, 4, 5, 5]), "must not fall"),
    (glove.count_blocks, "indptr", np.zeros(8, dtype=I8), "be terms"),
    (glove.count_blocks, "indptr", np.zeros(0, dtype=I8), "be terms"),
    (glove.count_blocks, "first_word", 1, "be terms"),
    (glove.count_blocks, "first_word", -1, "be terms"),
    (glove.count_blocks, "indices", np.full(5, N, dtype=I4), "between 0 and"),
    (glove.count_blocks, "indices", np.full(5, -1, dtype=I4), "between 0 and"),
    (glove.count_blocks, "data", np.ones(4, dtype=np.float32), "same length"),
    (glove.count_blocks, "rows", np.full(N, N, dtype=I4), "within the parts"),
    (glove.count_blocks, "part_size", 2, "hold all terms"),
    (glove.count_blocks, "part_size", 1 << 17, "from 1 to 65536"),
    (glove.count_blocks, "table", np.zeros((2, 5), dtype=I8), "one column for each"),
    (glove.fill_blocks, "entries", np.zeros(4, dtype=np.uint64), "as long as"),
    (glove.shuffle_blocks, "block_begin", np.zeros(0, dtype=I8), "block_begin must be"),
    (glove.shuffle_blocks, "block_begin", np.array([0, 3, 2, 5]), "blocks among"),
    (glove.shuffle_blocks, "block_begin", np.array([0, 6, 5]), "must not fall"),
    (glove.shuffle_blocks, "block_begin", np.array([0, 2, 6]), "end at the number"),
    (glove.shuffle_blocks, "first", 3, "blocks among"),
    (glove.shuffle_blocks, "first", -1, "blocks among"),
    (glove.train_rounds, "input", tools.zeros(N, 48), "multiple of 32"),
    (glove.train_rounds, "input", tools.zeros(N - 1, 32), "part_size"),
    (glove.train_rounds, "output", unaligned(N, 32), "aligned"),
    (glove.train_rounds, "part_size", 0, "part_size"),
    (glove.train_rounds, "rounds", np.array([0, 2], dtype=I4), "rounds must"),
    (glove.train_rounds, "rounds", np.array([0, -1], dtype=I4), "rounds must"),
    (glove.train_rounds, "losses", np.zeros((1, 2)), "losses"),
    (glove.train_rounds, "block_begin", np.array([0, 2, 3, 5, 6]), "end at the number"),
    (glove.train_rounds, "block_begin", np.array([0, 3, 2, 5, 5]), "must not fall"),
    (glove.train_rounds, "slice", 1, "slice"),
    *(
        (kernel, *case)
        for kernel in (text.number_tokens, text.look_up_tokens)
        for case in (
            ("ends", bytearray(), "at least one end"),
            ("ends", bytearray(12), "at least one end"),
            ("ends", bytearray(b"\1" * 8), "must be the number of ids"),
            ("ids", bytearray(4), "must be the number of ids"),
            ("ids", bytearray(3), "array of int32"),
            ("entries", np.zeros(127, dtype=np.uint32), "128 or 0x110000"),
            ("begins", np.zeros(0, dtype=I8), "each expansion begins"),
            ("shortest", 0, "at least 1"),
            ("longest", 0, "at least shortest"),
            ("kind", 4, "0, 1, 2 or 3"),
            ("kind", -1, "0, 1, 2 or 3"),
            ("documents", ("a", "é"), "unless all documents are ASCII"),
        )
    ),
    (text.look_up_tokens, "slots", np.zeros((4, 1), dtype=np.uint64), "two columns"),
    (text.look_up_tokens, "slots", np.zeros((6, 2), dtype=np.uint64), "power of two"),
    (text.look_up_tokens, "long_tokens", np.zeros(0, dtype=np.uint64), "those of the table"),
    (text.index_tokens, "rows", np.zeros(1, dtype=I4), "for each token"),
    (text.index_tokens, "begins", np.array([0, 2, 1]), "never fall"),
    (text.index_tokens, "slots", np.zeros((8, 1), dtype=np.uint64), "two columns"),
    (text.index_tokens, "slots", np.zeros((6, 2), dtype=np.uint64), "power of two"),
    (text.index_tokens, "slots", np.zeros((4, 2), dtype=np.uint64), "more than twice"),
    *(
        (kernel, *case)
        for kernel in (text.number_ngrams, text.find_ngrams)
        for case in (
            ("indptr", np.zeros(0, dtype=I8), "indptr must"),
            ("indptr", np.array([0, 6, 5]), "never fall"),
            ("before", np.zeros(4, dtype=I4), "same length"),
            ("places", np.zeros(4, dtype=I4), "same length"),
            ("n_before", -1, "between 0 and"),
            ("n_before", 0, "too large"),
            ("n_tokens", 2**31 + 1, "between 0 and"),
            ("before", np.full(5, 1, dtype=I4), "too large"),
            ("ids", np.full(5, N, dtype=I4), "too large"),
        )
    ),
    (text.order_ngrams, "keys", [np.arange(2)], "number of arrays"),
    (text.order_ngrams, "rows", [np.zeros(2, dtype=I4), np.zeros(3, dtype=I4)], "same length"),
    (text.order_ngrams, "keys", [np.arange(2), np.array([1, 4])], "those of n-grams"),
    (text.order_ngrams, "keys", [np.arange(2), np.array([-1, 2])], "those of n-grams"),
    (text.order_ngrams, "counts", [np.array([3, -2]), np.array([1, 1])], "not be negative"),
    (text.order_ngrams, "least", 0, "length of one"),
    (text.order_ngrams, "least", 3, "length of one"),
    (text.order_ngrams, "n_tokens", 0, "between 1 and"),
    (text.order_ngrams, "n_tokens", 1, "more than n_tokens"),
    (text.index_ngrams, "slots", np.zeros(4, dtype=np.uint32), "more than twice"),
    (text.index_ngrams, "slots", np.zeros(9, dtype=np.uint32), "power of two"),
    (text.find_ngrams, "slots", np.zeros(0, dtype=np.uint32), "more than twice"),
    (text.take_lists, "indptr", np.array([0, 2, 4]), "indptr must"),
    (text.take_lists, "lists", np.array([1, 0]), "one number more"),
    *(
        (text.take_lists, "lists", np.array([1, 0, bad]), f"list {bad} cannot be at 5 to 8")
        for bad in (-1, 0, 2)
    ),
    (text.take_lists, "ends", np.array([0, 3, 4, 7]), "list 0 cannot be at 3 to 4"),
    (text.take_lists, "ends", np.array([-1, 2, 4, 7]), "list 1 cannot be at -1 to 2"),
    (text.take_lists, "out", np.zeros(7, dtype=I4), "list 1 cannot be at 5 to 8"),
    (text.append_rows, "next", np.zeros(3, dtype=I8), "one number more"),
    (text.append_rows, "indptr", np.array([0, 6, 5]), "never fall"),
    (text.append_rows, "places", np.full(5, N, dtype=I4), "between 0 and 5, got 6"),
    (text.append_rows, "out", np.zeros(3, dtype=I4), "room for all"),
    (text.append_rows, "next", np.array([-1, 2]), "room for all"),
    (text.add_tokens, "text", np.zeros(2, dtype=np.uint8), "indptr must"),
    (text.add_tokens, "begins", np.array([0, 4, 3]), "never fall"),
    (text.add_tokens, "begins", np.array([0, 3]), "one number for each"),
    (text.add_tokens, "numbers", np.zeros(3, dtype=I4), "one number for each"),
    (text.append_numbers, "places", [np.zeros(2, dtype=I4)], "number of arrays"),
    (text.append_numbers, "ids", bytearray(3), "array of int32"),
    *(
        (text.append_numbers, "places", [bad, np.zeros(1, dtype=I4)], f"between 0 and 1, got {n}")
        for bad, n in ((np.array([0, 2], dtype=I4), 2), (np.array([-1], dtype=I4), -1))
    ),
    *(
        (kernel, *case)
        for kernel in (text.order_tokens, text.take_tokens, text.strings_of)
        for case in (
            ("begins", np.zeros(0, dtype=I8), "less than the number"),
            ("begins", np.array([0, 2, 1]), "never fall"),
            ("begins", np.array([-1, 0, 1]), "never fall"),
            ("begins", np.array([0, 1, 4]), "length of text"),
        )
    ),
    *(
        (kernel, "places", np.array(places), message)
        for kernel in (text.order_tokens, text.take_tokens)
        for places, message in (([2], "less than the number"), ([-1], "not negative"))
    ),
    (text.strings_of, "places", np.array([[0, 2], [0, 0]], dtype=I4), "less than the number"),
    (text.strings_of, "places", np.array([[0, 1], [-1, 0]], dtype=I4), "not negative"),
    (text.strings_of, "places", np.zeros((2, 0), dtype=I4), "at least one column"),
    (text.strings_of, "out", np.empty(3, dtype=object), "each row of places"),
    (text.order_tokens, "counts", np.array([1]), "one number for each"),
    (text.count_terms, "terms", np.zeros(4, dtype=I4), "room for all tokens"),
    (text.count_terms, "counts", np.zeros(4, dtype=np.float32), "room for all tokens"),
    (text.count_terms, "ends", np.zeros(2, dtype=I8), "room for all tokens"),
    (text.count_terms, "indptr", np.array([0, 6, 5]), "never fall"),
    (text.count_terms, "ids", np.full(5, N, dtype=I4), "between 0 and 5, got 6"),
    (text.count_terms, "ids", np.full(5, -1, dtype=I4), "between 0 and 5, got -1"),
    (text.recode, "n_dropped", np.zeros(3, dtype=I8), "each document"),
    *(
        (kernel, "ids", np.array(ids, dtype=I4), "between 0 and 5, got")
        for kernel in (pooling.weighted_sum, pooling.extreme)
        for ids in ([0, 0, 0, 0, N], [-1, 0, 0, 0, 0], [0, 0, 2**31 - 1, 0, 0])
    ),
    *(
        (kernel, "indptr", np.array(indptr), "indptr must")
        for kernel in (pooling.weighted_sum, pooling.extreme)
        for indptr in ([0, 2, 4], [1, 2, 5], [0, 9, 5], [0, -1, 5])
    ),
    (pooling.weighted_sum, "weights", np.ones(N + 1, dtype=np.float32), "each term"),
    (pooling.weighted_sum, "by_token", True, "each token"),
    (supervised.train_texts, "head", tools.zeros(2, 32), "same row length"),
    (supervised.train_texts, "head", unaligned(2, 16), "aligned"),
    (supervised.train_texts, "sums", np.ones(N + 1, dtype=np.float32), "each row"),
    (supervised.train_texts, "head_sums", np.ones(3, dtype=np.float32), "each row"),
    (supervised.train_texts, "bias", np.ones(3, dtype=np.float32), "row of the head"),
    (supervised.train_texts, "bias_sums", np.ones(3, dtype=np.float32), "row of the head"),
    (supervised.train_texts, "n_components", 0, "out of range"),
    (supervised.train_texts, "loss", 3, "out of range"),
    (supervised.train_texts, "norm", 4, "out of range"),
    (supervised.train_texts, "indptr", np.array([0, 2, 4]), "indptr ends"),
    (supervised.train_texts, "indptr", np.array([0, 6, 5]), "must not fall"),
    (supervised.train_texts, "rows", np.array([0, 1, 2, 3, N], dtype=I4), "rows must"),
    (supervised.train_texts, "rows", np.array([1, 0, 2, 3, 4], dtype=I4), "rows must"),
    (supervised.train_texts, "weights", np.ones(4, dtype=np.float32), "indptr ends"),
    (supervised.train_texts, "importance", np.ones(3, dtype=np.float32), "each text"),
    (supervised.train_texts, "labels", np.zeros(3, dtype=I4), "each text"),
    (supervised.train_texts, "labels", np.array([0, 2], dtype=I4), "rows of the head"),
    (supervised.train_texts, "order", np.array([0, 2]), "name texts"),
    (supervised.train_texts, "batch_size", 0, "at least 1"),
    (supervised.train_texts, "part_size", 0, "at least 1"),
    (supervised.train_texts, "dropout", 1.0, "dropout"),
    (supervised.train_texts, "smoothing", 1.5, "smoothing"),
    (supervised.train_texts, "scale", 0.0, "scale"),
    (pooling.weighted_sum, "out", np.zeros((3, 3), dtype=np.float32), "each document"),
    (pooling.divide_rows, "divisors", np.ones(3), "one number for each row"),
    (pooling.extreme, "out", np.zeros((2, 4), dtype=np.float32), "each component"),
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


@pytest.mark.parametrize("shape", [(0, 2), (1, 2), (3, 2), (2, 1)])
@pytest.mark.parametrize("loss", [1, 2])
def test_targets_of_other_texts_than_those_of_the_order(shape, loss):
    arguments = good(supervised.train_texts, loss=loss, targets=np.zeros(shape, dtype=np.float32))
    with pytest.raises(ValueError, match="one row of targets for each text of order"):
        supervised.train_texts(**arguments)
