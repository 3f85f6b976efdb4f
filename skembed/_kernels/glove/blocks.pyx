# The blocks of GloVe's co-occurrence counts. Arrays in, arrays updated; the caller assigns words to
# parts, and decides how many words and blocks are sorted and shuffled at a time.

from libc.stdint cimport int32_t, int64_t, uint64_t

cimport skembed._kernels.glove.cpp as cpp
from skembed._kernels.glove.checks cimport check_blocks

MAX_PART_SIZE = 65536  # rows of a part: their indices must fit in 16 bits


cdef cpp.Counts counts(
    const int64_t[::1] indptr,
    const int32_t[::1] indices,
    const float[::1] data,
    int64_t first_word,
    const int32_t[::1] rows,
    int32_t n_parts,
    int32_t part_size,
    int64_t[:, ::1] table,
) except *:
    cdef cpp.Counts c
    cdef int64_t i, n = indices.shape[0], n_terms = rows.shape[0], n_words = indptr.shape[0] - 1
    if n == 0 or data.shape[0] != n:
        raise ValueError("indices and data must have the same length, not 0")
    if n_words < 0 or not 0 <= first_word <= n_terms - n_words:
        raise ValueError("indptr must be (n_words + 1,), and the words from first_word be terms")
    if indptr[0] < 0 or indptr[n_words] > n:
        raise ValueError("indptr must lie within the non-zeros")
    if not 1 <= part_size <= MAX_PART_SIZE or <int64_t>n_parts * part_size < n_terms:
        raise ValueError("part_size must be from 1 to 65536, and the parts must hold all terms")
    if table.shape[0] < 1 or table.shape[1] != <int64_t>n_parts * n_parts:
        raise ValueError("one row for each segment, one column for each of n_parts ** 2 blocks")
    for i in range(n_terms):
        if not 0 <= rows[i] < <int64_t>n_parts * part_size:
            raise ValueError("rows must lie within the parts")
    for i in range(n_words):
        if indptr[i] > indptr[i + 1]:
            raise ValueError("indptr must not fall")
    c.indptr, c.indices, c.data = &indptr[0], &indices[0], &data[0]
    c.rows = &rows[0] if n_terms > 0 else NULL
    c.n_terms, c.first_word, c.n_words = n_terms, first_word, n_words
    c.n_parts, c.part_size, c.n_segments = n_parts, part_size, table.shape[0]
    return c


def count_blocks(
    const int64_t[::1] indptr,
    const int32_t[::1] indices,
    const float[::1] data,
    int64_t first_word,
    const int32_t[::1] rows,
    int32_t n_parts,
    int32_t part_size,
    int64_t[:, ::1] table,
    int n_threads,
):
    """table[s, i * P + j]: number of non-zeros in segment s with word in part i, context in part j.

    indptr (n_words + 1,), indices, data (n_nonzero,): the counts in CSR format, not modified;
    indptr is of the words first_word, first_word + 1, ... alone; rows (n_terms,) term -> matrix
    row, all different; table (S, P * P) output.
    """
    cdef cpp.Counts c = counts(indptr, indices, data, first_word, rows, n_parts, part_size, table)
    with nogil:
        cpp.count_blocks(c, &table[0, 0], n_threads)


def fill_blocks(
    const int64_t[::1] indptr,
    const int32_t[::1] indices,
    const float[::1] data,
    int64_t first_word,
    const int32_t[::1] rows,
    int32_t n_parts,
    int32_t part_size,
    int64_t[:, ::1] offsets,
    uint64_t[::1] entries,
    int n_threads,
):
    """The non-zeros of some words, sorted by block, in the order of the counts within each.

    offsets (S, P * P): where those of each segment and block begin (updated to where they end),
    from the table of count_blocks for the same words;
    entries (non-zeros of the words,) output: row and column relative to the first of their part,
    16 bits each, and the count, 32 bits.
    """
    cdef cpp.Counts c = counts(indptr, indices, data, first_word, rows, n_parts, part_size, offsets)
    cdef int64_t n = indptr[c.n_words] - indptr[0]
    if entries.shape[0] != n:
        raise ValueError("entries must be as long as the words have non-zeros")
    if n == 0:
        return
    with nogil:
        cpp.fill_blocks(c, &offsets[0, 0], <cpp.Cooccurrence*>&entries[0], n_threads)


def shuffle_blocks(
    uint64_t[::1] entries,
    const int64_t[::1] block_begin,
    int64_t first,
    int32_t n_parts,
    uint64_t seed,
    int n_threads,
):
    """Puts each of some blocks into random order, which follows from the seed and the block.

    entries (n,) updated: those of the places first, first + 1, ..., where place r * P + i has the
    block (i, (i + r) % P); block_begin (n_blocks + 1,).
    """
    cdef int64_t n_blocks = block_begin.shape[0] - 1
    if n_blocks < 0 or not 0 <= first <= <int64_t>n_parts * n_parts - n_blocks:
        raise ValueError("block_begin must be (n_blocks + 1,), of blocks among n_parts ** 2")
    check_blocks(block_begin, entries.shape[0])
    if entries.shape[0] == 0:
        return
    with nogil:
        cpp.shuffle_blocks(<cpp.Cooccurrence*>&entries[0], &block_begin[0], first, n_blocks,
                           n_parts, seed, n_threads)
