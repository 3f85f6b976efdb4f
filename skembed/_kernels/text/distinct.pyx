# Distinct tokens in arrays that the caller owns: hash tables of them, their order, and strings of them.
# text: the tokens in UTF-8, with surrogates; begins (n_tokens + 1,): where each begins, and the last ends.

from cpython.bytearray cimport PyByteArray_AsString, PyByteArray_FromStringAndSize
from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t
from libc.string cimport memcpy
from libcpp.vector cimport vector

cimport skembed._kernels.text.cpp as cpp
from skembed._kernels.common.cpp cimport check_indptr


cdef extern from "Python.h":
    object PyUnicode_DecodeUTF8(const char*, Py_ssize_t, const char*)


cdef extern from "common/compiler.hpp":
    void SKEMBED_PREFETCH(const void*)

cdef enum:
    AHEAD = 8  # tokens whose memory is fetched before it is read


cdef inline decoded(const char* token, Py_ssize_t n):
    return PyUnicode_DecodeUTF8(token, n, "surrogatepass")


cdef inline int check_place(const uint8_t[::1] text, const int64_t[::1] begins, int64_t k) except -1:
    """Check that there is a token at place k."""
    if not 0 <= k < begins.shape[0] - 1:
        raise ValueError("places must be less than the number of tokens, and not negative")
    if not 0 <= begins[k] <= begins[k + 1] <= text.shape[0]:
        raise ValueError("begins must never fall, and not exceed the length of text")
    return 0


cdef int check_places(
    const uint8_t[::1] text, const int64_t[::1] begins, const int64_t[:] places
) except -1:
    """Check the tokens at some places only: they may be few of many."""
    cdef int64_t i
    for i in range(places.shape[0]):
        check_place(text, begins, places[i])
    return 0


def index_tokens(
    const uint8_t[::1] text, const int64_t[::1] begins, const int32_t[::1] rows, uint64_t[:, ::1] slots
):
    """Make a hash table of tokens for look_up_tokens; slots (n_slots, 2) output, a power of two.

    text, begins (n_tokens + 1,): the tokens; rows (n_tokens,): the row of each. Equal tokens have the
    row of the last one. Returns the tokens that do not fit into a slot as a bytearray of uint64.
    """
    cdef int64_t n = rows.shape[0]
    cdef vector[uint64_t] long_tokens
    if begins.shape[0] != n + 1:
        raise ValueError("rows must have one number for each token")
    check_indptr(&begins[0], n, text.shape[0])
    if slots.shape[0] <= 2 * n or slots.shape[0] & (slots.shape[0] - 1) or slots.shape[1] != 2:
        raise ValueError(
            "slots must have two columns, and their number must be a power of two and more than twice the tokens"
        )
    with nogil:
        long_tokens = cpp.index_tokens(
            <const char*>&text[0] if text.shape[0] > 0 else NULL, &begins[0],
            &rows[0] if n > 0 else NULL, n, <cpp.KnownSlot*>&slots[0, 0], slots.shape[0]
        )
    return PyByteArray_FromStringAndSize(
        <const char*>long_tokens.data(), long_tokens.size() * sizeof(uint64_t)
    )


def order_tokens(
    const uint8_t[::1] text,
    const int64_t[::1] begins,
    const int64_t[::1] counts,
    int n_threads,
    int64_t[::1] places,
):
    """Sort places (n,) of tokens, in place, by decreasing counts (n_tokens,), then by code points."""
    check_places(text, begins, places)
    if counts.shape[0] != begins.shape[0] - 1:
        raise ValueError("counts must have one number for each token")
    if places.shape[0] > 0:
        with nogil:
            cpp.order_tokens(
                <const char*>&text[0] if text.shape[0] > 0 else NULL, &begins[0], &counts[0], n_threads,
                &places[0], places.shape[0]
            )


def take_tokens(const uint8_t[::1] text, const int64_t[::1] begins, const int64_t[::1] places):
    """Return the tokens at places (n,), and where each begins and the last one ends, as bytearrays."""
    cdef int64_t i, n = places.shape[0], length
    cdef const char* first = <const char*>&text[0] if text.shape[0] > 0 else NULL
    cdef char* to
    cdef int64_t* ends
    check_places(text, begins, places)
    taken_begins = PyByteArray_FromStringAndSize(NULL, (n + 1) * sizeof(int64_t))
    ends = <int64_t*>PyByteArray_AsString(taken_begins)
    ends[0] = 0
    for i in range(n):
        ends[i + 1] = ends[i] + begins[places[i] + 1] - begins[places[i]]
    taken_text = PyByteArray_FromStringAndSize(NULL, ends[n])
    to = PyByteArray_AsString(taken_text)
    with nogil:
        for i in range(n):
            length = ends[i + 1] - ends[i]
            if length > 0:
                memcpy(to + ends[i], first + begins[places[i]], length)
    return taken_text, taken_begins


def strings_of(
    const uint8_t[::1] text, const int64_t[::1] begins, const int32_t[:, ::1] places, object[::1] out
):
    """out[i] <- the string of the tokens at places[i], joined by spaces; -1 stands behind the last token.

    places (n, n_joined), n_joined > 0; out (n,) output.
    """
    cdef int64_t i, k, length, n = places.shape[0], n_tokens = begins.shape[0] - 1
    cdef Py_ssize_t j, size
    cdef const char* first = <const char*>&text[0] if text.shape[0] > 0 else NULL
    cdef vector[char] joined
    if places.shape[1] < 1:
        raise ValueError("places must have at least one column")
    if out.shape[0] != n:
        raise ValueError("out must have one place for each row of places")
    for i in range(n):
        size = 0
        for j in range(places.shape[1]):
            if i + 2 * AHEAD < n:
                SKEMBED_PREFETCH(&begins[0] + places[i + 2 * AHEAD, j])
            if i + AHEAD < n and 0 <= places[i + AHEAD, j] < n_tokens:
                SKEMBED_PREFETCH(first + begins[places[i + AHEAD, j]])
            k = places[i, j]
            if k < 0 and j > 0:
                break
            check_place(text, begins, k)
            length = begins[k + 1] - begins[k]
            if <size_t>(size + length) >= joined.size():
                joined.resize(2 * (size + length + 1))
            if length > 0:
                memcpy(joined.data() + size, first + begins[k], length)
            size += length
            joined[size] = b" "
            size += 1
        out[i] = decoded(joined.data(), size - 1)
