# The training steps of skip-gram and CBOW. Arrays in, arrays updated, losses out; the caller decides
# the schedule (stretches, learning rates, seeds).

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t

cimport skembed._kernels.word2vec.cpp as cpp
from skembed._kernels.common.checks cimport check_matrices
from skembed._kernels.common.cpp cimport ROW_MULTIPLE, check_indptr


cdef cpp.Training training(
    float[:, ::1] input,
    float[:, ::1] output,
    const uint32_t[::1] threshold,
    const int32_t[::1] alias,
    int32_t n_negative,
    uint64_t seed,
    int n_threads,
    int isa,
) except *:
    cdef cpp.Training t
    cdef int64_t n = output.shape[0]
    check_matrices(input, output, ROW_MULTIPLE, "input and output")
    if threshold.shape[0] != n or alias.shape[0] != n:
        raise ValueError("threshold and alias must hold one entry for each output row")
    if not 1 <= n_negative <= cpp.MAX_NEGATIVE:
        raise ValueError(f"n_negative must be between 1 and {cpp.MAX_NEGATIVE}")
    t.input.data, t.input.n_rows, t.input.d = &input[0, 0], input.shape[0], input.shape[1]
    t.output.data, t.output.n_rows, t.output.d = &output[0, 0], n, output.shape[1]
    t.threshold, t.alias, t.n_negative = &threshold[0], &alias[0], n_negative
    t.seed, t.n_threads, t.isa = seed, n_threads, isa
    return t


def train_rounds(
    float[:, ::1] input,
    float[:, ::1] output,
    const int32_t[:, ::1] pairs,
    const int64_t[::1] block_begin,
    int32_t part_size,
    int32_t first,
    int32_t last,
    const uint32_t[::1] threshold,
    const int32_t[::1] alias,
    int32_t n_negative,
    float first_rate,
    float last_rate,
    uint64_t seed,
    double[:, ::1] losses,
    int n_threads,
    int isa,
):
    """Skip-gram for rounds first ... last - 1; round r trains the blocks (i, (i + r) % P).

    input, output (V, d) updated; pairs (n_pairs, 2) sorted by block; block_begin (P * P + 1,);
    losses (last - first, P) output: sum of the losses of each block.
    """
    cdef cpp.Training t = training(
        input, output, threshold, alias, n_negative, seed, n_threads, isa)
    cdef cpp.Rounds r
    cdef int64_t P = losses.shape[1]
    if P * P + 1 != block_begin.shape[0] or losses.shape[0] != last - first:
        raise ValueError("losses must be (rounds, P), block_begin (P * P + 1,)")
    if pairs.shape[1] != 2 or part_size < 1 or (P - 1) * part_size >= output.shape[0]:
        raise ValueError("pairs must have two columns, and each part at least one row of output")
    if first < 0 or P < 1:
        raise ValueError("there must be at least one part, and first must not be negative")
    if pairs.shape[0] == 0 or last <= first:
        return
    r.pairs = <const cpp.Pair*>&pairs[0, 0]
    r.block_begin, r.n_parts, r.part_size = &block_begin[0], losses.shape[1], part_size
    r.first, r.last, r.first_rate, r.last_rate = first, last, first_rate, last_rate
    with nogil:
        check_indptr(&block_begin[0], P * P, pairs.shape[0])
        cpp.train_rounds(t, r, &losses[0, 0])


def train_bags(
    float[:, ::1] input,
    float[:, ::1] output,
    const int32_t[::1] kept,
    const int32_t[::1] left,
    const int32_t[::1] right,
    int64_t begin,
    int64_t end,
    int32_t batch_size,
    int32_t part_size,
    const uint32_t[::1] threshold,
    const int32_t[::1] alias,
    int32_t n_negative,
    float first_rate,
    float last_rate,
    uint64_t seed,
    int n_threads,
    int isa,
):
    """CBOW on the bags of kept[begin:end], in mini-batches. Returns the sum of their losses.

    input, output (V, d) updated; kept, left, right (n_kept,) from sample_windows.
    """
    cdef cpp.Training t = training(
        input, output, threshold, alias, n_negative, seed, n_threads, isa)
    cdef cpp.Bags b
    cdef double loss
    if not 0 <= begin <= end <= kept.shape[0]:
        raise ValueError("begin and end must lie within kept")
    if left.shape[0] != kept.shape[0] or right.shape[0] != kept.shape[0]:
        raise ValueError("kept, left and right must have the same length")
    if part_size < 1:
        raise ValueError("part_size must be at least 1")
    if begin == end:
        return 0.0
    b.kept, b.left, b.right = &kept[0], &left[0], &right[0]
    b.n_kept, b.begin, b.end, b.batch_size = kept.shape[0], begin, end, batch_size
    b.part_size, b.n_parts = part_size, (output.shape[0] + part_size - 1) // part_size
    b.first_rate, b.last_rate = first_rate, last_rate
    with nogil:
        loss = cpp.train_bags(t, b)
    return loss
