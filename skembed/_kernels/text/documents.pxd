# What the kernels of documents take from Python: pointers to the characters, and the table of characters.

from libc.stdint cimport int64_t, uint32_t
from libcpp.vector cimport vector

cimport skembed._kernels.text.cpp as cpp


cdef extern from "Python.h":
    const char* PyUnicode_AsUTF8AndSize(str, Py_ssize_t*) except NULL
    Py_ssize_t PyUnicode_GetLength(str) except -1
    Py_UCS4* PyUnicode_AsUCS4(str, Py_UCS4*, Py_ssize_t, int) except NULL


cdef inline int take(
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


cdef inline cpp.Characters as_characters(
    const uint32_t[::1] entries,
    const int64_t[::1] begins,
    const uint32_t[::1] expansions,
    bint has_sigma,
):
    """Return the table of characters, after checks."""
    cdef cpp.Characters characters
    if entries.shape[0] != 128 and entries.shape[0] != 0x110000:
        raise ValueError("entries must have 128 or 0x110000 code points")
    if begins.shape[0] < 1:
        raise ValueError("begins must hold where each expansion begins, and where the last one ends")
    characters.entries, characters.begins = &entries[0], &begins[0]
    characters.n_special = begins.shape[0] - 1
    characters.expansions = &expansions[0] if expansions.shape[0] > 0 else NULL
    characters.n_expansions = expansions.shape[0]
    characters.has_sigma = has_sigma
    return characters


cdef inline cpp.Rule as_rule(int kind, int64_t shortest, int64_t longest):
    """Return the rule that finds the tokens, after checks."""
    cdef cpp.Rule rule
    if shortest < 1 or longest < shortest:
        raise ValueError("shortest must be at least 1, and longest at least shortest")
    if kind < 0 or kind > cpp.CHARACTERS_OF_TOKENS:
        raise ValueError("kind must be 0, 1, 2 or 3")
    rule.kind, rule.shortest, rule.longest = <cpp.Kind>kind, shortest, longest
    return rule
