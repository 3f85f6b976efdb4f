# Documents to token numbers, without a Python object for each token.
# The tables of characters are made in skembed._text.characters.

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libcpp.vector cimport vector

cimport skembed._kernels.text.cpp as cpp


cdef extern from "Python.h":
    const char* PyUnicode_AsUTF8AndSize(str, Py_ssize_t*) except NULL
    Py_ssize_t PyUnicode_GetLength(str) except -1
    Py_UCS4* PyUnicode_AsUCS4(str, Py_UCS4*, Py_ssize_t, int) except NULL


cdef int take(
    tuple documents, bint ascii_only, vector[cpp.Document]& out, vector[uint32_t]& wide
) except -1:
    """Take pointers to the characters of the documents; those that are not ASCII are copied."""
    cdef Py_ssize_t i, n, n_wide = 0
    cdef cpp.Document document
    out.reserve(len(documents))
    for i in range(len(documents)):
        text = documents[i]
        if type(text) is not str:
            raise TypeError(f"documents must be str, got {type(text).__name__}")
        document.is_ascii = (<str>text).isascii()
        if document.is_ascii:
            document.characters = PyUnicode_AsUTF8AndSize(<str>text, &n)
        elif ascii_only:
            raise ValueError("entries must have all code points, unless all documents are ASCII")
        else:
            n = PyUnicode_GetLength(<str>text)
            n_wide += n
        document.n = n
        out.push_back(document)
    wide.resize(n_wide)
    n_wide = 0
    for i in range(len(documents)):
        if not out[i].is_ascii:
            out[i].characters = wide.data() + n_wide
            PyUnicode_AsUCS4(<str>documents[i], <Py_UCS4*>wide.data() + n_wide, out[i].n, 0)
            n_wide += out[i].n
    return 0


def number_tokens(
    tuple documents,
    const uint32_t[::1] entries,
    const int64_t[::1] begins,
    const uint32_t[::1] expansions,
    bint has_sigma,
    int64_t shortest,
    int n_threads,
    int64_t[::1] ends,
):
    """Tokens of documents, numbered from 0 in the order of their first occurrence.

    entries (128,) or (0x110000,): what each character becomes, with flags (tokenize.hpp says which);
    begins (n_special + 1,), expansions (begins[-1],): entries of characters that become several or
    none; shortest: minimum length of a token; ends (n_documents + 1,) output, where each document
    ends in the numbers. Returns the numbers, int32, and the tokens, in UTF-8 with surrogates, each
    followed by a line feed; both as bytes.
    """
    cdef cpp.Characters characters
    cdef vector[cpp.Document] out
    cdef vector[uint32_t] wide
    cdef vector[int32_t] ids
    cdef cpp.TokenTable table
    if ends.shape[0] != len(documents) + 1:
        raise ValueError("ends must have one number more than there are documents")
    if shortest < 1:
        raise ValueError("shortest must be at least 1")
    if entries.shape[0] != 128 and entries.shape[0] != 0x110000:
        raise ValueError("entries must have 128 or 0x110000 code points")
    if begins.shape[0] < 1:
        raise ValueError("begins must hold where each expansion begins, and where the last one ends")
    if entries[10] & cpp.IN_TOKEN:
        raise ValueError("a line feed cannot be in a token, because it separates the tokens")
    take(documents, entries.shape[0] == 128, out, wide)
    characters.entries, characters.begins = &entries[0], &begins[0]
    characters.n_special = begins.shape[0] - 1
    characters.expansions = &expansions[0] if expansions.shape[0] > 0 else NULL
    characters.n_expansions = expansions.shape[0]
    characters.has_sigma, characters.shortest = has_sigma, shortest
    with nogil:
        cpp.tokenize(out, characters, n_threads, ids, &ends[0], table)
    return (
        (<const char*>ids.data())[: ids.size() * sizeof(int32_t)],
        table.text().data()[: table.text().size()],
    )


def add_tokens(
    bytes found,
    uint64_t[::1] slots,
    int64_t[::1] begins,
    uint8_t[::1] text,
    int64_t n_tokens,
    int32_t[::1] numbers,
):
    """Add tokens to a hash table of distinct tokens; numbers[i] is the number of token i there.

    found: the tokens, each followed by a line feed; slots, a power of two, of which half must remain
    empty; begins (n_tokens + 1,) and text (begins[n_tokens],): the tokens of the table and where
    each begins, with room for the new ones; numbers: output. An empty table has slots of zeros,
    begins[0] = 0 and no tokens; later, the arrays are as the previous call left them. Returns the
    number of tokens of the table.
    """
    cdef cpp.TokenArrays table
    cdef int64_t n = numbers.shape[0], n_bytes = len(found)
    cdef const char* first = found
    if found.count(b"\n") != n or n_bytes > 0 and first[n_bytes - 1] != 10:
        raise ValueError("found must have a line feed after each token, and numbers one number for it")
    if n_tokens < 0 or n_tokens + n > 0x7FFFFFFF:
        raise ValueError("n_tokens must not be negative, and the tokens fewer than 2 ** 31")
    if slots.shape[0] < 1 or slots.shape[0] & (slots.shape[0] - 1):
        raise ValueError("the number of slots must be a power of two")
    if slots.shape[0] < 2 * (n_tokens + n):
        raise ValueError("there must be twice as many slots as tokens")
    if begins.shape[0] <= n_tokens + n:
        raise ValueError("begins must have room for all tokens")
    if not 0 <= begins[n_tokens] <= text.shape[0] - n_bytes:
        raise ValueError("text must have room for all tokens")
    if n == 0:
        return n_tokens
    table.slots, table.n_slots = <cpp.Slot*>&slots[0], slots.shape[0]
    table.begins, table.text, table.n_tokens = &begins[0], <char*>&text[0], n_tokens
    with nogil:
        table.add(first, n_bytes, &numbers[0])
    return table.n_tokens
