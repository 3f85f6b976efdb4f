// GloVe (Pennington, Socher, Manning 2014): AdaGrad on the non-zeros of one block, one at a time.
//
//     r = w_i . c_j + b_i + e_j - ln X_ij        f = min(1, (X_ij / x_max)^alpha)
//     loss = f r^2
//     g = f r c_j,   G <- G + g^2,   w_i <- w_i - rate g / sqrt(G)     elementwise,
//
// and likewise c_j with g = f r w_i, and b_i and e_j with g = f r. The factor 2 of the gradient is left
// out, as in the original program. That program, however, adds g^2 after the step, so its first step
// may have any length and move given initial vectors far away. Each step sees all earlier updates.
//
// Where the counts come from and the order of the blocks are up to the caller.
#pragma once

#include "common/functions.hpp"
#include "common/lanes.hpp"
#include "common/vec.hpp"
#include "glove/arguments.hpp"

namespace skembed {
namespace SKEMBED_ISA {

constexpr int CHUNK = 64;    // non-zeros whose logarithms are computed together
constexpr int ROWS_AHEAD = 4;  // visits between the prefetch of rows and their use

// log[i] = ln X_i and weight[i] = f(X_i) of n counts, n a multiple of WIDTH
SKEMBED_INLINE void weigh(float* log, float* weight, int n, float x_max, float alpha) {
    alignas(64) float most[WIDTH];
    store(most, natural_log(all(x_max)));
    for (int i = 0; i < n; i += WIDTH) {
        const vec l = natural_log(load(log + i));
        store(weight + i, exp_negative(minimum(all(alpha) * (l - load(most)), all(0.0f))));
        store(log + i, l);
    }
}

SKEMBED_INLINE float product(const float* x, const float* y, int32_t d) {
    vec sums[4] = {};
    int32_t c = 0;
    for (; c + 4 * WIDTH <= d; c += 4 * WIDTH) {
        SKEMBED_UNROLL
        for (int k = 0; k < 4; ++k) sums[k] += load(x + c + k * WIDTH) * load(y + c + k * WIDTH);
    }
    for (int k = 0; c < d; c += WIDTH, ++k) sums[k] += load(x + c) * load(y + c);
    return lane_sum((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

// updates both rows and their sums of squares; `slope` is f r
SKEMBED_INLINE void adagrad(float* x, float* y, float slope, float rate, int32_t d) {
    const vec s = all(slope), t = all(rate * slope);
    for (int32_t c = 0; c < d; c += WIDTH) {
        const vec a = load(x + c), b = load(y + c);
        const vec g = s * b, h = s * a;
        const vec A = load(x + d + c) + g * g, B = load(y + d + c) + h * h;
        store(x + c, a - t * b * rsqrt(A));
        store(y + c, b - t * a * rsqrt(B));
        store(x + d + c, A);
        store(y + d + c, B);
    }
}

double glove_block(const GloveBlock& b) {
    const int32_t d = b.input.d / 2;
    alignas(64) float log[CHUNK], weight[CHUNK];
    float* x[CHUNK + ROWS_AHEAD];
    float* y[CHUNK + ROWS_AHEAD];
    double loss = 0.0;
    for (int64_t begin = b.begin; begin < b.end; begin += CHUNK) {
        const int n = static_cast<int>(b.end - begin < CHUNK ? b.end - begin : CHUNK);
        for (int i = 0; i < CHUNK; ++i) {
            int64_t at = begin + (i < n ? i : 0) + b.offset;
            at -= at >= b.n ? b.n : 0;
            const Cooccurrence& e = b.entries[at];
            x[i] = b.input.row(b.first_input + e.row);
            y[i] = b.output.row(b.first_output + e.column);
            log[i] = e.count;
        }
        weigh(log, weight, CHUNK, b.x_max, b.alpha);
        for (int i = 0; i < n; ++i) {
            if (i + ROWS_AHEAD < n) {
                prefetch_row_to_write(x[i + ROWS_AHEAD], 2 * d);
                prefetch_row_to_write(y[i + ROWS_AHEAD], 2 * d);
            }
            const float r = product(x[i], y[i], d) - log[i];
            const float slope = weight[i] * r;
            adagrad(x[i], y[i], slope, b.learning_rate, d);
            loss += static_cast<double>(slope) * r;
        }
    }
    return loss;
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
