# Co-occurrence counting: an index of the positions of words, and rows of counts from it.
# The caller splits the work and manages memory and files; see skembed._cooccurrence.count.

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t

cimport skembed._kernels.cooccurrence.cpp as cpp


def count_terms(const int32_t[::1] ids, int64_t[::1] counts):
    """counts += np.bincount(ids, minlength=len(counts)).

    ids (n,), counts (n_terms,) updated. Raises a ValueError if an id is not a term.
    """
    if ids.shape[0] == 0:
        return
    if counts.shape[0] == 0:
        raise ValueError("ids must lie between 0 and n_terms - 1, but there are no terms")
    with nogil:
        cpp.count_terms(&ids[0], ids.shape[0], &counts[0], counts.shape[0])


def longest_document(const int64_t[::1] indptr, int64_t n_tokens):
    """np.diff(indptr).max(), or 0 if there are no documents.

    indptr (n_docs + 1,). Raises a ValueError if it does not rise from 0 to n_tokens.
    """
    cdef int64_t i, n = indptr.shape[0], longest = 0
    cdef bint good = n > 0 and indptr[0] == 0 and indptr[n - 1] == n_tokens
    if good:
        with nogil:
            for i in range(1, n):
                good = good and indptr[i] >= indptr[i - 1]
                longest = max(longest, indptr[i] - indptr[i - 1])
    if not good:
        raise ValueError(f"indptr must rise from 0 to the number of ids, {n_tokens}")
    return longest


def index_occurrences(
    const int32_t[::1] ids,
    const int64_t[::1] indptr,
    int64_t begin,
    int64_t end,
    int32_t row_begin,
    int64_t window,
    int64_t[::1] next,
    uint64_t[::1] found,
):
    """Positions of the words row_begin, row_begin + 1, ... in ids[begin:end], word by word.

    ids (n_tokens,), indptr (n_docs + 1,); next (n_rows,) where to write the occurrences of each row
    in found, updated to where they end; found (n,) output: position (32 bits) and number of tokens
    of the document in the window on the left and on the right (16 bits each).
    """
    cdef cpp.Tokens t
    if indptr.shape[0] < 1 or indptr[0] != 0 or indptr[indptr.shape[0] - 1] != ids.shape[0]:
        raise ValueError("indptr must begin at 0 and end at the number of ids")
    if not 0 <= begin <= end <= ids.shape[0]:
        raise ValueError("begin and end must lie within ids")
    if not 1 <= window <= 0xFFFF or ids.shape[0] > 0xFFFFFFFF:
        raise ValueError("window must fit in 16 bits, the number of ids in 32")
    if row_begin < 0 or next.shape[0] > 0x7FFFFFFF - row_begin:
        raise ValueError("row_begin and the rows after it must be int32 and not negative")
    if begin == end or next.shape[0] == 0 or found.shape[0] == 0:
        return
    t.ids, t.indptr, t.n_tokens, t.n_docs = &ids[0], &indptr[0], ids.shape[0], indptr.shape[0] - 1
    with nogil:
        cpp.index_occurrences(t, begin, end, row_begin, <uint32_t>next.shape[0], window, &next[0],
                  <cpp.Occurrence*>&found[0], found.shape[0])


cdef bint has_room(Py_ssize_t n_terms, Py_ssize_t wide, Py_ssize_t touched, Py_ssize_t words,
                   Py_ssize_t tops):
    return (wide == n_terms and touched > n_terms and words * 64 >= n_terms
            and tops * 64 >= words)


def count_rows(
    const int32_t[::1] ids,
    const uint64_t[::1] found,
    const int64_t[::1] ends,
    const int64_t[::1] counts,
    const int64_t[::1] weights,
    double scale,
    bint symmetric,
    bint complete,
    int64_t budget,
    uint32_t[::1] narrow,
    int64_t[::1] wide,
    int32_t[::1] touched,
    uint64_t[::1] words,
    uint64_t[::1] tops,
    int32_t[::1] columns,
    float[::1] values,
    int64_t[::1] sizes,
    int64_t[::1] state,
):
    """Rows of counts: the sum of weights[distance - 1] / scale for each column, in sorted order.

    ids (n_tokens,); found, ends (n_rows,) from index_occurrences; counts (n_rows,) occurrences in
    the whole corpus; complete: False if more occurrences of the last row will follow; weights
    (window,) positive. narrow, wide (n_terms,), touched (n_terms + 1,), words, tops (a bit for
    each column, a bit for each word): zeros at first, then as the previous call left them. columns,
    values (room,), sizes (n_rows,) outputs. state (4,) updated: row, occurrence, number of columns
    touched by an unfinished row, number of columns written. The call ends after ``budget``
    occurrences, or when columns is full.
    """
    cdef cpp.RowCount r
    cdef int64_t i, n_rows = ends.shape[0], n_terms = narrow.shape[0]
    if counts.shape[0] != n_rows or sizes.shape[0] != n_rows:
        raise ValueError("ends, counts and sizes must have the same length")
    if not has_room(n_terms, wide.shape[0], touched.shape[0], words.shape[0], tops.shape[0]):
        raise ValueError("narrow, wide, touched, words and tops must hold n_terms entries or bits")
    if weights.shape[0] < 1 or budget < 1 or not scale > 0:
        raise ValueError("weights, budget and scale must be positive")
    for i in range(weights.shape[0]):
        if not 0 < weights[i] <= 0x7FFFFFFFFFFFFFFF // (2 * weights.shape[0]):
            raise ValueError("weights must be positive, and their sum below 2 ** 62")
    if values.shape[0] != columns.shape[0]:
        raise ValueError("columns and values must have the same length")
    if state.shape[0] != 4 or not (
        0 <= state[0] <= n_rows and 0 <= state[1] <= found.shape[0]
        and 0 <= state[2] <= n_terms and 0 <= state[3] <= columns.shape[0]
    ):
        raise ValueError("state must be (row, occurrence, touched, written), each within its array")
    for i in range(n_rows):
        if not (ends[i - 1] if i > 0 else 0) <= ends[i] <= found.shape[0]:
            raise ValueError("ends must not fall, and lie within found")
    if n_rows == 0 or ids.shape[0] == 0 or n_terms == 0 or columns.shape[0] == 0:
        return
    r.ids, r.n_tokens, r.n_terms = &ids[0], ids.shape[0], n_terms
    r.found = <const cpp.Occurrence*>&found[0] if found.shape[0] > 0 else NULL
    r.ends, r.counts, r.n_rows = &ends[0], &counts[0], n_rows
    r.weights, r.window, r.scale = &weights[0], weights.shape[0], scale
    r.symmetric, r.complete = symmetric, complete
    r.narrow, r.wide, r.touched = &narrow[0], &wide[0], &touched[0]
    r.set.words, r.set.tops, r.set.n_tops = &words[0], &tops[0], tops.shape[0]
    r.columns, r.values, r.sizes, r.room = &columns[0], &values[0], &sizes[0], columns.shape[0]
    r.row, r.next, r.n_touched, r.n_out = state[0], state[1], state[2], state[3]
    with nogil:
        r.run(budget)
    state[0], state[1], state[2], state[3] = r.row, r.next, r.n_touched, r.n_out
