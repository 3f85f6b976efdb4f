// Skip-gram with negative sampling: trains on the pairs of one block, a tile at a time.
//
//     x_i <- x_i + e_i, and output updates as in tile.hpp; x_i is the row of the input word
#pragma once

#include "word2vec/tile.hpp"
#include "word2vec/tile_updates.hpp"

namespace skembed {
namespace SKEMBED_ISA {

constexpr int64_t PAIRS_AHEAD = 16;  // two cache lines

// Sets up tile number `tile` of the block and prefetches its rows. The pairs of a tile are n_tiles
// apart: adjacent pairs often have a word in common, and should not share negatives as well (measured:
// otherwise analogies get worse).
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
        t.x[i] = t.e[i] = absent ? b.scratch : b.input.row(b.pairs[at].input);
        t.p[i] = absent ? b.scratch + d : b.output.row(b.pairs[at].output);
        t.positive[i] = absent ? -1 : b.pairs[at].output;
        prefetch_row_to_write(t.x[i], d);
        prefetch_row_to_write(t.p[i], d);
    }
}

double skipgram_block(const SkipGramBlock& b) {
    const int32_t d = b.input.d;
    Tile tiles[2];  // the current one and the next
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
        update<true>(t, b.scratch + 2 * d, d);
    }
    return loss;
}

}  // namespace SKEMBED_ISA
}  // namespace skembed
