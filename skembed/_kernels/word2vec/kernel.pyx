# The training steps of skip-gram and CBOW. Arrays in, arrays updated, losses out; the schedule
# (which stretch, which rate, which seed) is the caller's.

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t

cimport skembed._kernels.common.cpp as cpp
from skembed._kernels.common.checks cimport check_matrices


def alias_tables(
    const double[::1] weights, int32_t part_size, uint32_t[::1] threshold, int32_t[::1] alias
):
    """Alias tables of weights[0:part_size], weights[part_size:2 * part_size], ...

    weights (V,), all positive; threshold, alias (V,) outputs: entry j of a part stands for j with
    probability threshold[j] / 2**32, else for alias[j] (both counted from the part's beginning).
    """
    cdef int64_t first, n = weights.shape[0]
    if threshold.shape[0] != n or alias.shape[0] != n or part_size < 1:
        raise ValueError("weights, threshold and alias must be of one length, part_size positive")
    for first in range(0, n, part_size):
        cpp.make_alias(&weights[first], min(part_size, n - first), &threshold[first], &alias[first])


def sample_windows(
    const int32_t[::1] ids,
    const int64_t[::1] indptr,
    int64_t begin,
    int64_t end,
    const uint32_t[::1] keep,
    const int32_t[::1] rows,
    int32_t window,
    int32_t span,
    uint64_t seed,
    int32_t[::1] kept,
    int32_t[::1] left,
    int32_t[::1] right,
    int n_threads,
):
    """Words of ids[begin:end] that survive subsampling, and their random windows.

    ids (n_tokens,), indptr (n_docs + 1,), keep (n_terms,) threshold of 32 random bits,
    rows (n_terms,) term -> matrix row; span: what window is at most where it matters, the length of
    the longest document less 1; kept, left, right outputs of end - begin + 2 * span elements or
    more: the matrix row of each kept word and how many kept words its window spans on each side.
    Returns the number of words written (words from beyond the edges have left = right = 0).
    """
    cdef cpp.Stretch s
    cdef int64_t room = end - begin + 2 * <int64_t>span, n_docs = indptr.shape[0] - 1, n
    if not 0 <= begin <= end <= ids.shape[0]:
        raise ValueError("begin and end must lie within ids")
    if n_docs < 0 or indptr[0] != 0 or indptr[n_docs] != ids.shape[0]:
        raise ValueError("indptr must begin at 0 and end at the number of ids")
    if window < 1 or not 0 <= span <= window:
        raise ValueError("window must be at least 1, span from 0 to window")
    if keep.shape[0] != rows.shape[0]:
        raise ValueError("keep and rows must be of one length")
    if kept.shape[0] < room or left.shape[0] < room or right.shape[0] < room:
        raise ValueError("kept, left and right must hold end - begin + 2 * span elements")
    if begin == end:
        return 0
    if keep.shape[0] == 0:
        raise ValueError("there are ids, but no term")
    s.ids, s.indptr, s.n_docs = &ids[0], &indptr[0], n_docs
    s.begin, s.end, s.keep, s.rows, s.n_terms = begin, end, &keep[0], &rows[0], keep.shape[0]
    s.window, s.span, s.seed = window, span, seed
    with nogil:
        n = cpp.sample_windows(s, &kept[0], &left[0], &right[0], n_threads)
    return n


cdef cpp.PairSort pair_sort(
    const int32_t[::1] kept,
    const int32_t[::1] left,
    const int32_t[::1] right,
    int32_t n_parts,
    int32_t part_size,
    int64_t n_segments,
    int64_t[:, ::1] table,
) except *:
    cdef cpp.PairSort s
    if left.shape[0] != kept.shape[0] or right.shape[0] != kept.shape[0] or kept.shape[0] == 0:
        raise ValueError("kept, left and right must be of one length, not empty")
    if not 1 <= n_parts <= 255 or part_size < 1 or table.shape[0] != n_segments or table.shape[1] != n_parts * n_parts:
        raise ValueError("one row for each segment, one column for each of n_parts ** 2 blocks")
    s.kept, s.left, s.right, s.n_kept = &kept[0], &left[0], &right[0], kept.shape[0]
    s.n_parts, s.part_size, s.n_segments = n_parts, part_size, n_segments
    return s


def count_pairs(
    const int32_t[::1] kept,
    const int32_t[::1] left,
    const int32_t[::1] right,
    int32_t n_parts,
    int32_t part_size,
    int64_t[:, ::1] counts,
    int n_threads,
):
    """counts[s, i * P + j]: pairs of segment s with input in part i and output in part j.

    kept, left, right (n_kept,) from sample_windows; counts (S, P * P) output.
    """
    cdef cpp.PairSort s = pair_sort(
        kept, left, right, n_parts, part_size, counts.shape[0], counts)
    with nogil:
        cpp.count_pairs(s, &counts[0, 0], n_threads)


def fill_pairs(
    const int32_t[::1] kept,
    const int32_t[::1] left,
    const int32_t[::1] right,
    int32_t n_parts,
    int32_t part_size,
    int64_t[:, ::1] offsets,
    int32_t[:, ::1] pairs,
    int n_threads,
):
    """The pairs (input row, output row) themselves, sorted by block, in corpus order within each.

    offsets (S, P * P): where the pairs of each segment and block begin (moved to where they end);
    pairs (n_pairs, 2) output.
    """
    cdef cpp.PairSort s = pair_sort(
        kept, left, right, n_parts, part_size, offsets.shape[0], offsets)
    if pairs.shape[1] != 2:
        raise ValueError("pairs must have two columns")
    if pairs.shape[0] > 0:
        with nogil:
            cpp.fill_pairs(s, &offsets[0, 0], <cpp.Pair*>&pairs[0, 0], n_threads)


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
    check_matrices(input, output, cpp.ROW_MULTIPLE, "input and output")
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
    """Skip-gram over the rounds first ... last - 1; round r trains the blocks (i, (i + r) % P).

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
        raise ValueError("pairs must have two columns, each part a row of output")
    if first < 0 or P < 1:
        raise ValueError("there must be a part, and no round before 0")
    if pairs.shape[0] == 0 or last <= first:
        return
    r.pairs = <const cpp.Pair*>&pairs[0, 0]
    r.block_begin, r.n_parts, r.part_size = &block_begin[0], losses.shape[1], part_size
    r.first, r.last, r.first_rate, r.last_rate = first, last, first_rate, last_rate
    with nogil:
        cpp.check_indptr(&block_begin[0], P * P, pairs.shape[0])
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
    """CBOW over the bags of kept[begin:end], in mini-batches. Returns the sum of their losses.

    input, output (V, d) updated; kept, left, right (n_kept,) from sample_windows.
    """
    cdef cpp.Training t = training(
        input, output, threshold, alias, n_negative, seed, n_threads, isa)
    cdef cpp.Bags b
    cdef double loss
    if not 0 <= begin <= end <= kept.shape[0]:
        raise ValueError("begin and end must lie within kept")
    if left.shape[0] != kept.shape[0] or right.shape[0] != kept.shape[0]:
        raise ValueError("kept, left and right must be of one length")
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
