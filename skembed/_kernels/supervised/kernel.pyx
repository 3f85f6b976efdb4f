# The training step of supervised embeddings, and the order of entries that it needs. Arrays in, arrays
# updated, losses out; the caller decides the schedule (texts, learning rates, seeds).

from libc.stdint cimport int32_t, int64_t, uint64_t

cimport skembed._kernels.supervised.cpp as cpp
from skembed._kernels.common.cpp cimport ROW_MULTIPLE
from skembed._kernels.common.checks cimport check_matrices


cdef cpp.TextModel model(
    float[:, ::1] vectors,
    float[::1] sums,
    float[:, ::1] head,
    float[::1] head_sums,
    float[::1] bias,
    float[::1] bias_sums,
    int32_t n_components,
    int loss,
    int norm,
) except *:
    cdef cpp.TextModel m
    cdef int64_t n_outputs = head.shape[0]
    check_matrices(vectors, head, ROW_MULTIPLE, "vectors and head")
    if sums.shape[0] != vectors.shape[0] or head_sums.shape[0] != n_outputs:
        raise ValueError("sums and head_sums must hold one number for each row")
    if bias.shape[0] != n_outputs or bias_sums.shape[0] != n_outputs:
        raise ValueError("bias and bias_sums must hold one number for each row of the head")
    if n_components < 1 or not 0 <= loss <= 2 or not 0 <= norm <= 3:
        raise ValueError("n_components, loss or norm is out of range")
    m.vectors.data, m.vectors.n_rows, m.vectors.d = (
        &vectors[0, 0], vectors.shape[0], vectors.shape[1])
    m.head.data, m.head.n_rows, m.head.d = &head[0, 0], n_outputs, head.shape[1]
    m.sums, m.head_sums, m.bias, m.bias_sums = &sums[0], &head_sums[0], &bias[0], &bias_sums[0]
    m.n_components, m.loss, m.norm = n_components, <cpp.Loss>loss, <cpp.Norm>norm
    return m


def train_texts(
    float[:, ::1] vectors,
    float[::1] sums,
    float[:, ::1] head,
    float[::1] head_sums,
    float[::1] bias,
    float[::1] bias_sums,
    int32_t n_components,
    const int64_t[::1] indptr,
    const int32_t[::1] rows,
    const float[::1] weights,
    const float[::1] importance,
    const int32_t[::1] labels,
    const float[:, ::1] targets,
    const int64_t[::1] order,
    int loss,
    int norm,
    int32_t batch_size,
    int32_t part_size,
    double dropout,
    float smoothing,
    float vector_rate,
    float weight_decay,
    bint frozen,
    float first_rate,
    float last_rate,
    float scale,
    uint64_t seed,
    int n_threads,
    int isa,
):
    """Train on the texts of `order`; return (sum of losses times importance, final scale).

    vectors (V, d), head (C, d), their sums and bias, bias_sums (C,) updated; the true vectors are
    scale * vectors. Text i has the entries indptr[i] ... indptr[i + 1] - 1 of rows and weights, with
    rows rising. loss: 0 softmax (labels (n_texts,)), 1 sigmoid or 2 squared (row i of targets
    belongs to text order[i]); norm: 0 none, 1 L2, 2 L1, 3 max.
    """
    cdef cpp.TextModel m = model(
        vectors, sums, head, head_sums, bias, bias_sums, n_components, loss, norm)
    cdef cpp.Texts t
    cdef int64_t i, n_texts = indptr.shape[0] - 1
    cdef float end = scale
    cdef double total
    if rows.shape[0] != weights.shape[0] or indptr[n_texts] != rows.shape[0]:
        raise ValueError("rows and weights must be of the length at which indptr ends")
    if importance.shape[0] != n_texts or batch_size < 1 or part_size < 1:
        raise ValueError("one importance for each text; batch_size and part_size at least 1")
    if loss == 0 and labels.shape[0] != n_texts:
        raise ValueError("one label for each text")
    if loss != 0 and (targets.shape[0] != order.shape[0] or targets.shape[1] != head.shape[0]):
        raise ValueError("one row of targets for each text of order")
    if not 0.0 <= dropout < 1.0 or not 0.0 <= smoothing <= 1.0 or not scale > 0.0:
        raise ValueError("dropout must be in [0, 1), smoothing in [0, 1], scale positive")
    for i in range(order.shape[0]):
        if not 0 <= order[i] < n_texts:
            raise ValueError("order must name texts")
        if not 0 <= indptr[order[i]] <= indptr[order[i] + 1] <= rows.shape[0]:
            raise ValueError("indptr must begin at 0, and must not fall")
        if loss == 0 and not 0 <= labels[order[i]] < head.shape[0]:
            raise ValueError("labels must name rows of the head")
    if order.shape[0] == 0:
        return 0.0, scale
    m.smoothing, m.vector_rate = smoothing, vector_rate
    m.weight_decay, m.frozen = weight_decay, frozen
    t.indptr, t.importance, t.order, t.n = &indptr[0], &importance[0], &order[0], order.shape[0]
    t.rows = &rows[0] if rows.shape[0] > 0 else NULL
    t.weights = &weights[0] if rows.shape[0] > 0 else NULL
    t.labels = &labels[0] if loss == 0 else NULL
    t.targets = &targets[0, 0] if loss != 0 else NULL
    t.batch_size, t.part_size = batch_size, part_size
    t.n_parts = (vectors.shape[0] + part_size - 1) // part_size
    t.dropout, t.seed, t.first_rate, t.last_rate = dropout, seed, first_rate, last_rate
    t.scale = scale
    with nogil:
        total = cpp.train_texts(m, t, &end, n_threads, isa)
    return total, end


def sort_entries(
    const int64_t[::1] indptr,
    int32_t[::1] rows,
    float[::1] weights,
    int64_t n_rows,
    int n_threads,
):
    """Sort the entries of each text by row, in place.

    Text i has the entries indptr[i] ... indptr[i + 1] - 1 of rows, below n_rows, and weights.
    """
    cdef int64_t i, n_texts = indptr.shape[0] - 1, n_entries = rows.shape[0]
    if weights.shape[0] != n_entries or indptr[0] != 0 or indptr[n_texts] != n_entries:
        raise ValueError("rows and weights must be of the length at which indptr ends")
    for i in range(n_texts):
        if indptr[i] > indptr[i + 1]:
            raise ValueError("indptr must begin at 0, and must not fall")
    for i in range(n_entries):
        if not 0 <= rows[i] < n_rows:
            raise ValueError("rows must be between 0 and the number of vectors")
    if n_entries == 0:
        return
    with nogil:
        cpp.sort_entries(&indptr[0], n_texts, &rows[0], &weights[0], n_rows, n_threads)
