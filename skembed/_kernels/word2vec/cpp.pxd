# C++ declarations of word2vec.

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t

from skembed._kernels.common.cpp cimport Matrix


cdef extern from "word2vec/arguments.hpp" namespace "skembed" nogil:
    int MAX_NEGATIVE

    cdef cppclass Pair:
        pass


cdef extern from "word2vec/windows.hpp" namespace "skembed" nogil:
    cdef cppclass Stretch:
        const int32_t* ids
        const int64_t* indptr
        int64_t n_docs, begin, end
        const uint32_t* keep
        const int32_t* rows
        int64_t n_terms
        int32_t window, span
        uint64_t seed


cdef extern from "word2vec/pairs.hpp" namespace "skembed" nogil:
    cdef cppclass PairSort:
        const int32_t* kept
        const int32_t* left
        const int32_t* right
        int64_t n_kept
        int32_t n_parts, part_size
        int64_t n_segments


cdef extern from "word2vec/noise.hpp" namespace "skembed" nogil:
    void make_alias(const double*, int32_t size, uint32_t* threshold, int32_t* alias) except +


cdef extern from "word2vec/examples.hpp" namespace "skembed" nogil:
    int64_t sample_windows(
        const Stretch&, int32_t* kept, int32_t* left, int32_t* right, int n_threads) except +
    void count_pairs(const PairSort&, int64_t* counts, int n_threads) except +
    void fill_pairs(const PairSort&, int64_t* offsets, Pair* pairs, int n_threads) except +


cdef extern from "word2vec/training.hpp" namespace "skembed" nogil:
    cdef cppclass Rounds:
        const Pair* pairs
        const int64_t* block_begin
        int32_t n_parts, part_size, first, last
        float first_rate, last_rate

    cdef cppclass Training:
        Matrix input
        Matrix output
        const uint32_t* threshold
        const int32_t* alias
        int32_t n_negative
        uint64_t seed
        int n_threads, isa

    cdef cppclass Bags:
        const int32_t* kept
        const int32_t* left
        const int32_t* right
        int64_t n_kept, begin, end
        int32_t batch_size, n_parts, part_size
        float first_rate, last_rate

    void train_rounds(const Training&, const Rounds&, double* losses) except +
    double train_bags(const Training&, const Bags&) except +
