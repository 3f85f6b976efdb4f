# Documents to numbers or rows of tokens, without a Python object for each token.
# The tables of characters are made in skembed._text.characters.

from cpython.bytearray cimport PyByteArray_AsString, PyByteArray_FromStringAndSize
from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t
from libc.string cimport memcpy
from libcpp.vector cimport vector

cimport skembed._kernels.text.cpp as cpp
from skembed._kernels.text.documents cimport as_characters, as_rule, take


def number_tokens(
    tuple documents,
    const uint32_t[::1] entries,
    const int64_t[::1] begins,
    const uint32_t[::1] expansions,
    bint has_sigma,
    int kind,
    int64_t shortest,
    int64_t longest,
    int n_threads,
    int64_t[::1] ends,
):
    """Tokens of documents, numbered from 0 in the order of their first occurrence.

    entries (128,) or (0x110000,): what each character becomes, with flags (characters.hpp says which);
    begins (n_special + 1,), expansions (begins[-1],): entries of characters that become several or
    none; kind of tokens: words (0), n-grams of the characters of documents (1), of padded words (2) or
    of documents in brackets (3), of shortest to longest characters (words have no maximum); ends (n_documents + 1,) output, where each
    document ends in the numbers. Returns, as bytearrays, the numbers, int32, the tokens, in UTF-8 with
    surrogates, and where each begins there, and the last one ends, int64.
    """
    cdef cpp.Characters characters = as_characters(entries, begins, expansions, has_sigma)
    cdef cpp.Rule rule = as_rule(kind, shortest, longest)
    cdef vector[cpp.Document] out
    cdef vector[uint32_t] wide
    cdef vector[int32_t] ids
    cdef cpp.TokenTable table
    if ends.shape[0] != len(documents) + 1:
        raise ValueError("ends must have one number more than there are documents")
    take(documents, entries.shape[0] == 128, out, wide)
    with nogil:
        cpp.tokenize(out, characters, rule, n_threads, ids, &ends[0], table)
    return (
        PyByteArray_FromStringAndSize(<const char*>ids.data(), ids.size() * sizeof(int32_t)),
        PyByteArray_FromStringAndSize(table.text(), table.begins().back()),
        PyByteArray_FromStringAndSize(
            <const char*>table.begins().data(), table.begins().size() * sizeof(int64_t)
        ),
    )


def look_up_tokens(
    tuple documents,
    const uint32_t[::1] entries,
    const int64_t[::1] begins,
    const uint32_t[::1] expansions,
    bint has_sigma,
    int kind,
    int64_t shortest,
    int64_t longest,
    const uint64_t[:, ::1] slots,
    const uint64_t[::1] long_tokens,
    int n_threads,
    int64_t[::1] ends,
):
    """Rows of the tokens of documents, which are found as in number_tokens, with its arguments.

    slots, long_tokens: a table that index_tokens made; a row of -2 is left out. Returns the rows, int32,
    as a bytearray; -1 for other tokens.
    """
    cdef cpp.Characters characters = as_characters(entries, begins, expansions, has_sigma)
    cdef cpp.Rule rule = as_rule(kind, shortest, longest)
    cdef cpp.KnownTokens known
    cdef vector[cpp.Document] out
    cdef vector[uint32_t] wide
    cdef vector[vector[int32_t]] parts
    cdef size_t i, n = 0
    cdef char* to
    if ends.shape[0] != len(documents) + 1:
        raise ValueError("ends must have one number more than there are documents")
    if slots.shape[0] < 1 or slots.shape[0] & (slots.shape[0] - 1) or slots.shape[1] != 2:
        raise ValueError("slots must have two columns, and their number must be a power of two")
    if long_tokens.shape[0] < 1:
        raise ValueError("long_tokens must be those of the table")
    take(documents, entries.shape[0] == 128, out, wide)
    known.slots, known.n_slots = <const cpp.KnownSlot*>&slots[0, 0], slots.shape[0]
    known.long_tokens, known.n_long = &long_tokens[0], long_tokens.shape[0]
    with nogil:
        cpp.look_up(out, characters, rule, known, n_threads, parts, &ends[0])
    for i in range(parts.size()):
        n += parts[i].size() * sizeof(int32_t)
    found = PyByteArray_FromStringAndSize(NULL, n)
    to = PyByteArray_AsString(found)
    for i in range(parts.size()):
        if parts[i].size() > 0:
            memcpy(to, parts[i].data(), parts[i].size() * sizeof(int32_t))
        to += parts[i].size() * sizeof(int32_t)
    return found
