// What one instruction set offers, as a table of functions; the arguments they share.
//
// Shapes, in the same letters everywhere: V rows, d floats a row (padded to a multiple of 16 with
// zeros), TILE examples that share K negatives.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "random.hpp"

namespace skembed {

constexpr int TILE = 8;              // examples that share their negatives
constexpr int ROW_MULTIPLE = 16;     // rows are padded to this many floats
constexpr int MAX_NEGATIVE = 64;     // K at most
constexpr int MAX_HITS = 32;         // updates of one row from one state, beyond which they are scaled
// Rows that are equal modulo HIT_COUNTERS share a counter: a cache's worth, whatever the vocabulary.
// Of two words so many ranks apart, the rare one may be scaled with the frequent one.
constexpr int HIT_COUNTERS = 1 << 14;

// Does nothing unless the build option bounds_checks is on.
SKEMBED_INLINE void check_row(int64_t i, int64_t n_rows) {
#ifdef SKEMBED_BOUNDS_CHECKS
    if (i >= 0 && i < n_rows) return;
    std::fprintf(stderr, "skembed: row %lld of a matrix of %lld rows\n", static_cast<long long>(i),
                 static_cast<long long>(n_rows));
    std::abort();
#else
    (void)i;
    (void)n_rows;
#endif
}

// (V, d) float32, rows aligned to 64 bytes
struct Matrix {
    float* data;
    int32_t n_rows;
    int32_t d;

    SKEMBED_INLINE float* row(int64_t i) const {
        check_row(i, n_rows);
        return data + i * d;
    }
};

struct Pair {
    int32_t input, output;
};

// One block of skip-gram: its pairs, and the part of the output rows its negatives come from.
struct SkipGramBlock {
    Matrix input, output;
    const Pair* pairs;       // (n_pairs,)
    int64_t n_pairs;
    AliasTable noise;        // over rows first_output, first_output + 1, ...
    int32_t first_output;
    int32_t n_negative;      // K
    float learning_rate;
    uint64_t seed;
    float* scratch;          // (2 + TILE, d) zeros: stand-ins for absent rows, and sums
};

// One mini-batch of bags. Bag i holds kept[i - left[i]] ... kept[i + right[i]] without kept[i],
// which is its target; a bag without context is skipped. The bags of one tile lie n_tiles apart:
// neighbours, whose bags are nearly the same, share no negatives (measured: SimLex-999 and
// analogies gain). Slot s = tile * TILE + i of the batch's buffers belongs to bag
// first + i * n_tiles + tile.
struct BagBatch {
    Matrix input, output;
    const int32_t* kept;     // (n_kept,) rows of the words that survived subsampling
    const int32_t* left;     // (n_kept,)
    const int32_t* right;    // (n_kept,)
    int64_t first;           // first bag of this batch
    int32_t n_bags;          // up to B = TILE * n_tiles
    int32_t n_tiles;
    AliasTable noise;        // over all output rows
    int32_t n_negative;      // K
    float learning_rate;
    uint64_t seed;
    float* mean;             // (B, d)       out: h_i, the average of the bag in slot i
    float* gradient;         // (B, d)       out: e_i, what that bag adds to its input rows
    float* step;             // (n_tiles, 1 + K, TILE)  out: how far each output row moves along h_i
    int32_t* negatives;      // (n_tiles, K) out: the rows drawn
    float* scratch;          // (2, d) zeros, one pair a thread: stand-ins for absent rows
    int32_t n_bins;          // rows are dealt to bins by row % n_bins, which divides HIT_COUNTERS
    const uint16_t* input_hits;   // (HIT_COUNTERS,) updates of input rows by this batch
    const uint16_t* output_hits;  // (HIT_COUNTERS,) of output rows; a shared negative counts TILE

    // where the updates of a row are counted: the counters of one bin, which one thread has at a
    // time, lie together
    SKEMBED_INLINE int32_t counter(int32_t row) const {
        return row % n_bins * (HIT_COUNTERS / n_bins) + row % HIT_COUNTERS / n_bins;
    }

    // the bag of a slot, or -1 where there is none or it has no context
    SKEMBED_INLINE int64_t bag(int32_t slot) const {
        const int32_t i = slot % TILE * n_tiles + slot / TILE;
        if (i >= n_bags || left[first + i] + right[first + i] == 0) return -1;
        return first + i;
    }
};

struct Update {
    int32_t row, slot;       // a negative's update covers the TILE slots from here
    int32_t k;               // 0: the target, 1 + k: negative k
};

struct Documents {
    const int32_t* ids;      // (n_tokens,)
    const int64_t* indptr;   // (n_docs + 1,)
    const float* vectors;    // (V, d), any alignment, rows of d floats
    int64_t n_rows;          // V
    int64_t d;
};

struct Kernels {
    const char* name;
    double (*skipgram_block)(const SkipGramBlock&);                          // -> sum of the losses
    double (*bags_forward)(const BagBatch&, int32_t begin, int32_t end);     // tiles -> sum of losses
    void (*bags_update_input)(const BagBatch&, const Update*, int64_t n);
    void (*bags_update_output)(const BagBatch&, const Update*, int64_t n);
    void (*weighted_sum)(const Documents&, const float* weights, float* out, int64_t begin,
                         int64_t end);
    void (*extreme)(const Documents&, float sign, float* out, int64_t begin, int64_t end);
};

}  // namespace skembed
