# C++ declarations of the rows of vector files.

from libc.stdint cimport int64_t


cdef extern from "vectors/text.hpp" namespace "skembed" nogil:
    int64_t count_lines(const char* text, int64_t n_bytes, int64_t n_most, int64_t& n_read)

    cdef cppclass TextRows:
        const char* text
        int64_t n_bytes
        float* vectors
        int64_t n_rows, d
        char* terms
        int64_t n_done, n_read, n_written
        void run()


cdef extern from "vectors/binary.hpp" namespace "skembed" nogil:
    int64_t count_finite(const float* vectors, int64_t n_rows, int64_t d)

    cdef cppclass DictionaryEntries:
        const char* data
        int64_t n_bytes, n_entries, n_rest
        char* words
        int64_t n_done, n_read, n_written
        void run()

    cdef cppclass BinaryRows:
        const char* data
        int64_t n_bytes
        float* vectors
        int64_t n_rows, d
        char* terms
        bint skips_newline
        float bound
        int64_t n_done, n_read, n_written
        void run()
