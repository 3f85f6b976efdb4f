// The tile: TILE vectors x_i, each with a positive row p_i, and K negative rows n_k shared by all.
//
//     z_i0 = x_i . p_i          z_ik = -x_i . n_k
//     loss = sum_ik ln(1 + exp(-z_ik))
//     step_i0 = r sigma(-z_i0)  step_ik = -r sigma(-z_ik)        r: learning rate
//     e_i = step_i0 p_i + sum_k step_ik n_k
//     p_i <- p_i + step_i0 x_i
//     n_k <- n_k + sum_i step_ik x_i
//
// All steps are computed from the rows at the beginning of the tile. A row may occur several times in
// a tile, in any role: each update is added to the current value in memory, so none is lost.
//
// If a negative happens to be the positive of example i, it is skipped for i, and only for i, as in
// word2vec. (If it were drawn again for the whole tile, the most frequent words would hardly ever be
// negatives.)
//
// The vectors may come from anywhere (the row of a word, the average of a bag).
#pragma once

#include "common/functions.hpp"
#include "common/lanes.hpp"
#include "common/vec.hpp"
#include "word2vec/arguments.hpp"

namespace skembed {
namespace SKEMBED_ISA {

constexpr int GROUP = WIDTH >= TILE ? WIDTH / TILE : 1;  // outputs scored at a time

struct Tile {
    float* x[TILE];
    float* p[TILE];
    float* e[TILE];              // where to write the e_i
    float* n_rows[MAX_NEGATIVE + GROUP];
    int32_t positive[TILE];      // rows of the p_i, -1 if there is no example
    int32_t negative[MAX_NEGATIVE];  // rows of the n_k
    int32_t n_negative;
    alignas(64) float score[(1 + MAX_NEGATIVE + GROUP) * TILE];  // (1 + K, TILE), then the steps
};

// score[g * TILE + i] = x_i . output_g, for the GROUP outputs at `first` (0: the positives)
template <bool POSITIVE>
SKEMBED_INLINE void score_group(Tile& t, int first, int32_t d) {
    vec acc[GROUP * TILE];
    SKEMBED_UNROLL
    for (int j = 0; j < GROUP * TILE; ++j) acc[j] = vec{};
    for (int32_t c = 0; c < d; c += WIDTH) {
        vec o[GROUP];
        SKEMBED_UNROLL
        for (int g = POSITIVE; g < GROUP; ++g) o[g] = load(t.n_rows[first + g - 1] + c);
        SKEMBED_UNROLL
        for (int i = 0; i < TILE; ++i) {
            const vec x = load(t.x[i] + c);
            if (POSITIVE) acc[i] += x * load(t.p[i] + c);
            SKEMBED_UNROLL
            for (int g = POSITIVE; g < GROUP; ++g) acc[g * TILE + i] += x * o[g];
        }
    }
    float* out = t.score + first * TILE;
    for (int j = 0; j < GROUP * TILE; j += WIDTH) store(out + j, lane_sums(acc + j));
}

SKEMBED_INLINE void score(Tile& t, int32_t d) {
    score_group<true>(t, 0, d);
    for (int k = GROUP; k <= t.n_negative; k += GROUP) score_group<false>(t, k, d);
}

// Replaces scores by steps and returns the loss of the tile. If there is no example, or the negative
// is its positive, z is SETTLED, so that loss and step are negligible.
constexpr float SETTLED = 80.0f;

SKEMBED_INLINE double settle(Tile& t, float rate) {
    const int n = (1 + t.n_negative) * TILE;
    const int padded = (n + WIDTH - 1) / WIDTH * WIDTH;
    for (int j = n; j < padded; ++j) t.score[j] = -SETTLED;
    for (int i = 0; i < TILE; ++i) t.score[i] = t.positive[i] < 0 ? SETTLED : t.score[i];
    for (int k = 0; k < t.n_negative; ++k) {
        float* score = t.score + (1 + k) * TILE;
        for (int i = 0; i < TILE; ++i) {
            const bool absent = t.positive[i] < 0 || t.positive[i] == t.negative[k];
            score[i] = absent ? -SETTLED : score[i];
        }
    }
    alignas(64) float signs[2 * ROW_MULTIPLE];
    for (int j = 0; j < 2 * ROW_MULTIPLE; ++j) signs[j] = j < TILE ? 1.0f : -1.0f;
    const vec zero = all(0.0f), one = all(1.0f);
    double total = 0.0;
    vec linear = zero, product = one;
    for (int j = 0; j < padded; j += WIDTH) {
        const vec sign = load(signs + (j < TILE ? j : ROW_MULTIPLE));
        const vec z = sign * load(t.score + j);
        // ln(1 + exp(-z)) = max(-z, 0) + ln(1 + exp(-|z|)); one logarithm of the whole product
        const vec a = exp_negative(where_positive(z, zero - z, z));
        linear += where_positive(z, zero, zero - z);
        product *= one + a;
        if (j % (64 * WIDTH) == 63 * WIDTH) {
            total += sum(natural_log(product));
            product = one;
        }
        // sigma(-z) = exp(-z) / (1 + exp(-z)), without overflow for either sign of z
        store(t.score + j, sign * all(rate) * where_positive(z, a, one) / (one + a));
    }
    return total + sum(linear + natural_log(product));
}

// Draws K rows from the noise distribution, which begins at row `first`
SKEMBED_INLINE void draw_negatives(Tile& t, const AliasTable& noise, int32_t first,
                                   uint64_t& stream) {
    for (int32_t k = 0; k < t.n_negative; ++k) {
        stream += 0x9e3779b97f4a7c15ull;
        t.negative[k] = first + noise.draw(mix(stream));
    }
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
