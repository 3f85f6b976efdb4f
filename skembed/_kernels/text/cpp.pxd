# C++ declarations of the tokenizer.

from libc.stdint cimport int32_t, int64_t, uint32_t
from libcpp.vector cimport vector


cdef extern from "text/token_table.hpp" namespace "skembed" nogil:
    cdef cppclass TokenTable:
        const vector[char]& text()

    cdef cppclass Slot:
        pass

    cdef cppclass TokenArrays:
        Slot* slots
        int64_t n_slots
        int64_t* begins
        char* text
        int64_t n_tokens
        void add(const char*, int64_t n_bytes, int32_t* numbers) except +


cdef extern from "text/tokenize.hpp" namespace "skembed" nogil:
    const uint32_t IN_TOKEN

    cdef cppclass Characters:
        const uint32_t* entries
        const int64_t* begins
        int64_t n_special
        const uint32_t* expansions
        int64_t n_expansions
        bint has_sigma
        int64_t shortest

    cdef cppclass Document:
        const void* characters
        int64_t n
        bint is_ascii

    void tokenize(
        const vector[Document]&, const Characters&, int n_threads, vector[int32_t]& ids,
        int64_t* ends, TokenTable&) except +
