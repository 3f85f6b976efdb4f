# Documents to numbers or rows of tokens, without a Python object for each token.
# The tables of characters are made in skembed._text.characters.

from cpython.bytearray cimport PyByteArray_AsString, PyByteArray_FromStringAndSize, PyByteArray_Resize
from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libcpp.utility cimport move
from libcpp.vector cimport vector

cimport skembed._kernels.text.cpp as cpp
from skembed._kernels.common.cpp cimport check_indptr
from skembed._kernels.text.documents cimport as_characters, as_rule, take


cdef int32_t* append_room(bytearray ids, Py_ssize_t n, Py_ssize_t n_in_the_end = 0) except NULL:
    """Append room for n numbers to an array of int32, with memory for all; return a pointer to it."""
    cdef Py_ssize_t one = sizeof(int32_t), n_before = len(ids), n_bytes = n_before + n * one
    if n_bytes > ids.__alloc__():  # in large steps, because what is there may have to be copied
        PyByteArray_Resize(ids, max(n_bytes, 2 * n_before, n_in_the_end * one))
    PyByteArray_Resize(ids, n_bytes)
    return <int32_t*>(PyByteArray_AsString(ids) + n_before)


cdef int append(const cpp.Ids& parts, int n_threads, bytearray ids) except -1:
    """Append ids to an array of int32; the threads touch its new memory first."""
    cdef Py_ssize_t n = 0
    cdef size_t i
    cdef int32_t* to
    for i in range(parts.size()):
        n += parts[i].size()
    if n > 0:
        to = append_room(ids, n)
        with nogil:
            cpp.copy_parts(parts, n_threads, to)
    return 0


cdef int64_t* append_ends(tuple documents, bytearray ids, bytearray ends) except NULL:
    """Append room for the ends of documents, which begin where ids end; return a pointer to that place."""
    cdef Py_ssize_t n_before = len(ends), one = sizeof(int64_t)
    cdef int64_t* last
    if len(ids) % sizeof(int32_t) or n_before % one or n_before == 0:
        raise ValueError("ids must be an array of int32, and ends one of int64 with at least one end, as bytes")
    last = <int64_t*>(PyByteArray_AsString(ends) + n_before) - 1
    if last[0] != <int64_t>(len(ids) // sizeof(int32_t)):
        raise ValueError("the last of ends must be the number of ids")
    PyByteArray_Resize(ends, n_before + len(documents) * one)
    return <int64_t*>(PyByteArray_AsString(ends) + n_before) - 1


cdef class TokenTable:
    """The distinct tokens of batches of documents, numbered from 0, except those that are left out.

    left_out (in UTF-8 with surrogates), begins (n + 1,): tokens that get no number, and where each begins,
    and the last one ends. Only one call at a time may use the table.
    """
    cdef cpp.TokenTable table

    def __cinit__(self, const uint8_t[::1] left_out, const int64_t[::1] begins):
        if begins.shape[0] < 1:
            raise ValueError("begins must hold where each token begins, and where the last one ends")
        check_indptr(&begins[0], begins.shape[0] - 1, left_out.shape[0])
        self.table.leave_out(
            <const char*>&left_out[0] if left_out.shape[0] > 0 else NULL, &begins[0], begins.shape[0] - 1
        )

    def __len__(self):
        return self.table.size()

    def tokens(self, int64_t first, int64_t last):
        """Return tokens first to last - 1, and where each begins and the last one ends, as bytearrays."""
        cdef int64_t i
        cdef const int64_t* begin = self.table.begins()
        cdef int64_t* to
        if not 0 <= first <= last <= self.table.size():
            raise ValueError("first and last must be numbers of tokens, or that of the next one")
        begins = PyByteArray_FromStringAndSize(NULL, (last - first + 1) * sizeof(int64_t))
        to = <int64_t*>PyByteArray_AsString(begins)
        for i in range(last - first + 1):
            to[i] = begin[first + i] - begin[first]
        return PyByteArray_FromStringAndSize(self.table.text() + begin[first], to[last - first]), begins


def add_tokens(
    TokenTable table not None, const uint8_t[::1] text, const int64_t[::1] begins, int32_t[::1] numbers
):
    """numbers[i] <- the number of token i in table, -2 if it is left out; new ones get the next numbers.

    text, begins (n + 1,): the tokens; numbers (n,) output.
    """
    cdef int64_t n = numbers.shape[0]
    if begins.shape[0] != n + 1:
        raise ValueError("numbers must have one number for each token")
    check_indptr(&begins[0], n, text.shape[0])
    if n > 0:
        with nogil:
            table.table.add(<const char*>&text[0] if text.shape[0] > 0 else NULL, &begins[0], n, &numbers[0])


def append_numbers(list places, list numbers, int64_t n_in_the_end, int n_threads, bytearray ids not None):
    """Append numbers[k][places[k]] of each k to ids, which are int32, as bytes.

    places, numbers: lists of arrays int32; n_in_the_end: how many ids there will be when all are
    appended, or 0: memory for so many is taken at once.
    """
    cdef vector[cpp.Numbered] parts
    cdef cpp.Numbered part
    cdef const int32_t[::1] mine
    cdef Py_ssize_t n = 0
    cdef int32_t* to
    if len(places) != len(numbers):
        raise ValueError("places and numbers must have the same number of arrays")
    if len(ids) % sizeof(int32_t):
        raise ValueError("ids must be an array of int32, as bytes")
    for k in range(len(places)):
        mine = places[k]
        part.n, part.places = mine.shape[0], &mine[0] if mine.shape[0] > 0 else NULL
        mine = numbers[k]
        part.n_numbers, part.numbers = mine.shape[0], &mine[0] if mine.shape[0] > 0 else NULL
        parts.push_back(part)
        n += part.n
    if n > 0:
        to = append_room(ids, n, n_in_the_end)
        with nogil:
            cpp.copy_numbers(parts, n_threads, to)


def number_tokens(
    TokenTable table not None,
    tuple documents,
    const uint32_t[::1] entries,
    const int64_t[::1] begins,
    const uint32_t[::1] expansions,
    bint has_sigma,
    int kind,
    int64_t shortest,
    int64_t longest,
    bytearray ids not None,
    bytearray ends not None,
):
    """Append the numbers of the tokens of documents to ids, and where each document ends there to ends.

    New tokens get the next numbers in table.

    entries (128,) or (0x110000,): what each character becomes, with flags (characters.hpp says which);
    begins (n_special + 1,), expansions (begins[-1],): entries of characters that become several or
    none; kind of tokens: words (0), n-grams of the characters of documents (1), of padded words (2) or
    of documents in brackets (3), of shortest to longest characters (words have no maximum); ids: int32, as bytes;
    ends: int64, as bytes, of which the last one is the number of ids. After an error, they are not valid.
    """
    cdef cpp.Characters characters = as_characters(entries, begins, expansions, has_sigma)
    cdef cpp.Rule rule = as_rule(kind, shortest, longest)
    cdef vector[cpp.Document] out
    cdef vector[uint32_t] wide
    cdef cpp.Ids parts
    cdef int64_t* end
    take(documents, entries.shape[0] == 128, out, wide)
    end = append_ends(documents, ids, ends)
    with nogil:
        parts = move(cpp.tokenize(out, characters, rule, end, table.table))
    append(parts, 1, ids)


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
    bytearray ids not None,
    bytearray ends not None,
):
    """Append the rows of the tokens of documents to ids, and their ends, with the arguments of number_tokens.

    slots, long_tokens: a table that index_tokens made; a row of -2 is left out. Other tokens have row -1.
    """
    cdef cpp.Characters characters = as_characters(entries, begins, expansions, has_sigma)
    cdef cpp.Rule rule = as_rule(kind, shortest, longest)
    cdef cpp.KnownTokens known
    cdef vector[cpp.Document] out
    cdef vector[uint32_t] wide
    cdef cpp.Ids parts
    cdef int64_t* end
    if slots.shape[0] < 1 or slots.shape[0] & (slots.shape[0] - 1) or slots.shape[1] != 2:
        raise ValueError("slots must have two columns, and their number must be a power of two")
    if long_tokens.shape[0] < 1:
        raise ValueError("long_tokens must be those of the table")
    take(documents, entries.shape[0] == 128, out, wide)
    known.slots, known.n_slots = <const cpp.KnownSlot*>&slots[0, 0], slots.shape[0]
    known.long_tokens, known.n_long = &long_tokens[0], long_tokens.shape[0]
    end = append_ends(documents, ids, ends)
    with nogil:
        parts = move(cpp.look_up(out, characters, rule, known, n_threads, end))
    append(parts, n_threads, ids)
