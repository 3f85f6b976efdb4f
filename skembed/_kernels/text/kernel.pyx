# Checking, counting, recoding, taking and appending of token ids: one pass each.
# No strings are handled here; see skembed._text.vocabulary for those.

from libc.stdint cimport int32_t, int64_t
from libc.string cimport memcpy

cimport skembed._kernels.text.cpp as cpp
from skembed._kernels.common.cpp cimport NEGATIVE_REFUSED, check_ids, check_indptr


cdef int check_ends(const int64_t[::1] indptr, int64_t n_tokens) except -1:
    if indptr.shape[0] < 1:
        raise ValueError("indptr must hold where each document begins, and where the last one ends")
    check_indptr(&indptr[0], indptr.shape[0] - 1, n_tokens)
    return 0


def check_documents(const int32_t[::1] ids, const int64_t[::1] indptr, int64_t n_terms):
    """Raise a ValueError unless ids (n_tokens,) are in 0 ... n_terms - 1 and indptr (n_docs + 1,)
    rises from 0 to n_tokens.
    """
    cdef const int32_t* first = &ids[0] if ids.shape[0] > 0 else NULL
    check_ends(indptr, ids.shape[0])
    with nogil:
        check_ids(first, ids.shape[0], n_terms, NEGATIVE_REFUSED)


def count_occurrences(
    const int32_t[::1] ids,
    const int64_t[::1] indptr,
    int n_threads,
    int64_t[::1] counts,
    int64_t[::1] document_counts,
):
    """counts[t] += occurrences of term t; document_counts[t] += number of documents that contain it.

    ids (n_tokens,), indptr (n_docs + 1,), counts and document_counts (n_terms,) outputs. Negative ids
    are ignored. An id that is too large raises a ValueError.
    """
    cdef int64_t n_terms = counts.shape[0]
    if n_terms != document_counts.shape[0]:
        raise ValueError("counts and document_counts must have the same length")
    check_ends(indptr, ids.shape[0])
    with nogil:
        cpp.count_occurrences(
            &ids[0] if ids.shape[0] > 0 else NULL, &indptr[0], indptr.shape[0] - 1, n_terms, n_threads,
            &counts[0] if n_terms > 0 else NULL, &document_counts[0] if n_terms > 0 else NULL
        )


def count_terms(
    const int32_t[::1] ids,
    const int64_t[::1] indptr,
    int64_t n_terms,
    int32_t[::1] terms,
    float[::1] counts,
    int64_t[::1] ends,
):
    """Find the different terms of each document, in order, and count them; returns their number.

    ids (n_tokens,), indptr (n_docs + 1,): the documents, with ids in 0 ... n_terms - 1; terms, counts
    (n_tokens,) outputs, of which the first ones are filled; ends (n_docs + 1,) output, indptr of them.
    """
    cdef int64_t n, n_tokens = ids.shape[0]
    if terms.shape[0] != n_tokens or counts.shape[0] != n_tokens or ends.shape[0] != indptr.shape[0]:
        raise ValueError("terms, counts and ends must have room for all tokens and documents")
    check_ends(indptr, n_tokens)
    with nogil:
        n = cpp.count_terms(
            &ids[0] if n_tokens > 0 else NULL, &indptr[0], indptr.shape[0] - 1, n_terms,
            &terms[0] if n_tokens > 0 else NULL, &counts[0] if n_tokens > 0 else NULL, &ends[0]
        )
    return n


def recode(
    int32_t[::1] ids,
    int64_t[::1] indptr,
    const int32_t[::1] rows,
    int n_threads,
    int64_t[::1] n_dropped,
):
    """ids[i] <- rows[ids[i]]; negative ids and negative rows are dropped. Returns the ids kept.

    ids (n_tokens,), updated; kept ids are moved to the left; indptr (n_docs + 1,), updated;
    rows (n_terms,), or None to leave ids as they are; n_dropped (n_docs,) output, number of tokens
    dropped from each document. An id that is too large raises a ValueError, after which the arrays are
    only partly recoded.
    """
    cdef bint recoded = rows is not None
    cdef int64_t kept, n_rows = rows.shape[0] if recoded else 1 << 31
    cdef const int32_t* row = &rows[0] if recoded and n_rows > 0 else NULL
    if n_dropped.shape[0] != indptr.shape[0] - 1:
        raise ValueError("n_dropped must hold one number for each document")
    check_ends(indptr, ids.shape[0])
    with nogil:
        kept = cpp.recode(
            &ids[0] if ids.shape[0] > 0 else NULL, &indptr[0], indptr.shape[0] - 1, row, n_rows, n_threads,
            &n_dropped[0] if n_dropped.shape[0] > 0 else NULL
        )
    return kept


def take_lists(
    const int32_t[::1] values,
    const int64_t[::1] indptr,
    const int64_t[::1] lists,
    const int64_t[::1] ends,
    int32_t[::1] out,
):
    """out[ends[j] : ends[j + 1]] <- values[indptr[i] : indptr[i + 1]] where i = lists[j].

    values (n,), indptr (n_lists + 1,): the lists; lists (n_taken,): which of them to copy; ends
    (n_taken + 1,): where each copy begins in out (n_out,), and the last one ends.
    """
    cdef int64_t i, j, n_taken = lists.shape[0], n_lists = indptr.shape[0] - 1, bad = -1
    check_ends(indptr, values.shape[0])
    if ends.shape[0] != n_taken + 1:
        raise ValueError("ends must have one number more than lists")
    with nogil:
        for j in range(n_taken):
            i = lists[j]
            if not (0 <= i < n_lists and 0 <= ends[j] <= ends[j + 1] <= out.shape[0]
                    and ends[j + 1] - ends[j] == indptr[i + 1] - indptr[i]):
                bad = j
                break
            if ends[j + 1] > ends[j]:
                memcpy(&out[0] + ends[j], &values[0] + indptr[i], (ends[j + 1] - ends[j]) * sizeof(int32_t))
    if bad >= 0:
        raise ValueError(
            f"lists and ends must fit indptr and out: list {lists[bad]} cannot be at {ends[bad]} to {ends[bad + 1]}"
        )


def append_rows(
    const int32_t[::1] places,
    const int32_t[::1] rows,
    const int64_t[::1] indptr,
    int n_threads,
    int64_t[::1] next,
    int32_t[::1] out,
):
    """Append the rows of the places in each document to that document in out; negative ones are not.

    places (n,), indptr (n_docs + 1,): as the ids of documents; rows (n_rows,), or None if places are
    rows already; next (n_docs,) where to write in out, updated; out (n_out,), or None to update next only.
    The ranges of documents in out must not overlap.
    """
    cdef bint has_rows = rows is not None, writes = out is not None
    cdef int64_t n_rows = rows.shape[0] if has_rows else 1 << 31, n_out = out.shape[0] if writes else 0
    cdef const int32_t* row = &rows[0] if has_rows and n_rows > 0 else NULL
    cdef int32_t nothing = 0
    cdef int32_t* to = &out[0] if n_out > 0 else (&nothing if writes else NULL)
    if indptr.shape[0] != next.shape[0] + 1:
        raise ValueError("indptr must have one number more than next")
    check_ends(indptr, places.shape[0])
    if places.shape[0] == 0:
        return
    with nogil:
        cpp.append_rows(
            &places[0], row, n_rows, &indptr[0], next.shape[0], n_threads, &next[0], to, n_out
        )
