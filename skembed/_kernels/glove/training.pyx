# GloVe's training steps. Arrays in, arrays updated, losses out; the caller decides the order of the
# rounds.

from libc.stdint cimport int32_t, int64_t, uint64_t

cimport skembed._kernels.glove.cpp as cpp
from skembed._kernels.common.checks cimport check_matrices
from skembed._kernels.common.cpp cimport ROW_MULTIPLE
from skembed._kernels.glove.checks cimport check_blocks


def train_rounds(
    float[:, ::1] input,
    float[:, ::1] output,
    const uint64_t[::1] entries,
    const int64_t[::1] block_begin,
    int32_t part_size,
    const int32_t[::1] rounds,
    int32_t slice,
    int32_t n_slices,
    float x_max,
    float alpha,
    float learning_rate,
    uint64_t seed,
    double[:, ::1] losses,
    int n_threads,
    int isa,
):
    """GloVe for some rounds; round r trains on a slice of each of the blocks (i, (i + r) % P).

    input, output (V, 2 d) updated: rows [w, b, 1, 0 ...] and [c, 1, e, 0 ...] of d floats, followed
    by the AdaGrad sums of squares (1e38 for components that must not change);
    entries (n_nonzero,) sorted by block; block_begin (P * P + 1,), of block (i, (i + r) % P) at
    r * P + i; rounds (n_rounds,);
    losses (n_rounds, P) output: sum of the losses of each block's slice.
    """
    cdef cpp.GloveBlock b
    cdef cpp.GloveRounds r
    cdef int64_t i, P = losses.shape[1]
    check_matrices(input, output, 2 * ROW_MULTIPLE, "input and output")
    if P * P + 1 != block_begin.shape[0] or losses.shape[0] != rounds.shape[0]:
        raise ValueError("losses must be (n_rounds, P), block_begin (P * P + 1,)")
    if part_size < 1 or input.shape[0] < P * part_size or output.shape[0] < P * part_size:
        raise ValueError("part_size must be at least 1, and each matrix have P * part_size rows")
    check_blocks(block_begin, entries.shape[0])
    if not 0 <= slice < n_slices:
        raise ValueError("slice must be from 0 to n_slices - 1")
    for i in range(rounds.shape[0]):
        if not 0 <= rounds[i] < P:
            raise ValueError("rounds must be from 0 to P - 1")
    if rounds.shape[0] == 0 or entries.shape[0] == 0:
        return
    b.input.data, b.input.n_rows, b.input.d = &input[0, 0], input.shape[0], input.shape[1]
    b.output.data, b.output.n_rows, b.output.d = &output[0, 0], output.shape[0], output.shape[1]
    b.x_max, b.alpha, b.learning_rate = x_max, alpha, learning_rate
    r.entries = <const cpp.Cooccurrence*>&entries[0]
    r.block_begin, r.n_parts, r.part_size = &block_begin[0], P, part_size
    r.rounds, r.n_rounds = &rounds[0], rounds.shape[0]
    r.slice, r.n_slices, r.seed = slice, n_slices, seed
    with nogil:
        cpp.train_cooccurrences(b, r, &losses[0, 0], n_threads, isa)
