// Updates the rows of a tile by its steps; see tile.hpp for the formulas.
#pragma once

#include "word2vec/tile.hpp"

namespace skembed {
namespace SKEMBED_ISA {

constexpr int FUSED = 6;  // negatives whose rows and sums stay in registers

// All updates of the tile for K negatives `n` and their steps, column by column. `earlier` (TILE, d)
// holds the contributions of the other negatives to e_i. With ONTO_X, e_i is added to x_i.
template <bool ONTO_X, int K>
void update_fused(const Tile& t, float* const* n, const float* steps, const float* earlier,
                  int32_t d) {
    for (int32_t c = 0; c < d; c += WIDTH) {
        vec old[K], gain[K];
        SKEMBED_UNROLL
        for (int k = 0; k < K; ++k) {
            old[k] = load(n[k] + c);
            gain[k] = vec{};
        }
        SKEMBED_UNROLL
        for (int i = 0; i < TILE; ++i) {
            const vec x = load(t.x[i] + c), p = load(t.p[i] + c);
            vec e = all(t.score[i]) * p;
            if (earlier != nullptr) e += load(earlier + i * d + c);
            SKEMBED_UNROLL
            for (int k = 0; k < K; ++k) {
                const vec step = all(steps[k * TILE + i]);
                e += step * old[k];
                gain[k] += step * x;
            }
            store(t.p[i] + c, p + all(t.score[i]) * x);
            store(t.e[i] + c, ONTO_X ? x + e : e);
        }
        SKEMBED_UNROLL
        for (int k = 0; k < K; ++k) store(n[k] + c, load(n[k] + c) + gain[k]);
    }
}

// For negatives beyond FUSED: updates n_k and adds its contribution to e_i to `sums` (TILE, d).
inline void update_one(const Tile& t, float* n, const float* steps, float* sums, int32_t d) {
    for (int32_t c = 0; c < d; c += WIDTH) {
        const vec old = load(n + c);
        vec gain{};
        for (int i = 0; i < TILE; ++i) {
            const vec step = all(steps[i]);
            store(sums + i * d + c, load(sums + i * d + c) + step * old);
            gain += step * load(t.x[i] + c);
        }
        store(n + c, old + gain);
    }
}

template <bool ONTO_X>
void update(Tile& t, float* sums, int32_t d) {
    int k = 0;
    if (t.n_negative > FUSED) {
        for (int32_t c = 0; c < TILE * d; c += WIDTH) store(sums + c, all(0.0f));
        for (; k < t.n_negative - FUSED; ++k)
            update_one(t, t.n_rows[k], t.score + (1 + k) * TILE, sums, d);
    }
    const float* earlier = k > 0 ? sums : nullptr;
    float* const* n = t.n_rows + k;
    const float* steps = t.score + (1 + k) * TILE;
    switch (t.n_negative - k) {
        case 1: return update_fused<ONTO_X, 1>(t, n, steps, earlier, d);
        case 2: return update_fused<ONTO_X, 2>(t, n, steps, earlier, d);
        case 3: return update_fused<ONTO_X, 3>(t, n, steps, earlier, d);
        case 4: return update_fused<ONTO_X, 4>(t, n, steps, earlier, d);
        case 5: return update_fused<ONTO_X, 5>(t, n, steps, earlier, d);
        default: return update_fused<ONTO_X, 6>(t, n, steps, earlier, d);
    }
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
