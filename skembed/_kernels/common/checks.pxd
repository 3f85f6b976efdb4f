# Checks of matrices whose rows the hot loops process in whole registers.

from libc.stdint cimport int64_t


cdef inline int check_matrices(
    const float[:, ::1] a, const float[:, ::1] b, int64_t multiple, str names
) except -1:
    if a.shape[1] != b.shape[1] or a.shape[1] % multiple != 0:
        raise ValueError(f"{names} must have the same row length, a multiple of {multiple}")
    if max(a.shape[0], a.shape[1], b.shape[0]) > 0x7FFFFFFF:
        raise ValueError(f"{names} must have fewer than 2 ** 31 rows and columns")
    if <size_t>&a[0, 0] % 64 != 0 or <size_t>&b[0, 0] % 64 != 0:
        raise ValueError(f"{names} must be aligned to 64 bytes")
    return 0
