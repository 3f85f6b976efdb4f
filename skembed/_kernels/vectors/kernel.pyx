# The rows of vector files, from bytes to a matrix and the bytes of the terms; see skembed._files.
# All kernels stop before the first row that they cannot read; Python code then says what is wrong.

from libc.stdint cimport int64_t

cimport skembed._kernels.vectors.cpp as cpp



cdef int check_room(Py_ssize_t n_bytes, Py_ssize_t n_term_bytes, const float[:, ::1] vectors) except -1:
    if n_term_bytes < n_bytes:
        raise ValueError("terms must have room for as many bytes as are read")
    if vectors.shape[1] < 1:
        raise ValueError("vectors must have at least one component")
    return 0


def count_lines(const unsigned char[::1] text, int64_t n_most):
    """Count the lines in text (n_bytes,) that a newline ends, at most n_most.

    Returns the number of lines and of bytes in them.
    """
    cdef int64_t n = 0, n_read = 0
    if text.shape[0]:
        with nogil:
            n = cpp.count_lines(<const char*>&text[0], text.shape[0], n_most, n_read)
    return n, n_read


def parse_rows(const unsigned char[::1] text, float[:, ::1] vectors, unsigned char[::1] terms):
    """Read the lines of text: ``vectors[i] = line[-d:]``, ``terms[i] = line[:-d]``.

    text (n_bytes,), whose last byte is a newline; vectors (n_rows, d) output; terms (n_bytes,) output:
    the terms, each followed by a newline. Returns the number of rows, of bytes read and of bytes of
    terms; reading stops at a line that is not a row, or when vectors is full.
    """
    cdef cpp.TextRows rows
    cdef Py_ssize_t n = text.shape[0]
    check_room(n, terms.shape[0], vectors)
    if n == 0 or vectors.shape[0] == 0:
        return 0, 0, 0
    if text[n - 1] != b"\n":
        raise ValueError("the last byte of text must be a newline")
    rows.text, rows.n_bytes, rows.terms = <const char*>&text[0], n, <char*>&terms[0]
    rows.vectors, rows.n_rows, rows.d = &vectors[0, 0], vectors.shape[0], vectors.shape[1]
    with nogil:
        rows.run()
    return rows.n_done, rows.n_read, rows.n_written


def split_rows(
    const unsigned char[::1] data,
    float[:, ::1] vectors,
    unsigned char[::1] terms,
    bint skips_newline,
    float bound,
):
    """Read binary rows: ``terms[i]`` ends at the first space, and 4 * d bytes are ``vectors[i]``.

    data (n_bytes,), vectors (n_rows, d) output, terms (n_bytes,) output: the terms, each followed by a
    newline. skips_newline: whether a newline ends each row. Returns the number of rows, of bytes read
    and of bytes of terms; reading stops at a row that is not complete, whose term is empty or holds a
    newline, or with a number that is not finite or has an absolute value above bound.
    """
    cdef cpp.BinaryRows rows
    cdef Py_ssize_t n = data.shape[0]
    check_room(n, terms.shape[0], vectors)
    if n == 0 or vectors.shape[0] == 0:
        return 0, 0, 0
    rows.data, rows.n_bytes, rows.terms = <const char*>&data[0], n, <char*>&terms[0]
    rows.vectors, rows.n_rows, rows.d = &vectors[0, 0], vectors.shape[0], vectors.shape[1]
    rows.skips_newline, rows.bound = skips_newline, bound
    with nogil:
        rows.run()
    return rows.n_done, rows.n_read, rows.n_written


def split_entries(
    const unsigned char[::1] data, Py_ssize_t n_entries, Py_ssize_t n_rest, unsigned char[::1] words
):
    """Read entries of a dictionary: ``words[i]`` ends at the first zero byte, n_rest bytes follow.

    data (n_bytes,), words (n_bytes,) output: the words, each followed by a zero byte. Returns the
    number of entries, at most n_entries, of bytes read and of bytes of words; reading stops at an entry
    that is not complete.
    """
    cdef cpp.DictionaryEntries entries
    cdef Py_ssize_t n = data.shape[0]
    if words.shape[0] < n:
        raise ValueError("words must have room for as many bytes as are read")
    if n_rest < 0:
        raise ValueError("n_rest must not be negative")
    if n == 0:
        return 0, 0, 0
    entries.data, entries.n_bytes, entries.words = <const char*>&data[0], n, <char*>&words[0]
    entries.n_entries, entries.n_rest = n_entries, n_rest
    with nogil:
        entries.run()
    return entries.n_done, entries.n_read, entries.n_written


def count_finite(const float[:, ::1] vectors):
    """Return ``np.isfinite(vectors).all(axis=1).argmin()``, or the number of rows if all are finite."""
    cdef Py_ssize_t n = 0
    if vectors.shape[0] and vectors.shape[1]:
        with nogil:
            n = cpp.count_finite(&vectors[0, 0], vectors.shape[0], vectors.shape[1])
    return n
