# Counting and recoding of token ids: one pass each, in place.
# It refuses to know any string; see skembed._text.vocabulary for those.

from libc.stdint cimport int32_t, int64_t

cimport skembed._kernels.common.cpp as cpp


cdef int check(
    const int32_t[::1] ids, const int64_t[::1] indptr, int64_t n_terms, cpp.Negative negative
) except -1:
    cdef const int32_t* first = &ids[0] if ids.shape[0] > 0 else NULL
    if indptr.shape[0] < 1:
        raise ValueError("indptr must hold where each document begins, and where the last one ends")
    with nogil:
        cpp.check_indptr(&indptr[0], indptr.shape[0] - 1, ids.shape[0])
        cpp.check_ids(first, ids.shape[0], n_terms, negative)
    return 0


def check_documents(const int32_t[::1] ids, const int64_t[::1] indptr, int64_t n_terms):
    """Raise a ValueError unless ids (n_tokens,) lie in 0 ... n_terms - 1 and indptr (n_docs + 1,)
    rises from 0 to n_tokens.
    """
    check(ids, indptr, n_terms, cpp.NEGATIVE_REFUSED)


def count_documents(
    const int32_t[::1] ids,
    const int64_t[::1] indptr,
    int64_t[::1] document_counts,
    int64_t[::1] last_document,
):
    """document_counts[t] += number of documents that hold term t.

    ids (n_tokens,), indptr (n_docs + 1,), document_counts (n_terms,) output,
    last_document (n_terms,) scratch filled with -1. Negative ids are passed over.
    """
    cdef int64_t doc, i
    cdef int32_t term
    if document_counts.shape[0] != last_document.shape[0]:
        raise ValueError("document_counts and last_document must be of one length")
    check(ids, indptr, document_counts.shape[0], cpp.NEGATIVE_IGNORED)
    with nogil:
        for doc in range(indptr.shape[0] - 1):
            for i in range(indptr[doc], indptr[doc + 1]):
                term = ids[i]
                if term >= 0 and last_document[term] != doc:
                    last_document[term] = doc
                    document_counts[term] += 1


def recode(
    int32_t[::1] ids,
    int64_t[::1] indptr,
    const int32_t[::1] rows,
    int64_t[::1] n_dropped,
):
    """ids[i] <- rows[ids[i]]; negative ids and negative rows are dropped. Returns the ids kept.

    ids (n_tokens,), moved together at the left; indptr (n_docs + 1,), updated; rows (n_terms,);
    n_dropped (n_docs,) output, tokens dropped from each document.
    """
    cdef int64_t doc, i, begin, end, kept = 0
    cdef int32_t row
    if n_dropped.shape[0] != indptr.shape[0] - 1:
        raise ValueError("n_dropped must hold one number for each document")
    check(ids, indptr, rows.shape[0], cpp.NEGATIVE_IGNORED)
    with nogil:
        begin = 0
        for doc in range(indptr.shape[0] - 1):
            end = indptr[doc + 1]
            for i in range(begin, end):
                row = rows[ids[i]] if ids[i] >= 0 else -1
                if row >= 0:
                    ids[kept] = row
                    kept += 1
            n_dropped[doc] = (end - begin) - (kept - indptr[doc])
            indptr[doc + 1] = kept
            begin = end
    return kept
