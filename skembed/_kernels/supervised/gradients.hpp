// From the sums of texts to their gradients, through the head; see sums.hpp for the model.
#pragma once

#include "common/columns.hpp"
#include "common/lanes.hpp"
#include "supervised/losses.hpp"
#include "supervised/norms.hpp"
#include "supervised/sums.hpp"

namespace skembed {
namespace SKEMBED_ISA {

// s[i][c] = w_c . x_i + b_c, for TEXTS texts and WIDTH / TEXTS classes at a time
SKEMBED_INLINE void score_texts(const TextModel& m, const float* const* x, float* const* s) {
    constexpr int K = WIDTH / TEXTS;
    const int32_t C = m.head.n_rows, d = m.head.d;
    for (int32_t c = 0; c < C; c += K) {
        const float* w[K];
        for (int k = 0; k < K; ++k) w[k] = m.head.row(c + k < C ? c + k : C - 1);
        vec acc[WIDTH];
        SKEMBED_UNROLL
        for (int j = 0; j < WIDTH; ++j) acc[j] = vec{};
        for (int32_t col = 0; col < d; col += WIDTH) {
            vec wc[K];
            SKEMBED_UNROLL
            for (int k = 0; k < K; ++k) wc[k] = load(w[k] + col);
            SKEMBED_UNROLL
            for (int i = 0; i < TEXTS; ++i) {
                const vec xc = load(x[i] + col);
                SKEMBED_UNROLL
                for (int k = 0; k < K; ++k) acc[i * K + k] += xc * wc[k];
            }
        }
        alignas(64) float sums[WIDTH];
        store(sums, lane_sums(acc));
        for (int i = 0; i < TEXTS; ++i)
            for (int k = 0; k < K && c + k < C; ++k) s[i][c + k] = sums[i * K + k] + m.bias[c + k];
    }
}

// g[i] = sum_c r[i][c] w_c
SKEMBED_INLINE void carry_back(const TextModel& m, const float* const* r, float* const* g) {
    each_chunk<4>(m.head.d, [&](auto columns, int32_t col) {
        constexpr int N = decltype(columns)::n;
        vec total[TEXTS][N];
        SKEMBED_UNROLL
        for (int i = 0; i < TEXTS; ++i) {
            SKEMBED_UNROLL
            for (int q = 0; q < N; ++q) total[i][q] = vec{};
        }
        for (int32_t c = 0; c < m.head.n_rows; ++c) {
            const float* const w = m.head.row(c) + col;
            SKEMBED_UNROLL
            for (int i = 0; i < TEXTS; ++i) {
                const vec step = all(r[i][c]);
                SKEMBED_UNROLL
                for (int q = 0; q < N; ++q) total[i][q] += step * load(w + q * WIDTH);
            }
        }
        SKEMBED_UNROLL
        for (int i = 0; i < TEXTS; ++i) {
            SKEMBED_UNROLL
            for (int q = 0; q < N; ++q) store(g[i] + col + q * WIDTH, total[i][q]);
        }
    });
}

// Computes x, r, g and the power m |g|^2 / n of texts first ... last - 1 from their sums, TEXTS texts
// at a time. scratch (TEXTS, d). Returns the sum of m l.
double text_gradients(const TextModel& m, const TextBatch& b, int32_t first, int32_t last,
                      float* scratch) {
    const int32_t d = m.head.d;
    double loss = 0.0;
    for (int32_t begin = first; begin < last; begin += TEXTS) {
        const int32_t n = last - begin < TEXTS ? last - begin : TEXTS;
        float *x[TEXTS], *s[TEXTS], *g[TEXTS], length[TEXTS];
        for (int k = 0; k < TEXTS; ++k) {
            const int32_t i = begin + (k < n ? k : n - 1);  // the last text replaces missing ones
            x[k] = b.x + static_cast<int64_t>(i) * d;
            s[k] = b.residual + static_cast<int64_t>(i) * b.n_columns;
            g[k] = b.gradient + static_cast<int64_t>(i) * d;
            if (k >= n) continue;
            gather(m, b, i, x[k]);
            if (m.norm == NORM_NONE) continue;
            length[k] = norm_of(m.norm, x[k], scratch + k * d, d);
            if (length[k] > 0.0f)
                for (int32_t c = 0; c < d; ++c) x[k][c] /= length[k];
        }
        score_texts(m, x, s);
        for (int k = 0; k < n; ++k)
            loss += static_cast<double>(b.importance[b.texts[begin + k]]) *
                    settle_text(m, b, begin + k, s[k]);
        carry_back(m, s, g);
        for (int k = 0; k < n; ++k) {
            if (m.norm != NORM_NONE && length[k] > 0.0f) {
                // x = z / |z|: dl/dz = (g - (g . x) d|z|/dz) / |z|
                const float along = dot(g[k], x[k], d);
                for (int32_t c = 0; c < d; ++c)
                    g[k][c] = (g[k][c] - along * scratch[k * d + c]) / length[k];
            }
            b.power[begin + k] = b.importance[b.texts[begin + k]] * dot(g[k], g[k], d) /
                                 static_cast<float>(m.n_components);
        }
    }
    return loss;
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
