// Pooling of the rows of each document: a weighted sum, or the maximum (minimum) of each column.
// Any number of columns: embeddings come from outside, unpadded and unaligned.
#pragma once

#include "common/checks.hpp"
#include "common/columns.hpp"
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

constexpr int64_t AHEAD = 12;     // rows between the one that is read and the one that is fetched

SKEMBED_INLINE void fetch_ahead(const Documents& x, int64_t token, int64_t last) {
    if (token + AHEAD < last) prefetch_row(document_row(x, token + AHEAD), static_cast<int32_t>(x.d));
}

// out[doc] = sum_t w_t vectors[ids[t]], or the mean of these, where weight_of is w_t.
SKEMBED_INLINE float weight_of(const Weights& weights, const Documents& x, int64_t token) {
    return weights.values == nullptr ? 1.0f : weights.values[weights.by_token ? token : x.ids[token]];
}

// What the sum of a document is divided by; by 1, all bits stay.
SKEMBED_INLINE float divisor_of(const Weights& weights, const Documents& x, int64_t doc) {
    const int64_t n = x.indptr[doc + 1] - x.indptr[doc];
    return weights.mean && n > 0 ? static_cast<float>(n) : 1.0f;
}

// Columns c ... c + N * WIDTH - 1 of one document, whose sums stay in registers. The last register ends
// with the last column: it may overlap the one before, which has the same sums there.
template <int N>
SKEMBED_INLINE void sum_columns(const Documents& x, const Weights& weights, int64_t doc, int64_t last,
                                int64_t c, float* o) {
    vec sums[N]{};
    int64_t at[N];
    for (int64_t k = 0; k < N; ++k) at[k] = c + k * WIDTH < x.d - WIDTH ? c + k * WIDTH : x.d - WIDTH;
    for (int64_t t = x.indptr[doc]; t < x.indptr[doc + 1]; ++t) {
        if (c == 0) fetch_ahead(x, t, last);
        const vec w = all(weight_of(weights, x, t));
        const float* const v = document_row(x, t);
        SKEMBED_UNROLL
        for (int k = 0; k < N; ++k) sums[k] += w * load_anywhere(v + at[k]);
    }
    const vec divisor = all(divisor_of(weights, x, doc));
    for (int k = 0; k < N; ++k) store_anywhere(o + at[k], sums[k] / divisor);
}

// Rows that do not fill a register.
SKEMBED_INLINE void sum_narrow(const Documents& x, const Weights& weights, int64_t doc, float* __restrict o) {
    for (int64_t c = 0; c < x.d; ++c) o[c] = 0.0f;
    for (int64_t t = x.indptr[doc]; t < x.indptr[doc + 1]; ++t) {
        const float w = weight_of(weights, x, t);
        const float* __restrict v = document_row(x, t);
        for (int64_t c = 0; c < x.d; ++c) o[c] += w * v[c];
    }
    const float divisor = divisor_of(weights, x, doc);
    for (int64_t c = 0; c < x.d; ++c) o[c] /= divisor;
}

void weighted_sum(const Documents& x, const Weights& weights, float* out, int64_t begin, int64_t end) {
    check_documents(x, begin, end);
    const auto padded = static_cast<int32_t>((x.d + WIDTH - 1) / WIDTH * WIDTH);
    for (int64_t doc = begin; doc < end; ++doc) {
        float* const o = out + doc * x.d;
        if (x.d < WIDTH)
            sum_narrow(x, weights, doc, o);
        else
            each_chunk<REGISTERS>(padded, [&](auto columns, int32_t c) {
                sum_columns<decltype(columns)::n>(x, weights, doc, x.indptr[end], c, o);
            });
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
