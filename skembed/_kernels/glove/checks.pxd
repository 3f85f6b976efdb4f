# A check of where blocks begin.

from libc.stdint cimport int64_t


cdef inline int check_blocks(const int64_t[::1] block_begin, int64_t n_entries) except -1:
    cdef int64_t i, n = block_begin.shape[0] - 1
    if block_begin[0] != 0 or block_begin[n] != n_entries:
        raise ValueError("block_begin must begin at 0 and end at the number of entries")
    for i in range(n):
        if block_begin[i] > block_begin[i + 1]:
            raise ValueError("block_begin must not fall")
    return 0
