# A hash table of distinct tokens, in arrays that the caller owns.

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t

cimport skembed._kernels.text.cpp as cpp


def add_tokens(
    bytes found,
    uint64_t[:, ::1] slots,
    int64_t[::1] begins,
    uint8_t[::1] text,
    int64_t n_tokens,
    int32_t[::1] numbers,
):
    """Add tokens to a hash table of distinct tokens; numbers[i] is the number of token i there.

    found: the tokens, each followed by a line feed; slots (n_slots, 2), a power of two, of which half
    must remain empty; begins (n_tokens + 1,) and text (begins[n_tokens],): the tokens of the table and where
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
    if slots.shape[0] < 1 or slots.shape[0] & (slots.shape[0] - 1) or slots.shape[1] != 2:
        raise ValueError("slots must have two columns, and their number must be a power of two")
    if slots.shape[0] < 2 * (n_tokens + n):
        raise ValueError("there must be twice as many slots as tokens")
    if begins.shape[0] <= n_tokens + n:
        raise ValueError("begins must have room for all tokens")
    if not 0 <= begins[n_tokens] <= text.shape[0] - n_bytes:
        raise ValueError("text must have room for all tokens")
    if n == 0:
        return n_tokens
    table.slots, table.n_slots = <cpp.Slot*>&slots[0, 0], slots.shape[0]
    table.begins, table.text, table.n_tokens = &begins[0], <char*>&text[0], n_tokens
    with nogil:
        table.add(first, n_bytes, &numbers[0])
    return table.n_tokens
