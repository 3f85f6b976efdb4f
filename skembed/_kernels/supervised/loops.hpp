// A linear embedding under a linear head, trained on mini-batches of texts.
//
// Texts i of a batch, entries (t, a_it) sorted by row t; the vectors are v_t = scale * u_t:
//     x_i = sum_t a_it v_t  (over its norm, if any),     s_ic = w_c . x_i + b_c
//     r_ic = dl_i / ds_ic,   g_i = dl_i / d(sum_t a_it v_t)
// Then AdaGrad (Duchi et al. 2011) with one sum for each row, m_i being the weight of the text:
//     G_t <- G_t + m_i a_it^2 |g_i|^2 / n,     v_t <- v_t - rate m_i a_it g_i / sqrt(G_t)
//     H_c <- H_c + |sum_i m_i r_ic x_i|^2 / n, w_c <- w_c - rate sum_i m_i r_ic x_i / sqrt(H_c)
// and decay: all v_t and w_c shrink by the factor 1 - rate * weight_decay before each batch's steps,
// the v_t through `scale` alone.
//
// Rows belong to parts. A part's share of the sums, and its updates, are made by whoever holds the
// part, text by text: no order depends on the number of threads.
#pragma once

#include <cmath>

#include "common/columns.hpp"
#include "word2vec/tile.hpp"

namespace skembed {
namespace SKEMBED_ISA {

constexpr int TEXTS = 4;          // texts of a tile
constexpr int STRIP = 32;         // entries whose steps are found together
constexpr int32_t ENTRIES_AHEAD = 8;

SKEMBED_INLINE void prefetch_entries(const TextModel& m, const TextBatch& b, int64_t begin,
                                     int64_t end) {
    for (int64_t j = begin; j < end; ++j) {
        SKEMBED_PREFETCH_TO_WRITE(m.sums + b.rows[j]);
        prefetch_row_to_write(m.vectors.row(b.rows[j]), m.vectors.d);
    }
}

// Entries of text i in the part, [begin, end); those of the next text set out for the cache.
struct Span {
    int64_t begin, end;
};
SKEMBED_INLINE Span span(const TextModel& m, const TextBatch& b, int32_t i, int32_t part) {
    const auto at = [&](int32_t text) { return b.edges + text * (b.n_parts + 1) + part; };
    if (i + 1 < b.n) {
        const int64_t first = at(i + 1)[0], last = at(i + 1)[1];
        prefetch_entries(m, b, first, last < first + ENTRIES_AHEAD ? last : first + ENTRIES_AHEAD);
    }
    return {at(i)[0], at(i)[1]};
}

// The part's share of sum_t a_it u_t, for each text of the batch that has entries there.
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

// x_i before its norm: the parts' shares in their order
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

SKEMBED_INLINE float dot(const float* x, const float* y, int32_t d) {
    vec total{};
    for (int32_t c = 0; c < d; c += WIDTH) total += load(x + c) * load(y + c);
    return lane_sum(total);
}

// |x|, and its gradient by x: x / |x| (L2), the signs (L1), the sign at the largest (max norm)
SKEMBED_INLINE float norm_of(int32_t norm, const float* x, float* gradient, int32_t d) {
    float length = 0.0f;
    int32_t largest = 0;
    if (norm == NORM_L2) length = std::sqrt(dot(x, x, d));
    for (int32_t c = 0; c < d; ++c) {
        if (norm == NORM_L1) length += std::fabs(x[c]);
        if (norm == NORM_MAX && std::fabs(x[c]) > std::fabs(x[largest])) largest = c;
    }
    if (norm == NORM_MAX) length = std::fabs(x[largest]);
    for (int32_t c = 0; c < d; ++c) {
        const float sign = static_cast<float>((x[c] > 0.0f) - (x[c] < 0.0f));
        if (norm == NORM_L2) gradient[c] = length > 0.0f ? x[c] / length : 0.0f;
        if (norm == NORM_L1) gradient[c] = sign;
        if (norm == NORM_MAX) gradient[c] = c == largest ? sign : 0.0f;
    }
    return length;
}

// s[i][c] = w_c . x_i + b_c, TEXTS texts by WIDTH / TEXTS classes at a time
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

// l = ln sum_c exp s_c - s_y,   r_c = exp s_c / sum exp s - [c = y].  s has padding up to a vector.
SKEMBED_INLINE double softmax(float* s, int32_t n_classes, int32_t label) {
    float largest = s[0];
    for (int32_t c = 1; c < n_classes; ++c) largest = s[c] > largest ? s[c] : largest;
    const double own = static_cast<double>(s[label]) - largest;
    double total = 0.0;
    for (int32_t c = 0; c < n_classes; c += WIDTH) {
        store(s + c, exp_negative(load(s + c) - all(largest)));
        for (int32_t k = c; k < c + WIDTH && k < n_classes; ++k) total += s[k];
    }
    const float scale = static_cast<float>(1.0 / total);
    for (int32_t c = 0; c < n_classes; c += WIDTH) store(s + c, all(scale) * load(s + c));
    s[label] -= 1.0f;
    return std::log(total) - own;
}

// l = sum_c ln(1 + exp s_c) - y_c s_c,   r_c = sigma(s_c) - y_c
SKEMBED_INLINE double sigmoid(float* s, int32_t n_labels, const float* y) {
    double loss = 0.0;
    for (int32_t c = 0; c < n_labels; c += WIDTH) {
        const vec z = load(s + c);
        alignas(64) float away[WIDTH], p[WIDTH];
        const vec e = exp_negative(where_positive(z, all(0.0f) - z, z));
        store(away, natural_log(all(1.0f) + e) + maximum(z, all(0.0f)));
        store(p, where_positive(z, all(1.0f), e) / (all(1.0f) + e));
        for (int32_t k = 0; k < WIDTH && c + k < n_labels; ++k) {
            loss += static_cast<double>(away[k]) - static_cast<double>(y[c + k]) * s[c + k];
            s[c + k] = p[k] - y[c + k];
        }
    }
    return loss;
}

// l = 1/2 sum_c (s_c - y_c)^2,   r_c = s_c - y_c
SKEMBED_INLINE double squared(float* s, int32_t n_targets, const float* y) {
    double loss = 0.0;
    for (int32_t c = 0; c < n_targets; ++c) {
        s[c] -= y[c];
        loss += 0.5 * static_cast<double>(s[c]) * s[c];
    }
    return loss;
}

SKEMBED_INLINE double settle_text(const TextModel& m, const TextBatch& b, int32_t i, float* s) {
    const int32_t C = m.head.n_rows;
    if (m.loss == LOSS_SOFTMAX) return softmax(s, C, b.labels[b.texts[i]]);
    const float* const y = b.targets + static_cast<int64_t>(i) * C;
    return m.loss == LOSS_SIGMOID ? sigmoid(s, C, y) : squared(s, C, y);
}

// Texts first ... last - 1 from their sums to x, r, g and the power m |g|^2 / n: TEXTS at a time.
// scratch (TEXTS, d). Returns the sum of m l.
double text_gradients(const TextModel& m, const TextBatch& b, int32_t first, int32_t last,
                      float* scratch) {
    const int32_t d = m.head.d;
    double loss = 0.0;
    for (int32_t begin = first; begin < last; begin += TEXTS) {
        const int32_t n = last - begin < TEXTS ? last - begin : TEXTS;
        float *x[TEXTS], *s[TEXTS], *g[TEXTS], length[TEXTS];
        for (int k = 0; k < TEXTS; ++k) {
            const int32_t i = begin + (k < n ? k : n - 1);  // the last one stands in for the absent
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

// The updates of the part's rows, text by text.
void text_update(const TextModel& m, const TextBatch& b, int32_t part) {
    const int32_t d = m.vectors.d;
    alignas(64) float step[STRIP], sums[STRIP];
    float* rows[STRIP];
    for (int32_t i = 0; i < b.n; ++i) {
        const Span s = span(m, b, i, part);
        const float* const g = b.gradient + static_cast<int64_t>(i) * d;
        const vec power = all(b.power[i]);
        const vec rate = all(-b.learning_rate / b.next_scale * b.importance[b.texts[i]]);
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
                store(step + j, rate * a * rsqrt(total));
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

// The updates of the head's rows first ... last - 1. scratch (d,).
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
