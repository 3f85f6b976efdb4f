# The C++ side of the kernels, as the Cython modules see it: names and types of drivers.hpp.

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t


cdef extern from "common/checks.hpp" namespace "skembed" nogil:
    cdef enum Negative:
        NEGATIVE_REFUSED
        NEGATIVE_IGNORED

    void check_ids(const int32_t*, int64_t n, int64_t n_rows, Negative) except +
    void check_indptr(const int64_t*, int64_t n_docs, int64_t n_tokens) except +


cdef extern from "common/kernels.hpp" namespace "skembed" nogil:
    int MAX_NEGATIVE
    int ROW_MULTIPLE

    cdef cppclass Matrix:
        float* data
        int32_t n_rows
        int32_t d

    cdef cppclass Pair:
        pass

    cdef cppclass Cooccurrence:
        pass

    cdef cppclass GloveBlock:
        Matrix input
        Matrix output
        float x_max, alpha, learning_rate

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
        float weight_decay
        bint frozen

    cdef cppclass Documents:
        const int32_t* ids
        int64_t n_tokens
        const int64_t* indptr
        const float* vectors
        int64_t n_rows
        int64_t d


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

    cdef cppclass PairSort:
        const int32_t* kept
        const int32_t* left
        const int32_t* right
        int64_t n_kept
        int32_t n_parts, part_size
        int64_t n_segments

    void make_alias(const double*, int32_t size, uint32_t* threshold, int32_t* alias) except +


cdef extern from "glove/blocks.hpp" namespace "skembed" nogil:
    cdef cppclass Counts:
        const int64_t* indptr
        const int32_t* indices
        const float* data
        const int32_t* rows
        int64_t n_terms
        int32_t n_parts, part_size
        int64_t n_segments


cdef extern from "common/drivers.hpp" namespace "skembed" nogil:
    int n_instruction_sets() except +
    const char* instruction_set_name(int) except +

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
    int64_t sample_windows(
        const Stretch&, int32_t* kept, int32_t* left, int32_t* right, int n_threads) except +
    void count_pairs(const PairSort&, int64_t* counts, int n_threads) except +
    void fill_pairs(const PairSort&, int64_t* offsets, Pair* pairs, int n_threads) except +

    cdef cppclass GloveRounds:
        const Cooccurrence* entries
        const int64_t* block_begin
        int32_t n_parts, part_size
        const int32_t* rounds
        int32_t n_rounds, slice, n_slices
        uint64_t seed

    void count_blocks(const Counts&, int64_t* table, int n_threads) except +
    void fill_blocks(const Counts&, int64_t* offsets, const int64_t* block_begin, uint64_t seed,
                     Cooccurrence* entries, int n_threads) except +
    void train_cooccurrences(const GloveBlock&, const GloveRounds&, double* losses, int n_threads,
                             int isa) except +
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

    void pool_weighted_sum(const Documents&, int64_t n_docs, const float* weights, bint by_token,
                           float* out, int n_threads, int isa) except +
    void pool_extreme(const Documents&, int64_t n_docs, float sign, float* out, int n_threads,
                      int isa) except +
