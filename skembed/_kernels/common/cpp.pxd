# C++ declarations of the code shared by all kernels.

from libc.stdint cimport int32_t, int64_t


cdef extern from "common/checks.hpp" namespace "skembed" nogil:
    cdef enum Negative:
        NEGATIVE_REFUSED
        NEGATIVE_IGNORED

    void check_ids(const int32_t*, int64_t n, int64_t n_rows, Negative) except +
    void refuse_ids(const int32_t*, int64_t n, int64_t n_rows) except +
    void check_indptr(const int64_t*, int64_t n_docs, int64_t n_tokens) except +


cdef extern from "common/matrix.hpp" namespace "skembed" nogil:
    int ROW_MULTIPLE

    cdef cppclass Matrix:
        float* data
        int32_t n_rows
        int32_t d


cdef extern from "common/dispatch.hpp" namespace "skembed" nogil:
    int n_instruction_sets() except +
    const char* instruction_set_name(int) except +


cdef extern from "common/failing.hpp" namespace "skembed" nogil:
    void fail_in_thread(int n_threads, int64_t n_stages, int64_t n_items, int64_t fail_stage,
                        int failing, int64_t* ran) except +
