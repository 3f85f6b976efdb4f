// Pooling of the rows of each document: a weighted sum, or the maximum (minimum) of each column.
// Any number of columns: embeddings come from outside, unpadded and unaligned.
#pragma once

#include "common/checks.hpp"
#include "common/vec.hpp"
#include "pooling/arguments.hpp"

namespace skembed {
namespace SKEMBED_ISA {

SKEMBED_INLINE const float* document_row(const Documents& x, int64_t token) {
    check_row(x.ids[token], x.n_rows);
    return x.vectors + static_cast<int64_t>(x.ids[token]) * x.d;
}

SKEMBED_INLINE void check_documents(const Documents& x, int64_t begin, int64_t end) {
    check_ids(x.ids + x.indptr[begin], x.indptr[end] - x.indptr[begin], x.n_rows);
}

// out[doc] = sum_t w_t vectors[ids[t]], where w_t is weights[t] (by_token) or weights[ids[t]]. Rows are
// not aligned, so these are plain loops, which the compiler vectorizes.
void weighted_sum(const Documents& x, const float* weights, bool by_token, float* out,
                  int64_t begin, int64_t end) {
    check_documents(x, begin, end);
    for (int64_t doc = begin; doc < end; ++doc) {
        float* __restrict o = out + doc * x.d;
        for (int64_t c = 0; c < x.d; ++c) o[c] = 0.0f;
        for (int64_t t = x.indptr[doc]; t < x.indptr[doc + 1]; ++t) {
            if (t + 4 < x.indptr[end]) prefetch_row(document_row(x, t + 4), static_cast<int32_t>(x.d));
            const float w = weights[by_token ? t : x.ids[t]];
            const float* __restrict v = document_row(x, t);
            for (int64_t c = 0; c < x.d; ++c) o[c] += w * v[c];
        }
    }
}

// sign +1: maximum, -1: minimum; a document without tokens gives zeros
void extreme(const Documents& x, float sign, float* out, int64_t begin, int64_t end) {
    check_documents(x, begin, end);
    for (int64_t doc = begin; doc < end; ++doc) {
        float* __restrict o = out + doc * x.d;
        const int64_t first = x.indptr[doc], last = x.indptr[doc + 1];
        for (int64_t c = 0; c < x.d; ++c) o[c] = first < last ? document_row(x, first)[c] : 0.0f;
        for (int64_t t = first + 1; t < last; ++t) {
            const float* __restrict v = document_row(x, t);
            for (int64_t c = 0; c < x.d; ++c) o[c] = sign * v[c] > sign * o[c] ? v[c] : o[c];
        }
    }
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
