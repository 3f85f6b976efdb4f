// Bags in a mini-batch: the average of some input rows is trained against a target row and K negatives.
//
// There are three stages; no thread changes what another one reads in the same stage:
//  1. stretch by stretch of the batch:    x_i = 1/m sum of the m input rows of bag i
//  2. part by part of the output rows, which are updated after each tile of bags as in tile.hpp:
//                                         e_i, stored in place of x_i
//  3. stretch by stretch of the batch (the words whose row occurs there first):
//     each of the m input rows of bag i:  v <- v + e_i       (word2vec's step: not divided by m)
// Thus each thread reads input rows in the order of the text, and threads exchange only x_i and e_i.
//
// If a batch updates an input row more than MAX_HITS times (a word repeated throughout a passage), the
// sum is scaled down to MAX_HITS updates: more steps from one state would overshoot and diverge.
#pragma once

#include "word2vec/row_sum.hpp"
#include "word2vec/tile.hpp"
#include "word2vec/tile_updates.hpp"

namespace skembed {
namespace SKEMBED_ISA {

constexpr int32_t PLACES_AHEAD = 8;  // distance between the prefetch of a row and its use

SKEMBED_INLINE void average(const BagBatch& b, int64_t i, float* out, int32_t d) {
    RowSum sum(out, false, 1.0f / static_cast<float>(b.left[i] + b.right[i]), d);
    for (int64_t j = i - b.left[i]; j <= i + b.right[i]; ++j) sum.add(b.input.row(b.kept[j]), j != i);
    sum.flush();
}

// Stage 1, for bags begin ... end - 1 of the batch
void bags_average(const BagBatch& b, int32_t begin, int32_t end) {
    const int32_t d = b.input.d, ahead = b.reach + PLACES_AHEAD;
    for (int32_t i = begin; i < end; ++i) {
        if (i + ahead < b.n_bags) prefetch_row(b.input.row(b.kept[b.first + i + ahead]), d);
        if (b.is_bag(i)) average(b, b.first + i, b.exchanged(i), d);
    }
}

// Sets up tile number `tile` of the block and prefetches its rows. The bags of a tile are n_tiles
// apart, so that adjacent bags, which are nearly the same, share no negatives (measured: this improves
// SimLex-999 and analogies).
SKEMBED_INLINE void prepare(const BagBatch& b, const BagBlock& block, int64_t tile, int64_t n_tiles,
                            uint64_t& stream, Tile& t) {
    const int32_t d = b.input.d;
    draw_negatives(t, block.noise, block.first_output, stream);
    for (int k = 0; k < t.n_negative; ++k) {
        t.n_rows[k] = b.output.row(t.negative[k]);
        prefetch_row_to_write(t.n_rows[k], d);
    }
    int i = 0;
    for (int64_t j = tile; j < block.n_places; j += n_tiles, ++i) {
        const int32_t place = block.places[j];
        t.positive[i] = b.kept[b.first + place];
        t.p[i] = b.output.row(t.positive[i]);
        t.x[i] = t.e[i] = b.exchanged(place);
        prefetch_row_to_write(t.p[i], d);
        prefetch_row_to_write(t.x[i], d);
    }
    for (; i < TILE; ++i) {  // there are no more bags
        t.positive[i] = -1;
        t.x[i] = block.scratch;
        t.p[i] = t.e[i] = block.scratch + d;
    }
}

// Stage 2, for the bags of one part
double bags_block(const BagBatch& b, const BagBlock& block) {
    Tile tiles[2];  // the current one and the next
    for (Tile& t : tiles) {
        t.n_negative = b.n_negative;
        for (int g = 0; g < GROUP; ++g) t.n_rows[b.n_negative + g] = block.scratch + b.input.d;
    }
    const int32_t d = b.input.d;
    uint64_t stream = block.seed;
    double loss = 0.0;
    const int64_t n_tiles = (block.n_places + TILE - 1) / TILE;
    if (n_tiles > 0) prepare(b, block, 0, n_tiles, stream, tiles[0]);
    for (int64_t tile = 0; tile < n_tiles; ++tile) {
        if (tile + 1 < n_tiles) prepare(b, block, tile + 1, n_tiles, stream, tiles[(tile + 1) % 2]);
        Tile& t = tiles[tile % 2];
        score(t, d);
        loss += settle(t, b.learning_rate);
        update<false>(t, block.scratch + 2 * d, d);
    }
    return loss;
}

// Stage 3, for some words of the batch. hits: number of updates of each distinct word in the batch
void bags_update(const BagBatch& b, const Place* places, int64_t n, const int32_t* hits) {
    const int32_t d = b.input.d;
    for (int64_t j = 0; j < n; ++j) {
        const Place p = places[j];
        if (j + PLACES_AHEAD < n) prefetch_row_to_write(b.input.row(places[j + PLACES_AHEAD].row), d);
        const int32_t total = hits[p.word];
        const float scale =
            total > MAX_HITS ? static_cast<float>(MAX_HITS) / static_cast<float>(total) : 1.0f;
        RowSum sum(b.input.row(p.row), true, scale, d);
        // a bag before the word contains it if its right half reaches it, a bag after it if its left does
        const int32_t begin = p.place > b.reach ? p.place - b.reach : 0;
        const int32_t before = p.place < b.n_bags ? p.place : b.n_bags;
        const int32_t behind = p.place < 0 ? 0 : p.place + 1;
        const int32_t end = p.place + b.reach < b.n_bags ? p.place + b.reach + 1 : b.n_bags;
        for (int32_t i = begin; i < before; ++i)
            sum.add(b.exchanged(i), p.place - i <= b.right[b.first + i]);
        for (int32_t i = behind; i < end; ++i)
            sum.add(b.exchanged(i), i - p.place <= b.left[b.first + i]);
        sum.flush();
    }
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
