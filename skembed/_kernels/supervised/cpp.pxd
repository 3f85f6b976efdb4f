# C++ declarations of supervised embeddings.

from libc.stdint cimport int32_t, int64_t, uint64_t

from skembed._kernels.common.cpp cimport Matrix


cdef extern from "supervised/arguments.hpp" namespace "skembed" nogil:
    cdef enum Loss:
        pass

    cdef enum Norm:
        pass

    cdef cppclass TextModel:
        Matrix vectors
        float* sums
        Matrix head
        float* head_sums
        float* bias
        float* bias_sums
        int32_t n_components
        Loss loss
        Norm norm
        float smoothing, vector_rate, weight_decay
        bint frozen


cdef extern from "supervised/driver.hpp" namespace "skembed" nogil:
    cdef cppclass Texts:
        const int64_t* indptr
        const int32_t* rows
        const float* weights
        const float* importance
        const int32_t* labels
        const float* targets
        const int64_t* order
        int64_t n
        int32_t batch_size, n_parts, part_size
        double dropout
        uint64_t seed
        float first_rate, last_rate, scale

    double train_texts(const TextModel&, const Texts&, float* scale, int n_threads,
                       int isa) except +


cdef extern from "supervised/order.hpp" namespace "skembed" nogil:
    void sort_entries(const int64_t* indptr, int64_t n_texts, int32_t* rows, float* weights,
                      int64_t n_rows, int n_threads) except +
