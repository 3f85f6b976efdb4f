// Computes the loss l of a text from its scores s, and replaces the scores by r = dl / ds.
#pragma once

#include <cmath>

#include "common/functions.hpp"
#include "common/vec.hpp"
#include "supervised/arguments.hpp"

namespace skembed {
namespace SKEMBED_ISA {

// Cross-entropy with label smoothing (Szegedy et al. 2016): each of the C classes has the target
// q_c = (1 - epsilon) [c = y] + epsilon / C, and
//     l = ln sum_c exp s_c - sum_c q_c s_c,     r_c = exp s_c / sum exp s - q_c.
// s is padded to whole registers.
SKEMBED_INLINE double softmax(float* s, int32_t n_classes, int32_t label, float smoothing) {
    float largest = s[0];
    for (int32_t c = 1; c < n_classes; ++c) largest = s[c] > largest ? s[c] : largest;
    const float share = smoothing / static_cast<float>(n_classes);
    double target = (1.0 - static_cast<double>(smoothing)) * (s[label] - largest);
    if (smoothing > 0.0f)
        for (int32_t c = 0; c < n_classes; ++c)
            target += static_cast<double>(share) * (s[c] - largest);
    double total = 0.0;
    for (int32_t c = 0; c < n_classes; c += WIDTH) {
        store(s + c, exp_negative(load(s + c) - all(largest)));
        for (int32_t k = c; k < c + WIDTH && k < n_classes; ++k) total += s[k];
    }
    const float scale = static_cast<float>(1.0 / total);
    for (int32_t c = 0; c < n_classes; c += WIDTH) store(s + c, all(scale) * load(s + c) - all(share));
    s[label] -= 1.0f - smoothing;
    return std::log(total) - target;
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
    if (m.loss == LOSS_SOFTMAX) return softmax(s, C, b.labels[b.texts[i]], m.smoothing);
    const float* const y = b.targets + static_cast<int64_t>(i) * C;
    return m.loss == LOSS_SIGMOID ? sigmoid(s, C, y) : squared(s, C, y);
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
