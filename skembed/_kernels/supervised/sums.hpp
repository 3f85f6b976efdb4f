// A linear embedding with a linear head, trained on mini-batches of texts.
//
// Texts i of a batch, entries (t, a_it) sorted by row t; the vectors are v_t = scale * u_t:
//     x_i = sum_t a_it v_t  (divided by its norm, if any),     s_ic = w_c . x_i + b_c
//     r_ic = dl_i / ds_ic,   g_i = dl_i / d(sum_t a_it v_t)
// Then AdaGrad (Duchi et al. 2011) with one sum for each row, where m_i is the weight of the text:
//     G_t <- G_t + m_i a_it^2 |g_i|^2 / n,     v_t <- v_t - rate kappa m_i a_it g_i / G_t^(1/4)
//     H_c <- H_c + |sum_i m_i r_ic x_i|^2 / n, w_c <- w_c - rate sum_i m_i r_ic x_i / sqrt(H_c)
// The power of G_t lies between those of AdaGrad, 1/2, and of gradient descent, 0 (Chen et al. 2020):
// with 1/2, a term that occurs once is learned as fast as all frequent terms of its text together.
// Steps then depend on the size of the weights a_it; the caller's kappa makes up for it.
//
// Weight decay: before the steps of each batch, all v_t and w_c are multiplied by
// 1 - rate * weight_decay, the v_t by changing `scale` only.
//
// Each row belongs to a part. A single thread computes the contribution of a part to the sums, and its
// updates, text by text: the order never depends on the number of threads.
#pragma once

#include "common/columns.hpp"
#include "supervised/entries.hpp"

namespace skembed {
namespace SKEMBED_ISA {

// The contribution of the part to sum_t a_it u_t, for each text of the batch with entries in it.
void text_sums(const TextModel& m, const TextBatch& b, int32_t part) {
    const int32_t d = m.vectors.d;
    for (int32_t i = 0; i < b.n; ++i) {
        const Span s = span(m, b, i, part);
        if (s.begin == s.end) continue;
        float* const out = b.partial + (static_cast<int64_t>(i) * b.n_parts + part) * d;
        each_chunk<REGISTERS>(d, [&](auto columns, int32_t c) {
            constexpr int N = decltype(columns)::n;
            vec total[N];
            SKEMBED_UNROLL
            for (int q = 0; q < N; ++q) total[q] = vec{};
            for (int64_t j = s.begin; j < s.end; ++j) {
                if (c == 0 && j + ENTRIES_AHEAD < s.end)
                    prefetch_entries(m, b, j + ENTRIES_AHEAD, j + ENTRIES_AHEAD + 1);
                const float* const u = m.vectors.row(b.rows[j]) + c;
                const vec a = all(b.weights[j]);
                SKEMBED_UNROLL
                for (int q = 0; q < N; ++q) total[q] += a * load(u + q * WIDTH);
            }
            SKEMBED_UNROLL
            for (int q = 0; q < N; ++q) store(out + c + q * WIDTH, total[q]);
        });
    }
}

// x_i before normalization: the sum of the contributions, in the order of the parts
SKEMBED_INLINE void gather(const TextModel& m, const TextBatch& b, int32_t i, float* x) {
    const int32_t d = m.vectors.d;
    const int64_t* const edges = b.edges + i * (b.n_parts + 1);
    const float* const partial = b.partial + static_cast<int64_t>(i) * b.n_parts * d;
    for (int32_t c = 0; c < d; c += WIDTH) store(x + c, vec{});
    for (int32_t p = 0; p < b.n_parts; ++p) {
        if (edges[p] == edges[p + 1]) continue;
        for (int32_t c = 0; c < d; c += WIDTH)
            store(x + c, load(x + c) + all(b.scale) * load(partial + p * d + c));
    }
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
