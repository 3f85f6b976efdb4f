# C++ declarations of co-occurrence counting.

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t


cdef extern from "cooccurrence/rows.hpp" namespace "skembed" nogil:
    cdef cppclass Tokens:
        const int32_t* ids
        const int64_t* indptr
        int64_t n_tokens, n_docs

    cdef cppclass Occurrence:
        pass

    cdef cppclass ColumnSet:
        uint64_t* words
        uint64_t* tops
        int64_t n_tops

    cdef cppclass RowCount:
        const int32_t* ids
        int64_t n_tokens
        int32_t n_terms
        const Occurrence* found
        const int64_t* ends
        const int64_t* counts
        int64_t n_rows
        const int64_t* weights
        int64_t window
        double scale
        bint symmetric, complete
        uint32_t* narrow
        int64_t* wide
        int32_t* touched
        ColumnSet set
        int32_t* columns
        float* values
        int64_t* sizes
        int64_t room
        int64_t row, next, n_touched, n_out
        void run(int64_t budget) except +

    void index_occurrences(
        const Tokens&, int64_t begin, int64_t end, int32_t row_begin, uint32_t n_rows,
        int64_t window, int64_t* next, Occurrence* out, int64_t room) except +
    void count_terms(
        const int32_t*, int64_t n_tokens, int64_t* counts, int64_t n_terms) except +
