// The steps of the vectors and the head; see sums.hpp for the formulas.
#pragma once

#include <cmath>

#include "common/columns.hpp"
#include "common/functions.hpp"
#include "supervised/entries.hpp"
#include "supervised/norms.hpp"

namespace skembed {
namespace SKEMBED_ISA {

constexpr int STRIP = 32;         // entries whose step sizes are computed together

// Updates the rows of the part, text by text.
void text_update(const TextModel& m, const TextBatch& b, int32_t part) {
    const int32_t d = m.vectors.d;
    alignas(64) float step[STRIP], sums[STRIP];
    float* rows[STRIP];
    for (int32_t i = 0; i < b.n; ++i) {
        const Span s = span(m, b, i, part);
        const float* const g = b.gradient + static_cast<int64_t>(i) * d;
        const vec power = all(b.power[i]);
        const vec rate = all(-b.learning_rate * m.vector_rate / b.next_scale * b.importance[b.texts[i]]);
        for (int64_t first = s.begin; first < s.end; first += STRIP) {
            const int n = s.end - first < STRIP ? static_cast<int>(s.end - first) : STRIP;
            for (int j = 0; j < n; ++j) {
                step[j] = b.weights[first + j];
                sums[j] = m.sums[b.rows[first + j]];
                rows[j] = m.vectors.row(b.rows[first + j]);
            }
            for (int j = n; j % WIDTH != 0; ++j) step[j] = sums[j] = 1.0f;
            for (int j = 0; j < n; j += WIDTH) {
                const vec a = load(step + j), total = load(sums + j) + a * a * power;
                store(sums + j, total);
                const vec root = rsqrt(total);
                store(step + j, rate * a * root * rsqrt(root));
            }
            for (int j = 0; j < n; ++j) m.sums[b.rows[first + j]] = sums[j];
            each_chunk<REGISTERS>(d, [&](auto columns, int32_t c) {
                constexpr int N = decltype(columns)::n;
                vec gc[N];
                SKEMBED_UNROLL
                for (int q = 0; q < N; ++q) gc[q] = load(g + c + q * WIDTH);
                for (int j = 0; j < n; ++j) {
                    if (c == 0 && first + j + ENTRIES_AHEAD < s.end)
                        prefetch_entries(m, b, first + j + ENTRIES_AHEAD,
                                         first + j + ENTRIES_AHEAD + 1);
                    float* const u = rows[j] + c;
                    const vec a = all(step[j]);
                    SKEMBED_UNROLL
                    for (int q = 0; q < N; ++q)
                        store(u + q * WIDTH, load(u + q * WIDTH) + a * gc[q]);
                }
            });
        }
    }
}

// Updates rows first ... last - 1 of the head. scratch (d,).
void head_update(const TextModel& m, const TextBatch& b, int32_t first, int32_t last,
                 float* scratch) {
    const int32_t d = m.head.d;
    for (int32_t k = first; k < last; ++k) {
        float bias = 0.0f;
        for (int32_t i = 0; i < b.n; ++i)
            bias += b.importance[b.texts[i]] * b.residual[static_cast<int64_t>(i) * b.n_columns + k];
        each_chunk<REGISTERS>(d, [&](auto columns, int32_t c) {
            constexpr int N = decltype(columns)::n;
            vec total[N];
            SKEMBED_UNROLL
            for (int q = 0; q < N; ++q) total[q] = vec{};
            for (int32_t i = 0; i < b.n; ++i) {
                const float* const x = b.x + static_cast<int64_t>(i) * d + c;
                const vec r = all(b.importance[b.texts[i]] *
                                  b.residual[static_cast<int64_t>(i) * b.n_columns + k]);
                SKEMBED_UNROLL
                for (int q = 0; q < N; ++q) total[q] += r * load(x + q * WIDTH);
            }
            SKEMBED_UNROLL
            for (int q = 0; q < N; ++q) store(scratch + c + q * WIDTH, total[q]);
        });
        float* const w = m.head.row(k);
        m.head_sums[k] += dot(scratch, scratch, d) / static_cast<float>(m.n_components);
        const vec kept = all(1.0f - b.learning_rate * m.weight_decay);
        const vec step = all(b.learning_rate / std::sqrt(m.head_sums[k]));
        for (int32_t c = 0; c < d; c += WIDTH)
            store(w + c, kept * load(w + c) - step * load(scratch + c));
        m.bias_sums[k] += bias * bias;
        m.bias[k] -= b.learning_rate * bias / std::sqrt(m.bias_sums[k]);
    }
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
