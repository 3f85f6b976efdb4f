# C++ declarations of the tokenizer.

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t
from libcpp.vector cimport vector


cdef extern from "text/token_table.hpp" namespace "skembed" nogil:
    cdef cppclass TokenTable:
        void leave_out(const char* text, const int64_t* begins, int64_t n) except +
        void add(const char* text, const int64_t* begins, int64_t n, int32_t* numbers) except +
        const char* text()
        const int64_t* begins()
        int64_t size()


cdef extern from "text/known_tokens.hpp" namespace "skembed" nogil:
    cdef cppclass KnownSlot:
        pass

    cdef cppclass KnownTokens:
        const KnownSlot* slots
        int64_t n_slots
        const uint64_t* long_tokens
        int64_t n_long

    vector[uint64_t] index_tokens(
        const char* text, const int64_t* begins, const int32_t* rows, int64_t n, KnownSlot* slots,
        int64_t n_slots) except +


cdef extern from "text/token_order.hpp" namespace "skembed" nogil:
    void order_tokens(
        const char* text, const int64_t* begins, const int64_t* counts, int n_threads, int64_t* kept,
        int64_t n) except +


cdef extern from "text/characters.hpp" namespace "skembed" nogil:
    cdef cppclass Characters:
        const uint32_t* entries
        const int64_t* begins
        int64_t n_special
        const uint32_t* expansions
        int64_t n_expansions
        bint has_sigma

    cdef cppclass Document:
        const void* characters
        int64_t n
        bint is_ascii

    enum Kind "skembed::Rule::Kind":
        CHARACTERS_OF_TOKENS "skembed::Rule::CHARACTERS_OF_TOKENS"

    cdef cppclass Rule:
        Kind kind
        int64_t shortest
        int64_t longest


cdef extern from "text/tokenize.hpp" namespace "skembed" nogil:
    ctypedef vector[vector[int32_t]] Ids

    Ids tokenize(
        const vector[Document]&, const Characters&, const Rule&, int64_t* ends,
        TokenTable&) except +
    Ids look_up(
        const vector[Document]&, const Characters&, const Rule&, const KnownTokens&, int n_threads,
        int64_t* ends) except +
    void copy_parts(const Ids&, int n_threads, int32_t* out) except +


cdef extern from "text/counting.hpp" namespace "skembed" nogil:
    void count_occurrences(
        const int32_t* ids, const int64_t* indptr, int64_t n_documents, int64_t n_terms, int n_threads,
        int64_t* counts, int64_t* document_counts) except +
    cdef cppclass Numbered:
        const int32_t* places
        int64_t n
        const int32_t* numbers
        int64_t n_numbers

    void copy_numbers(const vector[Numbered]&, int n_threads, int32_t* out) except +
    int64_t recode(
        int32_t* ids, int64_t* indptr, int64_t n_documents, const int32_t* rows, int64_t n_rows,
        int n_threads, int64_t* n_dropped) except +
    void append_rows(
        const int32_t* places, const int32_t* rows, int64_t n_rows, const int64_t* indptr,
        int64_t n_documents, int n_threads, int64_t* next, int32_t* out, int64_t n_out) except +


cdef extern from "text/term_counts.hpp" namespace "skembed" nogil:
    int64_t count_terms(
        const int32_t* ids, const int64_t* indptr, int64_t n_documents, int64_t n_terms,
        int32_t* terms, float* counts, int64_t* ends) except +


cdef extern from "text/sequences.hpp" namespace "skembed" nogil:
    cdef cppclass Sequences:
        const int32_t* before
        const int32_t* ids
        const int64_t* indptr
        int64_t n_documents
        int64_t n_before
        int64_t n_tokens


cdef extern from "text/ngram_numbers.hpp" namespace "skembed" nogil:
    cdef cppclass CountedNGrams:
        vector[int64_t] keys
        vector[int64_t] counts
        vector[int64_t] document_counts

    vector[CountedNGrams] number_ngrams(const Sequences&, int n_threads, int32_t* places) except +


cdef extern from "text/ngram_order.hpp" namespace "skembed" nogil:
    cdef cppclass NGramLevel:
        const int64_t* keys
        const int64_t* counts
        const int64_t* document_counts
        int64_t n
        int32_t* rows

    cdef cppclass NGramLevels:
        vector[NGramLevel] levels
        int64_t n_tokens
        size_t least
        double low
        double high

    cdef cppclass OrderedTerms:
        int32_t* tokens
        int64_t* counts
        int64_t* document_counts

    int64_t order_ngrams(const NGramLevels&, int n_threads, const OrderedTerms&) except +


cdef extern from "text/ngrams.hpp" namespace "skembed" nogil:
    void index_ngrams(const int64_t* keys, int64_t n_keys, uint32_t* slots, int64_t n_slots)
    void find_ngrams(
        const Sequences&, const int64_t* keys, const uint32_t* slots, int64_t n_slots,
        int n_threads, int32_t* places) except +
