# Documents to numbers or rows of tokens, without a Python object for each token.
# The tables of characters are made in skembed._text.characters.

from cpython.bytearray cimport PyByteArray_AsString, PyByteArray_FromStringAndSize
from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy
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


cdef cpp.Characters as_characters(
    const uint32_t[::1] entries,
    const int64_t[::1] begins,
    const uint32_t[::1] expansions,
    bint has_sigma,
    int64_t shortest,
):
    """Return the table of characters, after checks."""
    cdef cpp.Characters characters
    if shortest < 1:
        raise ValueError("shortest must be at least 1")
    if entries.shape[0] != 128 and entries.shape[0] != 0x110000:
        raise ValueError("entries must have 128 or 0x110000 code points")
    if begins.shape[0] < 1:
        raise ValueError("begins must hold where each expansion begins, and where the last one ends")
    if entries[10] & cpp.IN_TOKEN:
        raise ValueError("a line feed cannot be in a token, because it separates the tokens")
    characters.entries, characters.begins = &entries[0], &begins[0]
    characters.n_special = begins.shape[0] - 1
    characters.expansions = &expansions[0] if expansions.shape[0] > 0 else NULL
    characters.n_expansions = expansions.shape[0]
    characters.has_sigma, characters.shortest = has_sigma, shortest
    return characters


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
    ends in the numbers. Returns the numbers, int32, as a bytearray, and the tokens, in UTF-8 with
    surrogates and each followed by a line feed, as bytes.
    """
    cdef cpp.Characters characters = as_characters(entries, begins, expansions, has_sigma, shortest)
    cdef vector[cpp.Document] out
    cdef vector[uint32_t] wide
    cdef vector[int32_t] ids
    cdef cpp.TokenTable table
    if ends.shape[0] != len(documents) + 1:
        raise ValueError("ends must have one number more than there are documents")
    take(documents, entries.shape[0] == 128, out, wide)
    with nogil:
        cpp.tokenize(out, characters, n_threads, ids, &ends[0], table)
    numbers = PyByteArray_FromStringAndSize(<const char*>ids.data(), ids.size() * sizeof(int32_t))
    return numbers, table.text()[: table.n_bytes()]


def look_up_tokens(
    tuple documents,
    const uint32_t[::1] entries,
    const int64_t[::1] begins,
    const uint32_t[::1] expansions,
    bint has_sigma,
    int64_t shortest,
    const uint64_t[:, ::1] slots,
    const int64_t[::1] token_begins,
    const uint8_t[::1] text,
    const int32_t[::1] rows,
    int n_threads,
    int64_t[::1] ends,
):
    """Rows of the tokens of documents, which are found as in number_tokens, with its arguments.

    slots, token_begins, text: a table that add_tokens made; rows (n_tokens,): the row of each of its
    tokens, -2 if it is to be left out. Returns the rows, int32, as a bytearray; -1 for other
    tokens.
    """
    cdef cpp.Characters characters = as_characters(entries, begins, expansions, has_sigma, shortest)
    cdef cpp.KnownTokens known
    cdef vector[cpp.Document] out
    cdef vector[uint32_t] wide
    cdef vector[vector[int32_t]] parts
    cdef size_t i, n = 0
    cdef char* to
    if ends.shape[0] != len(documents) + 1:
        raise ValueError("ends must have one number more than there are documents")
    if slots.shape[1] != 2 or slots.shape[0] < 2 * rows.shape[0] or slots.shape[0] < 1:
        raise ValueError("slots must have two columns, and twice as many rows as there are tokens")
    if slots.shape[0] & (slots.shape[0] - 1):
        raise ValueError("the number of slots must be a power of two")
    if token_begins.shape[0] <= rows.shape[0] or text.shape[0] < token_begins[rows.shape[0]]:
        raise ValueError("token_begins and text must be those of the table")
    take(documents, entries.shape[0] == 128, out, wide)
    known.slots, known.n_slots = <const cpp.Slot*>&slots[0, 0], slots.shape[0]
    known.begins = &token_begins[0]
    known.text = <const char*>&text[0] if text.shape[0] > 0 else NULL
    known.rows = &rows[0] if rows.shape[0] > 0 else NULL
    with nogil:
        cpp.look_up(out, characters, known, n_threads, parts, &ends[0])
    for i in range(parts.size()):
        n += parts[i].size() * sizeof(int32_t)
    found = PyByteArray_FromStringAndSize(NULL, n)
    to = PyByteArray_AsString(found)
    for i in range(parts.size()):
        if parts[i].size() > 0:
            memcpy(to, parts[i].data(), parts[i].size() * sizeof(int32_t))
        to += parts[i].size() * sizeof(int32_t)
    return found
