# N-grams of token ids, numbered and looked up by hash tables.

from cpython.bytearray cimport PyByteArray_AsString, PyByteArray_FromStringAndSize, PyByteArray_Resize
from libc.stdint cimport int32_t, int64_t, uint32_t
from libc.string cimport memcpy
from libcpp.vector cimport vector

cimport skembed._kernels.text.cpp as cpp
from skembed._kernels.common.cpp cimport check_indptr

ctypedef vector[int64_t]* Numbers


cdef cpp.Sequences as_sequences(
    const int32_t[::1] before,
    const int32_t[::1] ids,
    const int64_t[::1] indptr,
    int64_t n_before,
    int64_t n_tokens,
    int32_t[::1] places,
):
    """Return the arguments of the kernels below, after checks."""
    cdef cpp.Sequences x
    if indptr.shape[0] < 1:
        raise ValueError("indptr must hold where each document begins, and where the last one ends")
    check_indptr(&indptr[0], indptr.shape[0] - 1, ids.shape[0])
    if before.shape[0] != ids.shape[0] or places.shape[0] != ids.shape[0]:
        raise ValueError("before, ids and places must have the same length")
    if not (0 <= n_before <= 1 << 31 and 0 <= n_tokens <= 1 << 31):
        raise ValueError("n_before and n_tokens must be between 0 and 2 ** 31")
    x.before = &before[0] if ids.shape[0] > 0 else NULL
    x.ids = &ids[0] if ids.shape[0] > 0 else NULL
    x.indptr, x.n_documents = &indptr[0], indptr.shape[0] - 1
    x.n_before, x.n_tokens = n_before, n_tokens
    return x


cdef taken(const vector[Numbers]& arrays):
    """Return the concatenated arrays as a bytearray; their memory is freed."""
    cdef size_t i, n = 0, at = 0
    cdef char* to
    for i in range(arrays.size()):
        n += arrays[i].size() * sizeof(int64_t)
    whole = PyByteArray_FromStringAndSize(NULL, n)
    to = PyByteArray_AsString(whole)
    for i in range(arrays.size()):
        n = arrays[i].size() * sizeof(int64_t)
        if n > 0:
            memcpy(to + at, arrays[i].data(), n)
            vector[int64_t]().swap(arrays[i][0])
        at += n
    return whole


def number_ngrams(
    const int32_t[::1] before,
    const int32_t[::1] ids,
    const int64_t[::1] indptr,
    int64_t n_before,
    int64_t n_tokens,
    int n_threads,
    int32_t[::1] places,
):
    """Number the n-grams in documents in the order of their keys, and count them.

    ids (n_ids,), indptr (n_docs + 1,): the documents; before (n_ids,): number of the beginning, one
    token shorter, that ends at each token, negative for none; n_before, n_tokens: limits of the
    numbers in before and ids; places (n_ids,) output: number of the n-gram that ends at each token,
    -1 for none. The key of an n-gram is the number of its beginning times n_tokens, plus its last
    token. Returns the keys, their counts, and the numbers of documents with each, int64, as bytearrays.
    """
    cdef cpp.Sequences x = as_sequences(before, ids, indptr, n_before, n_tokens, places)
    cdef vector[cpp.CountedNGrams] ranges
    cdef vector[Numbers] keys, counts, document_counts
    cdef size_t i
    with nogil:
        ranges = cpp.number_ngrams(x, n_threads, &places[0] if places.shape[0] > 0 else NULL)
    for i in range(ranges.size()):
        keys.push_back(&ranges[i].keys)
        counts.push_back(&ranges[i].counts)
        document_counts.push_back(&ranges[i].document_counts)
    return taken(keys), taken(counts), taken(document_counts)


cdef int64_t* first_of(const int64_t[::1] values, int64_t n) except? NULL:
    """Return a pointer to n values."""
    if values.shape[0] != n:
        raise ValueError("keys, counts, document_counts and rows of one length must have the same length")
    return <int64_t*>&values[0] if n > 0 else NULL


def order_ngrams(
    list keys,
    list counts,
    list document_counts,
    int64_t n_tokens,
    int64_t least,
    double low,
    double high,
    int n_threads,
    list rows,
):
    """Sort the n-grams that become terms by decreasing count, then by their tokens.

    keys, counts, document_counts: lists of arrays int64, of the n-grams of 1, 2, ... tokens, as of
    number_ngrams; keys of single tokens are 0, 1, ...; rows: a list of arrays int32 like them, output,
    position of each n-gram among the terms, or -1. Terms have at least `least` tokens, and occur in low
    to high documents. Returns, in the order of the terms, their tokens, (n_terms, n_levels) int32, with -1
    behind those of shorter ones, their counts and the numbers of documents, int64, as bytearrays.
    """
    cdef cpp.NGramLevels x
    cdef cpp.NGramLevel level
    cdef cpp.OrderedTerms terms
    cdef int32_t[::1] mine
    cdef int64_t n, most = 0
    if not len(keys) == len(counts) == len(document_counts) == len(rows):
        raise ValueError("keys, counts, document_counts and rows must have the same number of arrays")
    if not 1 <= least <= len(keys):
        raise ValueError("least must be the length of one of the n-grams")
    if not 1 <= n_tokens <= 1 << 31:
        raise ValueError("n_tokens must be between 1 and 2 ** 31")
    for k in range(len(keys)):
        mine = rows[k]
        level.n = mine.shape[0]
        if k == 0 and level.n > n_tokens:
            raise ValueError("there must not be more than n_tokens tokens")
        level.keys, level.counts = first_of(keys[k], level.n), first_of(counts[k], level.n)
        level.document_counts = first_of(document_counts[k], level.n)
        level.rows = &mine[0] if level.n > 0 else NULL
        x.levels.push_back(level)
        most += level.n if k + 1 >= least else 0
    x.n_tokens, x.least, x.low, x.high = n_tokens, least, low, high
    of_terms = PyByteArray_FromStringAndSize(NULL, most * len(keys) * sizeof(int32_t))
    found = PyByteArray_FromStringAndSize(NULL, most * sizeof(int64_t))
    in_documents = PyByteArray_FromStringAndSize(NULL, most * sizeof(int64_t))
    terms.tokens = <int32_t*>PyByteArray_AsString(of_terms)
    terms.counts = <int64_t*>PyByteArray_AsString(found)
    terms.document_counts = <int64_t*>PyByteArray_AsString(in_documents)
    with nogil:
        n = cpp.order_ngrams(x, n_threads, terms)
    PyByteArray_Resize(of_terms, n * len(keys) * sizeof(int32_t))
    PyByteArray_Resize(found, n * sizeof(int64_t))
    PyByteArray_Resize(in_documents, n * sizeof(int64_t))
    return of_terms, found, in_documents


cdef int check_slots(const uint32_t[::1] slots, int64_t n_keys) except -1:
    if slots.shape[0] < 2 * n_keys + 1 or slots.shape[0] & (slots.shape[0] - 1):
        raise ValueError("the number of slots must be a power of two, and more than twice the keys")
    return 0


def index_ngrams(const int64_t[::1] keys, uint32_t[::1] slots):
    """Make a hash table of different keys (n_keys,), for find_ngrams; slots output, a power of two."""
    check_slots(slots, keys.shape[0])
    with nogil:
        cpp.index_ngrams(
            &keys[0] if keys.shape[0] > 0 else NULL, keys.shape[0], &slots[0], slots.shape[0]
        )


def find_ngrams(
    const int32_t[::1] before,
    const int32_t[::1] ids,
    const int64_t[::1] indptr,
    int64_t n_before,
    int64_t n_tokens,
    const int64_t[::1] keys,
    const uint32_t[::1] slots,
    int n_threads,
    int32_t[::1] places,
):
    """Find the places of n-grams in keys; the other arguments are those of number_ngrams.

    keys (n_keys,), slots: as index_ngrams made them. places (n_ids,) output, -1 for an n-gram that is
    not in keys, too.
    """
    cdef cpp.Sequences x = as_sequences(before, ids, indptr, n_before, n_tokens, places)
    check_slots(slots, keys.shape[0])
    with nogil:
        cpp.find_ngrams(
            x, &keys[0] if keys.shape[0] > 0 else NULL, &slots[0], slots.shape[0], n_threads,
            &places[0] if places.shape[0] > 0 else NULL
        )
