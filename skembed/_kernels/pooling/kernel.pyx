# Pooling of word vectors over documents. Arrays in, one array filled; no document is truncated.
# ids and indptr are checked in each call, piece by piece: after a ValueError, out may be partly filled.

from libc.stdint cimport int32_t, int64_t

cimport skembed._kernels.pooling.cpp as cpp


cdef cpp.Documents documents(
    const int32_t[::1] ids, const int64_t[::1] indptr, const float[:, ::1] vectors, float[:, ::1] out
) except *:
    cdef cpp.Documents x
    if out.shape[0] != indptr.shape[0] - 1 or out.shape[1] != vectors.shape[1]:
        raise ValueError("out must have a row for each document and a column for each component")
    x.ids, x.n_tokens = &ids[0] if ids.shape[0] > 0 else NULL, ids.shape[0]
    x.indptr = &indptr[0]
    x.vectors = &vectors[0, 0]
    x.n_rows, x.d = vectors.shape[0], vectors.shape[1]
    return x


def weighted_sum(
    const int32_t[::1] ids,
    const int64_t[::1] indptr,
    const float[::1] weights,
    const float[:, ::1] vectors,
    float[:, ::1] out,
    int n_threads,
    int isa,
    bint by_token,
    bint mean,
):
    """out[i] = sum(weights[t] * vectors[t] for t in ids[indptr[i]:indptr[i + 1]])

    ids (n_tokens,), indptr (n_docs + 1,), weights (n_terms,) or None for weights of 1,
    vectors (n_terms, d), out (n_docs, d) output. by_token: weights (n_tokens,), one for each token
    instead. mean: out[i] is divided by the number of tokens, unless that is 0.
    """
    cdef cpp.Documents x = documents(ids, indptr, vectors, out)
    cdef int64_t n_docs = out.shape[0]
    cdef cpp.Weights w
    w.values = NULL
    w.by_token, w.mean = by_token, mean
    if weights is not None:
        if weights.shape[0] != (ids.shape[0] if by_token else vectors.shape[0]):
            raise ValueError("weights must have one entry for each term, or for each token")
        if weights.shape[0] > 0:
            w.values = &weights[0]
    if n_docs > 0:
        with nogil:
            cpp.pool_weighted_sum(x, n_docs, w, &out[0, 0], n_threads, isa)


def extreme(
    const int32_t[::1] ids,
    const int64_t[::1] indptr,
    const float[:, ::1] vectors,
    float sign,
    float[:, ::1] out,
    int n_threads,
    int isa,
):
    """out[i] = sign * max(sign * vectors[ids[indptr[i]:indptr[i + 1]]], axis=0); zeros if empty

    ids (n_tokens,), indptr (n_docs + 1,), vectors (n_terms, d), sign 1 (maximum) or -1 (minimum),
    out (n_docs, d) output.
    """
    cdef cpp.Documents x = documents(ids, indptr, vectors, out)
    cdef int64_t n_docs = out.shape[0]
    if n_docs > 0:
        with nogil:
            cpp.pool_extreme(x, n_docs, sign, &out[0, 0], n_threads, isa)


def divide_rows(float[:, ::1] features, const double[::1] divisors):
    """features[i] /= divisors[i] where divisors[i] > 0; features (n_docs, d), updated"""
    cdef int64_t i, k
    cdef float divisor
    if divisors.shape[0] != features.shape[0]:
        raise ValueError("divisors must have one number for each row")
    with nogil:
        for i in range(features.shape[0]):
            if divisors[i] > 0:
                divisor = <float>divisors[i]
                for k in range(features.shape[1]):
                    features[i, k] /= divisor
