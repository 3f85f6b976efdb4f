# C++ declarations of the poolings.

from libc.stdint cimport int32_t, int64_t


cdef extern from "pooling/driver.hpp" namespace "skembed" nogil:
    cdef cppclass Documents:
        const int32_t* ids
        int64_t n_tokens
        const int64_t* indptr
        const float* vectors
        int64_t n_rows
        int64_t d

    cdef cppclass Weights:
        const float* values
        bint by_token
        bint mean

    void pool_weighted_sum(const Documents&, int64_t n_docs, const Weights&, float* out,
                           int n_threads, int isa) except +
    void pool_extreme(const Documents&, int64_t n_docs, float sign, float* out, int n_threads,
                      int isa) except +
