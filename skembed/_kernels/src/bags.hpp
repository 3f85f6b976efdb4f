// Bags in a mini-batch: the average of some input rows meets one target row and K negatives.
//
// First, from input rows that nobody changes meanwhile, part by part of the output rows, which move
// with each tile of bags as in tile.hpp:
//     x_i = 1/m sum of the m input rows of bag i;   e_i, p_i and n_k by the tile
// Then, stretch by stretch of the batch (the words whose row occurs there first):
//     input rows of bag i:  v <- v + e_i          (word2vec's step: not divided by m)
// An input row that one batch updates more than MAX_HITS times (a word that fills a passage) moves by
// the sum scaled to MAX_HITS updates: so many steps from one state would overshoot, and diverge.
#pragma once

#include "tile.hpp"

namespace skembed {
namespace SKEMBED_ISA {

constexpr int MANY = 32;  // rows that are added in one go

// out <- scale * sum of n rows, added to what is there (ONTO) or in its place
template <bool ONTO>
SKEMBED_INLINE void add_rows(const float* const* rows, int n, float scale, float* out, int32_t d) {
    for (int32_t c = 0; c < d; c += 4 * WIDTH) {
        vec sum[4] = {vec{}, vec{}, vec{}, vec{}};
        const int32_t m = d - c < 4 * WIDTH ? (d - c) / WIDTH : 4;
        for (int j = 0; j < n; ++j) {
            const float* v = rows[j] + c;
            if (m == 4) {
                SKEMBED_UNROLL
                for (int q = 0; q < 4; ++q) sum[q] += load(v + q * WIDTH);
            } else {
                for (int q = 0; q < m; ++q) sum[q] += load(v + q * WIDTH);
            }
        }
        for (int q = 0; q < m; ++q) {
            float* to = out + c + q * WIDTH;
            store(to, ONTO ? load(to) + all(scale) * sum[q] : all(scale) * sum[q]);
        }
    }
}

SKEMBED_INLINE void average(const BagBatch& b, int64_t i, float* out, int32_t d) {
    const float scale = 1.0f / static_cast<float>(b.left[i] + b.right[i]);
    const float* rows[MANY];
    int n = 0;
    bool begun = false;
    const auto flush = [&] {
        if (begun)
            add_rows<true>(rows, n, scale, out, d);
        else
            add_rows<false>(rows, n, scale, out, d);
        begun = true;
        n = 0;
    };
    for (int64_t j = i - b.left[i]; j <= i + b.right[i]; ++j) {
        if (j == i) continue;
        rows[n++] = b.input.row(b.kept[j]);
        if (n == MANY) flush();
    }
    if (n > 0 || !begun) flush();
}

struct BagTile : Tile {
    int64_t bag[TILE];
    int n;  // bags that are there; the other places of the tile stay empty
};

// Tile number `tile` of the block, and its output rows on the way to the cache, where BatchWork has
// sent the input rows (measured: once a batch is enough, and faster). The bags of a tile lie
// n_tiles apart: neighbours, whose bags are nearly the same, share no negatives (measured:
// SimLex-999 and analogies gain).
SKEMBED_INLINE void prepare(const BagBatch& b, const BagBlock& block, int64_t tile, int64_t n_tiles,
                            uint64_t& stream, BagTile& t) {
    const int32_t d = b.input.d;
    draw_negatives(t, block.noise, block.first_output, stream);
    for (int k = 0; k < t.n_negative; ++k) {
        t.n_rows[k] = b.output.row(t.negative[k]);
        prefetch_row_to_write(t.n_rows[k], d);
    }
    t.n = 0;
    for (int64_t j = tile; j < block.n_places; j += n_tiles) {
        const int64_t place = block.places[j], bag = b.first + place;
        t.bag[t.n] = bag;
        t.positive[t.n] = b.kept[bag];
        t.p[t.n] = b.output.row(b.kept[bag]);
        t.e[t.n] = b.gradient + place * d;
        prefetch_row_to_write(t.p[t.n++], d);
    }
}

SKEMBED_INLINE double train_tile(const BagBatch& b, const BagBlock& block, BagTile& t) {
    const int32_t d = b.input.d;
    float* const averages = block.scratch + 2 * d;
    for (int i = 0; i < t.n; ++i) {
        t.x[i] = averages + i * d;
        average(b, t.bag[i], t.x[i], d);
    }
    for (int i = t.n; i < TILE; ++i) {
        t.x[i] = block.scratch;
        t.p[i] = t.e[i] = block.scratch + d;
        t.positive[i] = -1;
    }
    score(t, d);
    const double loss = settle(t, b.learning_rate);
    update<false>(t, averages + TILE * d, d);
    return loss;
}

double bags_block(const BagBatch& b, const BagBlock& block) {
    BagTile tiles[2];  // the one at work and the next
    for (BagTile& t : tiles) {
        t.n_negative = b.n_negative;
        for (int g = 0; g < GROUP; ++g) t.n_rows[b.n_negative + g] = block.scratch + b.input.d;
    }
    uint64_t stream = block.seed;
    double loss = 0.0;
    const int64_t n_tiles = (block.n_places + TILE - 1) / TILE;
    if (n_tiles > 0) prepare(b, block, 0, n_tiles, stream, tiles[0]);
    for (int64_t tile = 0; tile < n_tiles; ++tile) {
        if (tile + 1 < n_tiles) prepare(b, block, tile + 1, n_tiles, stream, tiles[(tile + 1) % 2]);
        loss += train_tile(b, block, tiles[tile % 2]);
    }
    return loss;
}

// hits (V,): zeros, before and after
void bags_update(const BagBatch& b, const Place* places, int64_t n, int32_t* hits) {
    const int32_t d = b.input.d;
    for (int64_t j = 0; j < n; ++j) hits[places[j].row] += places[j].hits;
    for (int64_t j = 0; j < n; ++j) {
        const Place p = places[j];
        const int total = hits[p.row];
        const float scale =
            total > MAX_HITS ? static_cast<float>(MAX_HITS) / static_cast<float>(total) : 1.0f;
        float* const v = b.input.row(p.row);
        const float* rows[MANY];
        int n_rows = 0;
        const int32_t begin = p.place > b.reach ? p.place - b.reach : 0;
        const int32_t end = p.place + b.reach < b.n_bags ? p.place + b.reach + 1 : b.n_bags;
        for (int32_t i = begin; i < end; ++i) {
            rows[n_rows] = b.gradient + static_cast<int64_t>(i) * d;
            n_rows += b.holds(i, p.place);
            if (n_rows < MANY) continue;
            add_rows<true>(rows, n_rows, scale, v, d);
            n_rows = 0;
        }
        if (n_rows > 0) add_rows<true>(rows, n_rows, scale, v, d);
    }
    for (int64_t j = 0; j < n; ++j) hits[places[j].row] = 0;
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
