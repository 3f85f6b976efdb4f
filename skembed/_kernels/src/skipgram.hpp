// Skip-gram with negative sampling: the pairs of one block, a tile at a time.
//
//     x_i <- x_i + step_i0 p_i + sum_k step_ik n_k
//     p_i <- p_i + step_i0 x_i
//     n_k <- n_k + sum_i step_ik x_i
//
// All steps come from the rows as they stood when the tile began. A row may occur several times in a
// tile, in any role: every update is added to what memory holds by then, so none is lost.
#pragma once

#include "tile.hpp"

namespace skembed {
namespace SKEMBED_ISA {

constexpr int FUSED = 6;  // negatives whose rows and sums stay in registers

// The update above, with K negatives from `n` and their steps, column by column. What the
// negatives before these give to x_i waits in `earlier` (TILE, d).
template <int K>
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
            store(t.x[i] + c, x + e);
        }
        SKEMBED_UNROLL
        for (int k = 0; k < K; ++k) store(n[k] + c, load(n[k] + c) + gain[k]);
    }
}

// For negatives beyond FUSED: n_k moves, x_i does not yet; its share is added to `sums` (TILE, d).
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

inline void update(Tile& t, float* sums, int32_t d) {
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
        case 1: return update_fused<1>(t, n, steps, earlier, d);
        case 2: return update_fused<2>(t, n, steps, earlier, d);
        case 3: return update_fused<3>(t, n, steps, earlier, d);
        case 4: return update_fused<4>(t, n, steps, earlier, d);
        case 5: return update_fused<5>(t, n, steps, earlier, d);
        default: return update_fused<6>(t, n, steps, earlier, d);
    }
}

constexpr int64_t PAIRS_AHEAD = 16;  // two cache lines

// Rows of tile number `tile` of the block, on their way to the cache. The pairs of a tile lie n_tiles
// apart: neighbours often have a word in common, and would share their negatives as well (measured:
// without this, analogies lose).
SKEMBED_INLINE void prepare(const SkipGramBlock& b, int64_t tile, int64_t n_tiles, uint64_t& stream,
                            Tile& t) {
    const int32_t d = b.input.d;
    draw_negatives(t, b.noise, b.first_output, stream);
    for (int k = 0; k < b.n_negative; ++k) {
        t.n_rows[k] = b.output.row(t.negative[k]);
        prefetch_row_to_write(t.n_rows[k], d);
    }
    for (int i = 0; i < TILE; ++i) {
        const int64_t at = i * n_tiles + tile;
        const bool absent = at >= b.n_pairs;
        if (!absent) SKEMBED_PREFETCH(b.pairs + at + PAIRS_AHEAD);
        t.x[i] = absent ? b.scratch : b.input.row(b.pairs[at].input);
        t.p[i] = absent ? b.scratch + d : b.output.row(b.pairs[at].output);
        t.positive[i] = absent ? -1 : b.pairs[at].output;
        prefetch_row_to_write(t.x[i], d);
        prefetch_row_to_write(t.p[i], d);
    }
}

double skipgram_block(const SkipGramBlock& b) {
    const int32_t d = b.input.d;
    Tile tiles[2];  // the one at work and the next
    for (Tile& t : tiles) {
        t.n_negative = b.n_negative;
        for (int g = 0; g < GROUP; ++g) t.n_rows[b.n_negative + g] = b.scratch + d;
    }
    uint64_t stream = b.seed;
    double loss = 0.0;
    const int64_t n_tiles = (b.n_pairs + TILE - 1) / TILE;
    if (n_tiles > 0) prepare(b, 0, n_tiles, stream, tiles[0]);
    for (int64_t tile = 0; tile < n_tiles; ++tile) {
        if (tile + 1 < n_tiles) prepare(b, tile + 1, n_tiles, stream, tiles[(tile + 1) % 2]);
        Tile& t = tiles[tile % 2];
        score(t, d);
        loss += settle(t, b.learning_rate);
        update(t, b.scratch + 2 * d, d);
    }
    return loss;
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
