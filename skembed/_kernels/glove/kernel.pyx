# The blocks of GloVe's co-occurrence counts, and its training steps. Arrays in, arrays updated, losses
# out; the caller assigns words to parts and decides the order of the rounds.

from libc.stdint cimport int32_t, int64_t, uint64_t

cimport skembed._kernels.glove.cpp as cpp
from skembed._kernels.common.cpp cimport ROW_MULTIPLE
from skembed._kernels.common.checks cimport check_matrices

MAX_PART_SIZE = 65536  # rows of a part: their indices must fit in 16 bits


cdef cpp.Counts counts(
    const int64_t[::1] indptr,
    const int32_t[::1] indices,
    const float[::1] data,
    const int32_t[::1] rows,
    int32_t n_parts,
    int32_t part_size,
    int64_t[:, ::1] table,
) except *:
    cdef cpp.Counts c
    cdef int64_t i, n = indices.shape[0], n_terms = rows.shape[0]
    if n == 0 or data.shape[0] != n or indptr.shape[0] != n_terms + 1:
        raise ValueError("indices, data must have the same length, not 0; indptr (n_terms + 1,)")
    if indptr[0] != 0 or indptr[n_terms] != n:
        raise ValueError("indptr must begin at 0 and end at the number of non-zeros")
    if not 1 <= part_size <= MAX_PART_SIZE or <int64_t>n_parts * part_size < n_terms:
        raise ValueError("part_size must be from 1 to 65536, and the parts must hold all terms")
    if table.shape[0] < 1 or table.shape[1] != <int64_t>n_parts * n_parts:
        raise ValueError("one row for each segment, one column for each of n_parts ** 2 blocks")
    for i in range(n_terms):
        if not 0 <= rows[i] < <int64_t>n_parts * part_size or indptr[i] > indptr[i + 1]:
            raise ValueError("rows must lie within the parts, and indptr must not fall")
    c.indptr, c.indices, c.data, c.rows = &indptr[0], &indices[0], &data[0], &rows[0]
    c.n_terms, c.n_parts, c.part_size, c.n_segments = n_terms, n_parts, part_size, table.shape[0]
    return c


def count_blocks(
    const int64_t[::1] indptr,
    const int32_t[::1] indices,
    const float[::1] data,
    const int32_t[::1] rows,
    int32_t n_parts,
    int32_t part_size,
    int64_t[:, ::1] table,
    int n_threads,
):
    """table[s, i * P + j]: number of non-zeros in segment s with word in part i, context in part j.

    indptr (n_terms + 1,), indices, data (n_nonzero,): the counts in CSR format, not modified;
    rows (n_terms,) term -> matrix row, all different; table (S, P * P) output.
    """
    cdef cpp.Counts c = counts(indptr, indices, data, rows, n_parts, part_size, table)
    with nogil:
        cpp.count_blocks(c, &table[0, 0], n_threads)


cdef int check_blocks(const int64_t[::1] block_begin, int64_t n_entries) except -1:
    cdef int64_t i, n = block_begin.shape[0] - 1
    if block_begin[0] != 0 or block_begin[n] != n_entries:
        raise ValueError("block_begin must begin at 0 and end at the number of entries")
    for i in range(n):
        if block_begin[i] > block_begin[i + 1]:
            raise ValueError("block_begin must not fall")
    return 0


def fill_blocks(
    const int64_t[::1] indptr,
    const int32_t[::1] indices,
    const float[::1] data,
    const int32_t[::1] rows,
    int32_t n_parts,
    int32_t part_size,
    int64_t[:, ::1] offsets,
    const int64_t[::1] block_begin,
    uint64_t seed,
    uint64_t[::1] entries,
    int n_threads,
):
    """The non-zeros, sorted by block, and in random order within each block.

    offsets (S, P * P): where those of each segment and block begin (updated to where they end);
    block_begin (P * P + 1,); both from the table of count_blocks for the same counts;
    entries (n_nonzero,) output: row and column relative to the first of their part, 16 bits each,
    and the count, 32 bits.
    """
    cdef cpp.Counts c = counts(indptr, indices, data, rows, n_parts, part_size, offsets)
    if block_begin.shape[0] != offsets.shape[1] + 1 or entries.shape[0] != indices.shape[0]:
        raise ValueError("block_begin must be (P * P + 1,), entries as long as indices")
    check_blocks(block_begin, entries.shape[0])
    with nogil:
        cpp.fill_blocks(c, &offsets[0, 0], &block_begin[0], seed, <cpp.Cooccurrence*>&entries[0],
                        n_threads)


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
    entries (n_nonzero,) sorted by block; block_begin (P * P + 1,); rounds (n_rounds,);
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
