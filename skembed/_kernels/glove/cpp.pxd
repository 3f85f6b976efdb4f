# C++ declarations of GloVe.

from libc.stdint cimport int32_t, int64_t, uint64_t

from skembed._kernels.common.cpp cimport Matrix


cdef extern from "glove/arguments.hpp" namespace "skembed" nogil:
    cdef cppclass Cooccurrence:
        pass

    cdef cppclass GloveBlock:
        Matrix input
        Matrix output
        float x_max, alpha, learning_rate


cdef extern from "glove/blocks.hpp" namespace "skembed" nogil:
    cdef cppclass Counts:
        const int64_t* indptr
        const int32_t* indices
        const float* data
        const int32_t* rows
        int64_t n_terms, first_word, n_words
        int32_t n_parts, part_size
        int64_t n_segments


cdef extern from "glove/driver.hpp" namespace "skembed" nogil:
    cdef cppclass GloveRounds:
        const Cooccurrence* entries
        const int64_t* block_begin
        int32_t n_parts, part_size
        const int32_t* rounds
        int32_t n_rounds, slice, n_slices
        uint64_t seed

    void count_blocks(const Counts&, int64_t* table, int n_threads) except +
    void fill_blocks(const Counts&, int64_t* offsets, Cooccurrence* entries, int n_threads) except +
    void shuffle_blocks(Cooccurrence*, const int64_t* block_begin, int64_t first, int64_t n_blocks,
                        int32_t n_parts, uint64_t seed, int n_threads) except +
    void train_cooccurrences(const GloveBlock&, const GloveRounds&, double* losses, int n_threads,
                             int isa) except +
