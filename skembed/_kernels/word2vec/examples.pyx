# Training examples from a corpus: subsampled windows, pairs sorted by block, alias tables of negatives.
# Arrays in, arrays filled; the caller decides the order of the stretches.

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t

cimport skembed._kernels.word2vec.cpp as cpp


def alias_tables(
    const double[::1] weights, int32_t part_size, uint32_t[::1] threshold, int32_t[::1] alias
):
    """Alias tables of weights[0:part_size], weights[part_size:2 * part_size], ...

    weights (V,), all positive; threshold, alias (V,) outputs: entry j of a part yields j with
    probability threshold[j] / 2**32, else alias[j] (both relative to the beginning of the part).
    """
    cdef int64_t first, n = weights.shape[0]
    if threshold.shape[0] != n or alias.shape[0] != n or part_size < 1:
        raise ValueError("weights, threshold and alias must have the same length, part_size >= 1")
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

    ids (n_tokens,), indptr (n_docs + 1,), keep (n_terms,) thresholds for 32 random bits,
    rows (n_terms,) term -> matrix row; span: window, or the length of the longest document minus 1
    if that is less; kept, left, right outputs of at least end - begin + 2 * span elements: the
    matrix row of each kept word, and the number of kept words in its window on each side. Returns
    the number of words written (words from beyond the edges have left = right = 0).
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
        raise ValueError("keep and rows must have the same length")
    if kept.shape[0] < room or left.shape[0] < room or right.shape[0] < room:
        raise ValueError("kept, left and right must hold end - begin + 2 * span elements")
    if begin == end:
        return 0
    if keep.shape[0] == 0:
        raise ValueError("there are ids, but no terms")
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
        raise ValueError("kept, left and right must have the same length and not be empty")
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
    """counts[s, i * P + j]: number of pairs in segment s with input in part i, output in part j.

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
    """The pairs (input row, output row), sorted by block, and in corpus order within each block.

    offsets (S, P * P): where the pairs of each segment and block begin (updated to where they end);
    pairs (n_pairs, 2) output.
    """
    cdef cpp.PairSort s = pair_sort(
        kept, left, right, n_parts, part_size, offsets.shape[0], offsets)
    if pairs.shape[1] != 2:
        raise ValueError("pairs must have two columns")
    if pairs.shape[0] > 0:
        with nogil:
            cpp.fill_pairs(s, &offsets[0, 0], <cpp.Pair*>&pairs[0, 0], n_threads)
